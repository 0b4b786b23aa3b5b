"""卷内文件目录 (领域 3.5): dates in eight digits, empty lines up to a full page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from papers.freezing import Frozen, PaperContent


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
    """卷内文件目录."""

    kind = "case_catalogue"

    title: str
    lines: tuple[CatalogueLine, ...]


LINES_A_PAGE = 18


class Sheet(NamedTuple):
    blank_lines: range


def lay_out(paper: CaseCatalogue) -> Sheet:
    return Sheet(range(-len(paper.lines) % LINES_A_PAGE if paper.lines else LINES_A_PAGE))
