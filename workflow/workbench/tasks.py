"""我的待办: assignments my departments owe, cases on my desk, and what others owe us."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from deadlines.lamps import Colour, Lamp
from departments.models import Category, Officer
from disputes import words
from disputes.choices import Severity, State
from disputes.lamps import dispute_lamps
from disputes.models import Dispute
from web.components import Page, Tab
from web.tab_counts import tab_counts, tab_words
from workflow.assignments.actions import SENDERS
from workflow.clocks.lines import assignment_lamps
from workflow.handling.convening import office_requests, office_step, request_lamp
from workflow.models import Assignment, Convening
from workflow.models.choices import OPEN_ASSIGNMENT, AssignmentState

SIZE = 50
NEVER = date(9999, 12, 31)  # without a limit: at the end of the list
#: States in which a reviewer or a head has to put his name to something.
SIGNING = (State.REGISTERED, State.AWAITING_SIGNOFF)


@dataclass(frozen=True)
class TaskLine:
    """One line: number, payer, what it is, from whom, until when, the verb."""

    number: str
    url: str
    payer: str
    category: str
    is_major: bool
    what: str
    whom: str
    due_on: date | None
    lamp: Lamp
    verb: str


@dataclass(frozen=True)
class Group:
    """Lines of one lamp."""

    title: str
    colour: str
    lines: list[TaskLine]


@dataclass(frozen=True)
class TaskList:
    """One tab of the list."""

    tabs: list[Tab]
    groups: list[Group]
    page: Page
    empty: str


@dataclass(frozen=True)
class Sheet:
    """A tab: its words, and the kinds of things that belong to it."""

    label: str
    empty: str
    assignments: Callable[[Officer], QuerySet[Any]]  # Any: assignments
    disputes: Callable[[Officer], QuerySet[Any]]  # Any: disputes
    requests: Callable[[Officer], QuerySet[Any]] = lambda officer: office_requests(officer).none()

    def counted(self, officer: Officer) -> tuple[QuerySet[Any], ...]:
        return self.assignments(officer), self.disputes(officer), self.requests(officer)


def _asked(state: AssignmentState, officer: Officer) -> QuerySet[Any]:  # Any: assignments
    return _seen(officer).filter(state=state, department_id__in=officer.department_ids)


def _sent(officer: Officer) -> QuerySet[Any]:  # Any: assignments
    """What other departments owe mine, or the task force in whose name I send (R022)."""
    own = {p.department_id for p in officer.posts_today if p.role in SENDERS}
    rows = _seen(officer).filter(state__in=OPEN_ASSIGNMENT, sender_id__in=own)
    return rows.exclude(department_id__in=own)


def _seen(officer: Officer) -> QuerySet[Any]:  # Any: assignments
    visible = Dispute.objects.visible_to(officer)
    return Assignment.objects.filter(dispute__in=visible).exclude(dispute__state=State.SUSPENDED)


def _none(officer: Officer) -> QuerySet[Any]:  # Any: disputes
    return Dispute.objects.none()


def _to_sign(officer: Officer) -> QuerySet[Any]:  # Any: disputes
    return _owed(officer).filter(state__in=SIGNING)


def _to_do(officer: Officer) -> QuerySet[Any]:  # Any: disputes
    """Less the referrals that already stand there as the assignment they are."""
    return _owed(officer).exclude(state__in=SIGNING)


def _owed(officer: Officer) -> QuerySet[Any]:  # Any: disputes
    rows: QuerySet[Any] = Dispute.objects.visible_to(officer).owed_by(officer)
    return rows


SHEETS = {
    "sign": Sheet(
        "待签收",
        "没有等待签收的交办。新的交办发来时，消息里会告诉你。",
        partial(_asked, AssignmentState.SENT),
        _none,
    ),
    "working": Sheet(
        "办理中",
        "没有正在办理的交办和事项。",
        partial(_asked, AssignmentState.ACCEPTED),
        _to_do,
        office_requests,
    ),
    "approve": Sheet(
        "待审签",
        "没有等待审核、审签或签发的件。",
        partial(_asked, AssignmentState.DRAFTED),
        _to_sign,
    ),
    "waiting": Sheet("等待他人", "没有在等其他单位反馈的交办。", _sent, _none),
}


def task_list(officer: Officer, tab: str, after: str) -> TaskList:
    """The tab's lines by due date, fifty a page; counts on every tab."""
    counts = tab_counts(
        (key, rows) for key, each in SHEETS.items() for rows in each.counted(officer)
    )
    chosen = tab if tab in SHEETS else _first_full(counts)
    sheet = SHEETS[chosen]
    rows, more = _page(sheet, officer, after)
    lines = _lines(rows, waiting=chosen == "waiting")
    return TaskList(
        tabs=[
            Tab(each.label, f"?tab={key}", tab_words(counts[key]), current=key == chosen)
            for key, each in SHEETS.items()
        ],
        groups=_groups(lines),
        page=_pager(chosen, lines, rows, after, more=more),
        empty=sheet.empty,
    )


def _first_full(counts: Mapping[str, int]) -> str:
    """Whoever opens the list without naming a tab sees the first one with work in it."""
    return next((key for key in SHEETS if counts[key]), "sign")


Row = Assignment | Convening | Dispute
Rows = list[Row]


