"""信息包: one archived dispute as a zip that proves its own completeness (五(五), domain 3.7).

`manifest.json` says what each file is, `元数据.xml` and `卷内目录.xml` describe it to an archive,
`checksums.sm3` closes the whole. Papers are the masked copies, materials are as they came in.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import IO, Final
from xml.etree import ElementTree as ET

from django.core.files.base import ContentFile, File
from django.utils import timezone

from confidentiality.digests import PIECE, digests_of
from confidentiality.sealed_files import SealedTemp
from confidentiality.uploads import SUFFIXES, clean_name
from departments.models.reform import name_on
from disputes.models import Material
from workflow.issuing.taking import drawn
from workflow.issuing.tasks import render_paper
from workflow.models import CaseFile, Paper
from workflow.models.rendered import Copy

CHECKSUMS: Final = "checksums.sm3"
MANIFEST: Final = "manifest.json"


@dataclass(frozen=True)
class Entry:
    """One file of the package with its digests."""

    path: str
    title: str
    media_type: str
    size: int
    sha256: str
    sm3: str


def write_package(case_file: CaseFile, into: IO[bytes] | SealedTemp) -> list[Entry]:
    """Papers and materials in the order of the catalogue, then what describes and closes them."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        files = [_add(archive, *each) for each in _contents(case_file)]
        described = [
            _add(archive, name, name, "application/xml", ContentFile(_xml(tree)))
            for name, tree in (
                ("元数据.xml", _metadata(case_file)),
                ("卷内目录.xml", _catalogue(case_file)),
            )
        ]
        manifest = ContentFile(_manifest(case_file, files))
        described.append(_add(archive, MANIFEST, MANIFEST, "application/json", manifest))
        lines = "".join(f"{entry.sm3}  {entry.path}\n" for entry in [*files, *described])
        archive.writestr(CHECKSUMS, lines)
    return [*files, *described]


def faults_of(package: IO[bytes]) -> list[str]:
    """What is wrong with a package, in sentences, none when it is whole (领域 3.7)."""
    try:
        with zipfile.ZipFile(package) as archive:
            return list(_faults(archive))
    except (zipfile.BadZipFile, KeyError, ValueError, UnicodeDecodeError):
        return ["不是完整的信息包：打不开，或者缺少校验清单。"]


def _faults(archive: zipfile.ZipFile) -> Iterator[str]:
    lines = archive.read(CHECKSUMS).decode().splitlines()
    told = {path: digest for digest, path in (line.split("  ", 1) for line in lines)}
    names = [name for name in archive.namelist() if name != CHECKSUMS]
    yield from (f"清单中的文件不在包内：{name}" for name in told if name not in names)
    yield from (f"包内有未登记的文件：{name}" for name in names if name not in told)
    for name in names:
        content = ContentFile(archive.read(name))
        if name in told and digests_of(content).sm3 != told[name]:
            yield f"内容与校验值不符：{name}"
    listed = json.loads(archive.read(MANIFEST))["files"]
    yield from (f"清单所列文件缺失：{each['path']}" for each in listed if each["path"] not in names)


def _contents(case_file: CaseFile) -> Iterator[tuple[str, str, str, File[bytes]]]:
    """Path, title, type and content of each line of the catalogue."""
    dispute = case_file.dispute
    papers = {paper.pk: paper for paper in dispute.papers.prefetch_related("voids")}
    materials = {material.pk: material for material in dispute.materials.all()}
    for line in case_file.catalogue:
        order = line["order"]
        if "paper" in line:
            yield _paper(order, papers[line["paper"]])
        else:
            yield _material(order, materials[line["material"]])


def _paper(order: int, paper: Paper) -> tuple[str, str, str, File[bytes]]:
    void = "（已作废）" if paper.is_void else ""
    path = f"文书/{order:03d}_{clean_name(f'{paper.label}_{paper.number}{void}')}.pdf"
    return path, f"{paper.label}{void}", "application/pdf", _masked(paper)


def _masked(paper: Paper) -> File[bytes]:
    """The stored masked copy; drawn now when the worker has not come to it."""
    if drawn(paper, Copy.MASKED) is None:
        render_paper(paper.pk)
    row = drawn(paper, Copy.MASKED)
    assert row is not None
    return row.file


def _material(order: int, material: Material) -> tuple[str, str, str, File[bytes]]:
    """Named by its place: the name it came with may name a person."""
    suffix = SUFFIXES.get(material.media_type, "")
    return f"材料/{order:03d}{suffix}", f"材料 {order}", material.media_type, material.file


def _add(
    archive: zipfile.ZipFile, path: str, title: str, media_type: str, file: File[bytes]
) -> Entry:
    with file.open() as source, archive.open(path, "w", force_zip64=True) as target:
        digests = digests_of(source)
        for piece in source.chunks(PIECE):
            target.write(piece)
    return Entry(path, title, media_type, *digests)


def _manifest(case_file: CaseFile, files: list[Entry]) -> bytes:
    dispute = case_file.dispute
    told = {
        "number": dispute.number,
        "case_file": case_file.number,
        "title": case_file.title,
        "retention": case_file.retention,
        "department": case_file.department.code,
        "archived_at": timezone.localtime(case_file.archived_at).isoformat(),
        "excused": case_file.excused,
        "copies": "masked",
        "files": [asdict(entry) for entry in files],
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


def _metadata(case_file: CaseFile) -> ET.Element:
    """What an archive asks of a file (DA/T 46 in words; its own schema is a later exporter)."""
    dispute = case_file.dispute
    fields = {
        "受理编号": dispute.number or "",
        "档号": case_file.number,
        "题名": case_file.title,
        "责任者": name_on(case_file.department, timezone.localdate(case_file.archived_at)),
        "年度": str(case_file.year),
        "保管期限": case_file.get_retention_display(),
        "事项性质": dispute.get_severity_display(),
        "办理方式": dispute.get_mode_display(),
        "登记时间": _moment(dispute.registered_at),
        "办结时间": _moment(dispute.concluded_at),
        "归档时间": _moment(case_file.archived_at),
        "件数": str(len(case_file.catalogue)),
        "密级": "无",
    }
    root = ET.Element("元数据")
    for name, value in fields.items():
        ET.SubElement(root, name).text = value
    return root


def _catalogue(case_file: CaseFile) -> ET.Element:
    """卷内文件目录 (DA/T 22): the frozen lines."""
    names = {"order": "顺序号", "number": "文号", "author": "责任者", "date": "日期"}
    root = ET.Element("卷内目录", {"档号": case_file.number})
    for line in case_file.catalogue:
        item = ET.SubElement(root, "件")
        for key, name in names.items():
            ET.SubElement(item, name).text = str(line.get(key) or "")
        title = line["title"] if "paper" in line else f"材料 {line['order']}"
        ET.SubElement(item, "题名").text = title
    return root


def _moment(at: object) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""  # type: ignore[arg-type]


def _xml(root: ET.Element) -> bytes:
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
