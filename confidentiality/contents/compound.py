"""Documents of Word and Excel before 2007 and of WPS: a small file system in one file [MS-CFB]."""

import re
import struct
from typing import Final

from confidentiality.contents.active_parts import dde, objects
from confidentiality.contents.refusing import (
    Content,
    damaged,
    locked,
    macro,
    mismatch,
    refuse_hidden_archive,
)

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD: Final = ("Word 文档（doc）", frozenset({"WordDocument"}))
EXCEL: Final = ("Excel 表格（xls）", frozenset({"Workbook", "Book"}))
_ENTRY: Final = 128
_MACROS: Final = {"_vba_project", "_vba_project_cur", "vba", "macros"}
#: An object put inside is a storage with this stream; Excel names the storage so.
_OBJECTS: Final = {"\x01Ole", "\x01Ole10Native"}
_OF_EXCEL: Final = re.compile(r"MBD[0-9A-F]{8}")
_BOUND_SHEET, _END, _MACRO_SHEET, _MOST_RECORDS = 0x0085, 0x000A, 1, 100_000
#: A field begins with a character of its own, in letters of one byte or of two.
_DDE: Final = re.compile(
    rb"\x13\x00?(?: \x00?)*D\x00?D\x00?E\x00?(?:A\x00?U\x00?T\x00?O\x00?)? ", re.IGNORECASE
)
_MARKUP_SAVED_AS: Final = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<|\{\\rtf|MIME-Version)", re.I)

Directory = dict[str, int]  # the name of each stream, and the sector where it begins


def doc(file: Content) -> None:
    check(file, *WORD)


def xls(file: Content) -> None:
    check(file, *EXCEL)


def check(file: Content, kind: str, needed: frozenset[str]) -> None:
    content = file.read()
    if not content.startswith(MAGIC):
        raise _other(content, kind)
    names = directory(content)
    if "EncryptedPackage" in names:
        raise locked()
    if not needed & set(names):
        raise mismatch(kind) if names else damaged(kind)
    if _MACROS & {name.lower() for name in names}:
        raise macro()
    start = _start(content, next(names[name] for name in needed if name in names))
    if start >= len(content):
        raise damaged(kind)
    if _is_locked(content[start : start + 4096]):
        raise locked()
    _refuse_active(content, start, names)
    refuse_hidden_archive(file)


def _other(content: bytes, kind: str) -> Exception:
    """What other systems export under this suffix is often a page or RTF: say the way out."""
    if _MARKUP_SAVED_AS.match(content[:64]):
        return mismatch(f"{kind}（可能是网页或 RTF；打开后另存为 docx 或 xlsx 再传）")
    return mismatch(kind)


def directory(content: bytes) -> Directory:
    """Every entry that is a storage or a stream; all lie on a multiple of their own length."""
    found: Directory = {}
    for place in range(512, len(content) - _ENTRY + 1, _ENTRY):
        length, kind, colour = struct.unpack_from("<HBB", content, place + 64)
        if kind in (1, 2, 5) and colour in (0, 1) and 4 <= length <= 64 and length % 2 == 0:
            name = content[place : place + length - 2].decode("utf-16-le", "replace")
            found.setdefault(name, struct.unpack_from("<I", content, place + 116)[0])
    return found


def _start(content: bytes, sector: int) -> int:
    shift = struct.unpack_from("<H", content, 30)[0]
    return int(sector + 1) << (12 if shift == 12 else 9)


def _refuse_active(content: bytes, start: int, names: Directory) -> None:
    """Objects put inside, macros of before VBA, fields that start a program."""
    if _OBJECTS & set(names) or any(_OF_EXCEL.fullmatch(name) for name in names):
        raise objects()
    if _has_macro_sheet(content, start):
        raise macro()
    if "WordDocument" in names and _DDE.search(content):
        raise dde()


def _has_macro_sheet(content: bytes, place: int) -> bool:
    """Excel: a sheet of macros of before VBA [MS-XLS 2.4.28], named in the workbook's globals."""
    for _ in range(_MOST_RECORDS):
        if place + 10 > len(content):
            break
        kind, length = struct.unpack_from("<HH", content, place)
        if kind == _BOUND_SHEET and content[place + 9] == _MACRO_SHEET:
            return True
        if kind == _END:
            break
        place += 4 + length
    return False


def _is_locked(stream: bytes) -> bool:
    """Word: a bit of its first words [MS-DOC 2.5.1]; Excel: FILEPASS after BOF [MS-XLS 2.4.117]."""
    if len(stream) < 12:
        return False
    first, length = struct.unpack_from("<HH", stream)
    if first == 0xA5EC:
        return bool(stream[11] & 0x01)
    if first in (0x0809, 0x0009, 0x0209, 0x0409) and len(stream) >= length + 6:
        return bool(struct.unpack_from("<H", stream, 4 + length)[0] == 0x002F)
    return False
