"""卷内文件目录 (领域 3.5): dates in eight digits, empty lines up to a full page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from papers.freezing import Frozen, PaperContent

LINES_A_PAGE = 18


@dataclass(frozen=True, kw_only=True)
class CatalogueLine(Frozen):
    """One line of the catalogue."""

    number: str = ""
    author: str
    title: str
    dated: date
    page: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseCatalogue(PaperContent):
    """`number` is the 档号."""

    kind = "case_catalogue"

    title: str
    lines: tuple[CatalogueLine, ...]

    @property
    def blank_lines(self) -> range:
        return range(-len(self.lines) % LINES_A_PAGE if self.lines else LINES_A_PAGE)
