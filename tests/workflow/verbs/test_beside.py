"""Beside cases too: who was overtaken is told so, and finds what he had typed (R107)."""

from __future__ import annotations

import pytest
from django.utils import timezone

from departments.models import Officer
from departments.roles import Role
from tests import factories as f
from tests.workflow.budget_cases import auditor as an_auditor
from tests.workflow.budget_cases import finding as a_finding
from tests.workflow.disclosure.leaving import asked_for
from tests.workflow.signing_in import signed_in
from tests.workflow.verbs.test_page import said
from workflow.disclosure.actions import drop
from workflow.errands.actions import give
from workflow.meetings.plan import plan

pytestmark = pytest.mark.django_db


def test_a_head_who_signs_what_was_just_withdrawn_reads_so_and_keeps_his_words() -> None:
    own = asked_for()
    seen = own.version
    drop(own, by=Officer.objects.get(pk=f.an_officer().pk), reason="不用了")
    head = signed_in(f.an_officer(Role.HEAD, "SW"))
    typed = {"version": seen, "comment": "仅供审计核对"}
    late = head.post(f"{own.get_absolute_url()}sign/", typed)
    assert late.status_code == 409
    shown = late.content.decode()
    assert "你填的都在下面" in shown
    assert "仅供审计核对" in shown
    own.refresh_from_db()
    assert (own.state, own.signatures.count()) == ("dropped", 0)


def test_whoever_goes_back_and_presses_again_is_told_that_it_is_done() -> None:
    """Of what leaves, a meeting, an errand, a finding: nothing twice, nothing looks failed."""
    own = asked_for()
    assert own.dispute is not None
    clerk = Officer.objects.get(pk=f.an_officer().pk)
    meeting = plan(
        by=clerk, kind="general", title="联办会商", disputes=[own.dispute],
        departments=[f.a_department("RS")], starts_at=timezone.now(), place="三楼会议室",
    )  # fmt: skip
    office = Officer.objects.get(pk=f.an_officer(Role.OFFICE, "ZB").pk)
    errand = give(by=office, department=f.a_department("YB"), question="请汇总本季度情况。")
    finding, auditor = a_finding(1), Officer.objects.get(pk=an_auditor().pk)
    for officer, subject, verb, label in (
        (clerk, meeting, "cancel", "取消会商"),
        (clerk, own, "drop", "撤回申请"),
        (office, errand, "recall", "撤回交办"),
        (auditor, finding, "retract", "撤销"),
    ):
        client, address = signed_in(officer), f"{subject.get_absolute_url()}{verb}/"
        typed = {"version": subject.version, "reason": "不用了"}
        assert client.post(address, typed).status_code == 302
        subject.refresh_from_db()
        after = subject.version
        assert said(client.post(address, typed))[-1] == f"“{label}”刚才已经办好，没有重复办理。"
        back = client.get(address)
        assert said(back)[-1].startswith(f"“{label}”已办好。现在的状态是“")
        subject.refresh_from_db()
        assert subject.version == after
