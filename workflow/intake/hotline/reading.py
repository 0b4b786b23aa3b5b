"""Reading a platform's export: one work order a line, columns by their Chinese heads (A22).

Lines above the heads (a title, an hour of export) are passed over; so are columns nobody asks for.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError

from web.brought_tables import decode

#: Heads as platforms write them, and the field of registration that each fills.
HEADS: Final = {
    "受理渠道": "channel",
    "渠道": "channel",
    "来源平台": "source_platform",
    "平台": "source_platform",
    "来源工单号": "source_number",
    "工单编号": "source_number",
    "工单号": "source_number",
    "来电时间": "visited_at",
    "反映时间": "visited_at",
    "来访时间": "visited_at",
    "姓名": "payer.name",
    "来电人": "payer.name",
    "缴费人": "payer.name",
    "缴费人类型": "payer.kind",
    "证件号码": "payer.id_number",
    "身份证号": "payer.id_number",
    "联系电话": "payer.phone",
    "来电号码": "payer.phone",
    "电话": "payer.phone",
    "住址": "payer.address",
    "地址": "payer.address",
    "事项辖区": "town",
    "辖区": "town",
    "乡镇": "town",
    "林场（村、社区）": "place",
    "村": "place",
    "紧急程度": "urgency",
    "争议类别": "category",
    "类别": "category",
    "险种": "insurance_types",
    "争议期间起": "period_start",
    "争议期间止": "period_end",
    "金额": "amount",
    "人数": "people_count",
    "反映主要事项": "facts",
    "反映事项": "facts",
    "反映内容": "facts",
    "争议诉求": "claim",
    "诉求": "claim",
    "匿名": "anonymous",
    "举报保密": "confidential_report",
    "争议对方": "counterparty.name",
    "对方名称": "counterparty.name",
    "对方类型": "counterparty.kind",
}
#: The heads of the sheet to fill in, in the order of the registration page.
TEMPLATE: Final = (
    *("来源平台", "来源工单号", "来电时间", "缴费人", "缴费人类型", "证件号码", "联系电话"),
    *("住址", "事项辖区", "紧急程度", "争议类别", "险种", "争议期间起", "争议期间止"),
    *("金额", "人数", "反映主要事项", "争议诉求", "争议对方", "对方类型", "匿名", "举报保密"),
)
#: More at once is not one platform's day.
MOST_ROWS: Final = 1000
#: A line with so many heads that are known is the line of heads.
_HEADS_ENOUGH: Final = 3
_PACKED: Final = b"PK"


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """One line: its number in the file, and what it says by field of registration."""

    line: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Export:
    """Every line with words in it, and the heads that mean nothing here."""

    orders: tuple[WorkOrder, ...]
    passed_over: tuple[str, ...]


def read_export(content: bytes) -> Export:
    """CSV (UTF-8 or GB18030) or a workbook's first sheet; ValidationError says what is missing."""
    rows = enumerate(_sheet(content) if content.startswith(_PACKED) else _table(content), start=1)
    heads = _heads(rows)
    orders = tuple(WorkOrder(line, said) for line, row in rows if (said := _said(heads, row)))
    if not orders:
        raise ValidationError("表里没有工单：表头下面应每行一件。")
    if len(orders) > MOST_ROWS:
        raise ValidationError(f"一次最多导入 {MOST_ROWS} 件，这份有 {len(orders)} 件，请分开导入。")
    return Export(orders, tuple(head for head in heads if head and head not in HEADS))


def _heads(rows: Iterator[tuple[int, Sequence[str]]]) -> list[str]:
    for _, row in rows:
        heads = [cell.replace(" ", "").replace("*", "") for cell in row]
        if len(HEADS.keys() & set(heads)) >= _HEADS_ENOUGH:
            return heads
    needed = "、".join(TEMPLATE[:3])
    raise ValidationError(f"没有找到表头，应有一行写明{needed}等列名，可下载模板对照。")


def _said(heads: list[str], row: Sequence[str]) -> dict[str, str]:
    """Two heads for one field: the first that says something."""
    said: dict[str, str] = {}
    for head, cell in zip(heads, row, strict=False):
        if cell and (field := HEADS.get(head)):
            said.setdefault(field, cell)
    return said


def _table(content: bytes) -> Iterator[list[str]]:
    text = decode(content)
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield [cell.strip() for cell in row]


def _sheet(content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # 15 MiB that only an import needs

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = list(_first(book))
    except Exception as damaged:  # openpyxl: KeyError, BadZipFile, ParseError, by what is broken
        raise ValidationError("这份表格打不开，请在表格软件里另存为 xlsx 再导入。") from damaged
    return ([_text(cell) for cell in row] for row in rows)


def _first(book: Any) -> Iterable[Sequence[Any]]:  # Any: openpyxl has no types
    if not book.worksheets:
        return []
    return book.worksheets[0].iter_rows(max_row=MOST_ROWS + 100, max_col=100, values_only=True)  # type: ignore[no-any-return]


def _text(cell: object) -> str:
    """As one would have typed it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip().removeprefix("'")
