"""The figures of 统计: counts of what an officer may see, by aggregates alone (五 报送办理)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Avg, Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from departments.models import Officer
from disputes.choices import ENDED, OPEN, Severity, State
from disputes.forms.listing import Words
from disputes.models import Dispute
from reports.charts import Chart, Month, charts, months
from reports.counting import Asked, Cell, Telling, midnight, rate, telling
from workflow.choices import Answer
from workflow.limits import WHOLE_KEYS
from workflow.models import Deadline, PartyResponse


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


def figures(officer: Officer, asked: Asked) -> Figures:
    """Seven statements, whatever there is to count."""
    rows, tell = _rows(officer, asked), telling(officer)
    kept = _kept(rows)
    totals = _totals(rows, asked, tell, kept, _count_before(officer, asked))
    return Figures(
        totals=totals,
        units=_units(rows, asked, tell, kept),
        months=months(rows, asked, tell),
        charts=charts(rows, Words.today(), asked, tell),
    )


def _rows(officer: Officer, asked: Asked) -> QuerySet[Dispute]:
    """Inside what he may see; a join of permissions never counts a row twice."""
    visible = Dispute.objects.visible_to(officer).registered().order_by().values("pk")
    rows = Dispute.objects.filter(
        pk__in=visible,
        registered_at__gte=midnight(asked.since),
        registered_at__lt=midnight(asked.until + timedelta(days=1)),
    )
    return rows.filter(lead_department__code=asked.lead) if asked.lead else rows


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
        on_time=rate(in_time, ended, tell),
        on_time_note=f"停表 {tell(ended, '').words} 件，按期 {tell(in_time, '').words} 件",
        objected=rate(found["objected"], found["said"], tell),
        objected_note=f"{words('said')} 件已表态，{words('objected')} 件有异议",
    )


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
    share = rate(in_time, ended, tell)
    days = _days(found["used"])
    return UnitLine(
        name=name.removesuffix("人民政府"),
        open=tell(found["n_open"], asked.url(lead=code, state="open")),
        overdue=tell(found["n_overdue"], asked.url(lead=code, lamp="red")),
        ended=tell(found["n_ended"], asked.url(lead=code, state="ended")),
        archived=tell(found["n_archived"], asked.url(lead=code, state=State.ARCHIVED)),
        on_time=share if share == "—" else f"{share}%",
        days=f"{days:.1f}" if days else "—",
        width=round(days * 100 / longest, 1) if longest else 0.0,
    )
