"""专案组 without the bureau that a report in confidence is against (五(二), R075)."""

from __future__ import annotations

import pytest

from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from tests.api.programs import program, program_of
from tests.told import texts
from tests.workflow.kept_out import is_read_by, secret
from tests.workflow.signing_in import signed_in

pytestmark = pytest.mark.django_db


def entries(dispute: Dispute) -> str:
    return "\n".join(texts(dispute.timeline))


@pytest.mark.parametrize(("verb", "mode"), [("report_major", ""), ("escalate", Mode.SINGLE)])
def test_two_bureaus_are_the_team_and_the_timeline_says_so(verb: str, mode: str) -> None:
    dispute = secret(mode=mode)
    asked = program().post(f"disputes/{dispute.pk}/actions/{verb}/", {"reason": "群体性诉求"})
    assert asked.status_code == 200, asked.json()
    team = dispute.approvals.get().departments.values_list("code", flat=True)
    assert sorted(team) == ["RS", "SW"]
    assert "医保局是争议对方，本件举报保密，不参加专案组" in entries(dispute)
    leader = program_of(f.a_leader())
    said = leader.post(f"disputes/{dispute.pk}/actions/approve_major/", {"comment": "同意"})
    assert said.status_code == 200, said.json()
    assert [a.department.code for a in dispute.assignments.all()] == ["RS"]
    assert not is_read_by(dispute)


def test_a_team_asked_for_before_it_was_known_comes_without_it() -> None:
    dispute = secret()
    program().post(f"disputes/{dispute.pk}/actions/report_major/", {"reason": "群体性诉求"})
    approval = dispute.approvals.get()
    approval.departments.add(f.a_department("YB"))
    f.do(dispute, "approve_major", f.a_leader(), comment="同意")
    assert [a.department.code for a in dispute.assignments.all()] == ["RS"]
    assert entries(dispute).count("不参加专案组") == 2
    assert not is_read_by(dispute)


def test_the_bureau_that_took_it_in_against_itself_does_not_lead_the_team() -> None:
    dispute = secret("SW")
    f.do(dispute, "report_major", f.an_officer(), reason="群体性诉求")
    f.do(dispute, "approve_major", f.a_leader(), comment="同意")
    assert dispute.lead_department.code != "SW"
    assert sorted(a.department.code for a in dispute.assignments.all()) == ["RS", "YB"]


def test_the_page_s_own_ticks_are_taken() -> None:
    dispute = secret()
    typed = {"reason": "群体性诉求", "departments": ["RS", "SW"], "version": dispute.version}
    page = signed_in(f.an_officer(Role.CLERK, "SW"))
    sent = page.post(f"{dispute.get_absolute_url()}report_major/", typed)
    assert sent.status_code == 302


def test_where_nothing_is_secret_all_three_come() -> None:
    dispute = secret(kept=False)
    f.do(dispute, "report_major", f.an_officer(), reason="群体性诉求")
    team = dispute.approvals.get().departments.values_list("code", flat=True)
    assert sorted(team) == ["RS", "SW", "YB"]
    assert "不参加专案组" not in entries(dispute)
