"""四(二) R012: what a conference speaks of without a case; who reads it, what becomes of it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from confidentiality.sealing import open_sealed_json
from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from web.refusals import Mistyped
from workflow.issuing.taking import paper_seen_by
from workflow.meetings import actions
from workflow.meetings.page import meeting_page
from workflow.meetings.plan import plan
from workflow.models import AgendaItem, Errand, Meeting

pytestmark = pytest.mark.django_db
TOPIC = "三家数据如何按月比对"


def office() -> Officer:
    return f.an_officer(Role.OFFICE, "ZB")


def planned(
    *disputes: Dispute, topics: tuple[str, ...] = (TOPIC,), kind: str = "conference"
) -> Meeting:
    return plan(
        by=office() if kind == "conference" else f.an_officer(),
        kind=kind,
        title="联席会议",
        disputes=disputes,
        topics=topics,
        departments=[f.a_department("YB")],
        starts_at=timezone.now(),
        place="三楼",
    )


def minuted(*disputes: Dispute, topics: tuple[str, ...] = (TOPIC,)) -> Meeting:
    """医保局 is to see to every topic."""
    meeting = planned(*disputes, topics=topics)
    actions.call(meeting, by=office())
    came = [f.a_department(code) for code in ("ZB", "YB")]
    actions.hold(meeting, by=office(), attended=came)
    decided = [actions.Decided(each, "由区税务局办理") for each in disputes]
    for item in meeting.items.filter(dispute=None):
        yb = f.a_department("YB")
        decided.append(actions.Decided(None, "每月比对", responsible=yb, item=item))
    actions.minute(meeting, by=office(), items=decided)
    return meeting


@pytest.mark.parametrize("kind", ["general", "major"])
def test_no_other_kind_speaks_of_a_topic_without_a_case(kind: str) -> None:
    with pytest.raises(Mistyped, match="只有联席会议"):
        planned(f.handled(Mode.SINGLE), kind=kind)


@pytest.mark.parametrize(("kind", "said"), [("general", "作为议题"), ("conference", "或写一个")])
def test_an_agenda_is_never_empty(kind: str, said: str) -> None:
    with pytest.raises(Mistyped, match=said):
        planned(topics=(), kind=kind)


@pytest.mark.by_owner
def test_an_item_is_a_case_or_a_topic() -> None:
    meeting = planned()
    for wrong in ({}, {"dispute": f.handled(Mode.SINGLE), "topic": TOPIC}):
        with pytest.raises(IntegrityError, match="agenda_item_is_a_case"), transaction.atomic():
            AgendaItem.objects.create(meeting=meeting, order=9, **wrong)


def test_who_is_invited_reads_it_from_the_notice_on_and_not_once_it_is_called_off() -> None:
    guest, meeting = f.an_officer("clerk", "YB"), planned()
    assert not meeting_page(meeting, guest).items
    actions.call(meeting, by=office())
    assert [each.about for each in meeting_page(meeting, guest).items] == [TOPIC]
    notice = meeting.papers.get()
    assert (notice.dispute, paper_seen_by(guest, notice.pk)) == (None, notice)
    assert paper_seen_by(f.an_officer("clerk", "RS"), notice.pk) is None
    actions.cancel(meeting, by=office(), reason="改期")
    assert notice.is_void
    assert not meeting_page(meeting, guest).items
    assert guest.notices.latest("pk").text == "“联席会议”已取消：改期"


def test_whoever_sees_but_a_case_of_it_is_told_of_no_topic() -> None:
    dispute = f.handled(Mode.SINGLE)
    meeting = planned(dispute)
    actions.call(meeting, by=office())
    page = meeting_page(meeting, f.an_officer("clerk", "SW"))
    assert [(each.dispute, each.number) for each in page.items] == [(dispute, dispute.number)]
    assert (page.hidden, len(page.papers)) == (0, 1)
    whole = meeting.papers.get(is_whole=True)
    assert paper_seen_by(f.an_officer("clerk", "SW"), whole.pk) is None
    assert paper_seen_by(f.an_officer("clerk", "YB"), whole.pk) == whole
    assert len(set(meeting.papers.values_list("number", flat=True))) == 1


def test_issued_each_topic_that_a_unit_sees_to_is_its_errand() -> None:
    dispute = f.handled(Mode.SINGLE)
    meeting = minuted(dispute, topics=(TOPIC, "经办培训"))
    actions.issue(meeting, by=office())
    first, second = Errand.objects.order_by("pk")
    assert (first.question, second.question) == (f"{TOPIC}：每月比对", "经办培训：每月比对")
    assert first.basis == f"会议纪要 {meeting.number}"
    assert first.entries.get().text.count(meeting.number) == 1
    assert [e.papers.count() for e in (first, second)] == [1, 1]
    assert [item.errand for item in meeting.items.order_by("order")] == [None, first, second]
    minutes = meeting.papers.filter(kind="minutes", is_whole=False)
    assert sorted(m.number for m in minutes) == [meeting.number] * 2
    shown = open_sealed_json(minutes.get(dispute=None).content)["resolutions"]
    assert [each["subject"] for each in shown] == [TOPIC, "经办培训"]
    whole = open_sealed_json(meeting.papers.get(kind="minutes", is_whole=True).content)[
        "resolutions"
    ]
    assert len(whole) == 3


def test_the_office_gives_itself_no_errand() -> None:
    meeting = minuted()
    zb = f.a_department("ZB")
    own = actions.Decided(None, "由专班办", responsible=zb, item=meeting.items.get())
    with pytest.raises(Mistyped, match="成员单位"):
        actions.minute(meeting, by=office(), items=[own])


def test_another_meetings_topic_is_not_on_the_agenda() -> None:
    other = actions.Decided(None, "每月比对", item=planned().items.get())
    with pytest.raises(Mistyped, match="不在议题中"):
        actions.minute(minuted(), by=office(), items=[other])


def test_many_topics_are_issued_in_as_many_statements_as_one() -> None:
    def statements(*topics: str) -> int:
        meeting = minuted(topics=topics)
        with CaptureQueriesContext(connection) as asked:
            actions.issue(meeting, by=office())
        return len(asked)

    statements(TOPIC)
    assert statements("一", "二", "三", "四") <= statements(TOPIC)
