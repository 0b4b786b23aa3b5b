"""New Year's Eve and the morning after: numbers, the calendar, open clocks, and a demonstration."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from departments.models import Officer
from departments.roles import Role
from disputes.models import Dispute
from tests import factories as f
from tests.browser.demonstration import pages_of_the_demonstration, the_first_minute
from tests.stories.cast import CHEN, WANG, ZHANG, Part, assemble
from tests.stories.journey import Journey, words_of
from tests.told import texts
from tests.workflow.signing_in import signed_in
from workflow.clock import sweep_deadlines
from workflow.models import CaseFile, DeadlineStage, Meeting, Notice, Paper, TimelineEntry

LAST_SECOND = datetime.fromisoformat("2026-12-31T23:59:59+08:00")
FIRST_SECOND = datetime.fromisoformat("2027-01-01T00:00:00+08:00")
#: In Greenwich it is still the old year; nothing of ours may ask there.
STILL_OLD_ABROAD = datetime.fromisoformat("2027-01-01T07:59:59+08:00")
#: By the notice the county rests until Monday the 4th and makes up for it on the 9th.
NOTICE = (
    "2027-01-01,放假,元旦\n2027-01-04,放假,元旦\n2027-01-09,上班,元旦\n2027-10-01,放假,国庆节\n"
)
NOTICE_OF_2027 = {"source": "国务院办公厅关于2027年部分节假日安排的通知", "text": NOTICE}


def at(moment: datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


def on(day: str, hour: int = 9) -> time_machine.travel:
    return at(datetime.fromisoformat(f"{day}T{hour:02}:00:00+08:00"))


@pytest.fixture
def december(db: None) -> None:
    """The cast of every story, in their posts since the year before."""
    with on("2026-12-01"):
        assemble()


def told_on(moment: datetime, code: str) -> tuple[str, str]:
    """The number of a dispute that a unit registers and reviews then, and of its paper."""
    with at(moment):
        dispute = f.triaged(code)
    return dispute.number or "", dispute.papers.get().number


@pytest.mark.usefixtures("december")
def test_each_units_numbers_begin_again_at_midnight_in_the_county() -> None:
    old = [told_on(LAST_SECOND, code) for code in ("SW", "SW", "RS")]
    new = [told_on(FIRST_SECOND, code) for code in ("SW", "RS", "RS")]
    late = told_on(STILL_OLD_ABROAD, "SW")
    assert [number.partition("-")[2] for number, _ in [*old, *new, late]] == [
        "2026-SW-000001", "2026-SW-000002", "2026-RS-000001",
        "2027-SW-000001", "2027-RS-000001", "2027-RS-000002", "2027-SW-000002",
    ]  # fmt: skip
    papers = [re.search(r"〔(\d+)〕(\d+)号", paper) for _, paper in [*old, *new, late]]
    assert [found and found.groups() for found in papers] == [
        ("2026", "1"), ("2026", "2"), ("2026", "1"),
        ("2027", "1"), ("2027", "1"), ("2027", "2"), ("2027", "2"),
    ]  # fmt: skip


@pytest.mark.usefixtures("december")
def test_what_was_typed_in_the_old_year_is_numbered_in_the_year_it_is_registered() -> None:
    with at(LAST_SECOND):
        draft = f.a_draft()
    with at(FIRST_SECOND):
        answer = WANG.browser().post(f"/api/v1/disputes/{draft.pk}/actions/register/")
        draft.refresh_from_db()
    assert (answer.status_code, draft.year) == (200, 2027)
    assert answer.json()["number"].endswith("2027-SW-000001")


@pytest.mark.usefixtures("december")
def test_a_case_of_the_old_year_is_filed_among_the_new_years_files() -> None:
    with on("2026-12-30"):
        early, late = f.concluded(), f.concluded()
    with at(LAST_SECOND):
        f.do(early, "archive", f.an_officer())
    with at(FIRST_SECOND):
        f.do(late, "archive", f.an_officer())
    files = CaseFile.objects.order_by("pk").values_list("year", "number")
    numbered = [(year, number.partition("·")[2]) for year, number in files]
    assert [year for year, _ in numbered] == [2026, 2027]
    assert all(n.startswith(f"{year}-") and n.endswith("-0001") for year, n in numbered)


def lamp(part: Part, story: Journey) -> tuple[str, str, str]:
    """As its list shows the one thing that the unit owes: until when, and the lamp."""
    rows = part.browser().get(f"/api/v1/disputes/{story.dispute.pk}/assignments/").json()
    (own,) = [row for row in rows if row["department"] == part.code]
    return own["due_on"], own["lamp"], own["lamp_words"]


@pytest.mark.usefixtures("december")
def test_a_clock_runs_over_new_year_and_follows_the_calendar_when_it_comes() -> None:
    """Before the notice New Year's Day alone is known to be free; it says so, and is counted."""
    with on("2026-12-28"):
        story = Journey(f.triaged())
        story.press(WANG, "convene_joint", departments=["YB", "RS"], question="请核实参保情况")
        story.press_answer(CHEN, "accept")
        story.press_answer(ZHANG, "accept")
        asked = story.assignment("YB")
        clock = asked.deadlines.get(key="general.joint.opinion")
        assert (clock.due_on, clock.provisional) == (asked.due_on, True)
        assert asked.due_on == date(2027, 1, 7), "the 29th to the 31st; the 4th to the 7th"
    with on("2026-12-31", 16):
        keeper = signed_in(f.an_officer(Role.SYSADMIN, "ZB"))
        answer = keeper.post(reverse("calendar_confirm"), NOTICE_OF_2027, follow=True)
        assert "期限已重算" in words_of(answer)
    clock.refresh_from_db()
    assert (clock.due_on, clock.provisional) == (date(2027, 1, 8), False)
    with on("2027-01-04", 10):  # a holiday by the notice: nobody is reminded at home
        sweep_deadlines()
        assert not DeadlineStage.objects.filter(deadline=clock, stage="due").exists()
        assert lamp(ZHANG, story)[0] == "2027-01-08"


