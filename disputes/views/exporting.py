"""导出: the list as a spreadsheet, masked, with who took it on its first line (领域 7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import IO

from django.utils import timezone

from confidentiality.masking import mask
from confidentiality.models import AccessRecord
from confidentiality.reveal import record_access
from departments.models import Officer
from disputes.models import Dispute
from disputes.views.listing import Line, Listing, lines
from web.paging import newest_keys
from web.spreadsheet import sheet_file

#: Beyond this one asks the office; a list that long is not read but carried away.
MOST = 5000
#: So many are in memory together, whatever is taken.
AT_ONCE = 500
COLUMNS = (
    ("受理编号", 25),
    ("缴费人", 18),
    ("类别", 26),
    ("性质", 10),
    ("办理方式", 10),
    ("来自", 18),
    ("主办", 12),
    ("辖区", 12),
    ("状态", 12),
    ("登记日", 12),
    ("期限日", 12),
    ("剩余", 14),
    ("办结日", 12),
    ("来源平台", 14),
    ("来源工单号", 22),  # so that a platform is told what became of its orders (A22)
)


def exported(shown: Listing, address: str = "") -> IO[bytes]:
    """The newest 5,000 of what the list shows; the record is written first (六(三), R096)."""
    found = newest_keys(shown.rows(), MOST + 1)
    taken, officer = found[:MOST], shown.officer
    record_access(
        officer,
        officer,
        [name for name, _ in COLUMNS],
        action=AccessRecord.Action.EXPORT,
        purpose=f"导出争议事项列表 {len(taken)} 件（脱敏）",
        address=address,
    )
    cut = f"，只含最新 {MOST} 件" if len(found) > MOST else ""
    note = f"{taken_by(officer)} 导出，{len(taken)} 件{cut}，已脱敏，内部使用，严禁外传"
    return sheet_file("争议事项", note, COLUMNS, _rows(taken, shown))


def taken_by(officer: Officer) -> str:
    """周* 区税务局 2026-11-20 09:10: who takes a sheet away, and when."""
    unit = officer.department.short_name if officer.department else ""
    return f"{mask('name', officer.name)} {unit} {timezone.localtime():%Y-%m-%d %H:%M}"


def _rows(taken: list[int], shown: Listing) -> Iterator[tuple[str, ...]]:
    """Some hundreds at a time, of each what its line says and nothing else."""
    for start in range(0, len(taken), AT_ONCE):
        some = taken[start : start + AT_ONCE]
        rows = Dispute.objects.filter(pk__in=some).for_sheets().order_by("-pk")
        for line in lines(rows, shown.words):
            yield _row(line, shown)


def _row(line: Line, shown: Listing) -> tuple[str, ...]:
    dispute = line.dispute
    return (
        dispute.number or "",
        line.payer,
        line.category,
        dispute.get_severity_display(),
        dispute.get_mode_display(),
        line.source,
        dispute.lead_department.short_name,
        shown.words.town(dispute.town),
        dispute.get_state_display(),
        _day(dispute.registered_at),
        str(dispute.due_on or ""),
        line.lamp.words,
        _day(dispute.concluded_at),
        dispute.source_platform,
        dispute.source_number,
    )


def _day(moment: datetime | None) -> str:
    return str(timezone.localdate(moment)) if moment else ""
