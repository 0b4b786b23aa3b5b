"""Small files of the kinds that people bring, made in code, and what locks or damages them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

from PIL import Image
from pypdf import PdfWriter

from tests.confidentiality import upload_corpus as corpus

LETTER = (
    b"From: payer@example.com\r\nTo: office@example.com\r\nSubject: =?utf-8?b?5pyq57y0?=\r\n"
    b"Date: Mon, 2 Nov 2026 09:00:00 +0800\r\n\r\nthree months are missing\r\n"
)


def a_pdf(pages: int = 1, password: str = "", owner: str = "") -> bytes:
    """A real one, which asks for `password` to be opened, or for `owner` only to be changed."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password or owner:
        writer.encrypt(password, owner or password, algorithm="AES-256")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def encrypted_by(entry: str) -> bytes:
    """A whole PDF whose encryption no library knows: a permission server's, or a later version."""
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        entry,
    ]
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(made)
    made += f"xref\n0 5\n0000000000 65535 f \n{table}".encode()
    trailer = "trailer\n<< /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<00><00>] >>"
    return made + f"{trailer}\nstartxref\n{start}\n%%EOF\n".encode()


def irm_pdf() -> bytes:
    return encrypted_by("<< /Filter /MicrosoftIRMServices /V 1 >>")


def v9_pdf() -> bytes:
    return encrypted_by("<< /Filter /Standard /V 9 /R 9 /O <00> /U <00> /P -4 >>")


def damaged_stream(made: bytes, name: str) -> bytes:
    """The compressed bytes of one part are not what was written."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        entry = archive.getinfo(name)
    start = entry.header_offset + 30 + len(entry.filename)
    return made[:start] + b"\xff" * entry.compress_size + made[start + entry.compress_size :]


def compound(stream: str, start: bytes, *more: str) -> bytes:
    """A document of the older form: its directory, and the first words of its main stream."""
    head = _head()
    names = [("Root Entry", 5), (stream, 2), *((name, 1) for name in more)]
    entries = b"".join(_entry(name, kind) for name, kind in names)
    return head + entries.ljust(1024, b"\0") + start.ljust(4096, b"\0")


def _head() -> bytes:
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    return bytes(head)


def _entry(name: str, kind: int) -> bytes:
    entry = bytearray(128)
    text = name.encode("utf-16-le") + b"\0\0"
    entry[: len(text)] = text
    struct.pack_into("<HBB", entry, 64, len(text), kind, 1)
    struct.pack_into("<I", entry, 116, 2)  # after the two sectors of the directory
    return bytes(entry)


def a_doc(*more: str, locked: bool = False) -> bytes:
    flags = 0x0100 if locked else 0
    return compound("WordDocument", struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, flags), *more)


def an_xls(*more: str, locked: bool = False) -> bytes:
    begin = struct.pack("<HH", 0x0809, 16) + bytes(16)
    return compound("Workbook", begin + struct.pack("<HH", 0x2F if locked else 0x42, 4), *more)


def a_locked_docx() -> bytes:
    return compound("EncryptedPackage", b"", "EncryptionInfo")


def box(name: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


def film(brand: bytes = b"isom") -> bytes:
    return box(b"ftyp", brand + bytes(4)) + box(b"mdat", b"x" * 50) + box(b"moov", b"y" * 20)


def heic() -> bytes:
    return box(b"ftyp", b"heic" + bytes(4)) + box(b"meta", bytes(8)) + box(b"mdat", b"x" * 50)


def chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content


def riff(form: bytes, *chunks: bytes) -> bytes:
    content = form + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(content)) + content


def wav(data: bytes = b"data" + struct.pack("<I", 8) + bytes(8)) -> bytes:
    return riff(b"WAVE", chunk(b"fmt ", bytes(16)), data)


def avi() -> bytes:
    head, films = chunk(b"LIST", b"hdrl" + bytes(20)), chunk(b"LIST", b"movi" + bytes(20))
    return riff(b"AVI ", head, films)


def bodies_pdf(*bodies: str, table: bool = True) -> bytes:
    """Objects as they stand, the catalogue first."""
    objects = "".join(f"{n} 0 obj\n{body}\nendobj\n" for n, body in enumerate(bodies, start=1))
    made = f"%PDF-1.4\n{objects}".encode()
    start = f"startxref\n{len(made)}\n" if table else ""
    places = [made.index(b"%d 0 obj" % n) for n in range(1, len(bodies) + 1)]
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    xref = f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{rows}" if table else ""
    end = f"{xref}trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R >>\n{start}%%EOF\n"
    return made + end.encode()


CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"
A_PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"


def page_tree(kids: str, *bodies: str, count: int = 1, table: bool = True) -> bytes:
    tree = f"<< /Type /Pages /Kids [{kids}] /Count {count} >>"
    return bodies_pdf(CATALOG, tree, *bodies, table=table)


def endless_tree() -> bytes:
    """Every level names the next ten times over: ten pages to the power of twelve."""
    levels = [f"<< /Type /Pages /Kids [{f'{n} 0 R ' * 10}] >>" for n in range(4, 16)]
    return page_tree("3 0 R", *levels, A_PAGE)


def mp3(tag: bytes = b"") -> bytes:
    return tag + (b"\xff\xfb\x90\x00" + bytes(413)) * 3


def without_picture() -> bytes:
    made = corpus.png()
    return made[: made.index(b"IDAT") - 4] + made[made.index(b"IEND") - 4 :]


def tif(pages: int = 1) -> bytes:
    first, *rest = (Image.new("1", (8, 8)) for _ in range(pages))
    file = io.BytesIO()
    first.save(file, "TIFF", save_all=True, append_images=rest)
    return file.getvalue()


def photo(orientation: int = 1) -> bytes:
    """Wider than high, as the camera lay; its left half dark."""
    picture = Image.new("RGB", (40, 20), "white")
    picture.paste((20, 20, 20), (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "telephone"
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=95, exif=exif)
    return file.getvalue()


#: One good file of every kind.
GOOD: dict[str, Callable[[], bytes]] = {
    ".pdf": a_pdf,
    ".ofd": corpus.ofd,
    ".jpg": photo,
    ".png": corpus.png,
    ".heic": heic,
    ".tif": tif,
    ".docx": corpus.docx,
    ".xlsx": corpus.xlsx,
    ".doc": a_doc,
    ".xls": an_xls,
    ".wps": a_doc,
    ".et": an_xls,
    ".txt": lambda: "缴费人反映：欠缴三个月。".encode(),
    ".eml": lambda: LETTER,
    ".mp3": mp3,
    ".m4a": lambda: film(b"M4A "),
    ".wav": wav,
    ".amr": lambda: b"#!AMR\n" + bytes(60),
    ".mp4": film,
    ".mov": lambda: film(b"qt  "),
    ".3gp": lambda: film(b"3gp5"),
    ".avi": avi,
}
