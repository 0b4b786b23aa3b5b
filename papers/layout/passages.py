"""The long texts of a paper: numbered sections of a letter, passages in rows of fixed height.

A passage shrinks to 5号, then goes on on the 附页 (领域 3.2).
"""

from __future__ import annotations

from typing import NamedTuple

from papers.layout.fitting import (
    CELL,
    CELL_SIZES,
    MILLIMETRES_A_POINT,
    RUNNING,
    Room,
    beginning,
    size_for,
)

TEXT_WIDTH = 128.6
SMALL = 10.5
SEE_APPENDIX = "……（全文见附页）"
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


class Appendix(NamedTuple):
    heading: str
    text: str


def passage_size(text: str, row: int, *, taken: float = 0) -> float | None:
    return size_for(text, Room(TEXT_WIDTH, row - _PADDING - taken))


def passage(heading: str, text: str, row: int, *, taken: float = 0) -> Passage:
    """`taken` is what signatures below the text need of the row."""
    size = passage_size(text, row, taken=taken)
    if size is not None:
        return Passage(heading, text, f"s{size * 10:.0f}", row)
    room = Room(TEXT_WIDTH, row - _PADDING - taken - _LAST_LINE)
    start = beginning(text, room, SMALL).rstrip()
    return Passage(heading, f"{start}{SEE_APPENDIX}", f"s{SMALL * 10:.0f}", row, appendix=text)


def cell(heading: str, text: str, width: float, height: float) -> Passage:
    """A value in a small cell, as `fitted` prints it; only what no size holds is cut."""
    room = Room(width, height, CELL)
    if size_for(text, room, CELL_SIZES) is not None:
        return Passage(heading, text, "", 0)
    start = beginning(text, Room(width * 0.9, height, CELL), CELL_SIZES[-1])
    return Passage(heading, f"{start}…见附页", "", 0, appendix=text)


def appendices(*passages: Passage) -> list[Appendix]:
    return [Appendix(each.heading, each.appendix) for each in passages if each.appendix]
