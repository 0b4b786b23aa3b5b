"""卷内文件目录 (领域 3.5): dates in eight digits, empty lines up to a full page."""

from __future__ import annotations

from typing import NamedTuple

from workflow.papers.contents import CaseCatalogue

LINES_A_PAGE = 18


class Sheet(NamedTuple):
    blank_lines: range


def lay_out(paper: CaseCatalogue) -> Sheet:
    return Sheet(range(-len(paper.lines) % LINES_A_PAGE if paper.lines else LINES_A_PAGE))
