"""GB/T 9704-2012 and 领域 3.1-3.4 in millimetres: paper, measure, what is wanted, how exactly."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import pytest

from tests.papers import samples
from tests.papers.sheets import EACH, MILLIMETRE, drawn, drawn_full, opened

#: 版心 156 x 225 mm holds 22 lines of 28 characters of 3号 (16pt); two of them left empty.
LINE: Final = 225 / 22
TWO_LINES: Final = 2 * LINE
#: A character of 4号, and seven eighths of one of 3号.
FOURTH, SEVEN_EIGHTHS = 14 / MILLIMETRE, 14 / MILLIMETRE
TITLE, FOLIO, FOOT = 22, 14, 8  # pt: 2号, 4号, and the small line below
#: Pages of a paper at its limit that are looked at, at the beginning and at the end.
SEEN: Final = 4

Sign = Mapping[str, Any]  # Any: pdfplumber's own
#: What is wanted of a measure, and how far it may be off.
Wanted = dict[str, tuple[float, float]]


class Sheet:
    """One paper: the head of an ordinary one, the type area of one at its limit."""

    def __init__(self, kind: str) -> None:
        with opened(drawn(kind)) as plain, opened(drawn_full(kind)) as full:
            self.head = [_in_millimetres(each) for each in plain.pages[0].chars]
            first = plain.pages[0].objects
            self.rules = [
                _in_millimetres(each) for shape in ("rect", "line") for each in first.get(shape, [])
            ]
            self.edges = [_in_millimetres(each) for each in plain.pages[0].edges]
            seen = [*full.pages[:SEEN], *full.pages[SEEN:][-SEEN:]]
            self.pages = [[_in_millimetres(each) for each in page.chars] for page in seen]
        prose = (each for page in self.pages for each in page if not _red(each))
        self.size = Counter(round(each["size"]) for each in prose).most_common(1)[0][0]

    def text(self, signs: Iterable[Sign]) -> list[list[Sign]]:
        """The lines of running text, each from left to right."""
        found = defaultdict(list)
        for each in signs:
            inside = each["bottom"] < 297 - 30 and each["text"].strip()
            if inside and round(each["size"]) == self.size and not _red(each):
                found[round(each["top"], 1)].append(each)
        return [sorted(found[top], key=lambda each: float(each["x0"])) for top in sorted(found)]

    @property
    def full(self) -> list[list[Sign]]:
        """The lines of the page that has most of them."""
        return max((self.text(page) for page in self.pages[1:]), key=len)

    @property
    def title(self) -> list[Sign]:
        return [each for each in self.head if round(each["size"]) == TITLE and not _red(each)]

    @property
    def mark(self) -> list[Sign]:
        return [each for each in self.head if _red(each)]

    @property
    def number(self) -> list[Sign]:
        """文号: the first line of text below the mark."""
        return self.text(self.head)[0]

    @property
    def first_line(self) -> list[Sign]:
        """Of the text below the title."""
        below = _bottom(self.title)
        return next(line for line in self.text(self.head) if _top(line) > below)

    def red_rules(self, *, upper: bool) -> list[Sign]:
        """Those of the upper half of the page, or of its foot."""
        return [each for each in self.rules if _red(each) and (each["top"] < 297 / 2) is upper]

    def folio(self, page: int) -> list[Sign]:
        return [
            each
            for each in (self.pages[page] if page else self.head)
            if each["top"] > 297 - 35 and round(each["size"]) == FOLIO
        ]

    @property
    def foot(self) -> list[Sign]:
        return [each for each in self.head if each["top"] > 277 and round(each["size"]) == FOOT]


def _in_millimetres(each: Sign) -> dict[str, Any]:
    return dict(each) | {key: each[key] / MILLIMETRE for key in ("x0", "x1", "top", "bottom")}


def _red(each: Sign) -> bool:
    colour: Sequence[float] = each.get("non_stroking_color") or ()
    return len(colour) == len("rgb") and colour[0] > colour[1] + 0.5


def _left(signs: Iterable[Sign]) -> float:
    return min(float(each["x0"]) for each in signs)


def _right(signs: Iterable[Sign]) -> float:
    return max(float(each["x1"]) for each in signs)


def _top(signs: Iterable[Sign]) -> float:
    return min(float(each["top"]) for each in signs)


def _bottom(signs: Iterable[Sign]) -> float:
    return max(float(each["bottom"]) for each in signs)


def _middle(signs: Iterable[Sign]) -> float:
    kept = list(signs)
    return (_top(kept) + _bottom(kept)) / 2


def _pitch(sheet: Sheet) -> float:
    return min(_top(below) - _top(above) for above, below in pairwise(sheet.full))


def _characters(line: Iterable[Sign]) -> int:
    return sum(each["text"] > "\u2e80" for each in line)


MEASURES: Final[dict[str, Callable[[Sheet], float]]] = {
    "版心左边": lambda it: min(_left(line) for line in it.full),
    "版心右边": lambda it: max(_right(line) for line in it.full),
    "版心上边": lambda it: _middle(it.full[0]) - _pitch(it) / 2,
    "版心下边": lambda it: _middle(it.full[-1]) + _pitch(it) / 2,
    "每页行数": lambda it: len(it.full),
    "每行字数": lambda it: max(map(_characters, it.full)),
    "行距": _pitch,
    "单页页码右边": lambda it: _right(it.folio(2)),
    "双页页码左边": lambda it: _left(it.folio(1)),
    "页码高低": lambda it: _middle(each for each in it.folio(1) if each["text"] == "—"),
    "首页页码字数": lambda it: len(it.folio(0)),
    "校验行右边": lambda it: _right(it.foot),
    "标题字号": lambda it: max(each["size"] for each in it.title),
    "标题居中": lambda it: (_left(it.title) + _right(it.title)) / 2,
    "标题上沿": lambda it: _top(it.title),
    "标题至正文": lambda it: _top(it.first_line) - _bottom(it.title),
    "标志上沿": lambda it: _top(it.mark),
    "标志至红线": lambda it: _top(it.red_rules(upper=True)) - _bottom(it.mark),
    "红线左端": lambda it: _left(it.red_rules(upper=True)),
    "红线右端": lambda it: _right(it.red_rules(upper=True)),
    "红线至文号": lambda it: _top(it.number) - _bottom(it.red_rules(upper=True)),
    "红线至标题": lambda it: _top(it.title) - _bottom(it.red_rules(upper=True)),
    "下红线上沿": lambda it: _top(it.red_rules(upper=False)),
    "下红线左端": lambda it: _left(it.red_rules(upper=False)),
    "下红线右端": lambda it: _right(it.red_rules(upper=False)),
    "文号右边": lambda it: _right(it.number),
    "文号至标题": lambda it: _top(it.title) - _bottom(it.number),
    "标志至编号": lambda it: _top(it.number) - _bottom(it.mark),
    "编号居中": lambda it: (_left(it.number) + _right(it.number)) / 2,
    "表格左边": lambda it: _left(it.edges),
    "表格右边": lambda it: _right(it.edges),
}

CENTRE: Final = (28 + 184) / 2
ANY: Final[Wanted] = {"校验行右边": (184, 0.3)}
TITLED: Final[Wanted] = {"标题字号": (22, 0.1), "标题居中": (CENTRE, 0.5)}
#: 表单 (领域 3.1): 25 mm above, 28 left, 26 right, on the middle of a frame of 0.5 mm; the title
#: in a line of 29pt.
FORM: Final[Wanted] = {**ANY, **TITLED, "标题上沿": (25 + 3.5 / MILLIMETRE, 0.5)}
TABLE: Final[Wanted] = {**FORM, "表格左边": (28, 0.5), "表格右边": (184, 0.5)}
FOLIO_PLACE: Final[Wanted] = {
    "单页页码右边": (184 - FOURTH, 0.3),
    "双页页码左边": (28 + FOURTH, 0.3),
    "页码高低": (297 - 35 + 7, 0.3),
}
AREA: Final[Wanted] = {
    **ANY,
    **FOLIO_PLACE,
    "版心左边": (28, 0.3),
    "版心右边": (184, 0.3),
    "版心上边": (37, 0.3),
}
#: 公文: 22 lines of 28, 225 mm down to 35 mm from the edge.
PAGE: Final[Wanted] = {
    **AREA,
    "版心下边": (297 - 35, 0.3),
    "每页行数": (22, 0),
    "每行字数": (28, 0),
    "行距": (LINE, 0.03),
}
#: What fits on one leaf with its 签收栏 is set in 4号, 25 lines of 32.
COMPACT: Final[Wanted] = {
    **AREA,
    **TITLED,
    "每页行数": (25, 0),
    "每行字数": (32, 0),
    "行距": (225 / 25.5, 0.03),
    "首页页码字数": (len("—1—") + 2, 0),
}
#: 信函 (GB/T 9704 10.1).
LETTERHEAD: Final[Wanted] = {
    **PAGE,
    **TITLED,
    "首页页码字数": (0, 0),
    "标志上沿": (30, 0.5),
    "标志至红线": (4, 0.3),
    "红线左端": (21, 0.3),
    "红线右端": (191, 0.3),
    "下红线上沿": (297 - 20, 0.5),
    "下红线左端": (21, 0.3),
    "下红线右端": (191, 0.3),
    "红线至文号": (SEVEN_EIGHTHS, 0.3),
    "文号右边": (184, 0.3),
    "文号至标题": (TWO_LINES, 0.5),
    "标题至正文": (LINE, 0.5),
}
#: 纪要 (GB/T 9704 10.3, 领域 3.4).
MINUTES: Final[Wanted] = {
    **PAGE,
    **TITLED,
    "标志上沿": (37 + 35, 0.5),
    "标志至编号": (TWO_LINES, 0.5),
    "编号居中": (CENTRE, 0.5),
    "红线左端": (28, 0.3),
    "红线右端": (184, 0.3),
    "红线至标题": (TWO_LINES, 0.5),
    "标题至正文": (LINE, 0.5),
}


def _without(wanted: Wanted, *names: str) -> Wanted:
    return {name: each for name, each in wanted.items() if name not in names}


PAPERS: Final[dict[str, Wanted]] = {
    **dict.fromkeys(
        (
            "registration", "referral", "major_approval", "task_sheet", "service_proof",
            "extension_form", "correction", "supervision_order", "supervision_reply", "report_up",
            "disclosure_form", "case_catalogue", "case_remarks", "attendance_sheet",
            "destruction_list", "consultation", "settlement", "membership", "intake_receipt",
            "withdrawal_request",
        ),
        TABLE,
    ),
    "receipt": TABLE | {"标题上沿": (25 + 2.5 / MILLIMETRE, 0.5)},  # two lines of 27pt
    "disclosure_sheet": FORM,
    "case_cover": _without(TABLE, *FORM) | ANY,
    **dict.fromkeys(
        ("notification", "acceptance_notice", "extension_notice", "withdrawal_notice"), COMPACT
    ),
    **dict.fromkeys(("opinion", "approval_opinion", "assist_reply"), PAGE | TITLED),
    **dict.fromkeys(
        ("decision", "joint_notice", "meeting_notice", "transfer_letter", "appraisal_report"),
        LETTERHEAD,
    ),
    "period_report": LETTERHEAD,
    "minutes": MINUTES,
}  # fmt: skip


def _off(sheet: Sheet, wanted: Wanted) -> Iterator[str]:
    for name, (value, within) in wanted.items():
        measured = MEASURES[name](sheet)
        if abs(measured - value) > within + 0.005:
            yield f"{name} {measured:.2f}，应为 {value:.2f}±{within:g}"


@pytest.mark.parametrize("kind", EACH)
def test_a_paper_has_the_measures_of_its_standard(kind: str) -> None:
    assert list(_off(Sheet(kind), PAPERS[kind])) == []


def test_every_paper_and_every_measure_has_its_place_in_the_table() -> None:
    assert PAPERS.keys() == samples.TYPICAL.keys()
    assert {name for wanted in PAPERS.values() for name in wanted} == MEASURES.keys()
