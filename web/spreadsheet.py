"""A spreadsheet out of rows: words stay text and are never computed, figures are numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

#: What a spreadsheet would take for the beginning of a formula (质量 6, formula injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
#: What a column has beside its width, in the same measure.
_PADDING: Final = 5 / 7
#: Characters that XML cannot hold.
_UNSPEAKABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


#: How a figure may be shown.
SHOWN: Final = ("0", "0.0", "0%", "0.0%")


@dataclass(frozen=True)
class Figure:
    """A number that can be added up, and how it is shown: one of SHOWN."""

    value: float
    shown: str = "0"


Rows = Iterable[Sequence[str | Figure]]
Columns = Sequence[tuple[str, int]]


def spreadsheet(title: str, note: str, columns: Columns, rows: Rows) -> bytes:
    """One sheet: a line that says who took it, the frozen heads of the columns, the rows.

    A row is on the disk before the next is asked for; only the packed sheet is held in memory.
    """
    from xlsxwriter import Workbook  # 5 MiB that only an export needs

    written = BytesIO()  # packed: some bytes a row
    book = Workbook(written, {"constant_memory": True, "strings_to_formulas": False})
    book.set_properties({"author": title})
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(2, 0)
    for place, (_, width) in enumerate(columns):
        sheet.set_column(place, place, width - _PADDING)
    text = {"num_format": "@", "quote_prefix": True}
    head, plain = book.add_format({**text, "bold": True}), book.add_format(text)
    figures = {shown: book.add_format({"num_format": shown}) for shown in SHOWN}
    for place, line in enumerate(([note], [name for name, _ in columns])):
        for at, word in enumerate(line):
            sheet.write_string(place, at, plain_text(word), head)
    for place, row in enumerate(rows, 2):
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(place, at, plain_text(cell), plain)
            else:
                sheet.write_number(place, at, cell.value, figures[cell.shown])
    book.close()
    return written.getvalue()


def plain_text(value: str) -> str:
    """Text that no program takes for a formula, also when it is saved again as CSV."""
    text = _UNSPEAKABLE.sub("", value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
