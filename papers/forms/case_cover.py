"""Sheets of the case file: 卷宗封面, 卷内文件目录, 备考表 (领域 3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from papers.freezing import PaperContent


@dataclass(frozen=True, kw_only=True)
class CaseCover(PaperContent):
    """卷宗封面; `number` is the 档号, the title never names a person."""

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


def lay_out(paper: CaseCover) -> None:
    """Everything on it is printed as it stands."""
