"""Reads of the archive: which files are there for whom, and one of them whole (五(五), R082)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Max, Min
from django.urls import reverse
from django.utils import timezone

from confidentiality.masking import mask
from confidentiality.models import AccessRecord
from departments.models import Department, Term
from departments.models.reform import names_on
from departments.roles import Role
from disputes import words
from disputes.models import Dispute
from reports.archives.completeness import Check, bare, checks_of, verdict
from reports.archives.keeping import Keeping, as_listed, keeping_of
from reports.archives.originals import Originals, originals_of
from workflow.archiving.case_file import material_line, paper_line
from workflow.clocks.lines import DeadlineLine, deadline_lines
from workflow.disclosure.page import DisclosureLine, of_case
from workflow.models import CaseFile, FileTest, SealedPackage

LATEST: Final = 20


@dataclass(frozen=True)
class FileLine:
    """One file of the list; its title without the number that stands below it."""

    file: CaseFile
    title: str
    retention: str
    appended: int

    @property
    def excused(self) -> bool:
        return bool(self.file.excused)


@dataclass(frozen=True)
class CatalogueLine:
    """One line of the 卷内文件目录, with its file where it can be opened."""

    order: int
    number: str
    author: str
    title: str
    day: str
    pages: str
    url: str


@dataclass(frozen=True)
class Look:
    """Somebody looked, took or printed something of this file."""

    who: str
    did: str
    purpose: str
    at: datetime


@dataclass(frozen=True)
class FilePage:
    """One archived file: cover, catalogue, checks, excuses, who looked."""

    file: CaseFile
    dispute: Dispute
    payer: str
    span: str
    keeping: Keeping
    originals: Originals
    lines: list[CatalogueLine]
    deadlines: list[DeadlineLine]
    size: str
    checks: list[Check]
    verdict: Check
    excused: list[dict[str, str]]
    looks: list[Look]
    looks_note: str
    appended: list[CatalogueLine]
    packages: list[SealedPackage]
    tests: list[FileTest]
    disclosures: list[DisclosureLine]


def listed(files: Sequence[CaseFile]) -> list[FileLine]:
    told = as_listed(files)
    return [
        FileLine(each, bare(each.title), told[each.pk].term, told[each.pk].appended)
        for each in files
    ]


def years() -> list[int]:
    """From the first year with a file to the last, latest first; that a year has some is no secret.

    Of whom he may see is not asked: to find out that a year holds nothing of his reads all of it.
    """
    ends = CaseFile.objects.aggregate(first=Min("year"), last=Max("year"))
    return list(range(ends["last"], ends["first"] - 1, -1)) if ends["first"] else []


def departments() -> list[Department]:
    return list(Department.objects.ever_members().order_by("order", "id"))


def file_page(file: CaseFile) -> FilePage:
    """The file as it was archived, and what was appended or looked at since."""
    dispute = Dispute.objects.with_people().get(pk=file.dispute_id)
    lines = _lines(file.catalogue, dispute)
    checks = checks_of(file, dispute)
    looks, count = _looks(dispute)
    pages = sum(int(line.pages) for line in lines if line.pages)
    return FilePage(
        file=file,
        dispute=dispute,
        payer=words.payer_words(dispute),
        span=_span(dispute, timezone.localdate(file.archived_at)),
        keeping=keeping_of(file, dispute),
        originals=originals_of(file, dispute),
        lines=lines,
        deadlines=deadline_lines(dispute, timezone.localdate()),
        size=f"{len(lines)} 件" + (f"，材料 {pages} 页" if pages else ""),
        checks=checks,
        verdict=verdict(checks),
        excused=[
            {"label": each["label"], "reason": words.shown(each["reason"], dispute)}
            for each in file.excused
        ],
        looks=looks,
        looks_note=f"共 {count} 次",
        appended=_appended(file, dispute),
        packages=list(file.packages.all()),
        tests=list(file.tests.order_by("-pk")),
        disclosures=of_case(dispute),
    )


def _span(dispute: Dispute, until: date) -> str:
    """2026年10月8日至11月6日."""
    start = timezone.localdate(dispute.registered_at) if dispute.registered_at else until
    end = timezone.localdate(dispute.concluded_at) if dispute.concluded_at else until
    short = f"{end.month}月{end.day}日"
    last = short if end.year == start.year else f"{end.year}年{short}"
    return f"{start.year}年{start.month}月{start.day}日至{last}"


def _lines(catalogue: Sequence[dict[str, Any]], dispute: Dispute) -> list[CatalogueLine]:
    # Any: numbers and words of a catalogue
    return [
        CatalogueLine(
            order=int(line["order"]),
            number=line.get("number") or "",
            author=line["author"],
            title=words.shown(line["title"], dispute),
            day=line["date"],
            pages=str(line.get("pages") or ""),
            url=_url(line),
        )
        for line in catalogue
    ]


def _url(line: dict[str, Any]) -> str:  # Any: numbers and words of the frozen catalogue
    if line.get("paper"):
        return reverse("paper_pdf", args=[line["paper"]])
    return reverse("material_look", args=[line["material"]]) if line.get("material") else ""


def _appended(file: CaseFile, dispute: Dispute) -> list[CatalogueLine]:
    """What came after archiving stands outside the frozen catalogue (R081)."""
    papers = {line.get("paper") for line in file.catalogue} - {None}
    later = dispute.papers.exclude(pk__in=papers).select_related("department")
    issued = list(later.defer("content").prefetch_related("voids").order_by("pk"))
    names = names_on([(each.department, timezone.localdate(each.issued_at)) for each in issued])
    lines = [
        paper_line(paper) | {"author": author} for paper, author in zip(issued, names, strict=True)
    ]
    materials = {line.get("material") for line in file.catalogue} - {None}
    lines += [material_line(each) for each in dispute.materials.exclude(pk__in=materials)]
    return _lines([{"order": order, **line} for order, line in enumerate(lines, 1)], dispute)


def _looks(dispute: Dispute) -> tuple[list[Look], int]:
    """Who looked at, took or revealed anything of this dispute, the latest first (R096)."""
    rows = AccessRecord.objects.filter(dispute_number=dispute.number)
    latest = list(rows.select_related("officer").order_by("-id")[:LATEST])
    posts = _posts([each.officer_id for each in latest])
    return [
        Look(
            who=mask("name", each.officer.name) + posts.get(each.officer_id, ""),
            did=each.get_action_display()
            + ("" if each.result == AccessRecord.Result.DONE else "（被拒绝）"),
            purpose=words.shown(each.purpose, dispute),
            at=each.at,
        )
        for each in latest
    ], rows.count()


def _posts(officers: list[int]) -> dict[int, str]:
    """（区税务局 经办员）: the post held today, in one statement."""
    terms = Term.objects.on(timezone.localdate()).filter(officer__in=officers)
    found: dict[int, str] = {}
    for term in terms.select_related("post__department").order_by("id"):
        label = Role(term.post.role).label
        found.setdefault(term.officer_id, f"（{words.unit(term.post.department)} {label}）")
    return found