@pytest.mark.usefixtures("december")
def test_what_fell_due_on_the_last_day_is_late_on_the_first_working_day_and_told_once() -> None:
    with on("2026-12-22"):
        story = Journey(f.triaged())
        story.press(WANG, "convene_joint", departments=["YB", "RS"], question="请核实参保情况")
        story.press_answer(ZHANG, "accept")
        due_on = story.assignment("YB").due_on
    assert due_on == date(2026, 12, 31), "seven working days"

    def told() -> list[str]:
        sweep_deadlines()
        rows = Notice.objects.filter(recipient=ZHANG.officer(), stage__isnull=False)
        return texts(rows.order_by("pk"))

    with on("2026-12-31"):
        said = told()
        assert "今天到期（期限2026年12月31日）" in said[-1]
        assert lamp(ZHANG, story) == ("2026-12-31", "amber", "今天到期")
    with at(FIRST_SECOND):
        assert told() == said, "nobody is woken at midnight"
        assert lamp(ZHANG, story)[1:] == ("red", "超期 1 天")
    with on("2027-01-05", 10):
        [fresh] = [text for text in told() if text not in said]
        assert fresh.endswith("超期 2 天（期限2026年12月31日），请抓紧办理。")
        assert len(told()) == len(said) + 1


def serials(numbers: list[str], pattern: str) -> dict[tuple[str, ...], list[int]]:
    """By unit and year, the serial numbers given there."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in numbers:
        matched = re.fullmatch(pattern, number)
        assert matched, number
        *series, serial = matched.groups()
        found[tuple(series)].append(int(serial))
    return found


#: Turns off the main road that somebody who tries the portal should find told.
TURNS = {
    "undo_triage", "cancel_response", "acknowledge", "review_major", "prolong", "tell_withdrawal",
    "hand_over", "cancel_attempt", "supplement", "replace_paper", "entrust", "reorganise",
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2026-12-31T09:30", "2026-12-31T23:59", "2027-01-01T00:01"])
def test_a_demonstration_is_founded_on_either_side_of_midnight(day: str) -> None:
    """Its stories began weeks ago: each carries the year in which it was told to have happened."""
    with at(datetime.fromisoformat(f"{day}:00+08:00")):
        call_command("seed_demo", verbosity=0)
        the_first_minute()
        shown = set(TimelineEntry.objects.values_list("verb", flat=True))
        assert shown >= TURNS, TURNS - shown
        assert Meeting.objects.filter(disputes=None).exists()  # about no case
        disputes = Dispute.objects.exclude(number=None)
        assert all(each.year == timezone.localtime(each.registered_at).year for each in disputes)
        assert all(f"-{each.year}-" in (each.number or "") for each in disputes)
        numbers = [each.number or "" for each in disputes]
        for given in serials(numbers, r"\d+-(\d{4})-(\w+)-(\d+)").values():
            assert sorted(given) == list(range(1, len(given) + 1))
        papers = Paper.objects.values_list("number", "year", "issued_at")
        assert all(f"〔{year}〕" in number for number, year, _ in papers)
        assert all(timezone.localtime(issued).year == year for _, year, issued in papers)
        for username, pages in pages_of_the_demonstration().items():
            browser = signed_in(Officer.objects.get(username=username))
            for page, address in pages.items():
                assert browser.get(address).status_code == 200, (username, page, address)
