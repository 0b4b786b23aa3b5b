"""A year's notice is read as hands and spreadsheets write it, and every bad line is named."""

from __future__ import annotations

from datetime import date

import pytest

from deadlines.calendar_csv import read_days
from web.brought_tables import decode


@pytest.mark.parametrize(
    ("line", "on", "works", "name"),
    [
        ("2027-02-14,true,春节", date(2027, 2, 14), True, "春节"),
        ("2027/2/5,0,春节", date(2027, 2, 5), False, "春节"),
        ("2027年2月5日\t放假\t春节", date(2027, 2, 5), False, "春节"),
        ("20270205，休，春节", date(2027, 2, 5), False, "春节"),
        ("2027.2.14, 上班", date(2027, 2, 14), True, ""),
    ],
)
def test_it_reads_what_hands_and_spreadsheets_write(
    line: str, on: date, works: bool, name: str
) -> None:
    (day,) = read_days(line).days
    assert (day.on, day.is_workday, day.name) == (on, works, name)


def test_a_header_may_name_the_columns_in_any_order() -> None:
    reading = read_days("\ufeffname,source,date,is_workday\n春节,某通知,2027-02-05,False\n\n# 注\n")
    assert reading.bad_lines == ()
    assert (reading.days[0].name, reading.days[0].source) == ("春节", "某通知")
    assert reading.incomplete_years() == [2027]


def test_a_notice_that_reaches_into_the_year_before_says_nothing_against_it() -> None:
    text = (
        "2026-12-27,上班,元旦\n2026-12-31,放假,元旦\n2027-01-01,放假,元旦\n2027-10-01,放假,国庆节"
    )
    reading = read_days(text)
    assert reading.incomplete_years() == [2026]
    assert reading.incomplete_years([2025, 2026]) == []


def test_every_bad_line_is_reported_with_its_number() -> None:
    text = "date,is_workday,name\n2027-02-30,true,x\n2027-02-01,maybe,x\nyesterday,true\n"
    text += "2027-02-03,true\n2027-02-03,false\n1900-01-01,true\n2027-02-04,true," + "长" * 31
    reading = read_days(text)
    assert [line.number for line in reading.bad_lines] == [2, 3, 4, 6, 7, 8]
    assert str(reading.bad_lines[0]) == "第 2 行：日期“2027-02-30”不存在"
    assert "应写作 上班 或 放假" in str(reading.bad_lines[1])
    assert "重复出现" in str(reading.bad_lines[3])


@pytest.mark.parametrize("text", ["", "\n\n", "date,is_workday,name\n"])
def test_an_empty_file_is_a_bad_one(text: str) -> None:
    assert read_days(text).bad_lines[0].sentence == "文件里没有任何日期"


def test_excel_on_chinese_windows_is_understood() -> None:
    assert decode("春节".encode("gb18030")) == "春节"
    assert decode("春节".encode("utf-8-sig")) == "春节"
