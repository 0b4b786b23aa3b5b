"""Every paper at the limit of its forms: nothing too small, outside its cell, over another text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest

from departments.models import Department
from papers.forms.attendance_sheet import SeatPiece
from papers.freezing import Frozen, Slot, rewritten
from papers.pieces import SignaturePiece
from papers.printing.pdf import render
from tests.papers import samples
from tests.papers.lengths import at_its_limit
from tests.papers.sheets import EACH, MILLIMETRE, drawn, drawn_full, opened

SMALLEST = 10.4  # 5号, as read back
LEFT, RIGHT = 28 * MILLIMETRE, (210 - 26) * MILLIMETRE
TOP, BOTTOM = 25 * MILLIMETRE, (297 - 20) * MILLIMETRE
SEAL = 170 * MILLIMETRE  # the letterhead's own width


def chars(page: Any) -> list[dict[str, Any]]:  # Any: pdfplumber's own
    """What is printed in the type area; foot, folio and copy mark stand outside it."""
    return [
        each
        for each in page.chars
        if each["text"].strip("□√ \u3000") and each["top"] > TOP - 1 and each["bottom"] < BOTTOM + 1
    ]


def too_small(page: Any) -> Iterator[str]:
    yield from (each["text"] for each in chars(page) if each["size"] < SMALLEST)


def beside_the_type_area(page: Any) -> Iterator[str]:
    middle, slack = page.width / 2, 1.5
    for each in chars(page):
        in_head = each["size"] > 15.5 and abs(each["x0"] - middle) < SEAL / 2
        if (each["x0"] < LEFT - slack or each["x1"] > RIGHT + slack) and not in_head:
            yield each["text"]


def outside_its_cell(page: Any) -> Iterator[str]:
    for table in page.find_tables():
        left, top, right, bottom = table.bbox
        cells = sorted(cell for row in table.rows for cell in row.cells if cell)
        edges = [cell[0] for cell in cells]
        for each in chars(page):
            x, y = (each["x0"] + each["x1"]) / 2, (each["top"] + each["bottom"]) / 2
            if not (left < x < right and top < y < bottom):
                continue
            near = cells[: bisect_left(edges, x)]
            own = next((c for c in reversed(near) if c[0] <= x <= c[2] and c[1] <= y <= c[3]), None)
            if own and (each["x0"] < own[0] - 1 or each["x1"] > own[2] + 1):
                yield each["text"]


def over_another(page: Any) -> Iterator[str]:
    """Two signs in one place: a text that ran over its neighbour's."""
    rows: dict[int, list[dict[str, Any]]] = {}
    for each in chars(page):
        rows.setdefault(round((each["top"] + each["bottom"]) / 8), []).append(each)
    for row in rows.values():
        row.sort(key=lambda each: each["x0"])
        for one, two in pairwise(row):
            if one["x1"] - two["x0"] > 0.5 * min(one["size"], two["size"]):
                yield one["text"] + two["text"]


def parted(page: Any) -> Iterator[str]:
    """The serial of a 文号, or （共3页）, whose last sign went to the next line."""
    text = "".join(each["text"] for each in page.chars)
    for found in re.finditer("〔[0-9]{4}〕[0-9]+号|（共[0-9]+页）", text):
        tops = [each["top"] for each in page.chars[found.start() : found.end()]]
        if max(tops) - min(tops) > SMALLEST / 2:
            yield found.group()


ONE_SHEET = {
    "registration", "referral", "receipt", "major_approval", "task_sheet", "extension_form",
    "supervision_order", "supervision_reply", "report_up", "disclosure_form", "service_proof",
    "case_cover", "intake_receipt", "withdrawal_request", "consultation", "settlement",
    "membership",
}  # fmt: skip


@pytest.mark.parametrize("kind", EACH)
def test_at_its_limit_nothing_is_small_outside_or_over_another(kind: str) -> None:
    with opened(drawn_full(kind)) as pdf:
        for page in pdf.pages:
            found = {
                check.__name__: "".join(check(page))
                for check in (
                    too_small,
                    beside_the_type_area,
                    outside_its_cell,
                    over_another,
                    parted,
                )
            }
            assert not any(found.values()), (page.page_number, found)
        texts = ["".join((page.extract_text() or "").split()) for page in pdf.pages]
        if kind in ONE_SHEET:  # a form keeps its pages, what does not fit goes to the 附页
            with opened(drawn(kind)) as plain:
                own = len(plain.pages)
            assert texts[own].startswith("附页"), [text[:20] for text in texts]
        if kind == "referral":
            assert "本单一式三份" in texts[0]
            assert "（回执）" in texts[1]
            assert "请于3月19日前反馈受理部门" in texts[1]


#: Of fifteen characters, as many Uygur names are.
NAME = "阿卜杜热依木·买买提艾力江尼亚"
NAMES = {"signed_by", "head", "drafted_by", "reviewed_by", "first_contact_officer", "corrected_by",
         "servers"}  # fmt: skip


def _named_at_length(owner: Frozen, slot: Slot, value: Any) -> Any:  # Any: a field's value
    if not value or not isinstance(value, str):
        return value
    if slot.mask == "name" or slot.name in NAMES:
        return NAME
    if isinstance(owner, SeatPiece) and slot.name == "name":
        return NAME
    if slot.name == "opened_by" or (isinstance(owner, SignaturePiece) and slot.name == "name"):
        return f"区税务局 {NAME}"
    return value


#: The 签到表 has as many pages as it needs, and may still not cut a name.
NAMED = ONE_SHEET | {"attendance_sheet"}


@pytest.mark.parametrize("kind", [each for each in EACH if each.values[0] in NAMED])
def test_a_name_of_fifteen_characters_stands_whole_in_its_cell(kind: str) -> None:
    content = rewritten(samples.TYPICAL[kind], _named_at_length)
    with opened(render(content, masked=False)) as pdf, opened(drawn(kind)) as plain:
        assert len(pdf.pages) == len(plain.pages)
        for page in pdf.pages:
            assert "附页" not in "".join(page.extract_text().split())
            assert [*outside_its_cell(page), *over_another(page)] == []


def test_the_samples_are_as_long_as_the_forms_allow() -> None:
    full = at_its_limit(samples.referral())
    assert (len(full.payer.name), len(full.recipient)) == (120, 60)  # type: ignore[attr-defined]
    prefix = Department._meta.get_field("paper_prefix").max_length
    assert len(full.number.partition("〔")[0]) == (prefix or 0) + len(full.number_suffix)
    assert isinstance(full.due_on, date)  # type: ignore[attr-defined]
    assert not isinstance(full.due_on, datetime)  # type: ignore[attr-defined]
