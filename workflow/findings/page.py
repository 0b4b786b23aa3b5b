"""A finding on its page, its line in the lists, and those that wait for an officer (R082)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from deadlines.calendar import WorkCalendar
from deadlines.calendar_days import current_calendar
from deadlines.lamps import Lamp
from departments.models import Officer
from departments.models.officer import Standing
from departments.roles import HEADS, Role
from disputes import words
from disputes.models import Dispute
from web.components import Act, Page, Tab, first_of
from web.paging import page_of
from web.statements import compiled
from workflow.findings import places
from workflow.findings.clock import lamp_of
from workflow.models import Finding, FindingEntry
from workflow.models.finding import FindingQuerySet, FindingState
from workflow.procedure.offers import open_to_finding
from workflow.procedure.rows.finding import RECORD
from workflow.procedure.who import works_for

SIZE: Final = 30
MOST: Final = 100
#: State → the button of a line in 待办.
_NEXT: Final = {
    FindingState.OPEN: "写整改情况",
    FindingState.DRAFTED: "审签",
    FindingState.ANSWERED: "复核",
}
#: What is never the next thing to do.
_ASIDE: Final = frozenset({"urge", "retract", "send_back", "ask_again"})


@dataclass(frozen=True)
class Sheet:
    """One tab: what belongs to it, and what it says when there is nothing."""

    label: str
    rows: Callable[[FindingQuerySet], FindingQuerySet]
    empty: str


#: The one definition: a tab counts the rows that it lists.
SHEETS: Final = {
    "open": Sheet("未答复", FindingQuerySet.owed, "没有等待答复的审计发现。"),
    "late": Sheet("逾期", lambda rows: rows.late(timezone.localdate()), "没有逾期的审计发现。"),
    "answered": Sheet("待复核", FindingQuerySet.answered, "没有等待复核的审计发现。"),
    "done": Sheet("已办结", FindingQuerySet.done, "还没有办结的审计发现。"),
}


@dataclass(frozen=True)
class FindingLine:
    """One line, here, on the file's page and in 我的待办."""

    number: str
    nth: int
    url: str
    name: str
    department: str
    place: str
    found: str
    state: str
    found_on: str
    due_on: date
    lamp: Lamp
    verb: str


@dataclass(frozen=True)
class FindingEntryLine:
    when: str
    text: str


@dataclass(frozen=True)
class FindingPage:
    """Everything on the page, in the order in which it is read."""

    finding: Finding
    line: FindingLine
    basis: str
    demand: str
    acts: list[Act]
    entries: list[FindingEntryLine]
    answer: str
    answered: str
    conclusion: str
    file_url: str

    @property
    def first(self) -> Act | None:
        return first_of(self.acts)


@dataclass(frozen=True)
class FindingList:
    """One tab of the list."""

    tabs: list[Tab]
    lines: list[FindingLine]
    page: Page
    empty: str


