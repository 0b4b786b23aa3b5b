"""导出: the list as a spreadsheet, masked, with who took it on its first line (领域 7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from confidentiality.masking import mask
from confidentiality.reveal import record_export
from departments.models import Officer
from disputes.models import Dispute
from disputes.views.listing import Line, Listing, lines
from web.paging import newest_keys
from web.spreadsheet import Columns, spreadsheet

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


def exported(shown: Listing, address: str = "") -> bytes:
    """The newest 5,000 of what the list shows, masked."""
    taken, note = carried_away(
        shown.rows(), COLUMNS, "争议事项列表", by=shown.officer, address=address, masked=True
    )
    return spreadsheet("争议事项", note, COLUMNS, _rows(taken, shown))


def carried_away(
    rows: QuerySet[Any],  # Any: of any list
    columns: Columns,
    name: str,
    *,
    by: Officer,
    address: str,
    masked: bool = False,
) -> tuple[list[int], str]:
    """The newest 5,000 as keys, and the first line of their sheet; recorded first (R096)."""
    found = newest_keys(rows, MOST + 1)
    taken = found[:MOST]
    purpose = f"导出{name} {len(taken)} 件{'（脱敏）' if masked else ''}"
    record_export(by, [head for head, _ in columns], purpose=purpose, address=address)
    cut = f"，只含最新 {MOST} 件" if len(found) > MOST else ""
    veiled = "已脱敏，" if masked else ""
    return taken, f"{taken_by(by)} 导出，{len(taken)} 件{cut}，{veiled}内部使用，严禁外传"


def handfuls(taken: Sequence[int]) -> Iterator[Sequence[int]]:
    """Some hundreds at a time."""
    return (taken[start : start + AT_ONCE] for start in range(0, len(taken), AT_ONCE))


def taken_by(officer: Officer) -> str:
    """周* 区税务局 2026-11-20 09:10: who takes a sheet away, and when."""
    unit = officer.department.short_name if officer.department else ""
    return f"{mask('name', officer.name)} {unit} {timezone.localtime():%Y-%m-%d %H:%M}"


def _rows(taken: list[int], shown: Listing) -> Iterator[tuple[str, ...]]:
    """Of each what its line says and nothing else."""
    for some in handfuls(taken):
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
