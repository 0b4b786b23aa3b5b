"""How much text a box on paper takes: sizes step down, what is too long goes to the 附页."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import NamedTuple

MILLIMETRES_A_POINT = 25.4 / 72
#: Line heights of running text and of the short values in cells, as in paper.css.
RUNNING, CELL = 1.2, 1.15
#: 小4 down to 5号, nothing smaller (领域 3.1).
TEXT_SIZES = (12.0, 11.0, 10.5)
#: A number too long for its cell stands in two lines of this size, and where they part.
CODE_SIZE = TEXT_SIZES[-1]
_PARTS = ((re.compile(r"[0-9]{17}[0-9Xx]"), 6), (re.compile(r"[0-9A-Z]{18}"), 8))
_LATIN = re.compile(r"[!-~]+")
#: What stands on one line or not at all: the serial of a 文号, a number, a code.
_RUN = re.compile(r"〔[0-9]{4}〕[0-9]+号|（共[0-9]+页）|[!-~]+")
_PIECE = re.compile(rf"{_RUN.pattern}|.")
#: Characters of 2号 in a line of 156 mm, and what a line of a title may end with.
TITLE_LINE = 20
_MAY_END = "的、，和及与等"
_MAY_NOT_BEGIN = "，。、；：）》”"
_NEAR = 6
_BREAK_LOSS = 0.98  # what line breaks before punctuation cost


class Room(NamedTuple):
    """A space on paper, in millimetres."""

    width: float
    height: float
    leading: float = RUNNING


def units(text: str) -> float:
    """Width in characters: a Chinese one counts one, a digit half, a capital more."""
    return sum(_width(each) for each in text)


def lines(text: str, width: float, size: float) -> int:
    """Lines that the text takes at this size (pt) in this width (mm)."""
    em = size * MILLIMETRES_A_POINT
    room = max(math.floor(width * _BREAK_LOSS / em), 1)
    return sum(_lines(line, width / em, room) for line in text.split("\n"))


def _lines(line: str, whole: float, room: int) -> int:
    """Of one paragraph; the serial of a 文号 goes to the next line whole."""
    wide = units(line)
    if wide <= whole:
        return 1
    if "〔" not in line:
        return math.ceil(wide / room)
    taken, count = 0.0, 1
    for piece in map(units, _PIECE.findall(line)):
        if taken + piece > room and taken:
            taken, count = 0.0, count + 1
        taken += piece
    return count


def fits(text: str, room: Room, size: float) -> bool:
    """Whether the text stays inside; a number or code is never broken over lines."""
    em = size * MILLIMETRES_A_POINT
    if any(units(run) * em > room.width for run in _RUN.findall(text)):
        return False
    return lines(text, room.width, size) * em * room.leading <= room.height


def size_for(text: str, room: Room, sizes: tuple[float, ...] = TEXT_SIZES) -> float | None:
    """The largest size at which the text stays in the room; None when none does."""
    return next((size for size in sizes if fits(text, room, size)), None)


def in_two(text: str, width: float) -> tuple[str, str] | None:
    """A number or code that is wider than its cell, parted where its own parts meet.

    An ID number after the division, a credit code after the registry and the division, any other
    after a dash or in the middle.
    """
    if not _LATIN.fullmatch(text) or units(text) * CODE_SIZE * MILLIMETRES_A_POINT <= width:
        return None
    known = (at for shape, at in _PARTS if shape.fullmatch(text))
    dash = text.find("-", len(text) // 3) + 1
    at = next(known, dash or (len(text) + 1) // 2)
    return text[:at], text[at:]


def beginning(text: str, room: Room, size: float, *, ending: str = "") -> str:
    """As much of the text as the room takes before `ending`, up to a sentence where one is near."""
    end = len(text)
    while end > 1 and not fits(f"{text[:end]}{ending}", room, size):
        end = min(int(end * 0.95), end - 1)
    stop = max(text.rfind(mark, 0, end) for mark in "。；！？\n")
    return text[: stop + 1] if stop > end // 2 else text[:end]


def title_lines(title: str) -> list[str]:
    """As few lines as the title needs, about equally long, ending after a word that may end one."""
    wide = units(title)  # a line of several keeps a place free: a comma begins none
    count = 1 if wide <= TITLE_LINE else math.ceil(wide / (TITLE_LINE - 1))
    lines_: list[str] = []
    rest = title
    for left in range(count, 1, -1):
        at = _break(rest, left)
        lines_.append(rest[:at])
        rest = rest[at:]
    return [*lines_, rest]


def _break(text: str, count: int) -> int:
    """Where the first of so many lines ends: after a word that may end one, near an equal part.

    Neither this line nor those that are left grow longer than a line is.
    """
    middle = round(len(text) / count)
    if units(text[middle:]) > (count - 1) * TITLE_LINE:
        middle += 1
    if text[middle] in _MAY_NOT_BEGIN and units(text[middle - 1 :]) <= (count - 1) * TITLE_LINE:
        middle -= 1
    places = [n + 1 for n, each in enumerate(text[:-1]) if each in _MAY_END]
    near = [
        at
        for at in places
        if abs(at - middle) <= _NEAR
        and units(text[:at]) <= TITLE_LINE
        and units(text[at:]) <= (count - 1) * TITLE_LINE
    ]
    return min(near, key=lambda at: abs(at - middle), default=middle)


def _width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    return 0.72 if character.isupper() else 0.53
