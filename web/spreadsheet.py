"""A spreadsheet out of rows: words stay text and are never computed, figures are numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

#: What a spreadsheet would take for the beginning of a formula (质量 6, formula injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
#: Characters that XML cannot hold.
_UNSPEAKABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Figure:
    """A number that can be added up, and how it is shown: 0, 0.0, 0.0%."""

    value: float
    shown: str = "0"


def spreadsheet(
    title: str,
    note: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[str | Figure]],
) -> bytes:
    """One sheet: a line that says who took it, the frozen heads of the columns, the rows."""
    from openpyxl import Workbook  # 15 MiB that only an export needs
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    book.properties.creator = title
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A3"
    for place, (_, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for head in ([note], [name for name, _ in columns]):
        sheet.append(_cells(sheet, head, bold=True))
    for row in rows:
        sheet.append(_cells(sheet, row))
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def plain_text(value: str) -> str:
    """Text that no program takes for a formula, also when it is saved again as CSV."""
    text = _UNSPEAKABLE.sub("", value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _cells(sheet: Any, values: Iterable[str | Figure], *, bold: bool = False) -> Iterator[Any]:
    # Any: openpyxl has no types
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.styles.numbers import FORMAT_TEXT

    for value in values:
        if isinstance(value, Figure):
            cell = WriteOnlyCell(sheet, value.value)
            cell.number_format = value.shown
        else:
            cell = WriteOnlyCell(sheet, plain_text(value))
            cell.number_format, cell.quotePrefix = FORMAT_TEXT, True
        if bold:
            cell.font = Font(bold=True, size=11)
        yield cell
