"""Reading a year's notice from CSV or from what was pasted; every bad line by its number.

Columns: date, is_workday (上班/放假), name, source; with a header in any order, or without one in
this order. Comma, tab or a Chinese comma between them, as spreadsheets and hands write it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from deadlines.calendar import FIRST_DAY, LAST_DAY, Day, announced_years
from web.brought_tables import BadLine

COLUMNS = ("date", "is_workday", "name", "source")
HEADINGS = {
    "date": "date",
    "日期": "date",
    "is_workday": "is_workday",
    "workday": "is_workday",
    "上班": "is_workday",
    "是否上班": "is_workday",
    "安排": "is_workday",
    "name": "name",
    "名称": "name",
    "节日": "name",
    "source": "source",
    "来源": "source",
}
WORK = {"1", "true", "t", "yes", "y", "上班", "班", "是", "工作日", "调休上班"}
REST = {"0", "false", "f", "no", "n", "放假", "休", "否", "休息日", "休息", "节假日"}
NAME_LENGTH = 30
SOURCE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says: its days, or what is wrong with it. With one bad line nothing counts."""

    days: tuple[Day, ...]
    bad_lines: tuple[BadLine, ...]

    @property
    def years(self) -> list[int]:
        """Years that the days belong to."""
        return sorted({day.on.year for day in self.days})

    def incomplete_years(self, known: Iterable[int] = ()) -> list[int]:
        """Years that stay 暂定: their national day is neither in the file nor `known` already.

        A notice may reach into the December before (元旦); that year's own notice speaks for it.
        """
        return sorted(set(self.years) - announced_years(self.days) - set(known))


def read_days(text: str) -> Reading:
    """Read every line; report all bad ones, not only the first (R101)."""
    rows = [
        (number, [cell.strip() for cell in row])
        for number, row in enumerate(_split(text), start=1)
        if any(cell.strip() for cell in row) and not row[0].lstrip().startswith("#")
    ]
    columns, body = _columns(rows)
    days: dict[date, Day] = {}
    bad_lines: list[BadLine] = []
    for number, row in body:
        try:
            day = _day(dict(zip(columns, row, strict=False)))
            _refuse_twice(day, days)
            days[day.on] = day
        except ValueError as problem:
            bad_lines.append(BadLine(number, str(problem)))
    if not days and not bad_lines:
        bad_lines.append(BadLine(1, "文件里没有任何日期"))
    return Reading(tuple(sorted(days.values(), key=lambda day: day.on)), tuple(bad_lines))


def _split(text: str) -> list[list[str]]:
    """Rows of cells; a line is a row, so that its number is the one the reader sees."""
    lines = text.lstrip("\ufeff").splitlines()
    delimiter = "\t" if any("\t" in line for line in lines) else ","
    if delimiter == "," and not any("," in line for line in lines):
        lines = [line.replace("，", ",") for line in lines]
    return [next(csv.reader(io.StringIO(line), delimiter=delimiter), [""]) for line in lines]


def _columns(
    rows: list[tuple[int, list[str]]],
) -> tuple[tuple[str, ...], list[tuple[int, list[str]]]]:
    """The columns named by a header, else the usual order."""
    if not rows:
        return COLUMNS, []
    named = tuple(HEADINGS.get(cell.lower(), "") for cell in rows[0][1])
    if "date" in named:
        return named, rows[1:]
    return COLUMNS, rows


def _day(cells: dict[str, str]) -> Day:
    return Day(
        _date(cells.get("date", "")),
        is_workday=_is_workday(cells.get("is_workday", "")),
        name=_fitting(cells.get("name", ""), NAME_LENGTH, "名称"),
        source=_fitting(cells.get("source", ""), SOURCE_LENGTH, "来源"),
    )


def _date(text: str) -> date:
    """2027-02-05, 2027/2/5, 2027.2.5, 20270205 or 2027年2月5日."""
    match = re.fullmatch(r"(\d{4})\D(\d{1,2})\D(\d{1,2})日?|(\d{4})(\d{2})(\d{2})", text)
    if match is None:
        raise ValueError(f"日期“{text}”无法识别，应写作 2027-02-05")
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        on = date(year, month, day)
    except ValueError:
        raise ValueError(f"日期“{text}”不存在") from None
    if not FIRST_DAY <= on <= LAST_DAY:
        raise ValueError(f"日期“{text}”超出 {FIRST_DAY.year} 至 {LAST_DAY.year} 年")
    return on


def _is_workday(text: str) -> bool:
    word = text.lower()
    if word in WORK:
        return True
    if word in REST:
        return False
    raise ValueError(f"“{text}”无法识别，应写作 上班 或 放假")


def _fitting(text: str, length: int, what: str) -> str:
    if len(text) > length:
        raise ValueError(f"{what}超过 {length} 字")
    return text


def _refuse_twice(day: Day, days: dict[date, Day]) -> None:
    if day.on in days:
        raise ValueError(f"日期 {day.on:%Y-%m-%d} 重复出现")