def _page(sheet: Sheet, officer: Officer, after: str) -> tuple[Rows, bool]:
    """The next fifty of all kinds, by (due date, kind, id) after the edge of the last page."""
    some: Rows = [
        *_after(sheet.assignments(officer), "a", after).select_related(
            "dispute", "department", "sender"
        ).prefetch_related("dispute__parties")[: SIZE + 1],
        *_after(sheet.requests(officer), "c", after).select_related(
            "dispute", "asked_department"
        ).prefetch_related("dispute__parties")[: SIZE + 1],
        *_after(sheet.disputes(officer), "d", after).for_lines()[: SIZE + 1],
    ]  # fmt: skip
    some.sort(key=_key)
    return some[:SIZE], len(some) > SIZE


def _after(rows: QuerySet[Any], kind: str, after: str) -> Any:  # Any: assignments or disputes
    rows = rows.annotate(by=Coalesce(F("due_on"), Value(NEVER))).order_by("by", "id")
    edge = _edge(after)
    if edge is None:
        return rows
    on, edge_kind, pk = edge
    later = Q(by__gt=on)
    if kind > edge_kind:
        later |= Q(by=on)
    elif kind == edge_kind:
        later |= Q(by=on, id__gt=pk)
    return rows.filter(later)


def _edge(after: str) -> tuple[date, str, int] | None:
    parts = after.split(".")
    try:
        return date.fromisoformat(parts[0]), parts[1], int(parts[2])
    except (IndexError, ValueError):
        return None


_KINDS: dict[type, str] = {Assignment: "a", Convening: "c", Dispute: "d"}


def _key(row: Any) -> tuple[date, str, int]:  # Any: a request has its date annotated
    return row.due_on or NEVER, _KINDS[type(row)], row.pk


def _pager(chosen: str, lines: Sequence[TaskLine], rows: Rows, after: str, *, more: bool) -> Page:
    says = f"本页 {len(lines)} 件" if more or after else f"共 {len(lines)} 件"
    on, kind, pk = _key(rows[-1]) if rows else (NEVER, "", 0)
    following = f"?tab={chosen}&after={on.isoformat()}.{kind}.{pk}" if more else ""
    return Page(says, f"?tab={chosen}" if after else "", following)


def _lines(rows: Rows, *, waiting: bool) -> list[TaskLine]:
    today = timezone.localdate()
    asked = [row for row in rows if isinstance(row, Assignment)]
    own = [row for row in rows if isinstance(row, Dispute)]
    lamps = {("a", pk): each for pk, each in assignment_lamps(asked, today).items()}
    lamps |= {("d", pk): each for pk, each in dispute_lamps(own, today).items()}
    lamps |= {("c", row.pk): request_lamp(row, today) for row in rows if type(row) is Convening}
    names = dict(Category.objects.values_list("code", "name"))
    return [_line(row, lamps[_key(row)[1], row.pk], names, waiting=waiting) for row in rows]


def _line(row: Any, light: Lamp, names: dict[str, str], *, waiting: bool) -> TaskLine:
    """Of any of the three; a request says itself what it wants of the office."""
    step = office_step(row) if isinstance(row, Convening) else None
    dispute = row if isinstance(row, Dispute) else row.dispute
    return TaskLine(
        number=str(dispute),
        url=step.address() if step else row.get_absolute_url(),
        payer=words.payer_words(dispute),
        category=names.get(dispute.category, dispute.category),
        is_major=dispute.severity == Severity.MAJOR,
        what="提请召集" if step else _what(row),
        whom=step.source if step else _whom(row, waiting=waiting),
        due_on=row.due_on,
        lamp=light,
        verb=step.verb if step else "查看、催办" if waiting else _verb(row),
    )


def _what(row: Assignment | Dispute) -> str:
    """专案 for an assignment, 待分类 for a case."""
    if isinstance(row, Assignment):
        return str(row.get_kind_display())
    return str(row.get_state_display())


def _whom(row: Assignment | Dispute, *, waiting: bool) -> str:
    if not isinstance(row, Assignment):
        return words.unit(row.receiving_department)
    return words.unit(row.department if waiting else row.sender)


_VERBS: dict[str, str] = {
    AssignmentState.SENT: "签收",
    AssignmentState.ACCEPTED: "写意见",
    AssignmentState.DRAFTED: "审签",
    State.DRAFT: "补充",
    State.REGISTERED: "审核",
    State.TRIAGE: "分类",
    State.HANDLING: "办理",
    State.AWAITING_APPROVAL: "审批",
    State.AWAITING_SIGNOFF: "签发",
    State.FEEDBACK: "反馈",
    State.OBJECTED: "登记救济",
    State.SUSPENDED: "查看",
}


def _verb(row: Assignment | Dispute) -> str:
    return _VERBS.get(row.state, "办理")


_TITLES = {
    Colour.RED: ("已超期", "red"),
    Colour.AMBER: ("临近期限", "amber"),
    Colour.GREEN: ("按期", ""),
    Colour.GREY: ("停表或无期限", ""),
}


def _groups(lines: Sequence[TaskLine]) -> list[Group]:
    """Red, amber, green, grey; inside a group by due date as they came."""
    return [
        Group(f"{title} {len(own)} 件", colour, own)
        for lit, (title, colour) in _TITLES.items()
        if (own := [line for line in lines if line.lamp.colour == lit])
    ]
