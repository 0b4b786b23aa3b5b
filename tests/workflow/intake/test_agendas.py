"""并案: what was called, or asked to be called, about the one goes on about the other (R066)."""

from __future__ import annotations

import pytest
from django.utils import timezone

from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f
from tests.told import telling
from tests.workflow.intake.test_merging import of_another
from web.refusals import NotAllowed
from workflow.meetings import actions
from workflow.meetings.plan import plan
from workflow.models import Meeting, Notice

pytestmark = pytest.mark.django_db

RS = "RS"


def called(*disputes: Dispute) -> Meeting:
    return plan(
        by=f.an_officer(), kind="general", title="碰头会", disputes=disputes,
        departments=[f.a_department(RS)], starts_at=timezone.now(), place="三楼",
    )  # fmt: skip


def told(officer: Officer, words: str) -> int:
    count: int = telling(Notice.objects.filter(recipient=officer), words).count()
    return count


def test_a_meeting_planned_about_the_one_is_held_about_the_other_which_gets_its_minutes():
    guest, early = f.an_officer(Role.CLERK, RS), of_another()
    gone, into = of_another(), f.handled(Mode.SINGLE)
    alone, both = called(gone), called(into, gone)
    f.do(gone, "merge", f.an_officer(), into=into, older_into_younger=True)
    assert [list(each.disputes.all()) for each in (alone, both)] == [[into], [into]]
    assert told(guest, f"“碰头会”改为研究 {into.number}：{gone.number} 已并入该件") == 2
    alone.refresh_from_db()
    clerk = f.an_officer()
    actions.call(alone, by=clerk)
    actions.hold(alone, by=clerk, attended=[f.a_department(RS)])
    decided = actions.Decided(into, "由人社局核实", "", f.a_department(RS), f.today())
    actions.minute(alone, by=clerk, items=[decided])
    with pytest.raises(NotAllowed, match="请先签发会议纪要"):
        f.do(into, "merge", clerk, into=early)
    actions.issue(alone, by=clerk)
    assert into.assignments.get().department.code == RS


def test_a_meeting_at_which_somebody_would_sit_who_must_not_know_is_called_off():
    gone, secret = of_another(), f.handled(Mode.SINGLE, confidential_report=True)
    secret.parties.filter(role="counterparty").update(
        kind="agency", unit_name="区人社局", department=f.a_department(RS)
    )
    meeting = called(gone)
    f.do(gone, "merge", f.an_officer(), into=secret, older_into_younger=True)
    meeting.refresh_from_db()
    assert (meeting.state, secret.agenda_items.count()) == ("cancelled", 0)


def test_a_request_to_convene_is_answered_in_the_survivor_or_both_hear_that_it_fell():
    last, into, gone, third = (f.handled(Mode.JOINT) for _ in range(4))
    clerk, office = f.an_officer(Role.CLERK, RS), f.an_officer(Role.OFFICE, "ZB")
    for dispute in (gone, third):
        f.do(dispute, "request_convening", clerk, reason="意见不一致", departments=[])
    f.do(gone, "merge", f.an_officer(), into=into, older_into_younger=True)
    assert into.deadlines.open().filter(key="convening.answer").exists()
    assert told(office, f"{gone.number} 已并入 {into.number}，提请召集请在该件答复。") == 1
    assert told(clerk, "提请召集由专班办公室在该件答复") == 1
    f.do(third, "merge", f.an_officer(), into=into, older_into_younger=True)
    for officer in (clerk, office):
        assert told(officer, "该件已有提请召集等待答复，提请召集随之终止") == 1
    f.do(into, "answer_convening", office, convene=True, reason="属共性问题")
    assert into.convenings.get().convenes
    f.do(into, "merge", f.an_officer(), into=last)
    assert told(office, f"已并入 {last.number}，答复召集的会商请就该件拟定") == 1
    assert into.state == State.MERGED
