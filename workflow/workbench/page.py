"""工作台: what I owe, red first; my other cases under tabs; messages and meetings at the side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from departments.models import Officer
from departments.models.officer import Standing
from departments.roles import STAFF
from disputes.following import with_follows
from disputes.forms.listing import Words
from disputes.models import Dispute, Follow
from disputes.querysets import IS_OPEN, DisputeQuerySet
from disputes.views.listing import Line, lines
from disputes.words import payer_words, shown
from web.components import Page, Tab
from web.paging import BadCursor, page_of, page_of_all_by_due
from web.statements import compiled
from web.tab_counts import tab_keys, tab_words
from workflow.approvals.queue import QueueLine, besides
from workflow.disclosure.page import DisclosureLine
from workflow.disclosure.page import waiting_for as disclosures_for
from workflow.errands.page import ErrandLine, waiting_for
from workflow.findings.page import FindingLine
from workflow.findings.page import waiting_for as findings_for
from workflow.models import TimelineEntry
from workflow.procedure.next_move import waits_for
from workflow.procedure.who import speaks_for_task_force
from workflow.supervision.urging import Urge, urges_of
from workflow.workbench.items import MOST, items_of
from workflow.workbench.lines import Group, Item, Waiting, groups_of, named

#: So many lines of 待办 are drawn; the rest is one click away.
DRAWN = 50
SIZE = 30
#: So many of his last acts 已办 reaches back; whoever looks for more has the list of disputes.
REACHED = 2000


@dataclass(frozen=True)
class Draft:
    """A line of 暂存."""

    dispute: Dispute
    payer: str
    category: str

    @property
    def begins(self) -> str:
        """来访：单位办了参保登记…: how it came and its first words, so that two are told apart."""
        facts = shown(self.dispute.facts.strip(), self.dispute)
        first = facts[:FIRST_WORDS] + "…" if len(facts) > FIRST_WORDS else facts
        return "：".join(filter(None, [self.dispute.get_channel_display(), first or "未写事项"]))


@dataclass(frozen=True)
class WaitingLine(Line):
    """A case that waits for others, with whom it lies, and the button that urges them."""

    urge: Urge | None = None
    whom: str = ""


@dataclass
class Workbench:
    """The whole page."""

    tabs: list[Tab]
    tab: str
    items: list[Waiting]
    words: Words
    groups: list[Group] = field(default_factory=list)
    #: What waits for the leader's word, or a head's, and is about no single dispute.
    questions: list[QueueLine] = field(default_factory=list)
    #: 专班交办 that no case is about.
    errands: list[ErrandLine] = field(default_factory=list)
    #: 信息提供（发布） that waits for his name.
    disclosures: list[DisclosureLine] = field(default_factory=list)
    findings: list[FindingLine] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    page: Page | None = None
    empty: str = ""
    #: The most urgent one, as a sentence above the list.
    first: Item | None = None
    may_supervise: bool = False

    @property
    def says(self) -> str:
        """待办 11 件，其中 2 件已超期."""
        lamps = [each.lamp for each in self.items] + [each.lamp for each in self.errands]
        lamps += [each.lamp for each in self.findings]
        late = sum(each.colour == "red" for each in lamps)
        count = len(lamps) + len(self.questions) + len(self.disclosures)
        if not count:
            return "没有待办"
        more = "以上" if len(self.items) >= MOST else ""
        return f"待办 {count} 件{more}" + (f"，其中 {late} 件已超期" if late else "")

    @property
    def besides(self) -> str:
        """The head over the questions."""
        return f"不属单个事项的审批 {len(self.questions)} 件"

    @property
    def errand_title(self) -> str:
        return f"不属单个事项的专班交办 {len(self.errands)} 件"

    @property
    def disclosure_title(self) -> str:
        return f"信息提供（发布）审批 {len(self.disclosures)} 件"

    @property
    def finding_title(self) -> str:
        return f"审计发现 {len(self.findings)} 件"

    @property
    def acts(self) -> bool:
        """Whether each line offers something: 催办 what waits, 督办 for the task force."""
        return self.tab == "waiting" or self.may_supervise

    @property
    def columns(self) -> str:
        """A button takes the place of 来自."""
        source, act = ("", " | 下一步:r sr") if self.acts else (" | 来自:lo", "")
        source = " | 在谁手里" if self.tab == "waiting" else source
        return f"编号 | 缴费人 | 类别{source} | 状态 | 期限日:r lo | 剩余{act} | 关注:r sr"

    @property
    def is_cut(self) -> bool:
        return len(self.items) > DRAWN


def _active(officer: Officer, visible: DisputeQuerySet) -> DisputeQuerySet:
    """在办: open, received or led by my department; for the task force every open one."""
    rows = visible.open()
    if officer.sees_all:
        return rows
    mine = officer.department_ids
    return rows.filter(Q(receiving_department_id__in=mine) | Q(lead_department_id__in=mine))


def _begun(officer: Officer, visible: DisputeQuerySet) -> DisputeQuerySet:
    return visible.registered().begun_by(officer)


def _followed(officer: Officer, visible: DisputeQuerySet) -> DisputeQuerySet:
    ids = Follow.objects.filter(officer=officer).values("dispute")
    return visible.registered().filter(pk__in=ids)


def _waiting(officer: Officer, visible: DisputeQuerySet) -> DisputeQuerySet:
    """等待他人: mine in the end, but the next move is another's, be it my own reviewer or head."""
    return _active(officer, visible).not_owed_by(officer)


def _done(officer: Officer, visible: DisputeQuerySet) -> DisputeQuerySet:
    """已办: I had a hand in it, and it no longer waits for my department.

    His acts are read first: PostgreSQL would walk all disputes to find the few among them.
    """
    return _done_among(_acted(officer), officer, visible)


