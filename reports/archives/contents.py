"""What stands in a 信息包: papers, materials, what was done, and what describes them (领域 3.7)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from xml.etree import ElementTree as ET

from django.core.files.base import ContentFile, File
from django.db import connection
from django.utils import timezone

from confidentiality.audit.sealing import content, seal
from confidentiality.uploads import SUFFIXES, clean_name
from departments.models.reform import name_on
from disputes.models import Dispute, Material
from disputes.words import shown
from reports.archives.verify_package import CATALOGUE, CHAIN, METADATA
from workflow.archiving.case_file import material_line, paper_line, reasons_of_supplements
from workflow.issuing.taking import drawn
from workflow.issuing.tasks import render_paper
from workflow.models import CaseFile, Paper, SealedPackage
from workflow.models.rendered import Copy, RenderedPaper

RECORDS: Final = "data/办理记录.json"
#: Beside the full papers: whoever may not take these takes nothing of it.
FULL: Final = "data/文书全本/"
_FOLDERS: Final = {Copy.MASKED: "文书", Copy.FULL: "文书全本"}
#: The case's own part of the audit chain: each entry's words and the digest that binds them.
_CHAIN: Final = f"""
SELECT {content("r").removeprefix("sha256(convert_to(").removesuffix(", 'UTF8'))")},
    encode(r.dispute_digest, 'hex')
