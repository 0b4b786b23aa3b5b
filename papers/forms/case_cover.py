"""卷宗封面: what the file is, how long it is kept, how many papers and pages (领域 3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from papers.freezing import PaperContent


@dataclass(frozen=True, kw_only=True)
class CaseCover(PaperContent):
    """`number` is the 档号, the title never names a person."""

    kind = "case_cover"

    fonds: str
    fonds_number: str = ""
    series: str = ""
    title: str
    starts_on: date
    ends_on: date
    retention: str
    items: int
    pages: int
