"""备考表 (领域 3.5): what is missing, corrected or added, and who made and checked the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from papers.freezing import PaperContent, Prose, later


@dataclass(frozen=True, kw_only=True)
class CaseRemarks(PaperContent):
    """`number` is the 档号; `excused` says of each missing paper why."""

    kind = "case_remarks"

    title: str
    items: int
    pages: int
    excused: tuple[str, ...] = ()
    remarks: Prose = ""
    checked_by: str = ""
    checked_on: date | None = None
    test_report: str = ""
    test_items: tuple[str, ...] = later(())  # each thing tested, with what was found
