"""Looks inside an upload by its first bytes and table of contents; no picture is decoded."""

import re
import struct
import zipfile
from collections.abc import Callable
from typing import Final

from django.core.exceptions import ValidationError
from django.core.files.base import File

EICAR: Final = b"EICAR-STANDARD-ANTIVIRUS-" + b"TEST-FILE"
MOST_PIXELS: Final = 100_000_000
MOST_ENTRIES: Final = 2_000
MOST_UNPACKED: Final = 200 * 1024 * 1024
MOST_RATIO: Final = 200
SMALL_ENTRY: Final = 1024 * 1024
LOOKED_AT: Final = 64 * 1024

Content = File[bytes]
_MARKUP: Final = re.compile(rb"\s*<(?:!doctype|html|script|svg|\?xml|body|iframe)", re.IGNORECASE)
_EXTERNAL: Final = re.compile(rb"<Relationship\b[^>]*TargetMode=[\"']External[\"'][^>]*>")


def _mismatch(kind: str) -> ValidationError:
    return ValidationError(f"文件内容不是 {kind}，扩展名与内容不符，请核对后重新选择。")


def _damaged(kind: str) -> ValidationError:
    return ValidationError(f"这个 {kind} 文件不完整或已损坏，请重新扫描或导出后再传。")


def pdf(file: Content) -> None:
    if not re.match(rb"%PDF-[12]\.[0-9]", file.read(8)):
        raise _mismatch("PDF")
    _refuse_hidden_archive(file)
    if b"%%EOF" not in _tail(file, 2048):
        raise _damaged("PDF")


def png(file: Content) -> None:
    head = file.read(26)
    if not head.startswith(b"\x89PNG\r\n\x1a\n"):
        raise _mismatch("PNG 图片")
    if len(head) < 26 or head[12:16] != b"IHDR":
        raise _damaged("PNG")
    _refuse_flood(*struct.unpack(">II", head[16:24]))
    _refuse_hidden_archive(file)
    if b"IEND" not in _tail(file, 64):
        raise _damaged("PNG")


def jpg(file: Content) -> None:
    if file.read(3) != b"\xff\xd8\xff":
        raise _mismatch("JPG 图片")
    file.seek(2)
    height, width = _jpg_size(file)
    _refuse_flood(width, height)
    _refuse_hidden_archive(file)


def _jpg_size(file: Content) -> tuple[int, int]:
    """Height and width from the frame header, stepping over the segments before it."""
    for _ in range(1_000):
        marker = file.read(4)
        if len(marker) < 4 or marker[0] != 0xFF:
            break
        length = int.from_bytes(marker[2:4], "big")
        if 0xC0 <= marker[1] <= 0xCF and marker[1] not in (0xC4, 0xC8, 0xCC):
            frame = file.read(5)
            if len(frame) == 5:
                return struct.unpack(">HH", frame[1:5])
            break
        file.seek(max(length - 2, 0), 1)
    raise _damaged("JPG")


def _refuse_flood(width: int, height: int) -> None:
    if not width or not height:
        raise _damaged("图片")
    if width * height > MOST_PIXELS:
        raise ValidationError(
            f"图片有 {width}×{height} 像素，太大了，请缩小到 {MOST_PIXELS // 10_000} 万像素以内。"
        )


def txt(file: Content) -> None:
    content = file.read()
    if b"\0" in content or _MARKUP.match(content.lstrip(b"\xef\xbb\xbf")):
        raise _mismatch("纯文本")
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return
    raise _mismatch("纯文本（UTF-8 或 GB18030 编码）")


def docx(file: Content) -> None:
    _office(file, "Word 文档（docx）", {"[Content_Types].xml", "word/document.xml"})


def xlsx(file: Content) -> None:
    _office(file, "Excel 表格（xlsx）", {"[Content_Types].xml", "xl/workbook.xml"})


def ofd(file: Content) -> None:
    _office(file, "OFD 文件", {"OFD.xml"})


def _office(file: Content, kind: str, needed: set[str]) -> None:
    if file.read(4) != b"PK\x03\x04":
        raise _mismatch(kind)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_table_of_contents(archive, file.size, kind, needed)
            for entry in archive.infolist():
                _check_entry(archive, entry)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise _damaged(kind) from None


def _check_table_of_contents(
    archive: zipfile.ZipFile, size: int, kind: str, needed: set[str]
) -> None:
    """Before anything is unpacked: number, names, declared sizes, encryption, macros."""
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if not needed <= names:
        raise _mismatch(kind)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ValidationError("文件加了密码，请去掉密码后再传。")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ValidationError("文件带有宏，请另存为不带宏的格式后再传。")
    if _is_bomb(entries, size):
        raise ValidationError("文件压缩内容异常（疑似压缩炸弹），已拒绝。")
    if len(names) < len(entries) or any(_leads_outside(name) for name in names):
        raise _damaged(kind)


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


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """The beginning of each part: no entities, nothing fetched from outside, no virus mark."""
    with archive.open(entry) as part:
        start = part.read(LOOKED_AT).replace(b"\0", b"")
    if EICAR in start:
        raise ValidationError("文件含有病毒特征，已拒绝。")
    name = entry.filename.lower()
    if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in start.upper():
        raise ValidationError("文件里的 XML 带有实体声明，已拒绝，请另存后再传。")
    if name.endswith(".rels") and any(b"/hyperlink" not in r for r in _EXTERNAL.findall(start)):
        raise ValidationError("文件引用了外部模板或外部内容，请去掉引用、另存后再传。")


def _refuse_hidden_archive(file: Content) -> None:
    """A picture or PDF that is at the same time an archive."""
    file.seek(0)
    if zipfile.is_zipfile(file):
        raise ValidationError("文件里夹带了压缩包，已拒绝。")


def _tail(file: Content, length: int) -> bytes:
    file.seek(0, 2)
    file.seek(max(file.tell() - length, 0))
    tail: bytes = file.read(length)
    return tail


CONTENTS: Final[dict[str, Callable[[Content], None]]] = {
    ".pdf": pdf,
    ".ofd": ofd,
    ".jpg": jpg,
    ".png": png,
    ".docx": docx,
    ".xlsx": xlsx,
    ".txt": txt,
}
