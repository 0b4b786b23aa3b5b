"""An errand on its page, its line in the register, and those that wait for an officer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from confidentiality.audit.appending import shows
from deadlines.calendar import WorkCalendar
from deadlines.calendar_days import current_calendar
from deadlines.lamps import Lamp
from departments.models import Officer
from disputes import words
from disputes.models import Dispute
from web.components import Act, File, Page, Tab, first_of
from web.paging import page_of
from web.statements import compiled
from workflow.clocks.lines import errand_lamp
from workflow.errands.about import cases_about
from workflow.models import Errand, ErrandEntry
from workflow.models.errand import DONE_ERRAND, OWED_ERRAND, ErrandState
from workflow.procedure.offers import open_to_errand
from workflow.procedure.rows.errand import APPROVER
from workflow.procedure.who import speaks_for_task_force

SIZE = 30
MOST = 100
#: State → the button of a line.
_NEXT = {
    ErrandState.SENT: "签收",
    ErrandState.ACCEPTED: "写办理情况",
    ErrandState.DRAFTED: "审签",
    ErrandState.ANSWERED: "办结",
}


@dataclass(frozen=True)
class ErrandLine:
    """One line, here and in 我的待办."""

    number: str
    url: str
    department: str
    sender: str
    question: str
    state: str
    sent_on: str
    due_on: date
    lamp: Lamp
    verb: str


@dataclass(frozen=True)
class ErrandEntryLine:
    when: str
    who: str
    text: str


@dataclass(frozen=True)
class ErrandPage:
    """Everything on the page, in the order in which it is read."""

    errand: Errand
    line: ErrandLine
    acts: list[Act]
    entries: list[ErrandEntryLine]
    papers: list[File]
    answer: str
    answered: str
    conclusion: str

    @property
    def first(self) -> Act | None:
        return first_of(self.acts)


@dataclass(frozen=True)
class ErrandList:
    """One tab of the register."""

    tabs: list[Tab]
    lines: list[ErrandLine]
    page: Page
    empty: str
    may_give: bool


def errand_or_404(officer: Officer, pk: int) -> Errand:
    """What he may not know of looks like what is not there."""
    found = Errand.objects.visible_to(officer).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def lamp_of(errand: Errand, calendar: WorkCalendar) -> Lamp:
    return errand_lamp(errand, timezone.localdate(), calendar)


def errand_lines(errands: Sequence[Errand]) -> list[ErrandLine]:
    """In a fixed number of statements; in none where there are none."""
    if not errands:
        return []
    calendar, about = current_calendar(), cases_about(errands)
    return [errand_line(each, calendar, about.get(each.pk, [])) for each in errands]


def errand_line(errand: Errand, calendar: WorkCalendar, cases: Sequence[Dispute]) -> ErrandLine:
    return ErrandLine(
        number=errand.number,
        url=errand.get_absolute_url(),
        department=words.unit(errand.department),
        sender=words.unit(errand.sender),
        question=words.shown(errand.question, *cases),
        state=str(errand.get_state_display()),
        sent_on=words.short_day(timezone.localdate(errand.sent_at)),
        due_on=errand.due_on,
        lamp=lamp_of(errand, calendar),
        verb=_NEXT.get(ErrandState(errand.state), "查看"),
    )


def errand_page(errand: Errand, officer: Officer) -> ErrandPage:
    entries, cases = _entries_for(errand, officer), cases_about([errand]).get(errand.pk, [])
    shows(each.pk for each in cases)
    answered = f"{errand.approver_label} 审签" if errand.answered_at else "还没有审签"
    return ErrandPage(
        errand=errand,
        line=errand_line(errand, current_calendar(), cases),
        acts=_acts(errand, officer),
        entries=[_entry(each, cases) for each in entries],
        papers=[
            File(
                f"{each.label} {each.number}", "", reverse("paper_pdf", args=[each.pk]), "file-text"
            )
            for each in errand.papers.defer("content")
        ],
        answer=words.shown(errand.answer, *cases) if _may_read(errand, officer) else "",
        answered=answered,
        conclusion=words.shown(errand.conclusion, *cases),
    )


def _may_read(errand: Errand, officer: Officer) -> bool:
    """Its own unit reads the draft, the others what has left it."""
    return errand.answered_at is not None or errand.department_id in officer.department_ids


def _entries_for(errand: Errand, officer: Officer) -> QuerySet[ErrandEntry]:
    """What a head says to a draft is, as the draft, its own unit's and his."""
    entries = errand.entries.order_by("-id")
    is_own = errand.department_id in officer.department_ids
    return entries if is_own else entries.exclude(~Q(actor=officer), verb="send_back")


def _entry(entry: ErrandEntry, cases: Sequence[Dispute]) -> ErrandEntryLine:
    at = timezone.localtime(entry.at)
    when = f"{words.short_day(at.date())} {at:%H:%M}"
    return ErrandEntryLine(when, entry.actor_label, words.shown(entry.text, *cases))


def _acts(errand: Errand, officer: Officer) -> list[Act]:
    return [
        Act(
            each.label,
            reverse("errand_verb", args=[errand.pk, each.verb]),
            each.clause,
            each.allowed,
            each.hint or each.warning,
            each.why_not,
            is_forward=each.verb not in {"urge", "recall", "send_back", "ask_again"},
        )
        for each in open_to_errand(officer, errand)
    ]


def errand_list(officer: Officer, tab: str, cursor: str) -> ErrandList:
    """Open ones and those that are done, newest first; BadCursor for a place never left at."""
    done = tab == "done"
    rows = Errand.objects.visible_to(officer)
    chosen = Q(state__in=DONE_ERRAND)
    found = page_of(rows.filter(chosen if done else ~chosen), cursor, SIZE)
    here = "done" if done else "open"
    return ErrandList(
        tabs=[
            Tab("未办结", "?tab=open", rows.exclude(chosen).count(), current=not done),
            Tab("已办结、已撤回", "?tab=done", rows.filter(chosen).count(), current=done),
        ],
        lines=errand_lines(found.rows),
        page=Page(
            f"本页 {len(found.rows)} 件",
            f"?tab={here}&cursor={found.previous}" if found.previous else "",
            f"?tab={here}&cursor={found.next}" if found.next else "",
        ),
        empty="没有已办结的专班交办。" if done else "没有未办结的专班交办。",
        may_give=speaks_for_task_force(officer),
    )


def waiting_for(officer: Officer) -> list[ErrandLine]:
    """What he may do something about today, the most pressing first."""
    speaks = speaks_for_task_force(officer)
    if not speaks and not officer.department_ids:
        return []
    found = _owed(units=frozenset(officer.department_ids), answered=speaks)
    return errand_lines([each for each in found if _his(each, officer)])


@compiled()
def _owed(units: frozenset[int], answered: bool) -> QuerySet[Errand]:  # noqa: FBT001 asked by name
    own = Q(state__in=OWED_ERRAND, department__in=units)
    if answered:
        own |= Q(state=ErrandState.ANSWERED)
    rows = Errand.objects.select_related("department", "sender").filter(own)
    return rows.order_by("due_on", "pk")[:MOST]


def _his(errand: Errand, officer: Officer) -> bool:
    return errand.state != ErrandState.DRAFTED or APPROVER.allows(officer, errand)
