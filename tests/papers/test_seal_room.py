"""A seal of 42 mm finds its place in every paper that is sealed, and touches no other text.

As GB/T 9704-2012 (7.3.5) has it, it lies on the issuing organ and the day, and on nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import product
from typing import Any

import pdfplumber
import pytest

from papers.printing.drawing import page
from papers.printing.pdf import render
from tests.papers import samples
from tests.papers.sheets import EACH, MILLIMETRE, drawn, drawn_full, opened

RADIUS = 21 * MILLIMETRE
MARK = "（盖章）"
#: A cell's own name: whoever receives the paper seals beside it.
LABELS = 60 * MILLIMETRE
#: The number of the paper, its folio and codes stand below; a seal does not reach there.
EDGE = 290 * MILLIMETRE
_DAY = re.compile(r"[0-9]{0,4}年[0-9]{0,2}月[0-9]{0,2}日")
Sign = dict[str, Any]  # Any: pdfplumber's own

#: Who seals it writes on it with the pen first, or it bears no organ's word.
NOT_SEALED = {
    "registration", "major_approval", "minutes", "extension_form", "supervision_reply",
    "disclosure_form", "attendance_sheet", "consultation", "membership", "withdrawal_request",
    "case_cover", "case_catalogue", "case_remarks",
}  # fmt: skip


#: The front of the 报送单 is full as the plan's own table has it (领域 3.2): the seal of its row of
#: 30 mm lies over the rows above and below.
FULL = {("referral", 1)}
#: Where the one who signs for the unit is named; nobody of the portal leaves it to the pen.
SIGNS = "签发人："
PEN = 14 * MILLIMETRE


def lines_of(page: Any) -> list[list[Sign]]:  # Any: as above
    """What stands on one line, from the left."""
    lines: list[list[Sign]] = []
    for sign in sorted(page.chars, key=lambda each: (each["top"] + each["bottom"]) / 2):
        if not sign["text"].strip():
            continue
        middle = (sign["top"] + sign["bottom"]) / 2
        if lines and abs(middle - _middle(lines[-1])) < 4:
            lines[-1].append(sign)
        else:
            lines.append([sign])
    return [sorted(line, key=lambda each: float(each["x0"])) for line in lines]


def _middle(line: list[Sign]) -> float:
    return float((line[0]["top"] + line[0]["bottom"]) / 2)


def runs(line: list[Sign]) -> Iterator[list[Sign]]:
    """Words that stand apart on one line."""
    run: list[Sign] = []
    for sign in line:
        if run and sign["x0"] - run[-1]["x1"] > 0.9 * sign["size"]:
            yield run
            run = []
        run.append(sign)
    yield run


def text(run: list[Sign]) -> str:
    return "".join(each["text"] for each in run)


def marks(page: Any) -> Iterator[tuple[list[Sign], list[Sign]]]:
    """The signs of each （盖章）, and whatever a seal upon it may lie on."""
    lines = lines_of(page)
    for nth, line in enumerate(lines):
        for run in runs(line):
            if MARK not in text(run):
                continue
            at = text(run).index(MARK)
            near = [line, *lines[max(nth - 2, 0) : nth], *lines[nth + 1 : nth + 3]]
            if run[text(run).index(MARK)]["x0"] < LABELS:
                continue
            days = [
                each
                for other in near
                for each in runs(other)
                if _DAY.search(text(each)) or each[0]["text"] in "年月日"
            ]
            own = [*run, *(sign for each in [*days, *organ_above(lines, nth)] for sign in each)]
            yield run[at : at + len(MARK)], own


def organ_above(lines: list[list[Sign]], nth: int) -> list[list[Sign]]:
    """The lines before, where a long name of the organ takes more than one."""
    found: list[list[Sign]] = []
    for at in range(nth - 1, -1, -1):
        near = _middle(lines[at + 1]) - _middle(lines[at]) < 1.9 * lines[nth][0]["size"]
        even = abs(lines[at][-1]["x1"] - lines[at + 1][-1]["x1"]) < 2 * lines[nth][0]["size"]
        if not (near and even):
            break
        found.append(lines[at])
    return found


def a_place(page: Any, mark: list[Sign], own: list[Sign]) -> tuple[float, float] | None:
    """A centre from which the seal covers the mark and nothing that is not its own."""
    x = (mark[0]["x0"] + mark[-1]["x1"]) / 2
    y = (mark[0]["top"] + mark[0]["bottom"]) / 2
    free = {id(each) for each in own}
    others = [
        each
        for each in page.chars
        if each["text"].strip() and id(each) not in free and abs(each["top"] - y) < 2.5 * RADIUS
    ]
    steps = range(-20, 21, 2)
    for down, aside in sorted(product(steps, steps), key=lambda at: at[0] ** 2 + at[1] ** 2):
        cx, cy = x + aside * MILLIMETRE, y + down * MILLIMETRE
        if (aside**2 + down**2) ** 0.5 > 20 or cy + RADIUS > EDGE or cx + RADIUS > page.width:
            continue
        if not any(_touches(each, cx, cy) for each in others):
            return cx, cy
    return None


def _touches(sign: Sign, x: float, y: float) -> bool:
    aside = max(sign["x0"] - x, 0, x - sign["x1"])
    down = max(sign["top"] - y, 0, y - sign["bottom"])
    return bool(aside**2 + down**2 < RADIUS**2)


def crowded(kind: str, drawing: bytes) -> list[str]:
    """Each （盖章） on which no seal can be put, and how many there are at all."""
    found = []
    with opened(drawing) as pdf:
        for page in pdf.pages:
            found += [
                "free" if a_place(page, mark, own) else f"page {page.page_number}"
                for mark, own in marks(page)
                if (kind, page.page_number) not in FULL
            ]
    return found


@pytest.mark.parametrize("kind", EACH)
def test_a_seal_of_42_mm_finds_its_place(kind: str) -> None:
    for drawing in (drawn(kind), drawn_full(kind)):
        found = crowded(kind, drawing)
        assert bool(found) is (kind not in NOT_SEALED)
        assert set(found) <= {"free"}, found


def test_where_nobody_of_the_portal_signs_there_is_room_for_the_pen() -> None:
    """A clerk's step prints no clerk as 签发人 (决定 0057): the head signs what goes out."""
    seen = set()
    for kind, content in samples.TYPICAL.items():
        unsigned = replace(content, signed_by="")
        if SIGNS not in page(unsigned, masked=False):
            continue
        with pdfplumber.open(BytesIO(render(unsigned, masked=False))) as pdf:
            for line in (line for each in pdf.pages for line in lines_of(each)):
                if SIGNS not in text(line):
                    continue
                after = line[text(line).index(SIGNS) + len(SIGNS) :]
                end = line[text(line).index(SIGNS) + len(SIGNS) - 1]["x1"]
                assert not after or after[0]["x0"] - end > PEN, (kind, text(line))
                seen.add(kind)
    assert {"transfer_letter", "notification", "acceptance_notice", "withdrawal_notice",
            "extension_notice", "meeting_notice", "report_up", "referral"} <= seen  # fmt: skip
