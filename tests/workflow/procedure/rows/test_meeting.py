"""What may be done with a meeting at each of its stages, and by whom."""

from __future__ import annotations

from itertools import pairwise

import pgtrigger
import pytest
from django.utils import timezone

from departments.roles import Role
from disputes.choices import Mode
from tests import factories as f
from workflow.meetings.plan import plan
from workflow.models import Meeting
from workflow.models.choices import MeetingState
from workflow.procedure.offers import open_to_meeting
from workflow.procedure.rows.meeting import MEETING_ROWS, MEETING_TABLE

pytestmark = pytest.mark.django_db


def planned(kind: str = "general", *, countersigned: bool = False) -> Meeting:
    return plan(
        by=f.an_officer(Role.CLERK, "SW"),
        kind=kind,
        title="碰头会",
        disputes=[f.handled(Mode.SINGLE)],
        departments=[f.a_department("RS")],
        starts_at=timezone.now(),
        place="三楼",
        countersigned=countersigned,
    )


def offered(meeting: Meeting, role: str = Role.CLERK, code: str = "SW") -> dict[str, str]:
    officer = f.an_officer(role, code)
    return {offer.verb: offer.why_not for offer in open_to_meeting(officer, meeting)}


def test_every_verb_stands_in_its_table_once_and_the_road_leads_to_issued_minutes() -> None:
    assert len(MEETING_TABLE) == len(MEETING_ROWS)
    road = [MeetingState.AWAITING_APPROVAL, MeetingState.PLANNED, MeetingState.CALLED,
            MeetingState.HELD, MeetingState.MINUTED, MeetingState.ISSUED]  # fmt: skip
    steps = {(state, to) for row in MEETING_ROWS for state in row.sources for to in row.targets}
    assert set(pairwise(road)) <= steps


def test_nothing_leads_out_of_issued_minutes_or_a_cancelled_meeting() -> None:
    ended = {MeetingState.ISSUED, MeetingState.CANCELLED}
    assert not [row.verb for row in MEETING_ROWS if row.sources & ended]


def test_a_planned_one_is_called_or_cancelled_by_its_convenor_alone() -> None:
    meeting = planned()
    assert offered(meeting) == {"call": "", "cancel": ""}
    assert offered(meeting, Role.CLERK, "RS") == {}


def test_a_major_one_waits_for_the_leader_alone() -> None:
    meeting = planned("major")
    assert offered(meeting, Role.LEADER, "ZB") == {"approve": "", "refuse": ""}
    assert offered(meeting) == {"cancel": ""}


def test_a_meeting_without_departments_is_not_called() -> None:
    meeting = planned()
    meeting.attendances.all().delete()
    assert offered(meeting)["call"] == "请先选定参会单位。"


def test_while_a_case_of_the_agenda_waits_for_the_leader_no_notice_goes_out() -> None:
    meeting = planned()
    f.do(meeting.disputes.get(), "escalate", f.an_officer(), reason="人数增多")
    assert "组长同意之前不能发会商通知" in offered(meeting)["call"]


def test_minutes_wait_for_every_decision_and_every_signature_that_was_asked_for() -> None:
    meeting = planned(countersigned=True)
    with pgtrigger.ignore("workflow.Meeting:meeting_follows_table"):
        Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.MINUTED)
    meeting.attendances.update(attended=True)
    meeting.refresh_from_db()
    assert offered(meeting)["issue"] == "还有议题没有写明议定事项。"
    for item in meeting.items.all():
        item.decision = "由税务局办理"
        item.save()
    assert offered(meeting)["issue"] == "参会单位尚未全部会签现行文本。"
    Meeting.objects.filter(pk=meeting.pk).update(countersigned=False)
    meeting.refresh_from_db()
    assert offered(meeting)["issue"] == ""
    assert offered(meeting, Role.HEAD, "RS")["countersign"] == "本次会商不需要会签。"
