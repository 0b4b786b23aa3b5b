"""The queue of the leader, or of a head, as a list: the most urgent first (五(二), R103)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from deadlines.calendar import WorkCalendar
from deadlines.calendar_days import current_calendar
from deadlines.lamps import Colour, Lamp
from departments.models import Category, Delegation, Officer
from departments.roles import HEADS, Role
from disputes import words as disputes_words
from disputes.models import Dispute
from web.components import Page, Tab
from web.paging import page_of
from workflow.approvals.waiting import MOST, Queued, lamp_of, queued
from workflow.disclosure.page import DisclosureLine, waiting_for
from workflow.models import Approval
from workflow.models.choices import ApprovalState, ReviewStep
from workflow.procedure.rows.approval import decides
from workflow.procedure.who import acts_as_leader

SIZE = 50
GROUPS = (
    ("已超期", Colour.RED),
    ("3 个工作日内到期", Colour.AMBER),
    ("按期", Colour.GREEN),
    ("没有批示期限", Colour.GREY),
)


@dataclass(frozen=True)
class Signing:
    """In whose name this officer signs, or why he cannot (A11)."""

    words: str
    allowed: bool = True


@dataclass(frozen=True)
class QueueLine:
    """One question, as a line of the list."""

    url: str
    kind: str
    number: str
    payer: str
    matter: str
    asked: str
    when: str
    lamp: Lamp | None
    answer: str = ""


@dataclass(frozen=True)
class QueueGroup:
    title: str
    colour: str
    lines: list[QueueLine]


@dataclass(frozen=True)
class Queue:
    """One tab of the list."""

    tabs: list[Tab]
    groups: list[QueueGroup]
    signing: Signing
    page: Page
    decided: bool
    first_url: str = ""
    #: 信息提供（发布）: signed on its own page (六(三)).
    disclosures: list[DisclosureLine] = field(default_factory=list)

    @property
    def disclosure_title(self) -> str:
        return f"信息提供（发布） {len(self.disclosures)} 件"


def signing(officer: Officer) -> Signing:
    """Every page says whose name goes under the answer: 本人, 某某 代 组长, or a head's own."""
    if Role.LEADER in officer.roles:
        held = Delegation.objects.in_force(timezone.localdate()).first()
        also = f"另有在期委托：{held.deputy.name}" if held else "无在期委托"
        return Signing(f"以组长本人名义签批，署名{officer.name}；{also}")
    delegation = officer.delegation_today if Role.DEPUTY in officer.roles else None
    if delegation is not None:
        until = disputes_words.short_day(delegation.ends_on)
        return Signing(f"以“{officer.name} 代 组长”名义签批，委托至{until}")
    if officer.roles & HEADS:
        return Signing(f"以本单位负责人名义审批，署名{officer.name}")
    if Role.DEPUTY in officer.roles:
        return Signing("没有在期的书面委托，只能查看，不能签批。", allowed=False)
    return Signing("审批由专班组长办理，这里只能查看。", allowed=False)


def signing_of(approval: Approval, officer: Officer) -> Signing:
    """The same for one question: a head's is not the leader's, nor the other way round."""
    if approval.awaits and approval.desk is None:
        post = ReviewStep(approval.awaits).label
        mine = decides(officer, approval)
        said = f"以{post}名义审核，署名{officer.name}" if mine else f"先由{post}审核。"
        return Signing(said, mine)
    if approval.desk is None:
        own = signing(officer)
        only_head = officer.roles & HEADS and not acts_as_leader(officer)
        return Signing("审批由专班组长办理，这里只能查看。", allowed=False) if only_head else own
    unit = disputes_words.unit(approval.desk)
    if decides(officer, approval):
        return Signing(f"以{unit}负责人名义审批，署名{officer.name}")
    return Signing(f"审批由{unit}负责人办理，这里只能查看。", allowed=False)


def besides(officer: Officer) -> list[QueueLine]:
    """What he may answer today that is about no single dispute: a new member, a meeting."""
    if not (acts_as_leader(officer) or officer.roles & HEADS):
        return []
    rows = Approval.objects.waiting_for(officer).filter(dispute=None)
    rows = rows.select_related("meeting", "membership", "requested_department", "clock")
    return lines(list(rows.order_by("requested_at", "id")[:MOST]))


def queue(officer: Officer, *, decided: bool, cursor: str) -> Queue:
    """待批 grouped by lamp, or 已批 newest first, page by page."""
    calendar = current_calendar()
    waits = queued(officer, calendar)
    if decided:
        own = Approval.objects.on_desks_of(officer)
        answered = Approval.objects.visible_to(officer).filter(pk__in=own)
        answered = answered.exclude(state=ApprovalState.PENDING)
        found = page_of(answered, cursor, SIZE)
        page = Page("", *(_cursor(each) for each in (found.previous, found.next)))
        groups = [QueueGroup("", "", lines(found.rows, calendar))] if found.rows else []
    else:
        page, groups = _turned(waits, cursor, calendar)
    leaving = waiting_for(officer)
    return Queue(
        tabs=_tabs(len(waits) + len(leaving), decided=decided),
        groups=groups,
        signing=signing(officer),
        page=page,
        decided=decided,
        first_url=reverse("approval", args=[waits[0].pk]) if waits else "",
        disclosures=[] if decided or page.previous_url else leaving,
    )


