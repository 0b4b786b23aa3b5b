"""Sheets of the case file: 卷宗封面, 卷内文件目录, 备考表 (领域 3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflow.papers.freezing import Frozen, PaperContent, Prose


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
