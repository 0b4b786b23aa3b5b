"""How the matter itself is written on papers: insurance boxes, period, list of materials."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from papers.pieces import MaterialPiece, MatterPiece

_BOXES = (
    ("养老", ("pension",)),
    ("医疗", ("medical",)),
    ("失业", ("unemployment",)),
    ("工伤", ("injury",)),
    ("生育", ("maternity",)),
    ("城乡居民养老", ("pension_resident",)),
    ("城乡居民医疗", ("medical_resident",)),
)


class Box(NamedTuple):
    label: str
    ticked: bool


InsuranceBoxes = list[Box]


def insurance_boxes(codes: Sequence[str]) -> InsuranceBoxes:
    """Every insurance with □ or √ (领域 3.2)."""
    return [Box(label, any(code in codes for code in mine)) for label, mine in _BOXES]


def insurance_words(codes: Sequence[str]) -> str:
    return "、".join(box.label for box in insurance_boxes(codes) if box.ticked)


def period(matter: MatterPiece) -> str:
    """2024.01-2025.06; one end alone is said so."""
    start, end = _month(matter.period_start), _month(matter.period_end)
    if start and end:
        return start if start == end else f"{start}-{end}"
    return f"{start}起" if start else f"至{end}" if end else ""


def materials_line(materials: Sequence[MaterialPiece]) -> str:
    """1.×× 2页；2.×× 1页（共3页）."""
    if not materials:
        return "无"
    each = [f"{n}.{one.title}{_pages(one.pages)}" for n, one in enumerate(materials, 1)]
    total = sum(one.pages or 0 for one in materials)
    return "；".join(each) + (f"（共{total}页）" if total else "")


def _pages(pages: int | None) -> str:
    return f" {pages}页" if pages else ""


def _month(day: date | None) -> str:
    return f"{day.year}.{day.month:02}" if day else ""