FROM confidentiality_auditrecord r WHERE r.dispute_id = %s ORDER BY r.dispute_seq"""  # noqa: S608


@dataclass(frozen=True)
class Piece:
    """One file to be packed; `order` is its line of the catalogue, 0 when it has none."""

    path: str
    title: str
    media_type: str
    file: File[bytes]
    order: int = 0
    recorded: str = ""  # the SHA-256 that was written down when it was kept


@dataclass(frozen=True)
class Entry:
    """One file of the package with its digests."""

    path: str
    title: str
    media_type: str
    size: int
    sha256: str
    sm3: str
    order: int = 0
    pages: int = 0


Packed = Sequence[tuple[Piece, Entry]]
#: How a text that somebody typed is told: as it is, or with the persons masked.
Says = Callable[[str], str]


@dataclass(frozen=True)
class Volume:
    """What one package holds: the file as it was archived, or what was appended to it since."""

    case_file: CaseFile
    lines: list[dict[str, Any]]  # Any: numbers and words of the frozen catalogue
    edition: int = 1

    @property
    def papers(self) -> list[int]:
        return [line["paper"] for line in self.lines if line.get("paper")]

    @property
    def materials(self) -> list[int]:
        return [line["material"] for line in self.lines if line.get("material")]

    @cached_property
    def notes(self) -> dict[Any, str]:  # Any: the key of a material, or none
        """备考 of a material: why it was appended."""
        return reasons_of_supplements(self.case_file.dispute) if self.edition > 1 else {}

    @property
    def excused(self) -> list[str]:
        """What lacks, and why; of the file as it was archived."""
        return [f"{each['label']}：{each['reason']}" for each in self.case_file.excused]

    def shown(self, text: str) -> str:
        """As a screen shows it: a 节本 tells no more than the page of the file."""
        return shown(text, self.case_file.dispute)


def volume_of(case_file: CaseFile, before: Sequence[SealedPackage]) -> Volume:
    """The frozen catalogue first; later what no package has yet (R081)."""
    if not before:
        return Volume(case_file, list(case_file.catalogue))
    held = {pk for each in before for pk in each.papers}
    papers = Paper.objects.filter(dispute=case_file.dispute).exclude(pk__in=held)
    held = {pk for each in before for pk in each.materials}
    materials = Material.objects.filter(dispute=case_file.dispute).exclude(pk__in=held)
    later = [*map(paper_line, papers.select_related("department")), *map(material_line, materials)]
    lines = [{"order": order, **line} for order, line in enumerate(later, 1)]
    return Volume(case_file, lines, len(before) + 1)


def pieces(volume: Volume) -> Iterator[Piece]:
    """In the order of the catalogue, both copies of each paper; then what was done to the case."""
    papers = {p.pk: p for p in Paper.objects.filter(pk__in=volume.papers).prefetch_related("voids")}
    materials = {each.pk: each for each in volume.case_file.dispute.materials.all()}
    for line in volume.lines:
        if line.get("paper"):
            yield from _copies(line["order"], papers[line["paper"]])
        else:
            yield _material(line["order"], materials[line["material"]], volume.shown)
    dispute = volume.case_file.dispute
    yield from _in_full(volume)
    yield _json(RECORDS, "办理记录", _records(dispute))
    yield Piece(CHAIN, "审计链", "application/jsonl", ContentFile(_chain(dispute)))


def descriptions(volume: Volume) -> Iterator[Piece]:
    """What an archive is told of it; what was typed with the persons masked."""
    for name, told in _described(volume, volume.shown).items():
        yield Piece(name, name, "application/xml", ContentFile(told))


def _in_full(volume: Volume) -> Iterator[Piece]:
    """The same as it was typed, for those who take the whole; where nothing was masked, nothing."""
    masked = _described(volume, volume.shown)
    for name, told in _described(volume, str).items():
        if told != masked[name]:
            path, title = f"{FULL}{name}", f"{name}（全本）"
            yield Piece(path, title, "application/xml", ContentFile(told))


def _described(volume: Volume, says: Says) -> dict[str, bytes]:
    return {METADATA: _xml(_metadata(volume, says)), CATALOGUE: _xml(_catalogue(volume, says))}


def _copies(order: int, paper: Paper) -> Iterator[Piece]:
    void = "（已作废）" if paper.is_void else ""
    name = clean_name(f"{paper.label}_{paper.number}{void}")
    for copy, folder in _FOLDERS.items():
        path = f"data/{folder}/{order:03d}_{name}.pdf"
        title = f"{paper.label}{void}（{copy.label}）"
        row = drawn_copy(paper, copy)
        yield Piece(path, title, "application/pdf", row.file, order, row.sha256)


def drawn_copy(paper: Paper, copy: Copy) -> RenderedPaper:
    """The stored copy; drawn now when the worker has not come to it."""
    if drawn(paper, copy) is None:
        render_paper(paper.pk)
    row = drawn(paper, copy)
    assert row is not None
    return row


def _material(order: int, material: Material, says: Says) -> Piece:
    """Named by its place: the name it came with may name a person."""
    path = f"data/材料/{order:03d}{SUFFIXES.get(material.media_type, '')}"
    title = says(material.title)
    return Piece(path, title, material.media_type, material.file, order, material.sha256)


def _records(dispute: Dispute) -> dict[str, Any]:  # Any: JSON
    """经过、审批、期限, as the portal keeps them."""
    return {
        "timeline": [
            {"at": _iso(e.at), "actor": e.actor_label, "verb": e.verb, "text": e.text,
             "clause": e.clause, "state": e.state_after}
            for e in dispute.timeline.order_by("pk")
        ],
        "approvals": [
            {"kind": each.kind, "state": each.state, "asked_at": _iso(each.requested_at),
             "by": each.decider_label, "decided_at": _iso(each.decided_at),
             "comment": each.comment}
            for each in dispute.approvals.order_by("pk")
        ],
        "deadlines": [
            {"key": each.key, "starts_on": str(each.starts_on), "due_on": str(each.due_on),
             "ended_on": str(each.ended_on or ""), "words": each.sentence}
            for each in dispute.deadlines.order_by("pk")
        ],
    }  # fmt: skip


def _chain(dispute: Dispute) -> bytes:
    """Up to now: what has just happened is linked first."""
    seal()
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, [dispute.pk])
        rows = [{"words": words, "digest": digest} for words, digest in cursor.fetchall()]
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()


def _metadata(volume: Volume, says: Says) -> ET.Element:
    """What an archive asks of a file (DA/T 46、GB/T 39362 in words; docs/archive.md maps them)."""
    case_file, dispute = volume.case_file, volume.case_file.dispute
    fields = {
        "聚合层次": "卷",
        "受理编号": dispute.number or "",
        "档号": case_file.number,
        "题名": case_file.title,
        "责任者": organ_of(case_file),
        "年度": str(case_file.year),
        "保管期限": case_file.get_retention_display(),
        "事项性质": dispute.get_severity_display(),
        "办理方式": dispute.get_mode_display(),
        "登记时间": _iso(dispute.registered_at),
        "办结时间": _iso(dispute.concluded_at),
        "归档时间": _iso(case_file.archived_at),
        "封装序号": str(volume.edition),
        "件数": str(len(volume.lines)),
        "缺项说明": "；".join(says(each) for each in volume.excused),
        "密级": "无",
        "开放程度": "不开放（含个人信息）",
    }
    root = ET.Element("元数据")
    for name, value in fields.items():
        ET.SubElement(root, name).text = value
    return root


def organ_of(case_file: CaseFile) -> str:
    """全宗名称、责任者: the statutory name of the unit; of one renamed since, as it was called."""
    unit = case_file.department
    then = name_on(unit, timezone.localdate(case_file.archived_at))
    return unit.statutory_name or then if then == unit.name else then


def _catalogue(volume: Volume, says: Says) -> ET.Element:
    """卷内文件目录 (DA/T 22): the frozen lines."""
    names = {"order": "顺序号", "number": "文号", "author": "责任者", "date": "日期"}
    root = ET.Element("卷内目录", {"档号": volume.case_file.number})
    for line in volume.lines:
        item = ET.SubElement(root, "件")
        for key, name in names.items():
            ET.SubElement(item, name).text = str(line.get(key) or "")
        ET.SubElement(item, "题名").text = says(line["title"])
        if note := volume.notes.get(line.get("material")):
            ET.SubElement(item, "备考").text = says(note)
    return root


def _iso(at: Any) -> str:  # Any: a moment or none
    return timezone.localtime(at).isoformat(timespec="seconds") if at else ""


def _json(path: str, title: str, value: Any) -> Piece:  # Any: JSON
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return Piece(path, title, "application/json", ContentFile(text.encode()))


def _xml(root: ET.Element) -> bytes:
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
