"""Files made in code: good ones of each kind, and everything that has ever been used to do harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

RELATIONSHIP = (
    '<Relationships><Relationship Id="r1" Type="http://x/officeDocument/{kind}" '
    'Target="{target}"{mode}/></Relationships>'
)
EXTERNAL = ' TargetMode="External"'


#: One empty page, as short as can be.
_PAGE = (
    b"2 0 obj<</Type/Catalog/Pages 3 0 R>>endobj\n"
    b"3 0 obj<</Type/Pages/Kids[4 0 R]/Count 1>>endobj\n"
    b"4 0 obj<</Type/Page/Parent 3 0 R/MediaBox[0 0 9 9]>>endobj\n"
)


def pdf(body: bytes = b"") -> bytes:
    begun = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n" + _PAGE
    return begun + body + b"\ntrailer <</Root 2 0 R>>\n%%EOF\n"


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def png(width: int = 2, height: int = 2) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\0\0" * 2)
    parts = _chunk(b"IHDR", head) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def jpg(width: int = 2, height: int = 2, comment: bytes = b"camera") -> bytes:
    remark = b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xe0\x00\x04\x00\x00" + remark + frame + b"\xff\xd9"


def archive(parts: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def docx(**more: bytes | str) -> bytes:
    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"}
    return archive({**parts, **{name.replace("__", "/"): part for name, part in more.items()}})


def docx_with(name: str, content: bytes | str) -> bytes:
    return docx(**{name: content})


def xlsx(**more: bytes | str) -> bytes:
    rows = "".join(f"<row r='{n}'><c><v>{n * 37 % 1000}</v></c></row>" for n in range(5000))
    parts = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}
    return archive({**parts, "xl/sheet.xml": f"<sheetData>{rows}</sheetData>", **more})


def xlsx_with(name: str, content: bytes | str) -> bytes:
    return xlsx(**{name: content})


def ofd(**more: bytes | str) -> bytes:
    return archive({"OFD.xml": "<ofd:OFD/>", "Doc_0/Document.xml": "<d/>", **more})


def ofd_with(name: str, content: bytes | str) -> bytes:
    return ofd(**{name: content})


def _with_declared_size(content: bytes, size: int) -> bytes:
    """A document whose directory says another size than its last part has."""
    made = bytearray(docx_with("word/media/a.xml", content))
    place = made.rindex(b"PK\x01\x02")
    made[place + 24 : place + 28] = struct.pack("<I", size)
    return bytes(made)


def zip_bomb() -> bytes:
    return _with_declared_size(b"\0" * 1_000_000, 4_000_000_000)


def dense_part() -> bytes:
    return docx_with("word/media/a.bin", b"\0" * 5_000_000)


def many_entries() -> bytes:
    return docx(**{f"word/media/{n}.xml": "" for n in range(10_000)})


def lying_size() -> bytes:
    """The directory says one byte; the part unpacks to a megabyte."""
    return _with_declared_size(b"\0" * 1_000_000, 1)


def overlapping() -> bytes:
    """Several directory entries that all unpack the same bytes."""
    made = docx_with("word/media/a.bin", bytes(range(256)) * 64)
    start = made.rindex(b"PK\x01\x02")
    end = made.rindex(b"PK\x05\x06")
    entry = made[start:end]
    names = [entry.replace(b"/a.bin", b"/%c.bin" % letter) for letter in b"abcdefghij"]
    directory = made[made.index(b"PK\x01\x02") : start] + b"".join(names)
    tail = bytearray(made[end:])
    struct.pack_into("<HHI", tail, 8, 2 + len(names), 2 + len(names), len(directory))
    return made[: made.index(b"PK\x01\x02")] + directory + bytes(tail)


def wrong_checksum() -> bytes:
    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"}
    return archive(parts, zipfile.ZIP_STORED).replace(b"<w:document/>", b"<w:documen1/>")


def encrypted() -> bytes:
    made = bytearray(docx())
    made[made.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(made)