def finding_or_404(officer: Officer, pk: int) -> Finding:
    """What he may not know of looks like what is not there."""
    found = _told(Finding.objects.visible_to(officer)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _told(rows: FindingQuerySet) -> FindingQuerySet:
    """With whatever a line tells, and whose names it may not (R092)."""
    return rows.select_related("step", "paper").prefetch_related("dispute__parties")


def finding_lines(findings: Sequence[Finding]) -> list[FindingLine]:
    """In a fixed number of statements; in none where there are none."""
    if not findings:
        return []
    calendar = current_calendar()
    return [_line(each, calendar) for each in findings]


def _line(own: Finding, calendar: WorkCalendar) -> FindingLine:
    return FindingLine(
        number=str(own.dispute),
        nth=own.nth,
        url=own.get_absolute_url(),
        name=own.name,
        department=words.unit(own.department),
        place=places.shown(own),
        found=words.shown(own.found, own.dispute),
        state=str(own.get_state_display()),
        found_on=words.short_day(timezone.localdate(own.found_at)),
        due_on=own.due_on,
        lamp=lamp_of(own, calendar),
        verb=_NEXT.get(FindingState(own.state), "查看"),
    )


def finding_page(own: Finding, officer: Officer) -> FindingPage:
    dispute = own.dispute
    visible = Dispute.objects.visible_to(officer).filter(pk=dispute.pk).exists()
    return FindingPage(
        finding=own,
        line=_line(own, current_calendar()),
        basis=words.shown(own.basis, dispute),
        demand=words.shown(own.demand, dispute),
        acts=_acts(own, officer),
        entries=[_entry(each, dispute) for each in _entries_for(own, officer)],
        answer=words.shown(own.answer, dispute) if may_read_answer(own, officer) else "",
        answered=f"{own.approver_label} 审签" if own.answered_at else "还没有审签",
        conclusion=words.shown(own.conclusion, dispute),
        file_url=dispute.case_file.get_absolute_url() if visible else "",
    )


def may_read_answer(own: Finding, officer: Officer) -> bool:
    """Its own department reads the draft, the others what has left it."""
    return own.answered_at is not None or own.department_id in officer.department_ids


def _entries_for(own: Finding, officer: Officer) -> QuerySet[FindingEntry]:
    """What a head says to a draft is, as the draft, its own department's and his."""
    entries = own.entries.order_by("-id")
    is_own = own.department_id in officer.department_ids
    return entries if is_own else entries.exclude(~Q(actor=officer), verb="send_back")


def _entry(entry: FindingEntry, dispute: Dispute) -> FindingEntryLine:
    at = timezone.localtime(entry.at)
    when = f"{words.short_day(at.date())} {at:%H:%M}"
    return FindingEntryLine(when, words.shown(entry.text, dispute))


def _acts(own: Finding, officer: Officer) -> list[Act]:
    return [
        Act(
            each.label,
            reverse("finding_verb", args=[own.pk, each.verb]),
            each.clause,
            each.allowed,
            each.hint or each.warning,
            each.why_not,
            is_forward=each.verb not in _ASIDE,
        )
        for each in open_to_finding(officer, own)
    ]


def finding_list(officer: Officer, tab: str, cursor: str) -> FindingList:
    """Newest first; BadCursor for a place it was never left at."""
    tab = tab if tab in SHEETS else "open"
    rows = Finding.objects.visible_to(officer)
    found = page_of(_told(SHEETS[tab].rows(rows)), cursor, SIZE)
    return FindingList(
        tabs=[
            Tab(each.label, f"?tab={key}", each.rows(rows).count(), current=key == tab)
            for key, each in SHEETS.items()
        ],
        lines=finding_lines(found.rows),
        page=Page(
            f"本页 {len(found.rows)} 件",
            f"?tab={tab}&cursor={found.previous}" if found.previous else "",
            f"?tab={tab}&cursor={found.next}" if found.next else "",
        ),
        empty=SHEETS[tab].empty,
    )


def findings_of_case(dispute: Dispute, officer: Officer) -> list[FindingLine]:
    """Beside an archived case: those that he may read."""
    rows = Finding.objects.visible_to(officer).filter(dispute=dispute)
    return finding_lines(list(_told(rows)[:MOST]))


def may_record(dispute: Dispute, officer: Officer) -> bool:
    """Whether the archived file's page offers him to record one."""
    return RECORD.who.allows(officer, dispute) and not RECORD.refusal(officer, dispute)


def waiting_for(officer: Officer) -> list[FindingLine]:
    """What he may do something about today, the most pressing first."""
    if officer.has_role(Role.AUDITOR):
        found = _answered(standing=officer.standing)
    elif officer.department_ids:
        found = [f for f in _owed(standing=officer.standing) if _his(f, officer)]
    else:
        return []
    return finding_lines(found)


@compiled()
def _answered(standing: Standing) -> QuerySet[Finding]:
    rows = Finding.objects.visible_to(standing.officer).answered()
    return _told(rows).order_by("answered_at", "pk")[:MOST]


@compiled()
def _owed(standing: Standing) -> QuerySet[Finding]:
    own = standing.officer.department_ids
    rows = Finding.objects.visible_to(standing.officer).owed().filter(department__in=own)
    return _told(rows).order_by("due_on", "pk")[:MOST]


def _his(own: Finding, officer: Officer) -> bool:
    if own.state == FindingState.OPEN:
        return True
    return works_for(officer, own.department_id, HEADS) and own.drafted_by_id != officer.pk
