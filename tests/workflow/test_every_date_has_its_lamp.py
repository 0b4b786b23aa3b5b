"""Wherever a due date stands, a lamp with its word stands beside it: running, standing, ended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from confidentiality.sealing import open_sealed_json
from deadlines.calendar_days import current_calendar
from departments.models import Department, Officer
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from disputes.words import short_day
from papers.kinds import thaw
from tests import factories as f
from tests.api.programs import program_of
from tests.workflow.signing_in import reading, signed_in
from workflow.meetings import actions
from workflow.meetings.plan import plan
from workflow.models import Approval, Assignment, Deadline, Meeting

pytestmark = pytest.mark.django_db

#: The smallest things a reader takes in at one look.
PLACES = frozenset({"tr", "li", "article", "section", "p", "dd"})
VOID = frozenset(
    {"meta", "link", "input", "br", "img", "hr", "source", "wbr", "col", "rect", "use"}
)
WORDS = re.compile(r"剩 \d+ 天|今天到期|超期 \d+ 天|按期办结|中止|已退回|已撤回|逾期未提供")


class Reader(HTMLParser):
    """Which of the wanted days stand in a place that has no lamp, nor any place around it."""

    def __init__(self, days: set[str]) -> None:
        super().__init__()
        self.wanted = re.compile(r"(?<![年\d])(?:" + "|".join(sorted(days)) + r")(?!\d)")
        self.open: list[str] = []
        self.places: list[dict[str, str]] = []
        self.bare: list[str] = []
        self.met = 0
        self.record = 0  # how deep the log stands that is being read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        self.open.append(tag)
        classes = dict(attrs).get("class") or ""
        if "ui-log" in classes:
            self.record = len(self.open)
        if tag in PLACES:
            self.places.append({"text": "", "lamp": "", "days": ""})
        if "ui-lamp" in classes:
            for place in self.places:
                place["lamp"] = "yes"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in {"script", "style", "title", "option"}:
            return
        if self.record:
            return  # what happened, told with its whole date
        for place in self.places:
            place["text"] += data
        if self.places and self.wanted.search(data):
            self.met += 1
            self.places[-1]["days"] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or tag not in self.open:
            return
        while self.open.pop() != tag:
            pass
        if len(self.open) < self.record:
            self.record = 0
        if tag in PLACES and self.places:
            self._leave(self.places.pop())

    def _leave(self, place: dict[str, str]) -> None:
        """A day that is still without a lamp is the question of the place around it."""
        if not place["days"] or (place["lamp"] and WORDS.search(place["text"])):
            return
        if self.places:
            self.places[-1]["days"] += place["days"]
        else:
            self.bare.append(place["days"].strip())


def bare_days(officer: Officer, url: str, days: set[str]) -> list[str]:
    client = signed_in(officer)
    answer = client.get(url)
    if answer.status_code == 302:  # what is archived is read after one has said why
        client.post(answer["Location"], {"purpose": "核对期限"})
        answer = client.get(url)
    assert answer.status_code == 200
    reader = Reader(days)
    reader.feed(answer.content.decode())
    assert reader.met, f"{url} shows none of {sorted(days)}"
    return reader.bare


def days_of(*disputes: Dispute) -> set[str]:
    clocks = Deadline.objects.filter(dispute__in=disputes, due_on__gt=f.today())
    asked = Assignment.objects.filter(dispute__in=disputes, due_on__gt=f.today())
    found = {*clocks.values_list("due_on", flat=True), *asked.values_list("due_on", flat=True)}
    return {short_day(day) for day in found}


def clerk(code: str = "SW") -> Officer:
    return f.an_officer(Role.CLERK, code)


def head(code: str = "SW") -> Officer:
    return f.an_officer(Role.HEAD, code)


def a_resolution() -> Meeting:
    """Issued minutes by which the medical bureau owes something."""
    dispute = f.handled(Mode.JOINT)
    meeting = plan(
        by=clerk(), kind="general", title="碰头会", disputes=[dispute],
        departments=list(Department.objects.filter(code__in=("RS", "YB"))),
        starts_at=dispute.created_at, place="三楼",
    )  # fmt: skip
    actions.call(meeting, by=clerk())
    actions.hold(meeting, by=clerk(), attended=list(Department.objects.filter(code="YB")))
    decided = actions.Decided(
        dispute, "核定", responsible=f.a_department("YB"), due_on=f.today() + timedelta(days=33)
    )
    actions.minute(meeting, by=clerk(), items=[decided])
    actions.issue(meeting, by=clerk())
    return meeting


def extension_asked() -> Approval:
    head()
    dispute = f.handled()
    due = dispute.deadlines.open().get(key="general.single").due_on
    until = current_calendar().add_workdays(due, 5)
    f.do(dispute, "extend", clerk(), until=until, reason="核账")
    return dispute.approvals.get()


def suspended() -> Dispute:
    dispute = f.handled()
    f.do(dispute, "suspend", head(), ground="等待认定", until=f.today() + timedelta(days=27))
    return dispute


def walk() -> Iterator[tuple[Officer, str, set[str]]]:
    """Every page on which a due date shows, with who looks and the days it may show."""
    joint, archived, standing = f.handled(Mode.JOINT), f.archived(Mode.JOINT), suspended()
    meeting, asked = a_resolution(), extension_asked()
    assert asked.dispute is not None
    mine = days_of(*Dispute.objects.all())
    yield clerk(), reverse("workbench"), mine
    yield clerk(), reverse("disputes"), mine
    yield clerk("YB"), reverse("tasks"), mine
    for dispute in (joint, standing, asked.dispute):
        yield clerk(), dispute.get_absolute_url(), days_of(dispute)
    for answered in archived.assignments.all():
        yield clerk(), answered.get_absolute_url(), days_of(archived)
    yield (
        clerk("YB"),
        joint.assignments.get(department__code="YB").get_absolute_url(),
        days_of(joint),
    )
    reading(clerk(), archived)
    yield clerk(), archived.get_absolute_url(), days_of(archived)
    yield clerk(), reverse("case_file", args=[archived.case_file.pk]), days_of(archived)
    owed = meeting.resolutions.get()  # due on a working day, whatever day was chosen
    yield clerk(), meeting.get_absolute_url(), {short_day(owed.due_on)}
    yield head(), asked.get_absolute_url(), days_of(asked.dispute)


def test_beside_every_due_date_stands_a_lamp_with_its_word() -> None:
    found = {url: bare_days(who, url, days) for who, url, days in walk()}
    assert {url: bare for url, bare in found.items() if bare} == {}


def test_a_row_of_the_queue_has_its_lamp_though_it_names_no_day() -> None:
    extension_asked()
    text = signed_in(head()).get(reverse("approvals")).content.decode()
    assert re.search(r'ui-lamp is-\w+">剩 \d+ 天', text)


def test_rows_of_the_api_carry_the_lamp_and_its_word() -> None:
    meeting, asked, standing = a_resolution(), extension_asked(), suspended()
    for who, path, word in (
        (clerk(), f"disputes/{standing.pk}/", "中止"),
        (clerk(), f"meetings/{meeting.pk}/", "剩"),
        (head(), f"approvals/{asked.pk}/", "剩"),
    ):
        body = program_of(who).get(path).json()
        row = body["items"][0] if "items" in body else body
        assert row["lamp"]
        assert word in row.get("lamp_words", row.get("words"))


@pytest.mark.parametrize(("days", "words"), [(0, "按期办结"), (40, "天办结")])
def test_an_answer_keeps_its_verdict_after_the_end(days: int, words: str) -> None:
    dispute = f.handled(Mode.JOINT)
    own: Assignment = dispute.assignments.get(department__code="YB")
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        f.answer_all(dispute)
    for url in (dispute.get_absolute_url(), own.get_absolute_url()):
        assert words in signed_in(clerk("YB")).get(url).content.decode()


def test_a_returned_assignment_is_neither_in_time_nor_late() -> None:
    dispute = f.handled(Mode.JOINT)
    own = dispute.assignments.get(department__code="YB")
    f.answer(own, "return_back", clerk("YB"), reason="不属本局职责")
    text = signed_in(clerk()).get(own.get_absolute_url()).content.decode()
    assert 'ui-lamp is-grey">已退回' in text


def test_an_archived_file_says_of_each_limit_whether_it_was_kept() -> None:
    dispute = f.archived()
    url = reverse("case_file", args=[dispute.case_file.pk])
    text = reading(clerk(), dispute).get(url).content.decode()
    assert "单独办理总时限" in text
    assert "按期办结" in text


def test_two_days_that_are_one_day() -> None:
    """The reader itself: a day in a row without a lamp is found, one beside a lamp is not."""
    day = short_day(date(2026, 12, 16))
    lit = f'<table><tr><td>{day}</td><td><span class="ui-lamp is-red">超期 1 天</span></td></tr>'
    for html, bare in ((f"<table><tr><td>{day}</td></tr>", [day]), (lit, [])):
        reader = Reader({day})
        reader.feed(f"{html}</table>")
        assert reader.bare == bare


def test_a_day_is_not_found_inside_a_longer_one() -> None:
    reader = Reader({short_day(f.today().replace(month=1, day=4))})
    reader.feed("<p>11月4日</p>")
    assert reader.met == 0


def test_the_papers_that_report_an_ended_clock_say_how_it_ended() -> None:
    dispute = f.concluded(Mode.REFERRAL)
    f.do(dispute, "report_up", clerk())
    for kind in ("receipt", "report_up"):
        paper = dispute.papers.get(kind=kind)
        content = thaw(kind, open_sealed_json(paper.content))
        assert content.timeliness == "按期"  # type: ignore[attr-defined]
