"""Office documents that are archives: docx, xlsx, ofd, and what WPS writes of them."""

import re
import zipfile
from collections import deque
from functools import partial
from itertools import chain
from typing import Final

from django.core.exceptions import ValidationError

from confidentiality.contents import compound
from confidentiality.contents.active_parts import objects, outside, refuse_parts, refuse_relation
from confidentiality.contents.markup import check_xml, entities
from confidentiality.contents.refusing import EICAR, Content, damaged, locked, macro, mismatch

MOST_ENTRIES: Final = 2_000
MOST_UNPACKED: Final = 200 * 1024 * 1024
MOST_RATIO: Final = 200
SMALL_ENTRY: Final = 1024 * 1024
LOOKED_AT: Final = 64 * 1024
MOST_RELATIONS: Final = 8 * 1024 * 1024
PIECE: Final = 256 * 1024

_WORD: Final = {"[Content_Types].xml", "word/document.xml"}
_EXCEL: Final = {"[Content_Types].xml", "xl/workbook.xml"}
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_EXTERNAL: Final = re.compile(rb"\bTargetMode=[\"']External[\"']")
_TYPE: Final = re.compile(rb"\bType=[\"']([^\"']*)[\"']")
_TARGET: Final = re.compile(rb"\bTarget=[\"']([^\"']*)[\"']")
#: A template on the writer's own disk: whoever opens the document elsewhere does not have it, and
#: nothing is asked of any server. Two slashes before a name lead to another machine.
_OWN_DISK: Final = re.compile(
    rb"(?:file:///)?(?:[A-Za-z]:[\\/]|/?Users/)(?!.*(?:\\\\|//)).*", re.IGNORECASE
)


def docx(file: Content) -> None:
    _office(file, "Word 文档（docx）", _WORD)


def xlsx(file: Content) -> None:
    _office(file, "Excel 表格（xlsx）", _EXCEL)


def ofd(file: Content) -> None:
    _office(file, "OFD 文件", {"OFD.xml"})


def wps(file: Content) -> None:
    _of_wps(file, "WPS 文字（wps）", _WORD, compound.WORD[1])


def et(file: Content) -> None:
    _of_wps(file, "WPS 表格（et）", _EXCEL, compound.EXCEL[1])


def _of_wps(file: Content, kind: str, parts: set[str], streams: frozenset[str]) -> None:
    """WPS writes both forms under the same suffix."""
    packed = file.read(4) == b"PK\x03\x04"
    file.seek(0)
    if packed:
        _office(file, kind, parts)
    else:
        compound.check(file, kind, streams)


def _office(file: Content, kind: str, needed: set[str]) -> None:
    head = file.read(8)
    if head == compound.MAGIC:
        raise _old_form(file, kind)
    if head[:4] != b"PK\x03\x04":
        raise mismatch(kind)
    with zipfile.ZipFile(file) as archive:
        _check_table_of_contents(archive, file.size, kind, needed)
        for entry in archive.infolist():
            _check_entry(archive, entry, kind)


def _old_form(file: Content, kind: str) -> ValidationError:
    """A document with a password is wrapped into the older form [MS-OFFCRYPTO 2.3.4.4]."""
    file.seek(0)
    names = compound.directory(file.read())
    return locked() if "EncryptedPackage" in names else mismatch(kind)


def _check_table_of_contents(
    archive: zipfile.ZipFile, size: int, kind: str, needed: set[str]
) -> None:
    """Before anything is unpacked: number, names, declared sizes, encryption, macros."""
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if not needed <= names:
        raise mismatch(kind)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise locked()
    refuse_parts(names)
    if _is_bomb(entries, size):
        raise ValidationError("文件压缩内容异常（疑似压缩炸弹），已拒绝。")
    if len(names) < len(entries) or any(_leads_outside(name) for name in names):
        raise damaged(kind)


def _is_bomb(entries: list[zipfile.ZipInfo], size: int) -> bool:
    """Too many, too large unpacked, too dense, or parts that overlap in the file."""
    if len(entries) > MOST_ENTRIES or sum(e.file_size for e in entries) > MOST_UNPACKED:
        return True
    if sum(e.compress_size for e in entries) > size:
        return True
    large = [e for e in entries if e.file_size > SMALL_ENTRY]
    return any(e.file_size > MOST_RATIO * max(e.compress_size, 1) for e in large)


def _leads_outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, kind: str) -> None:
    """Each part to its end: whole, no entities, nothing fetched from outside, no virus mark."""
    name = entry.filename.lower()
    with archive.open(entry) as part:
        first = part.read(LOOKED_AT)
        if first.startswith(compound.MAGIC):
            raise objects()
        start = first.replace(b"\0", b"")
        if EICAR in start:
            raise ValidationError("文件含有病毒特征，已拒绝。")
        if name == "[content_types].xml" and b"macroEnabled" in first:
            raise macro()
        rest = iter(partial(part.read, PIECE), b"")
        if name.endswith((".xml", ".rels")):
            if b"<!DOCTYPE" in start.upper():
                raise entities()
            check_xml(chain([first], rest), kind)
        else:
            deque(rest, maxlen=0)  # its checksum is compared at its end
    if name.endswith(".rels"):
        _check_relations(archive, entry, kind)


def _check_relations(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, kind: str) -> None:
    """All of them, however many stand before the one that leads outside or to an object."""
    if entry.file_size > MOST_RELATIONS:
        raise damaged(kind)
    for relation in _RELATION.findall(archive.read(entry).replace(b"\0", b"")):
        _check_relation(relation)


def _check_relation(relation: bytes) -> None:
    kind = _said(_TYPE, relation).rpartition(b"/")[2]
    if not _EXTERNAL.search(relation):
        refuse_relation(kind.decode(errors="replace"))
        return
    if kind == b"hyperlink":
        return
    if kind == b"attachedTemplate":
        if _OWN_DISK.fullmatch(_said(_TARGET, relation)):
            return
        raise ValidationError(
            "文件引用了外部模板，打开时会到别的电脑或网站取内容。去掉的办法：Word 中点“文件→选项→"
            "加载项”，“管理”选“模板”并点“转到”，把“文档模板”改为 Normal，确定后保存再传；"
            "WPS 中点“文件→另存为”，保存类型选“PDF 文件”，传 PDF 即可。"
        )
    raise outside()


def _said(what: re.Pattern[bytes], relation: bytes) -> bytes:
    found = what.search(relation)
    return found[1] if found else b""
