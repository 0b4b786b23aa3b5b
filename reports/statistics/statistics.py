"""The figures of 统计: counts of what an officer may see, by aggregates alone (五 报送办理)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from django.db.models import Case, Count, F, Q, When
from django.utils import timezone

from confidentiality.today import midnight
from deadlines.calendar import months_later
from departments.models import Department, Officer
from disputes.choices import LED, OUT_OF_SCOPE, Answer, Severity, State
from disputes.forms.listing import Words
from disputes.models import Dispute
from disputes.querysets import DisputeQuerySet, against
from reports.statistics.charts import Chart, Month, charts, months
from reports.statistics.counting import (
    Asked,
    Cell,
    Telling,
    part_of,
    rate,
    telling,
    together,
)
from reports.statistics.tallies import Sums, Tallies, by_lead, sums, tallies
from workflow.models import PartyResponse

#: Of each unit; they add up to the figures on top.
COLUMNS: Final = ("open", "overdue", "ended", "archived")


@dataclass(frozen=True)
class UnitLine:
    """One lead department's row."""

    name: str
    open: Cell
    overdue: Cell
    ended: Cell
    archived: Cell
    on_time: str
    on_time_url: str
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
    on_time_url: str
    objected: str
    objected_note: str


@dataclass(frozen=True)
class Figures:
    """Everything on the page."""

    totals: Totals
    units: list[UnitLine]
    months: list[Month]
    charts: list[Chart]


@dataclass(frozen=True)
class _Counted:
    """What the statements brought, before it is put into words."""

    told: Tallies
    kept: dict[int | None, tuple[int, int]]
    said: tuple[int, int]
    before: int


def figures(officer: Officer, asked: Asked) -> Figures:
    """Seven statements, whatever there is to count."""
    rows, tell = _rows(officer, asked), telling(officer)
    told = tallies(rows)
    counted = _Counted(
        told, kept_by_lead(rows, timezone.localdate()), said_of(rows), _count_before(officer, asked)
    )
    return Figures(
        totals=_totals(counted, asked, tell),
        units=_units(counted, asked, tell),
        months=months(told, asked, tell),
        charts=charts(told, Words.today(), asked, tell),
    )


def _rows(officer: Officer, asked: Asked) -> DisputeQuerySet:
    """What he may see of the period; who takes part does so once, so that no row comes twice."""
    rows = came_in(Dispute.objects.visible_to(officer), asked)
    return rows.led_by(asked.lead) if asked.lead else rows


def came_in(rows: DisputeQuerySet, asked: Asked) -> DisputeQuerySet:
    """Of these, what was registered in the period: what a figure of that period counts."""
    return (
        rows.registered()
        .order_by()
        .filter(
            registered_at__gte=midnight(asked.since),
            registered_at__lt=midnight(asked.until + timedelta(days=1)),
        )
    )


def _count_before(officer: Officer, asked: Asked) -> int:
    """The same days a year earlier."""
    earlier = [months_later(on, -12) for on in (asked.since, asked.until)]
    return _rows(officer, Asked(earlier[0], earlier[1], asked.lead)).count()


def kept_by_lead(rows: DisputeQuerySet, today: date) -> dict[int | None, tuple[int, int]]:
    """Those of which is known whether they were in time, and those that were, by who leads, if
    that is decided; the rows of either are what the list shows under the same word."""
    leads = Case(When(mode__in=LED, then=F("lead_department")))
    found = rows.judged(today).annotate(leads=leads).values_list("leads")
    found = found.annotate(judged=Count("pk"), in_time=Count("pk", filter=~against(today)))
    return {lead: (judged, in_time) for lead, judged, in_time in found}


def said_of(rows: DisputeQuerySet) -> tuple[int, int]:
    """Disputes of which a party has answered, and those to which one objects."""
    said = PartyResponse.objects.filter(dispute__in=rows.values("pk"), struck_at=None).aggregate(
        said=Count("dispute", distinct=True),
        objected=Count("dispute", distinct=True, filter=Q(answer=Answer.OBJECTS)),
    )
    return said["said"], said["objected"]


