"""导出考核表: the card as a spreadsheet, with who took it on its first line (六(三), R096)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from confidentiality.reveal import record_export
from departments.models import Officer
from disputes.views.exporting import taken_by
from reports.scorecard.scorecard import card
from reports.scorecard.verdicts import Span
from web.spreadsheet import Figure, spreadsheet

COLUMNS: Final = (
    ("单位", 18),
    ("应签收", 10),
    ("按期签收", 10),
    ("签收及时率", 12),
    ("应办", 10),
    ("按期", 10),
    ("超期", 10),
    ("按期办结率", 12),
    ("收到交办", 10),
    ("退回", 10),
    ("退回率", 10),
    ("办完", 10),
    ("平均停留（工作日）", 20),
)


_NUMBER: Final = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?)(?P<percent>%?)")


def exported(officer: Officer, span: Span, address: str = "") -> bytes:
    """What the page shows this officer; the record is written first."""
    told = card(officer, span)
    days = f"{span.since}至{span.until}"
    heads = [name for name, _ in COLUMNS]
    record_export(officer, heads, purpose=f"导出考核表 {days}", address=address)
    note = f"{taken_by(officer)} 导出，{days}，内部使用，严禁外传"
    rows = [[_cell(word) for word in line.words] for line in (*told.lines, told.district)]
    return spreadsheet("考核", note, COLUMNS, rows)


def _cell(word: str) -> str | Figure:
    """What the page shows as a number is one in the sheet; a dash and <5 stay words."""
    found = _NUMBER.fullmatch(word)
    if found is None:
        return word
    decimals, number = "0.0" if "." in word else "0", Decimal(found["number"])
    if found["percent"]:
        return Figure(float(number / 100), f"{decimals}%")
    return Figure(float(number) if "." in word else int(number), decimals)
