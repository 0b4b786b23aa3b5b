"""A spreadsheet in which nothing is computed and nothing breaks the file."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from web.spreadsheet import Figure, plain_text, spreadsheet

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells(sheet: bytes) -> list[list[str]]:
    with zipfile.ZipFile(io.BytesIO(sheet)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))  # noqa: S314 (our own)
        root = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    assert not list(root.iter(f"{MAIN}f"))
    return [["".join(c.itertext()) for c in row] for row in root.iter(f"{MAIN}row")]


def test_who_took_it_stands_first_and_every_cell_is_text() -> None:
    sheet = spreadsheet("事项", "周* 导出", [("编号", 20), ("缴费人", 10)], [["1", "<&>\x00"]])
    assert cells(sheet) == [["周* 导出"], ["编号", "缴费人"], ["1", "<&>"]]


@pytest.mark.parametrize(
    "typed", ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1", "=HYPERLINK(1)"]
)
def test_a_formula_stays_text(typed: str) -> None:
    assert plain_text(typed).startswith("'")
    sheet = spreadsheet("事项", typed, [(typed, 20)], [[typed]])
    opened = load_workbook(io.BytesIO(sheet)).active
    kept = [cell for row in opened.iter_rows() for cell in row]
    assert [(cell.data_type, cell.number_format) for cell in kept] == [("s", "@")] * 3
    assert all(cell.value.startswith("'") for cell in kept)


def test_a_figure_is_a_number_that_can_be_added_up() -> None:
    row: list[str | Figure] = ["区税务局", Figure(12), Figure(0.857, "0.0%")]
    sheet = spreadsheet("考核", "周* 导出", [("单位", 20), ("应办", 10), ("率", 10)], [row])
    _, _, (unit, count, share) = load_workbook(io.BytesIO(sheet)).active.iter_rows()
    assert (unit.data_type, count.data_type, share.data_type) == ("s", "n", "n")
    assert (count.value, share.value, share.number_format) == (12, 0.857, "0.0%")


def test_the_heads_stay_in_sight() -> None:
    sheet = spreadsheet("事项", "周* 导出", [("编号", 20), ("缴费人", 10)], [["1", "乙"]])
    opened = load_workbook(io.BytesIO(sheet))["事项"]
    assert opened.freeze_panes == "A3"
    assert [opened.column_dimensions[name].width for name in "AB"] == [20, 10]


def test_ordinary_words_stay_as_they_are() -> None:
    assert plain_text("示例建材公司") == "示例建材公司"
