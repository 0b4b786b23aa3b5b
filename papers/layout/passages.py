"""The long texts of a paper: numbered sections of a letter, passages in rows of fixed height.

A passage shrinks to 5号, then goes on on the 附页 (领域 3.2).
"""

from __future__ import annotations

from typing import NamedTuple

from papers.layout.fitting import (
    CELL,
    MILLIMETRES_A_POINT,
    RUNNING,
    Room,
    beginning,
    lines,
    size_for,
)

TEXT_WIDTH = 128.6
NARROW = 25.2  # mm of text in a column of 28
SMALL = 10.5
SEE_APPENDIX = "……（全文见附页）"
CUT = "…见附页"
#: A name of fifteen characters stands whole in its cell, with a telephone beside it too.
MOST_NAME_LINES = 4
LINE_OF_NAME = 4.3  # mm
_PADDING = 2.4
_LAST_LINE = SMALL * RUNNING * MILLIMETRES_A_POINT


class Section(NamedTuple):
    heading: str
    text: str


def sections(*pairs: tuple[str, str]) -> list[Section]:
    """An empty one is left out and the numbers close up."""
    return [Section(heading, text) for heading, text in pairs if text]


class Passage(NamedTuple):
    """What stands in the row, how large, how high the row is, and what the 附页 takes."""

    heading: str
    text: str
    size: str
    row: int
    appendix: str = ""


def _class(size: float) -> str:
    return f"s{size * 10:.0f}"


class Appendix(NamedTuple):
    heading: str
    text: str


def passage_size(text: str, row: int, *, taken: float = 0) -> float | None:
    return size_for(text, Room(TEXT_WIDTH, row - _PADDING - taken))


def passage(heading: str, text: str, row: int, *, taken: float = 0) -> Passage:
    """`taken` is what signatures below the text need of the row."""
    size = passage_size(text, row, taken=taken)
    if size is not None:
        return Passage(heading, text, _class(size), row)
    room = Room(TEXT_WIDTH, row - _PADDING - taken - _LAST_LINE)
    start = beginning(text, room, SMALL).rstrip()
    return Passage(heading, f"{start}{SEE_APPENDIX}", _class(SMALL), row, appendix=text)


def cell(heading: str, text: str, width: float, height: float) -> Passage:
    """A value in a small cell; what 5号 does not hold goes on on the 附页 under its heading."""
    room = Room(width, height, CELL)
    size = size_for(text, room)
    if size is not None:
        return Passage(heading, text, _class(size), 0)
    start = beginning(text, room, SMALL, ending=CUT)
    return Passage(heading, f"{start}{CUT}", _class(SMALL), 0, appendix=text)


def name_lines(name: str, width: float) -> int:
    """Lines of 5号 beyond two that a name takes in its cell; none where no four of them hold it."""
    taken = lines(name, width, SMALL)
    return max(taken - 2, 0) if taken <= MOST_NAME_LINES else 0


def appendices(*passages: Passage) -> list[Appendix]:
    return [Appendix(each.heading, each.appendix) for each in passages if each.appendix]
