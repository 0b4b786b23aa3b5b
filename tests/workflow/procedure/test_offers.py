"""The permission matrix: state × who → verbs; a change of the snapshot is a change of law."""

from __future__ import annotations

import pytest

from departments.models import Officer
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f
from workflow.procedure.offers import rights_to

pytestmark = pytest.mark.django_db

#: Who is asked: label → role and department.
CAST = {
    "受理部门经办": ("clerk", "SW"),
    "受理部门审核": ("reviewer", "SW"),
    "受理部门负责人": ("head", "SW"),
    "主办或联办部门经办": ("clerk", "YB"),
    "主办或联办部门负责人": ("head", "YB"),
    "区人社局经办": ("clerk", "RS"),
    "无关部门经办": ("clerk", "CZ"),
    "专班组长": ("leader", "ZB"),
    "专班办公室": ("office", "ZB"),
    "副组长（未授权）": ("deputy", "ZB"),
    "审计员": ("auditor", "ZB"),
    "档案员": ("archivist", "ZB"),
    "系统管理员": ("sysadmin", "ZB"),
}
MOMENTS = {
    "暂存": f.a_draft,
    "待审核": f.registered,
    "待分类": f.triaged,
    "办理中·单独": lambda: f.handled(Mode.SINGLE),
    "办理中·移交": lambda: f.handled(Mode.REFERRAL),
    "办理中·联合": lambda: f.handled(Mode.JOINT),
    "办理中·专案": lambda: f.handled(Mode.SPECIAL),
    "待反馈·单独": lambda: f.decided(Mode.SINGLE),
    "待反馈·移交": lambda: f.decided(Mode.REFERRAL),
    "已办结": lambda: f.concluded(Mode.SINGLE),
    "已归档": lambda: f.archived(Mode.SINGLE),
}


def verbs(officer: Officer, dispute: Dispute) -> str:
    """The verbs of this moment; 不可见 when he may not even know of it."""
    if not Dispute.objects.visible_to(officer).filter(pk=dispute.pk).exists():
        return "不可见"
    offers = [o for o in rights_to(officer, dispute) if o.in_state]
    words = [o.label if o.allowed else f"({o.label})" for o in offers]
    return "、".join(words) or "只读"


@pytest.mark.parametrize("moment", MOMENTS)
def test_who_may_do_what(moment, snapshot):
    dispute = MOMENTS[moment]()
    seen = {who: verbs(f.an_officer(role, code), dispute) for who, (role, code) in CAST.items()}
    assert seen == snapshot(name=moment)


def test_only_the_author_sees_a_draft():
    dispute = f.a_draft()
    colleague = f.an_officer("clerk", "SW", nth=2)
    for officer in (colleague, f.an_officer("head", "SW"), f.a_leader()):
        assert not Dispute.objects.visible_to(officer).filter(pk=dispute.pk).exists()
    assert dispute in Dispute.objects.visible_to(dispute.first_contact_officer)


def test_a_returned_department_sees_it_no_longer():
    dispute = f.handled(Mode.REFERRAL)
    lead = f.an_officer("clerk", "YB")
    assert dispute in Dispute.objects.visible_to(lead)
    f.answer(dispute.assignments.get(), "return_back", lead, reason="不属本局职责")
    dispute.refresh_from_db()
    assert dispute.state == State.TRIAGE
    assert dispute not in Dispute.objects.visible_to(lead)
