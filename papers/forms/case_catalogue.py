"""卷内文件目录 (领域 3.5): dates in eight digits, empty lines up to a full page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from papers.freezing import Frozen, PaperContent
from papers.layout.fitting import units

LINES_A_PAGE = 18
#: Characters of a 文号 that stand in two lines of its column; a longer one makes its row higher.
_TWO_LINES = 13


@dataclass(frozen=True, kw_only=True)
class CatalogueLine(Frozen):
    """One line of the catalogue."""

    number: str = ""
    author: str
    title: str
    dated: date
    page: str = ""
    note: str = ""

    @property
    def rows(self) -> int:
        """How many rows of the usual height it takes."""
        return 2 if units(self.number) > _TWO_LINES else 1


@dataclass(frozen=True, kw_only=True)
class CaseCatalogue(PaperContent):
    """`number` is the 档号."""

    kind = "case_catalogue"

    title: str
    lines: tuple[CatalogueLine, ...]

    @property
    def blank_lines(self) -> range:
        taken = sum(line.rows for line in self.lines)
        return range(-taken % LINES_A_PAGE if taken else LINES_A_PAGE)
