"""备考表 (领域 3.5): what is missing, corrected or added, and who made and checked the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from papers.freezing import PaperContent, Prose


@dataclass(frozen=True, kw_only=True)
class CaseRemarks(PaperContent):
    """备考表: what is missing, corrected or added, who made and checked the file."""

    kind = "case_remarks"

    title: str
    items: int
    pages: int
    excused: tuple[str, ...] = ()
    remarks: Prose = ""
    checked_by: str = ""
    checked_on: date | None = None
    test_report: str = ""


class Sheet(NamedTuple):
    excused: str


def lay_out(paper: CaseRemarks) -> Sheet:
    return Sheet("；".join(paper.excused))