def _acted(officer: Officer) -> tuple[int, ...]:
    return tuple({*_acts(officer=officer.pk)})


@compiled(officer=int)
def _acts(officer: int) -> QuerySet[Any]:  # Any: keys of disputes
    acts = TimelineEntry.objects.filter(actor=officer).order_by("-pk")
    return acts.values_list("dispute_id", flat=True)[:REACHED]


def _done_among(
    acted: tuple[int, ...], officer: Officer, visible: DisputeQuerySet
) -> DisputeQuerySet:
    rows = visible.registered().filter(pk__any_of=acted)
    return rows.exclude(IS_OPEN & Q(owing_department_id__in=officer.department_ids))


@dataclass(frozen=True)
class Sheet:
    """A tab: what it is called, what belongs to it, what it says when there is nothing."""

    label: str
    rows: Callable[[Officer, DisputeQuerySet], DisputeQuerySet]
    empty: str


DONE = "done"
SHEETS = {
    "active": Sheet("在办", _active, "没有正在办理的事项。"),
    "begun": Sheet("我发起", _begun, "你还没有登记过事项。"),
    "followed": Sheet("我关注", _followed, "没有关注的事项。在“争议事项”中点星号即可关注。"),
    "waiting": Sheet("等待他人", _waiting, "没有在等其他单位、领导或本单位审核、签发的事项。"),
    DONE: Sheet("已办", _done, "还没有办过的事项。"),
}
DRAFTS = "drafts"
FIRST_WORDS = 20
#: Tabs that say nothing to those who see the whole district.
DEPARTMENTAL = frozenset({"begun", "waiting"})


def workbench_of(officer: Officer, tab: str, cursor: str) -> Workbench:
    words = Words.today()
    items, questions, errands = items_of(officer), besides(officer), waiting_for(officer)
    leaving, audited = disclosures_for(officer), findings_for(officer)
    tab = tab if tab in SHEETS or tab == DRAFTS else "todo"
    owed = len(items) + len(questions) + len(errands) + len(leaving) + len(audited)
    tabs = _tabs(officer, tab, owed)
    bench = Workbench(tabs, tab, items, words, questions=questions, errands=errands)
    bench.disclosures, bench.findings = leaving, audited
    if tab == "todo":
        drawn = named(items[:DRAWN], dict(words.categories))
        bench.first = next(iter(drawn), None)
        bench.groups = groups_of(items, drawn)
    elif tab == DRAFTS:
        bench.drafts = _drafts(officer, words)
    else:
        _fill(bench, officer, SHEETS[tab], cursor)
    return bench


def _tabs(officer: Officer, tab: str, todo: int) -> list[Tab]:
    counted = _counts(officer)
    waits = todo if todo < MOST else f"{todo}+"
    tabs = [Tab("待办", "?", waits, current=tab == "todo")]
    sees_all = officer.sees_all
    for key, sheet in SHEETS.items():
        if sees_all and key in DEPARTMENTAL:
            continue
        tabs.append(Tab(sheet.label, f"?tab={key}", tab_words(counted[key]), tab == key))
    if officer.roles & STAFF:
        tabs.append(Tab("暂存", f"?tab={DRAFTS}", tab_words(counted[DRAFTS]), tab == DRAFTS))
    return tabs


def _counts(officer: Officer) -> Counter[str]:
    return Counter(_tab_keys(acted=_acted(officer), standing=officer.standing))


@compiled(acted=tuple)
def _tab_keys(acted: tuple[int, ...], standing: Standing) -> QuerySet[Any]:  # Any: a tab's key
    officer = standing.officer
    visible = Dispute.objects.visible_to(officer)
    sheets = {
        key: _done_among(acted, officer, visible) if key == DONE else sheet.rows(officer, visible)
        for key, sheet in SHEETS.items()
    }
    return tab_keys([*sheets.items(), (DRAFTS, Dispute.objects.drafts_of(officer))])


def _fill(bench: Workbench, officer: Officer, sheet: Sheet, cursor: str) -> None:
    mine = sheet.rows(officer, Dispute.objects.visible_to(officer))
    rows = with_follows(mine, officer)
    rows = rows.with_whom_it_waits_for() if bench.tab == "waiting" else rows.for_lines()
    turn = page_of_all_by_due if bench.tab == "waiting" else page_of
    try:
        page = turn(rows, cursor, SIZE)
    except BadCursor:
        page = turn(rows, "", SIZE)
    bench.lines = list(lines(page.rows, bench.words))
    if bench.tab == "waiting":
        bench.lines = _with_whom(officer, bench.lines)
    bench.may_supervise = bench.tab == "active" and speaks_for_task_force(officer)
    bench.empty = sheet.empty
    bench.page = Page(
        f"本页 {len(page.rows)} 件",
        f"?tab={bench.tab}&cursor={page.previous}" if page.previous else "",
        f"?tab={bench.tab}&cursor={page.next}" if page.next else "",
    )


def _with_whom(officer: Officer, some: list[Line]) -> list[Line]:
    """Each with the unit and the post where it lies: 税务局负责人."""
    urges = urges_of(officer, [line.dispute for line in some])
    return [
        WaitingLine(**vars(line), urge=urges[line.dispute.pk], whom=waits_for(line.dispute))
        for line in some
    ]


def _drafts(officer: Officer, words: Words) -> list[Draft]:
    rows = Dispute.objects.drafts_of(officer).with_people().order_by("-pk")
    return [Draft(each, payer_words(each), words.category(each.category)) for each in rows[:100]]
