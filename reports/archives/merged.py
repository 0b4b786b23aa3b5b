"""全卷合并本: a whole file as one PDF to be read through, out of its sealed packages (R082).

Cover, catalogue, every item in its order, 备考表, then each supplement; pages are numbered as the
catalogue counts them. It holds what its reader's package would hold and nothing else, and is marked
as every copy that is read on a screen. What proves something is the package, not this.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.utils import timezone

from confidentiality.sealed_files import SealedTemp
from reports.archives.contents import FULL
from reports.archives.extracts import taken
from reports.archives.handing_out import record_taking, takes_whole
from reports.archives.package import sealed
from reports.archives.verify_package import MANIFEST
from reports.archives.whole_texts import FOLDER, may_take
from workflow.issuing.looking import refuse_closed
from workflow.models.rendered import Copy

if TYPE_CHECKING:
    from pypdf import PdfWriter

    from departments.models import Officer
    from workflow.models import CaseFile, SealedPackage

PURPOSE: Final = "阅览全卷合并本"
COVER, CATALOGUE, REMARKS = "卷宗封面", "卷内文件目录", "备考表"
_VOID: Final = "（已作废）"
_PICTURES: Final = ("image/jpeg", "image/png")
_PDF: Final = "application/pdf"
_A4_WIDE: Final = 595.28


class Leaf(NamedTuple):
    """One thing that is bound: how it is called, what it is, how many pages it counts for."""

    title: str
    media_type: str
    content: bytes
    pages: int
    is_item: bool = False


def merged(found: CaseFile, officer: Officer, *, address: str) -> bytes:
    """Written down first, as the taking of the package is."""
    from papers.printing.overlay import Taking, overlay  # 15 MiB that a web process does without

    refuse_closed(found, officer)
    packages = sealed(found)
    copy = Copy.FULL if takes_whole(found, officer) else Copy.MASKED
    record_taking(found, officer, copy, purpose=f"{PURPOSE}{copy.label}", address=address)
    bound = _bound(found, packages, officer, copy)
    unit = officer.department.short_name if officer.department else ""
    return overlay(bound, Taking(officer.name, unit, timezone.localtime()))


def _bound(found: CaseFile, packages: list[SealedPackage], officer: Officer, copy: Copy) -> bytes:
    from pypdf import PdfWriter
    from pypdf.constants import PageLabelStyle

    writer, counted = PdfWriter(), 1
    for package in packages:
        for leaf in _leaves(found, package, officer, copy):
            start = len(writer.pages)
            _append(writer, leaf)
            writer.add_outline_item(title=leaf.title, page_number=start)
            if leaf.is_item and package.edition == 1:  # only these are counted by the catalogue
                writer.set_page_label(
                    start, len(writer.pages) - 1, style=PageLabelStyle.DECIMAL, start=counted
                )
                counted += leaf.pages
            else:
                writer.set_page_label(start, len(writer.pages) - 1, prefix=leaf.title)
    writer.add_metadata({"/Title": f"{found.number} 全卷合并本（{copy.label}）"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _leaves(
    found: CaseFile, package: SealedPackage, officer: Officer, copy: Copy
) -> Iterator[Leaf]:
    """Out of the very package that he would take."""
    waiting = SealedTemp()
    taken(package, waiting, whole=copy == Copy.FULL, others=may_take(package, officer))
    with waiting.finished() as file, zipfile.ZipFile(file) as held:
        names, before = set(held.namelist()), package.edition > 1
        entries = json.loads(held.read(MANIFEST))["files"]
        counted = {} if before else {each["order"]: each.get("pages") for each in found.catalogue}
        if not before:
            yield from (_sheet(held, names, name) for name in (COVER, CATALOGUE))
        for entry in sorted(entries, key=lambda each: int(each["order"])):
            if entry["order"] and _is_read(entry["path"], copy):
                yield _item(held, names, entry, counted.get(entry["order"]) or 1)
        remarks = _sheet(held, names, REMARKS)
        yield remarks._replace(title=f"补充{package.edition - 1} {REMARKS}") if before else remarks
        for entry in entries:
            if entry["path"].startswith(FOLDER) and entry["path"] in names:
                yield Leaf(entry["title"], _PDF, held.read(entry["path"]), entry["pages"])


def _is_read(path: str, copy: Copy) -> bool:
    """Of a paper the one copy that is his; a material is there but once."""
    full = path.startswith(FULL)
    return full if copy == Copy.FULL else not full or path.startswith("data/材料/")


def _sheet(held: zipfile.ZipFile, names: set[str], name: str) -> Leaf:
    """As it was typed where he takes the whole, else masked."""
    full = f"{FULL}{name}.pdf"
    content = held.read(full if full in names else f"data/{name}.pdf")
    return Leaf(name, _PDF, content, 0)


def _item(
    held: zipfile.ZipFile,
    names: set[str],
    entry: dict[str, Any],  # Any: JSON
    pages: int,
) -> Leaf:
    title = f"{entry['order']} {entry['title']}"
    for each in Copy:
        title = title.replace(f"（{each.label}）", "")
    if entry["path"] not in names:
        return Leaf(f"{title}（按规定不提供）", "", b"", entry["pages"] or pages, is_item=True)
    content = held.read(entry["path"])
    return Leaf(title, entry["media_type"], content, entry["pages"] or pages, is_item=True)


def _append(writer: PdfWriter, leaf: Leaf) -> None:
    """What is no PDF and no picture, or cannot be opened, has a page that says where it is."""
    from pypdf import PdfReader

    from papers.printing.overlay import laid_over, page_saying

    content = leaf.content
    try:
        if leaf.media_type in _PICTURES:
            content = _pictured(content)
        elif leaf.media_type != _PDF:
            raise ValueError(leaf.media_type)
        len(PdfReader(io.BytesIO(content)).pages)  # it opens, before any of it is bound
        if _VOID in leaf.title:
            content = laid_over(content, line="", mark="", void="已作废")
        writer.append(io.BytesIO(content), import_outline=False)
    except Exception:  # whatever a library says to a file that somebody uploaded
        for number in range(1, max(leaf.pages, 1) + 1):
            said = (
                leaf.title,
                f"不在合并本内，见信息包；计第{number}页，共{max(leaf.pages, 1)}页。",
            )
            writer.append(io.BytesIO(page_saying(said)), import_outline=False)


def _pictured(content: bytes) -> bytes:
    """A picture on one page of its own shape, as wide as A4."""
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(content)) as picture:
        plain = picture.convert("RGB")
        plain.save(out, "PDF", resolution=plain.width * 72 / _A4_WIDE)
    return out.getvalue()
