"""The figures of 统计: counts of what an officer may see, by aggregates alone (五 报送办理)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Avg, Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone

from departments.models import Officer
from departments.roles import Role
from disputes.choices import ENDED, OPEN, Channel, Mode, Severity, State
from disputes.forms.listing import Words
from disputes.models import Dispute
from workflow.choices import Answer
from workflow.limits import WHOLE_KEYS
from workflow.models import Deadline, PartyResponse

#: An auditor is told no count smaller than this, since few cases may point at persons.
SMALLEST: Final = 5
#: Bars of one chart; the rest stand together.
MOST: Final = 9
PERIODS: Final = {"year": "本年", "quarter": "本季", "month": "本月", "last_year": "上年"}


@dataclass(frozen=True)
class Asked:
    """The period by day of registration, and perhaps one lead department."""

    since: date
    until: date
    lead: str = ""

    def url(self, **more: str) -> str:
        """The list of disputes that shows the same rows."""
        span = {"since": self.since.isoformat(), "until": self.until.isoformat()}
        asked = span | {"lead": self.lead} | more
        given = {name: value for name, value in asked.items() if value}
        return f"{reverse('disputes')}?{urlencode(given)}"


@dataclass(frozen=True)
class Cell:
    """A count with its rows behind it; hidden when it is too small to tell."""

    count: int
    url: str = ""
    is_hidden: bool = False

    @property
    def words(self) -> str:
        return f"<{SMALLEST}" if self.is_hidden else str(self.count)

    def share_of(self, total: int) -> float:
        """In percent; nothing is said of a hidden one."""
        return 0.0 if self.is_hidden or not total else self.count * 100 / total


@dataclass(frozen=True)
class Bar:
    label: str
    cell: Cell
    width: float
    share: str


@dataclass(frozen=True)
class Chart:
    title: str
    bars: list[Bar]


@dataclass(frozen=True)
class UnitLine:
    """One lead department's row."""

    name: str
    open: Cell
    overdue: Cell
    ended: Cell
    archived: Cell
    on_time: str
    days: str
    width: float


@dataclass(frozen=True)
class Month:
    """One month: what came, what was concluded."""

    label: str
    received: Cell
    concluded: Cell
    received_height: float
    concluded_height: float


@dataclass(frozen=True)
class Totals:
    """The six figures on top."""

    received: Cell
    before: str
    open: Cell
    soon: str
    overdue: Cell
    major: Cell
    awaiting: str
    on_time: str
    on_time_note: str
    objected: str
    objected_note: str


@dataclass(frozen=True)
class Figures:
    """Everything on the page."""

    totals: Totals
    units: list[UnitLine]
    months: list[Month]
    charts: list[Chart]


Telling = Callable[[int, str], Cell]


def period(key: str, today: date) -> tuple[date, date]:
    """From the first day to today, or to the end of last year."""
    if key == "last_year":
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    if key == "month":
        return today.replace(day=1), today
    if key == "quarter":
        return date(today.year, (today.month - 1) // 3 * 3 + 1, 1), today
    return date(today.year, 1, 1), today


def figures(officer: Officer, asked: Asked) -> Figures:
    """Seven statements, whatever there is to count."""
    rows, tell = _rows(officer, asked), telling(officer)
    kept = _kept(rows)
    tallies, names = _tallies(rows), Words.today()
    totals = _totals(rows, asked, tell, kept, _count_before(officer, asked))
    return Figures(
        totals=totals,
        units=_units(rows, asked, tell, kept),
        months=_months(rows, asked, tell),
        charts=_charts(tallies, names, asked, tell),
    )


def telling(officer: Officer) -> Telling:
    """How this officer is told a count: an auditor has no list to open and no small numbers."""
    if Role.AUDITOR not in officer.roles:
        return Cell
    return lambda count, url: Cell(count, "", 0 < count < SMALLEST)


def _rows(officer: Officer, asked: Asked) -> QuerySet[Dispute]:
    """Inside what he may see; a join of permissions never counts a row twice."""
    visible = Dispute.objects.visible_to(officer).registered().order_by().values("pk")
    rows = Dispute.objects.filter(
        pk__in=visible,
        registered_at__gte=_start(asked.since),
        registered_at__lt=_start(asked.until + timedelta(days=1)),
    )
    return rows.filter(lead_department__code=asked.lead) if asked.lead else rows


def _start(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))


def _count_before(officer: Officer, asked: Asked) -> int:
    """The same days a year earlier."""
    earlier = [_year_before(on) for on in (asked.since, asked.until)]
    return _rows(officer, Asked(earlier[0], earlier[1], asked.lead)).count()


