"""How much text a box on paper takes: sizes step down, what is too long goes to the 附页."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import NamedTuple

MILLIMETRES_A_POINT = 25.4 / 72
#: Line heights of running text and of the short values in cells, as in paper.css.
RUNNING, CELL = 1.2, 1.15
#: 小4 down to 5号 (领域 3.1); smaller only for a number or a name that must stay in its cell.
TEXT_SIZES = (12.0, 11.0, 10.5)
CELL_SIZES = (*TEXT_SIZES, 9.0, 8.0, 7.0)
#: A number too long for its cell, and how far its digits may be pressed together.
CODE_SIZE = 10.5
_NARROWINGS = (90, 80, 70, 60)
_LATIN = re.compile(r"[!-~]+")
#: Characters of 2号 in a line of 156 mm, and what a line of a title may end with.
TITLE_LINE = 20
_MAY_END = "的、，和及与等"
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
    each = (units(line) for line in text.split("\n"))
    return sum(1 if wide * em <= width else math.ceil(wide / room) for wide in each)


def fits(text: str, room: Room, size: float) -> bool:
    """Whether the text stays inside; a number or code is never broken over lines."""
    em = size * MILLIMETRES_A_POINT
    if any(units(run) * em > room.width for run in _LATIN.findall(text)):
        return False
    return lines(text, room.width, size) * em * room.leading <= room.height


def size_for(text: str, room: Room, sizes: tuple[float, ...] = TEXT_SIZES) -> float | None:
    """The largest size at which the text stays in the room; None when none does."""
    return next((size for size in sizes if fits(text, room, size)), None)


def narrowed(text: str, width: float) -> int:
    """How far a number or code must be pressed together, in per cent; 0 for any other text."""
    wide = units(text) * CODE_SIZE * MILLIMETRES_A_POINT
    if not _LATIN.fullmatch(text) or wide <= width:
        return 0
    return next((step for step in _NARROWINGS if wide * step <= width * 100), _NARROWINGS[-1])


def beginning(text: str, room: Room, size: float) -> str:
    """As much of the text as the room takes, cut after a sentence where one ends near."""
    end = len(text)
    while end > 1 and not fits(text[:end], room, size):
        end = int(end * 0.95)
    stop = max(text.rfind(mark, 0, end) for mark in "。；！？\n")
    return text[: stop + 1] if stop > end // 2 else text[:end]


def title_lines(title: str) -> list[str]:
    """As few lines as the title needs, about equally long, ending after a word that may end one."""
    count = math.ceil(units(title) / TITLE_LINE)
    lines_: list[str] = []
    rest = title
    for left in range(count, 1, -1):
        at = _break(rest, round(len(rest) / left))
        lines_.append(rest[:at])
        rest = rest[at:]
    return [*lines_, rest]


def _break(text: str, middle: int) -> int:
    """The nearest place to the middle where a line may end."""
    places = [n + 1 for n, each in enumerate(text[:-1]) if each in _MAY_END]
    near = [at for at in places if abs(at - middle) <= _NEAR]
    return min(near, key=lambda at: abs(at - middle), default=middle)


def _width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    return 0.72 if character.isupper() else 0.53
