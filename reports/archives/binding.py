"""卷宗封面、卷内文件目录、备考表 of a file as it is sealed, and its 四性检测 (domain 3.5, 3.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate
from typing import Any, Final

from django.core.files.base import ContentFile
from django.utils import timezone

from departments.models.reform import name_on
from papers.forms.case_catalogue import CaseCatalogue, CatalogueLine
from papers.forms.case_cover import CaseCover
from papers.forms.case_remarks import CaseRemarks
from papers.freezing import PaperContent
from reports.archives.completeness import checks_of, verdict
from reports.archives.contents import Packed, Piece, Volume
from reports.archives.keeping import remarks_of
from workflow.models import CaseFile
from workflow.procedure.keeping import term_of

SERIES: Final = "社会保险费征缴争议"
_NAMES: Final = {
    CaseCover: "卷宗封面",
    CaseCatalogue: "卷内文件目录",
    CaseRemarks: "备考表",
}


def bound(volume: Volume, packed: Packed) -> Iterator[Piece]:
    """What binds the file, once every paper and material of it is packed and counted."""
    from papers.printing import pdf  # 30 MiB that a web process does without

    pages = _pages(volume, packed)
    remarks = _remarks(volume, packed, pages)
    for content in (_cover(volume, pages), _catalogue(volume, pages), remarks):
        name = _NAMES[type(content)]
        drawn = ContentFile(pdf.render(content, masked=False))
        yield Piece(f"data/{name}.pdf", name, "application/pdf", drawn)


def four_checks(volume: Volume, packed: Packed) -> dict[str, tuple[bool, str]]:
    """真实、完整、可用、安全 (DA/T 70): each with what was found."""
    known = [(piece.recorded, entry.sha256) for piece, entry in packed if piece.recorded]
    same = sum(recorded == found for recorded, found in known)
    whole = verdict(checks_of(volume.case_file, volume.case_file.dispute))
    papers = [entry for _, entry in packed if entry.path.startswith("data/文书")]
    opened = sum(bool(entry.pages) for entry in papers)
    return {
        "真实性": (same == len(known), f"{same}个文件与登记的校验值一致"),
        "完整性": (whole.kind != "bad", f"归档检查{whole.says}"),
        "可用性": (opened == len(papers), f"{opened}个版式文件能打开、能计页"),
        "安全性": (True, "材料收取时已查活动内容，办理记录和审计链随包"),
    }


def _pages(volume: Volume, packed: Packed) -> list[int]:
    """Of each line of the catalogue; what is no PDF counts as it was told, or as one."""
    found = {entry.order: entry.pages for _, entry in packed if entry.order}
    return [found.get(line["order"]) or line.get("pages") or 1 for line in volume.lines]


def _common(volume: Volume) -> dict[str, Any]:  # Any: fields of many types
    case_file = volume.case_file
    on = timezone.localdate(case_file.archived_at)
    return {
        "number": case_file.number,
        "dispute_number": case_file.dispute.number or "",
        "department": name_on(case_file.department, on),
        "signed_by": case_file.archived_by.name,
        "issued_on": on,
        "title": case_file.title,
    }


def _cover(volume: Volume, pages: Sequence[int]) -> PaperContent:
    case_file, dispute = volume.case_file, volume.case_file.dispute
    common = _common(volume)
    ended = timezone.localdate(dispute.concluded_at or case_file.archived_at)
    begun = timezone.localdate(dispute.registered_at) if dispute.registered_at else ended
    return CaseCover(
        **common,
        fonds=common["department"],
        fonds_number=case_file.department.fonds_number,
        series=SERIES,
        starts_on=begun,
        ends_on=ended,
        retention=CaseFile.Retention(term_of(case_file).retention).label,
        items=len(volume.lines),
        pages=sum(pages),
    )


def _catalogue(volume: Volume, pages: Sequence[int]) -> PaperContent:
    """A material by who brought it: what it is called may name a person."""
    firsts = accumulate(pages, initial=1)
    lines = tuple(
        CatalogueLine(
            number=line.get("number") or "",
            author=line["author"],
            title=line["title"] if line.get("paper") else f"{line['author']}提供的材料",
            dated=_day(line["date"]),
            page=str(first),
        )
        for line, first in zip(volume.lines, firsts, strict=False)
    )
    return CaseCatalogue(**_common(volume), lines=lines)


def _remarks(volume: Volume, packed: Packed, pages: Sequence[int]) -> PaperContent:
    checks = four_checks(volume, packed)
    told = "；".join(
        f"{name}{'通过' if ok else '不通过'}，{says}" for name, (ok, says) in checks.items()
    )
    return CaseRemarks(
        **_common(volume),
        items=len(volume.lines),
        pages=sum(pages),
        excused=tuple(f"{each['label']}：{each['reason']}" for each in volume.case_file.excused),
        remarks=remarks_of(volume.case_file),
        test_report=f"{told}。",
    )


def _day(digits: str) -> date:
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