def _turned(
    waits: list[Queued], first: str, calendar: WorkCalendar
) -> tuple[Page, list[QueueGroup]]:
    """Fifty of the queue under their lamps, from that question on; heads count all of it."""
    order = [colour for _, colour in GROUPS]
    line = sorted(waits, key=lambda each: order.index(each.colour))
    start = next((place for place, each in enumerate(line) if str(each.pk) == first), 0)
    drawn = _drawn([each.pk for each in line[start : start + SIZE]], calendar)
    previous, following = line[max(0, start - SIZE) : start], line[start + SIZE :]
    before, after = (f"?cursor={some[0].pk}" if some else "" for some in (previous, following))
    page = Page(f"本页 {len(drawn)} 件", before, after)
    return page, _grouped(drawn, Counter(each.colour for each in waits))


def _drawn(keys: list[int], calendar: WorkCalendar) -> list[QueueLine]:
    """Lines of these questions, in this order."""
    rows = Approval.objects.filter(pk__in=keys).defer("hits", "progress", "lines", "comment")
    rows = rows.select_related("meeting", "membership", "requested_department", "clock")
    return lines(sorted(rows, key=lambda each: keys.index(each.pk)), calendar)


def _tabs(count: int, *, decided: bool) -> list[Tab]:
    home = reverse("approvals")
    return [
        Tab("待批", home, count, not decided),
        Tab("已批", f"{home}?tab=decided", None, decided),
    ]


def _cursor(cursor: str) -> str:
    return f"?tab=decided&cursor={cursor}" if cursor else ""


def lines(rows: Sequence[Approval], calendar: WorkCalendar | None = None) -> list[QueueLine]:
    """Lines of these rows, in a fixed number of statements; in none when there are none."""
    if not rows:
        return []
    prefetch_related_objects(rows, "meeting__items__dispute__parties")
    disputes = Dispute.objects.filter(pk__in=[a.dispute_id for a in rows if a.dispute_id])
    found = {each.pk: each for each in disputes.for_lines()}
    for each in rows:
        each.dispute = found.get(each.dispute_id or 0)
    names = dict(Category.objects.values_list("code", "name"))
    calendar = calendar or current_calendar()
    return [
        _line(each, found.get(each.dispute_id or 0), names, lamp_of(each, calendar))
        for each in rows
    ]


def _line(
    approval: Approval, dispute: Dispute | None, names: dict[str, str], light: Lamp | None
) -> QueueLine:
    return QueueLine(
        url=approval.get_absolute_url(),
        kind=str(approval.get_kind_display()),
        number=dispute.number or "" if dispute else _name_of(approval),
        payer=disputes_words.payer_words(dispute) if dispute else "",
        matter=disputes_words.shown(_matter(approval, dispute, names), *_cases(approval)),
        asked=disputes_words.unit(approval.requested_department),
        when=disputes_words.short_day(timezone.localdate(approval.requested_at)),
        lamp=light,
        answer=_answer(approval),
    )


def _cases(approval: Approval) -> list[Dispute]:
    """Whose people its words may name; of a single case they are the name of its category."""
    return approval.meeting.cases if approval.meeting else []


def _name_of(approval: Approval) -> str:
    """A meeting about several disputes is known by its hour, a new member by its decision."""
    meeting = approval.meeting
    if meeting is None:
        return "成员单位"
    at = timezone.localtime(meeting.starts_at)
    return f"{disputes_words.short_day(at.date())} {at:%H:%M} 会商"


def _matter(approval: Approval, dispute: Dispute | None, names: dict[str, str]) -> str:
    if approval.meeting or approval.membership:
        return str(approval.meeting or approval.reason)
    return names.get(dispute.category, dispute.category) if dispute else ""


def _answer(approval: Approval) -> str:
    """同意　某某　11月18日."""
    if approval.decided_at is None:
        return str(approval.get_state_display())
    day = disputes_words.short_day(timezone.localdate(approval.decided_at))
    return f"{approval.get_state_display()}　{approval.decider_label}　{day}"


def _grouped(found: list[QueueLine], counts: Counter[Colour]) -> list[QueueGroup]:
    groups = []
    for title, colour in GROUPS:
        own = [each for each in found if (each.lamp.colour if each.lamp else Colour.GREY) == colour]
        if own:
            groups.append(QueueGroup(f"{title} {counts[colour]} 件", colour.value, own))
    return groups
