"""备考表 (领域 3.5): what is missing, corrected or added, and who made and checked the file."""

from __future__ import annotations

from typing import NamedTuple

from workflow.papers.contents import CaseRemarks


class Sheet(NamedTuple):
    excused: str


def lay_out(paper: CaseRemarks) -> Sheet:
    return Sheet("；".join(paper.excused))
