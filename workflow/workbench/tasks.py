"""我的待办: the lines of 工作台 under the three things one does, and what others were asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet

from deadlines.calendar import WorkCalendar
from deadlines.calendar_days import current_calendar
from deadlines.lamps import Colour, Lamp
from departments.models import Category, Officer
from departments.roles import HEADS, LEADERS, Role
from disputes import words
from disputes.choices import State
from web.components import Page, Tab
from web.tab_counts import tab_words
from workflow.approvals.queue import QueueLine, besides
from workflow.assignments.actions import SENDERS
from workflow.disclosure.page import DisclosureLine
from workflow.disclosure.page import waiting_for as disclosures_for
from workflow.errands.page import ErrandLine, waiting_for
from workflow.findings.page import FindingLine
from workflow.findings.page import waiting_for as findings_for
from workflow.models import Assignment
from workflow.workbench.items import asked_for, items_of
from workflow.workbench.lines import SIGN, SIGNING, WORKING, Item, Step, Told, Waiting, named
from workflow.workbench.urgent import most_urgent

SIZE = 50
#: Of each kind; nobody has more on his desk, and a list of them is still read in one go.
MOST = 1000
#: What other units were asked for by mine.
SENT = "sent"
#: Whoever signs sees first what waits for his name.
SIGNERS = HEADS | LEADERS | {Role.REVIEWER}


@dataclass(frozen=True)
class TaskLine:
    """One line: number, payer, what it is, from whom, until when, the verb."""

    number: str
    case_url: str
    payer: str
    category: str
    is_major: bool
    what: str
    whom: str
    due_on: date | None
    lamp: Lamp
    verb: str
    url: str


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
    #: Questions that are about no single dispute, on the first page of what is to be signed.
    questions: list[QueueLine]
    #: 专班交办 about no case, on the first page of every tab.
    errands: list[ErrandLine]
    #: 信息提供（发布） that waits for his name, on the first page of what is to be signed.
    disclosures: list[DisclosureLine]
    #: 审计发现, on the first page of every tab.
    findings: list[FindingLine]

    @property
    def finding_title(self) -> str:
        return f"审计发现 {len(self.findings)} 件"

    @property
    def disclosure_title(self) -> str:
        return f"信息提供（发布）审批 {len(self.disclosures)} 件"

    @property
    def errand_title(self) -> str:
        return f"不属单个事项的专班交办 {len(self.errands)} 件"

    @property
    def besides(self) -> str:
        """The head over the questions."""
        return f"不属单个事项的审批 {len(self.questions)} 件"


#: Each tab's words, and what it says when there is nothing.
LABELS = {
    SIGN: ("待签收", "没有等待签收的交办。新的交办发来时，消息里会告诉你。"),
    WORKING: ("办理中", "没有正在办理的交办和事项。"),
    SIGNING: ("待审签", "没有等待审核、审签或签发的件。"),
    SENT: ("已交办", "没有交给其他单位、还在等反馈的交办。"),
}


def task_list(officer: Officer, tab: str, after: str) -> TaskList:
    """The tab's lines by due date, fifty a page; counts on every tab."""
    calendar = current_calendar()
    own, questions = items_of(officer, MOST, calendar), besides(officer)
    leaving = disclosures_for(officer)
    sheets = {key: [each for each in own if each.tab == key] for key in _tabs_of(officer)}
    sheets[SENT] = list(_sent(officer, calendar))
    counts = {key: len(rows) for key, rows in sheets.items()}
    counts[SIGNING] += len(questions) + len(leaving)
    chosen = tab if tab in sheets else _first_full(counts)
    rows, more = _page(sheets[chosen], after)
    names = dict(Category.objects.values_list("code", "name"))
    lines = [_line(each) for each in named(rows, names)]
    return TaskList(
        tabs=[
            Tab(LABELS[key][0], f"?tab={key}", tab_words(count), current=key == chosen)
            for key, count in counts.items()
        ],
        groups=_groups(lines),
        page=_pager(chosen, rows, after, more=more),
        empty=LABELS[chosen][1],
        questions=questions if chosen == SIGNING and not after else [],
        errands=[] if after else waiting_for(officer),
        findings=[] if after else findings_for(officer),
        disclosures=leaving if chosen == SIGNING and not after else [],
    )


def _tabs_of(officer: Officer) -> tuple[str, ...]:
    signs = officer.roles & SIGNERS
    return (SIGNING, SIGN, WORKING) if signs else (SIGN, WORKING, SIGNING)


def _first_full(counts: Mapping[str, int]) -> str:
    """Whoever opens the list without naming a tab sees the first one with work in it."""
    return next((key for key, count in counts.items() if count), next(iter(counts)))


def _sent(officer: Officer, calendar: WorkCalendar) -> Iterator[Waiting]:
    """What other departments owe mine, or the task force in whose name I send (R022)."""
    for row in most_urgent(_sent_by, officer, MOST):
        step = Step("查看、催办", "等对方反馈", row.get_absolute_url, "五(三)")
        told = Told(words.shortened(row.asked_of), step, str(row.get_kind_display()))
        yield asked_for(row, calendar, SENT, told)


def _sent_by(officer: Officer) -> QuerySet[Assignment]:
    own = {p.department_id for p in officer.posts_today if p.role in SENDERS}
    rows = Assignment.objects.open().exclude(dispute__state=State.SUSPENDED)
    return rows.filter(sender_id__in=own).exclude(department_id__in=own)


def _page(rows: Sequence[Waiting], after: str) -> tuple[list[Waiting], bool]:
    """The next fifty by their keys after that of the last page's last row."""
    later = sorted((key, at) for at, each in enumerate(rows) if (key := each.key) > after)
    return [rows[at] for _, at in later[:SIZE]], len(later) > SIZE


def _pager(chosen: str, rows: Sequence[Waiting], after: str, *, more: bool) -> Page:
    says = f"本页 {len(rows)} 件" if more or after else f"共 {len(rows)} 件"
    following = f"?{urlencode({'tab': chosen, 'after': rows[-1].key})}" if more else ""
    return Page(says, f"?tab={chosen}" if after else "", following)


def _line(item: Item) -> TaskLine:
    return TaskLine(
        number=str(item.dispute),
        case_url=item.dispute.get_absolute_url(),
        payer=item.payer,
        category=item.category,
        is_major=item.is_major,
        what=item.kind,
        whom=item.source,
        due_on=item.due_on,
        lamp=item.lamp,
        verb=item.step.verb,
        url=item.step.url,
    )


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