def _year_before(on: date) -> date:
    return on.replace(year=on.year - 1, day=28 if (on.month, on.day) == (2, 29) else on.day)


def _kept(rows: QuerySet[Dispute]) -> dict[str, tuple[int, int]]:
    """Whole-case clocks that ended, and those that ended in time, by lead department."""
    clocks = Deadline.objects.filter(
        dispute__in=rows.values("pk"), key__in=WHOLE_KEYS, is_void=False, ended_on__isnull=False
    )
    found = (
        clocks.order_by()
        .values_list("dispute__lead_department__name")
        .annotate(ended=Count("pk"), in_time=Count("pk", filter=Q(ended_on__lte=F("due_on"))))
    )
    return {name: (ended, in_time) for name, ended, in_time in found}


def _overdue(today: date) -> Q:
    return Q(state__in=OPEN, due_on__lt=today)


def _totals(
    rows: QuerySet[Dispute],
    asked: Asked,
    tell: Telling,
    kept: dict[str, tuple[int, int]],
    before: int,
) -> Totals:
    today = timezone.localdate()
    said = PartyResponse.objects.filter(dispute=OuterRef("pk"))
    found: dict[str, Any] = rows.annotate(  # Any: counts by name
        has_said=Exists(said), has_objected=Exists(said.filter(answer=Answer.OBJECTS))
    ).aggregate(
        received=Count("pk"),
        open=Count("pk", filter=Q(state__in=OPEN)),
        soon=Count("pk", filter=Q(state__in=OPEN, due_on__gte=today, amber_on__lte=today)),
        overdue=Count("pk", filter=_overdue(today)),
        major=Count("pk", filter=Q(severity=Severity.MAJOR)),
        awaiting=Count("pk", filter=Q(state=State.AWAITING_APPROVAL)),
        said=Count("pk", filter=Q(has_said=True)),
        objected=Count("pk", filter=Q(has_objected=True)),
    )
    ended, in_time = (sum(pair[place] for pair in kept.values()) for place in (0, 1))

    def words(name: str) -> str:
        return tell(found[name], "").words

    return Totals(
        received=tell(found["received"], asked.url()),
        before=f"上年同期 {tell(before, '').words} 件",
        open=tell(found["open"], asked.url(state="open")),
        soon=f"其中临期 {words('soon')} 件",
        overdue=tell(found["overdue"], asked.url(lamp="red")),
        major=tell(found["major"], asked.url(severity=Severity.MAJOR)),
        awaiting=f"待组长审批 {words('awaiting')} 件",
        on_time=_rate(in_time, ended, tell),
        on_time_note=f"停表 {tell(ended, '').words} 件，按期 {tell(in_time, '').words} 件",
        objected=_rate(found["objected"], found["said"], tell),
        objected_note=f"{words('said')} 件已表态，{words('objected')} 件有异议",
    )


def _rate(part: int, whole: int, tell: Telling) -> str:
    """96.4; a dash where there is nothing to divide, or too little to tell."""
    if not whole or tell(part, "").is_hidden or tell(whole, "").is_hidden:
        return "—"
    return f"{part * 100 / whole:.1f}"


def _units(
    rows: QuerySet[Dispute], asked: Asked, tell: Telling, kept: dict[str, tuple[int, int]]
) -> list[UnitLine]:
    """By lead department, in the order of the plan."""
    lead = ("lead_department__code", "lead_department__name")
    used = Avg(F("concluded_at") - F("registered_at"), filter=Q(concluded_at__isnull=False))
    found = (
        rows.order_by("lead_department__order")
        .values(*lead)
        .annotate(
            n_open=Count("pk", filter=Q(state__in=OPEN)),
            n_overdue=Count("pk", filter=_overdue(timezone.localdate())),
            n_ended=Count("pk", filter=Q(state__in=ENDED)),
            n_archived=Count("pk", filter=Q(state=State.ARCHIVED)),
            used=used,
        )
    )
    lines = list(found)
    longest = max((_days(each["used"]) for each in lines), default=0.0)
    return [_unit(each, asked, tell, kept, longest) for each in lines]


def _days(used: timedelta | None) -> float:
    return used.total_seconds() / 86400 if used else 0.0


