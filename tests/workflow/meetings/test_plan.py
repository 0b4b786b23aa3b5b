"""拟定会商: any member a general one, two a conference, a major one with the leader's word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.utils import timezone

from confidentiality.sealing import open_sealed
from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from disputes.models.party import REPORTER
from tests import factories as f
from web.refusals import Mistyped, NotYours
from workflow.meetings import actions
from workflow.meetings.page import meeting_page
from workflow.meetings.plan import plan
from workflow.models import Meeting

pytestmark = pytest.mark.django_db


def planned(
    *disputes: Dispute,
    kind: str = "general",
    by: Officer | None = None,
    title: str = "碰头会",
    place: str = "三楼",
    topics: Sequence[str] = (),
) -> Meeting:
    return plan(
        by=by or f.an_officer(Role.CLERK, "SW"),
        kind=kind,
        disputes=disputes,
        departments=[f.a_department("RS"), f.a_department("SW")],
        starts_at=timezone.now(),
        title=title,
        place=place,
        topics=topics,
    )


def test_the_convenor_comes_once_even_if_he_invites_himself() -> None:
    meeting = planned(f.handled(Mode.SINGLE))
    assert meeting.convenor.code == "SW"
    assert sorted(meeting.attendances.values_list("department__code", flat=True)) == ["RS", "SW"]


def test_the_agenda_keeps_the_order_in_which_it_was_written() -> None:
    later, earlier = f.handled(Mode.SINGLE), f.handled(Mode.SINGLE)
    meeting = planned(earlier, later)
    assert [item.dispute for item in meeting.items.order_by("order")] == [earlier, later]


@pytest.mark.parametrize(("role", "code"), [(Role.LEADER, "ZB"), (Role.AUDITOR, "ZB")])
def test_whoever_works_on_no_case_convenes_nobody(role: Role, code: str) -> None:
    with pytest.raises(NotYours, match="会商由成员单位召集"):
        planned(by=f.an_officer(role, code))


def test_a_conference_is_called_by_the_tax_bureau_or_the_office_alone() -> None:
    with pytest.raises(NotYours, match="联席会议由区税务局（专班办公室）组织召开"):
        planned(kind="conference", by=f.an_officer(Role.CLERK, "RS"))
    for role, code in ((Role.CLERK, "SW"), (Role.OFFICE, "ZB")):
        dispute = f.handled(Mode.SINGLE)
        convened = planned(dispute, kind="conference", by=f.an_officer(role, code))
        assert convened.state == "planned"


def test_a_major_one_waits_for_the_leader_and_a_general_one_for_nobody() -> None:
    dispute = f.handled(Mode.SINGLE)
    assert planned(dispute).state == "planned"
    waiting = planned(dispute, kind="major")
    question = waiting.approvals.get()
    with pytest.raises(Mistyped, match="已有一次会商待组长同意"):
        planned(dispute, kind="major", title="再次会商")
    assert (waiting.state, question.kind, question.dispute) == (
        "awaiting_approval",
        "meeting",
        dispute,
    )
    actions.approve(waiting, by=f.a_leader(), comment="同意。")
    assert (waiting.state, waiting.consented_by) == ("planned", question)


def test_consent_given_with_the_case_covers_a_meeting_on_that_case_alone() -> None:
    special = f.handled(Mode.SPECIAL)
    alone = planned(special, kind="major")
    assert (alone.state, alone.consented_by) == ("planned", special.approvals.get(kind="major"))
    both = planned(special, f.handled(Mode.SINGLE), kind="major")
    assert (both.state, both.approvals.get().dispute) == ("awaiting_approval", None)


def test_without_the_leader_s_word_it_is_cancelled_with_his_reason() -> None:
    meeting = planned(f.handled(Mode.SINGLE), kind="major")
    actions.refuse(meeting, by=f.a_leader(), comment="先由各单位会商。")
    assert (meeting.state, meeting.cancel_reason) == ("cancelled", "先由各单位会商。")


def test_the_same_at_the_same_hour_is_planned_once() -> None:
    dispute, clerk = f.handled(Mode.JOINT), f.an_officer()
    when = timezone.now() + timedelta(days=1)

    def call(title: str) -> Meeting:
        return plan(
            by=clerk, kind="general", title=title, disputes=[dispute],
            departments=[f.a_department("YB")], starts_at=when, place="二楼",
        )  # fmt: skip

    meeting = call("会商")
    with pytest.raises(Mistyped, match="已经拟定"):
        call("会商")
    call("再次会商")
    actions.cancel(meeting, by=clerk, reason="改期")
    assert call("会商").pk


def test_neither_title_nor_place_says_who_it_is_about() -> None:
    """Whoever is invited reads them; the word that is wrong is named, and nothing is planned."""
    dispute = f.handled(Mode.JOINT)
    payer = dispute.payer
    assert payer is not None
    name, phone = open_sealed(payer.name), open_sealed(payer.phone)
    broken = f"{name[:1]}\u3000{name[1:]}"
    wrong = (
        ("title", f"{name}缴费争议会商", name), ("title", f"关于{broken}的会商", name),
        ("title", f"关于 {phone} 的会商", phone), ("place", f"{name}家", name),
        ("title", "关于230799197804120011的会商", "230799197804120011"),
    )  # fmt: skip
    for field, text, word in wrong:
        with pytest.raises(Mistyped) as refused:
            planned(dispute, title=text) if field == "title" else planned(dispute, place=text)
        [said] = refused.value.errors[field]
        assert word in said, text
    assert not Meeting.objects.exists()
    of_reporter = f.handled(Mode.JOINT, confidential_report=True)
    assert of_reporter.payer is not None
    secret = planned(of_reporter, title=f"{open_sealed(of_reporter.payer.name)}反映问题会商")
    assert REPORTER in meeting_page(secret, f.an_officer()).title, "masked, and never confirmed"
