"""卷宗封面、卷内文件目录、备考表 of a file as it is sealed (domain 3.5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate
from typing import Any, Final

from django.core.files.base import ContentFile
from django.utils import timezone

from departments.models.reform import name_on
from disputes.models import Material
from papers.forms.case_catalogue import CaseCatalogue, CatalogueLine
from papers.forms.case_cover import CaseCover
from papers.forms.case_remarks import CaseRemarks
from papers.freezing import PaperContent
from reports.archives.contents import FULL, Packed, Piece, Says, Volume, organ_of
from reports.archives.four_checks import Examined
from reports.archives.keeping import remarks_of
from reports.archives.originals import handed_over
from reports.archives.whole_texts import told_of
from workflow.archiving.proofs import proofs_of
from workflow.models import CaseFile, Paper
from workflow.procedure.keeping import term_of

SERIES: Final = "社会保险费征缴争议"
_NAMES: Final = {
    CaseCover: "卷宗封面",
    CaseCatalogue: "卷内文件目录",
    CaseRemarks: "备考表",
}


def bound(volume: Volume, packed: Packed, tested: Examined) -> Iterator[Piece]:
    """What binds the file, once every paper and material of it is packed and counted.

    A supplement has 备考 alone. What somebody typed is masked, and beside the full papers it
    stands as it was typed.
    """
    pages = _pages(volume, packed)
    bound = [_remarks(volume, tested, pages)]
    if volume.edition == 1:
        bound = [_cover(volume, pages), _catalogue(volume, pages), *bound]
    for content in bound:
        masked = _masked(content, volume.shown)
        name = _NAMES[type(content)]
        yield _drawn(f"data/{name}.pdf", name, masked)
        if masked != content:
            yield _drawn(f"{FULL}{name}.pdf", f"{name}（全本）", content)


def _drawn(path: str, title: str, content: PaperContent) -> Piece:
    from papers.printing import pdf  # 30 MiB that a web process does without

    drawn = ContentFile(pdf.render(content, masked=False))
    return Piece(path, title, "application/pdf", drawn)


def _masked(content: PaperContent, says: Says) -> PaperContent:
    """The same for everybody: what is not, was typed, and may name a person."""
    if isinstance(content, CaseCatalogue):
        lines = (replace(e, title=says(e.title), note=says(e.note)) for e in content.lines)
        return replace(content, lines=tuple(lines))
    if isinstance(content, CaseRemarks):
        return replace(
            content,
            excused=tuple(map(says, content.excused)),
            remarks=says(content.remarks),
        )
    return content


def _pages(volume: Volume, packed: Packed) -> list[int]:
    """Of each line of the catalogue; what is no PDF counts as it was told, or as one."""
    found = {entry.order: entry.pages for _, entry in packed if entry.order}
    return [found.get(line["order"]) or line.get("pages") or 1 for line in volume.lines]


def _common(volume: Volume) -> dict[str, Any]:  # Any: fields of many types
    case_file = volume.case_file
    on = timezone.localdate(case_file.archived_at if volume.edition == 1 else None)
    return {
        "number": case_file.number,
        "dispute_number": case_file.dispute.number or "",
        "department": name_on(case_file.department, on),
        "signed_by": "、".join(_makers(volume)),
        "issued_on": on,
        "title": case_file.title,
    }


def _makers(volume: Volume) -> list[str]:
    """立卷人; of a supplement whoever brought something."""
    if volume.edition == 1:
        return [volume.case_file.archived_by.name]
    materials = Material.objects.filter(pk__in=volume.materials).select_related("added_by")
    papers = Paper.objects.filter(pk__in=volume.papers).select_related("issued_by")
    by = [each.added_by for each in materials] + [e.issued_by for e in papers if e.issued_by]
    return list(dict.fromkeys(each.name for each in by))


def _cover(volume: Volume, pages: Sequence[int]) -> PaperContent:
    case_file, dispute = volume.case_file, volume.case_file.dispute
    common = _common(volume)
    ended = timezone.localdate(dispute.concluded_at or case_file.archived_at)
    begun = timezone.localdate(dispute.registered_at) if dispute.registered_at else ended
    return CaseCover(
        **common,
        fonds=organ_of(case_file),
        fonds_number=case_file.department.fonds_number,
        series=SERIES,
        starts_on=begun,
        ends_on=ended,
        retention=CaseFile.Retention(term_of(case_file).retention).label,
        items=len(volume.lines),
        pages=sum(pages),
    )


def _catalogue(volume: Volume, pages: Sequence[int]) -> PaperContent:
    firsts = accumulate(pages, initial=1)
    lines = tuple(
        CatalogueLine(
            number=line.get("number") or "",
            author=line["author"],
            title=line["title"],
            dated=_day(line["date"]),
            page=str(first),
        )
        for line, first in zip(volume.lines, firsts, strict=False)
    )
    return CaseCatalogue(**_common(volume), lines=lines)


def _remarks(volume: Volume, tested: Examined, pages: Sequence[int]) -> PaperContent:
    first = volume.edition == 1
    told = [remarks_of(volume.case_file) if first else _appended(volume), told_of(volume)]
    if first:
        told.append(proofs_of(volume.case_file.dispute).remark)
    else:
        told.append(handed_over(volume.case_file))
    return CaseRemarks(
        **_common(volume),
        items=len(volume.lines),
        pages=sum(pages),
        excused=tuple(volume.excused) if first else (),
        remarks="\n".join(filter(None, told)),
        test_report=tested.summary,
        test_items=tuple(each.line for each in tested.findings),
    )


def _appended(volume: Volume) -> str:
    """Of a supplement: what was appended to which package, and why."""
    told = [f"本份为归档后第{volume.edition - 1}次补充，原卷目录不变。"]
    for line in volume.lines:
        why = volume.notes.get(line.get("material"))
        told.append(f"{line['order']}．{line['title']}{f'，补充理由：{why}' if why else ''}。")
    return "\n".join(told)


def _day(digits: str) -> date:
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