def _unit(
    found: dict[str, Any],  # Any: counts and names of one department
    asked: Asked,
    tell: Telling,
    kept: dict[str, tuple[int, int]],
    longest: float,
) -> UnitLine:
    code, name = found["lead_department__code"], found["lead_department__name"]
    ended, in_time = kept.get(name, (0, 0))
    rate = _rate(in_time, ended, tell)
    days = _days(found["used"])
    return UnitLine(
        name=name.removesuffix("人民政府"),
        open=tell(found["n_open"], asked.url(lead=code, state="open")),
        overdue=tell(found["n_overdue"], asked.url(lead=code, lamp="red")),
        ended=tell(found["n_ended"], asked.url(lead=code, state="ended")),
        archived=tell(found["n_archived"], asked.url(lead=code, state=State.ARCHIVED)),
        on_time=rate if rate == "—" else f"{rate}%",
        days=f"{days:.1f}" if days else "—",
        width=round(days * 100 / longest, 1) if longest else 0.0,
    )


def _months(rows: QuerySet[Dispute], asked: Asked, tell: Telling) -> list[Month]:
    """What came and what was concluded in each month of the period, in one statement."""
    came = rows.order_by().annotate(month=TruncMonth("registered_at"), what=Value(0))
    done = rows.order_by().filter(concluded_at__isnull=False)
    done = done.annotate(month=TruncMonth("concluded_at"), what=Value(1))
    columns = ("what", "month")
    both = _counted(came, columns).union(_counted(done, columns), all=True)
    found = {(what, timezone.localtime(month).date()): count for what, month, count in both}
    firsts = list(_firsts(asked))
    highest = max(found.values(), default=0) or 1
    return [_month(first, asked, tell, found, highest) for first in firsts]


def _counted(rows: Any, columns: tuple[str, ...]) -> Any:  # Any: annotated querysets
    return rows.values_list(*columns).annotate(count=Count("pk"))


def _firsts(asked: Asked) -> Iterable[date]:
    first = asked.since.replace(day=1)
    while first <= asked.until:
        yield first
        first = (first + timedelta(days=32)).replace(day=1)


def _month(
    first: date, asked: Asked, tell: Telling, found: dict[tuple[int, date], int], highest: int
) -> Month:
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    span = {"since": first.isoformat(), "until": min(last, asked.until).isoformat()}
    received = tell(found.get((0, first), 0), asked.url(**span))
    concluded = tell(found.get((1, first), 0), "")
    return Month(
        f"{first.month}月",
        received,
        concluded,
        received.share_of(highest),
        concluded.share_of(highest),
    )


#: Dimension → title; its key is also the filter of the list.
DIMENSIONS: Final = {
    "category": "争议类别",
    "channel": "来源渠道",
    "town": "事项辖区",
    "mode": "办理方式",
    "state": "所处环节",
}


def _tallies(rows: QuerySet[Dispute]) -> dict[str, list[tuple[str, int]]]:
    """Counts by every dimension, the largest first, in one statement."""
    parts = [
        _counted(rows.order_by().annotate(what=Value(name)), ("what", name)) for name in DIMENSIONS
    ]
    found: dict[str, list[tuple[str, int]]] = {name: [] for name in DIMENSIONS}
    for name, code, count in parts[0].union(*parts[1:], all=True):
        found[name].append((code, count))
    for counts in found.values():
        counts.sort(key=lambda pair: (-pair[1], pair[0]))
    return found


def _charts(
    tallies: dict[str, list[tuple[str, int]]], names: Words, asked: Asked, tell: Telling
) -> list[Chart]:
    labels: dict[str, dict[str, str]] = {
        "category": dict(names.categories),
        "town": dict(names.towns),
        "channel": {code: str(label) for code, label in Channel.choices},
        "mode": {"": "尚未分类", **{code: str(label) for code, label in Mode.choices}},
        "state": {code: str(label) for code, label in State.choices},
    }
    return [
        Chart(title, _bars(name, tallies[name], labels[name], asked, tell))
        for name, title in DIMENSIONS.items()
    ]


def _bars(
    name: str, counts: list[tuple[str, int]], labels: dict[str, str], asked: Asked, tell: Telling
) -> list[Bar]:
    """The largest, then 其他 N 类 for what is left."""
    total = sum(count for _, count in counts)
    shown = counts if len(counts) <= MOST else counts[: MOST - 1]
    rest = counts[len(shown) :]
    cells = [
        (labels.get(code, code or "未填"), tell(count, asked.url(**{name: code}) if code else ""))
        for code, count in shown
    ]
    if rest:
        cells.append((f"其他 {len(rest)} 类", tell(sum(count for _, count in rest), "")))
    highest = max((cell.count for _, cell in cells), default=0)
    return [
        Bar(
            label,
            cell,
            round(cell.share_of(highest), 1),
            "" if cell.is_hidden else f"{cell.share_of(total):.1f}%",
        )
        for label, cell in cells
    ]
