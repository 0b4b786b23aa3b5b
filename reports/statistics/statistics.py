"""The figures of 统计: counts of what an officer may see, by aggregates alone (五 报送办理)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from confidentiality.today import midnight
from deadlines.calendar import months_later
from departments.models import Department, Officer
from disputes.choices import OUT_OF_SCOPE, Severity, State
from disputes.forms.listing import Words
from disputes.models import Dispute
from disputes.querysets import DisputeQuerySet
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
from reports.statistics.tallies import Keys, Sums, Tallies, by_lead, keys_of, sums, tallies

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


def figures(officer: Officer, asked: Asked) -> Figures:
    """Six statements, whatever there is to count."""
    rows, keys = _rows(officer, asked)
    told, tell = tallies(rows, asked, keys), telling(officer)
    return Figures(
        totals=_totals(told, _count_before(officer, asked), asked, tell),
        units=_units(told, asked, tell),
        months=months(told, asked, tell),
        charts=charts(told, Words.today(), asked, tell),
    )


def _rows(officer: Officer, asked: Asked) -> tuple[DisputeQuerySet, Keys]:
    """What he may see of the period, and between which keys all that came in it lies: who takes
    part does so once, so that no row comes twice, and other years of his are not looked at."""
    keys = keys_of(came_in(Dispute.objects.all(), asked))
    rows = came_in(Dispute.objects.visible_to(officer), asked).known_between(keys)
    return (rows.led_by(asked.lead) if asked.lead else rows), keys


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
    rows, _ = _rows(officer, Asked(earlier[0], earlier[1], asked.lead))
    return rows.count()


def _totals(told: Tallies, before: int, asked: Asked, tell: Telling) -> Totals:
    whole = sums(told.progress)
    ended, in_time, said, objected = whole.judged, whole.in_time, whole.said, whole.objected

    def words(count: int) -> str:
        return tell(count, "").words

    return Totals(
        received=tell(whole.received, asked.url()),
        before=f"上年同期 {words(before)} 件{_apart(told, words)}",
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


def _units(told: Tallies, asked: Asked, tell: Telling) -> list[UnitLine]:
    """By lead department, in the order of the plan."""
    leads = list(Department.objects.order_by("order", "id"))
    heirs = {lead.pk: lead.succeeded_by_id for lead in leads if lead.succeeded_by_id}
    found = by_lead(told.progress, heirs)
    longest = max((each.days for each in found.values()), default=0.0)
    merged = [lead for lead in leads if lead.pk in heirs]
    lines = [
        _unit(
            lead, found[lead.pk], asked, tell, longest,
            [each.short_name for each in merged if heirs[each.pk] == lead.pk],
        )
        for lead in leads
        if lead.pk in found
    ]  # fmt: skip
    columns = [together([getattr(line, name) for line in lines]) for name in COLUMNS]
    return [
        replace(line, open=opened, overdue=overdue, ended=ended, archived=archived)
        for line, opened, overdue, ended, archived in zip(lines, *columns, strict=True)
    ]


def _unit(
    lead: Department,
    found: Sums,
    asked: Asked,
    tell: Telling,
    longest: float,
    joined: Sequence[str],
) -> UnitLine:
    ended, code = found.judged, lead.code
    share = rate(found.in_time, ended, tell)
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