def _totals(counted: _Counted, asked: Asked, tell: Telling) -> Totals:
    whole, (said, objected) = sums(counted.told.progress), counted.said
    ended, in_time = (sum(pair[place] for pair in counted.kept.values()) for place in (0, 1))

    def words(count: int) -> str:
        return tell(count, "").words

    return Totals(
        received=tell(whole.received, asked.url()),
        before=f"上年同期 {words(counted.before)} 件{_apart(counted.told, words)}",
        open=tell(whole.open, asked.url(state="open")),
        soon=f"其中临期 {words(whole.soon)} 件",
        overdue=tell(whole.overdue, asked.url(lamp="red")),
        major=tell(whole.major, asked.url(severity=Severity.MAJOR)),
        awaiting=f"待组长审批 {words(whole.awaiting)} 件",
        on_time=rate(in_time, ended, tell),
        on_time_note=f"{part_of(in_time, ended, tell).words} 件按期，"
        f"{part_of(ended - in_time, ended, tell).words} 件超期（含在办的）",
        on_time_url=tell(ended, asked.url(kept="judged")).url,
        objected=rate(objected, said, tell),
        objected_note=f"{words(said)} 件已表态，{part_of(objected, said, tell).words} 件有异议",
    )


def _apart(told: Tallies, words: Callable[[int], str]) -> str:
    """What was registered although it is no contribution dispute, counted apart (A21)."""
    came = told.arrivals["category"].items()
    outside = sum(count for code, count in came if code.startswith(OUT_OF_SCOPE))
    return f"；不属征缴争议 {words(outside)} 件，不计时限" if outside else ""


def _units(counted: _Counted, asked: Asked, tell: Telling) -> list[UnitLine]:
    """By lead department, in the order of the plan."""
    leads = list(Department.objects.order_by("order", "id"))
    heirs = {lead.pk: lead.succeeded_by_id for lead in leads if lead.succeeded_by_id}
    found = by_lead(counted.told.progress, heirs)
    longest = max((each.days for each in found.values()), default=0.0)
    kept = _with_predecessors(counted.kept, heirs)
    merged = [lead for lead in leads if lead.pk in heirs]
    lines = [
        _unit(
            lead, found[lead.pk], asked, tell, kept=kept.get(lead.pk), longest=longest,
            joined=[each.short_name for each in merged if heirs[each.pk] == lead.pk],
        )
        for lead in leads
        if lead.pk in found
    ]  # fmt: skip
    columns = [together([getattr(line, name) for line in lines]) for name in COLUMNS]
    return [
        replace(line, open=opened, overdue=overdue, ended=ended, archived=archived)
        for line, opened, overdue, ended, archived in zip(lines, *columns, strict=True)
    ]


def _with_predecessors(
    kept: Mapping[int | None, tuple[int, int]], heirs: Mapping[int, int]
) -> dict[int | None, tuple[int, int]]:
    """机构改革: those of a unit that was merged are counted with its heir's."""
    joined: dict[int | None, tuple[int, int]] = {}
    for lead, (judged, in_time) in kept.items():
        heir = heirs.get(lead, lead) if lead is not None else None
        before = joined.get(heir, (0, 0))
        joined[heir] = (before[0] + judged, before[1] + in_time)
    return joined


def _unit(
    lead: Department,
    found: Sums,
    asked: Asked,
    tell: Telling,
    *,
    kept: tuple[int, int] | None,
    longest: float,
    joined: Sequence[str] = (),
) -> UnitLine:
    ended, in_time = kept or (0, 0)
    share, code = rate(in_time, ended, tell), lead.code
    return UnitLine(
        name=lead.name.removesuffix("人民政府")
        + (f"（含并入的{'、'.join(joined)}）" if joined else ""),
        open=tell(found.open, asked.url(lead=code, state="open")),
        overdue=tell(found.overdue, asked.url(lead=code, lamp="red")),
        ended=tell(found.ended, asked.url(lead=code, state="ended")),
        archived=tell(found.archived, asked.url(lead=code, state=State.ARCHIVED)),
        on_time=share if share == "—" else f"{share}%",
        on_time_url=tell(ended, asked.url(lead=code, kept="judged")).url if ended else "",
        days=f"{found.days:.1f}" if found.days else "—",
        width=round(found.days * 100 / longest, 1) if longest else 0.0,
    )
