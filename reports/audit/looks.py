"""谁看过: for one case who looked, when and at what; the payer may ask for it (六(三))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.http import QueryDict
from django.utils import timezone

from confidentiality.audit.models import AuditRecord, Kind
from confidentiality.audit.sealing import seal
from confidentiality.models import AccessRecord
from departments.models import Department, Officer
from disputes.models import Dispute
from disputes.words import shown
from web.components import Page
from web.paging import turn

SHOWN: Final = (
    Kind.LOOK, Kind.VIEW, Kind.REVEAL, Kind.PRINT, Kind.EXPORT, Kind.DOWNLOAD, Kind.REFUSED,
    Kind.SEARCH,
)  # fmt: skip
#: So many rows of the record are one page; those of one officer and one day are one line of it.
A_PAGE: Final = 1000
_ACCESS: Final = AccessRecord._meta.db_table


@dataclass
class Look:
    day: date
    who: str
    unit: str
    did: str
    purpose: str
    times: int
    last: datetime


@dataclass(frozen=True)
class Looks:
    """One page, and the ways to those before and after it."""

    lines: list[Look]
    page: Page


def looks_at(dispute: Dispute, asked: QueryDict | None = None) -> Looks:
    """Latest first; five statements. A purpose was typed, and may name somebody (R092)."""
    seal()
    kept = AuditRecord.objects.filter(
        dispute_id=dispute.pk, kind__in=SHOWN, officer__isnull=False
    ).select_related("officer")
    turned = turn(kept, asked if asked is not None else QueryDict(), "-dispute_seq", A_PAGE)
    return Looks(_in_lines(turned.rows, dispute), turned.page)


def _in_lines(rows: list[AuditRecord], dispute: Dispute) -> list[Look]:
    purposes = _purposes(rows)
    units = dict(Department.objects.values_list("code", "short_name"))
    found: dict[tuple[object, ...], Look] = {}
    for row in rows:
        typed = purposes.get(row.source_id or 0, "") if row.source == _ACCESS else ""
        purpose = shown(typed, dispute)
        day = timezone.localdate(row.at)
        key = (day, row.officer_id, row.kind, purpose)
        if key in found:
            found[key].times += 1
        else:
            found[key] = _look(row, day, purpose, units)
    return list(found.values())


def _look(row: AuditRecord, day: date, purpose: str, units: dict[str, str]) -> Look:
    officer = row.officer
    name = officer.name if isinstance(officer, Officer) else ""
    did = Kind(row.kind).label + ("（被拒绝）" if row.source and row.status == 403 else "")
    return Look(day, name, units.get(row.post, ""), did, purpose, 1, row.at)


def _purposes(rows: list[AuditRecord]) -> dict[int, str]:
    wanted = [row.source_id or 0 for row in rows if row.source == _ACCESS]
    kept = AccessRecord.objects.filter(pk__in=wanted).only("purpose", "seal_id")
    return {each.pk: each.purpose for each in kept}
