"""What a file does by itself, holds beside its text or tells of its maker stays outside."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin
from pypdf import PdfWriter

from confidentiality.stripped import stripped
from confidentiality.uploads import admit, check_upload
from tests.confidentiality import brought_files as brought
from tests.confidentiality import upload_corpus as corpus

TREE = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def a_pdf(catalog: str = "", page: str = "", *bodies: str) -> bytes:
    return brought.bodies_pdf(
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        TREE,
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {page} >>",
        *bodies,
    )


def packed(catalog: str = "") -> bytes:
    """Its objects inside a stream, where no word of them can be read."""
    bodies = [f"<< /Type /Catalog /Pages 2 0 R {catalog} >>", TREE, brought.A_PAGE]
    places = [sum(len(each) + 1 for each in bodies[:n]) for n in range(3)]
    head = " ".join(f"{n} {place}" for n, place in enumerate(places, start=1))
    inside = zlib.compress(f"{head} {' '.join(bodies)}".encode())
    made = b"%PDF-1.5\n"
    held = len(made)
    told = f"/Type /ObjStm /N 3 /First {len(head) + 1} /Filter /FlateDecode /Length {len(inside)}"
    made += f"4 0 obj\n<< {told} >>\nstream\n".encode() + inside + b"\nendstream\nendobj\n"
    start = len(made)
    rows = [(0, 0, 65535), (2, 4, 0), (2, 4, 1), (2, 4, 2), (1, held, 0), (1, start, 0)]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    told = f"/Type /XRef /W [1 4 2] /Size 6 /Root 1 0 R /Length {len(table)}"
    made += f"5 0 obj\n<< {told} >>\nstream\n".encode() + table + b"\nendstream\nendobj\n"
    return made + f"startxref\n{start}\n%%EOF\n".encode()


def attached() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_attachment("a.exe", b"MZ")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


SCRIPT = "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"
PDFS = {
    "script when opened": (a_pdf(SCRIPT), "脚本"),
    "packed into a stream": (packed(SCRIPT), "脚本"),
    "a name written otherwise": (a_pdf("/OpenAction << /S /J#61vaScript >>"), "脚本"),
    "a program": (a_pdf("/OpenAction << /S /Launch /F (cmd.exe) >>"), "脚本"),
    "on the page": (a_pdf("", "/AA << /O << /S /SubmitForm /F (http://x) >> >>"), "脚本"),
    "behind a reference": (a_pdf("/OpenAction 4 0 R", "", "<< /S /JavaScript >>"), "脚本"),
    "a program whose name lies elsewhere": (
        a_pdf("/OpenAction << /S 4 0 R /F (cmd.exe) >>", "", "/Launch"),
        "脚本",
    ),
    "an address opened by itself": (
        a_pdf("/OpenAction << /S /URI /URI (http://x.example/) >>"),
        "脚本",
    ),
    "another machine's file": (
        a_pdf("/OpenAction << /S /GoToR /F (\\\\\\\\x\\\\share\\\\a.pdf) >>"),
        "脚本",
    ),
    "an address when a page is shown": (
        a_pdf("", "/AA << /O << /S /URI /URI (http://x.example/) >> >>"),
        "脚本",
    ),
    "after a harmless one": (
        a_pdf("/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next [<< /S /URI /URI (http://x/) >>] >>"),
        "脚本",
    ),
    "a printer": (a_pdf("/OpenAction << /S /Named /N /Print >>"), "脚本"),
    "a film that begins": (a_pdf("/OpenAction << /S /Rendition /OP 0 >>"), "脚本"),
    "a file whose kind lies elsewhere": (
        a_pdf(
            "", "/Annots [4 0 R]", "<< /Subtype 5 0 R /FS << /F (a.exe) >> >>", "/FileAttachment"
        ),
        "夹带",
    ),
    "a form of XFA": (a_pdf("/AcroForm << /XFA (x) >>"), "脚本"),
    "a file inside": (attached(), "夹带"),
    "a file on the page": (a_pdf("", "/Annots [<< /Subtype /FileAttachment >>]"), "夹带"),
    "a film": (a_pdf("", "/Annots [<< /Subtype /RichMedia >>]"), "夹带"),
}


@pytest.mark.parametrize("name", PDFS)
def test_a_pdf_that_acts_or_holds_files_is_refused(name: str) -> None:
    content, said = PDFS[name]
    with pytest.raises(ValidationError, match=said) as refused:
        check_upload(SimpleUploadedFile("证据.pdf", content))
    assert "“打印”为新的 PDF" in refused.value.messages[0]


@pytest.mark.parametrize(
    "content",
    [
        a_pdf("/OpenAction [3 0 R /Fit]"),
        a_pdf("/PageMode /UseOutlines"),
        packed(),
        a_pdf("/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"),
        a_pdf("/OpenAction << /S /Named /N /FirstPage >>"),
        a_pdf("/OpenAction 4 0 R", "", "<< /S /GoTo /D [3 0 R /Fit] /Next [4 0 R 4 0 R] >>"),
        a_pdf("", "/Annots [<< /Subtype /Link /A << /S /URI /URI (http://gov.example/) >> >>]"),
    ],
)
def test_a_pdf_that_only_says_where_it_opens_comes_in(content: bytes) -> None:
    assert check_upload(SimpleUploadedFile("证据.pdf", content)).pages == 1


def field(*pieces: str) -> str:
    runs = "".join(f"<w:r><w:instrText>{each}</w:instrText></w:r>" for each in pieces)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in ("begin", "end"))
    return f'<w:document xmlns:w="w"><w:p>{begin}{runs}{end}</w:p></w:document>'


BEGIN, PARTED, END = (
    f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in ("begin", "separate", "end")
)


def nested(made: str, rest: str) -> str:
    """A field whose first word is what another field gives."""
    runs = [f"<w:r><w:instrText>{each}</w:instrText></w:r>" for each in (made, rest)]
    body = BEGIN + BEGIN + runs[0] + PARTED + END + runs[1] + PARTED + END
    return f'<w:document xmlns:w="w"><w:p>{body}</w:p></w:document>'


def inside(before: str, made: str) -> str:
    """A field that has another among its own words, as mail merge writes it."""
    runs = [f"<w:r><w:instrText>{each}</w:instrText></w:r>" for each in (before, made)]
    body = BEGIN + runs[0] + BEGIN + runs[1] + PARTED + END + PARTED + END
    return f'<w:document xmlns:w="w"><w:p>{body}</w:p></w:document>'


def related(kind: str, part: str, content: bytes = b"x") -> bytes:
    """A part of any name, of which the document itself says what it is."""
    told = corpus.RELATIONSHIP.format(kind=kind, target=part, mode="")
    parts: dict[str, bytes | str] = {"word/_rels/document.xml.rels": told, f"word/{part}": content}
    return corpus.docx(**parts)


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
SIMPLE = '<w:document xmlns:w="w"><w:fldSimple w:instr=" DDEAUTO c:\\\\cmd"/></w:document>'
OFFICE = {
    "a renamed docm": ("a.docx", corpus.docx_with("word/x.xml", "<x/>"), ""),
    "macros by type": (
        "a.docx", corpus.docx_with("[Content_Types].xml", "<T t='macroEnabled.main+xml'/>"), "宏",
    ),
    "sheets of macros": ("a.xlsx", corpus.xlsx_with("xl/macrosheets/sheet1.xml", "<x/>"), "宏"),
    "an object": ("a.docx", corpus.docx_with("word/embeddings/oleObject1.bin", b"x"), "OLE"),
    "a control": ("a.docx", corpus.docx_with("word/activeX/activeX1.xml", "<x/>"), "OLE"),
    "an object under another name": ("a.docx", related("oleObject", "media/image1.dat"), "OLE"),
    "an object called a workbook": (
        "a.docx", corpus.docx_with("word/embeddings/x.xlsx", OLE), "OLE",
    ),
    "an object by its element": (
        "a.docx",
        corpus.docx_with("word/document.xml", "<d xmlns:o='o'><o:OLEObject/></d>"), "OLE",
    ),
    "a page with a script": ("a.docx", related("aFChunk", "x.html", b"<script/>"), "OLE"),
    "macros under another name": ("a.docx", related("vbaProject", "evil.bin"), "宏"),
    "a chart by its relation": ("a.docx", related("chart", "charts/chart1.dat"), ""),
    "a chart's figures": (
        "a.docx", corpus.docx_with("word/embeddings/Sheet1.xlsx", corpus.xlsx()), "",
    ),
    "a field": ("a.docx", corpus.docx_with("word/document.xml", field(" DDEAUTO c:\\\\x")), "DDE"),
    "a field in pieces": (
        "a.docx", corpus.docx_with("word/document.xml", field(" D", "DE", "AUTO x")), "DDE",
    ),
    "a simple field": ("a.docx", corpus.docx_with("word/document.xml", SIMPLE), "DDE"),
    "a field in quotes": (
        "a.docx", corpus.docx_with("word/document.xml", field('"DDEAUTO" cmd')), "DDE",
    ),
    "a field that another spells": (
        "a.docx",
        corpus.docx_with("word/document.xml", nested(" QUOTE 68 68 69 ", " c:\\cmd ")), "DDE",
    ),
    "a field within a field": (
        "a.docx", corpus.docx_with("word/document.xml", inside(" IF ", " MERGEFIELD a ")), "",
    ),
    "a picture from elsewhere": (
        "a.docx",
        corpus.docx_with("word/document.xml", field(' INCLUDEPICTURE "http://x/a.png"')),
        "外部内容",
    ),
    "a sheet from elsewhere": (
        "a.docx",
        corpus.docx_with("word/document.xml", field(" LINK Excel.Sheet.8 x.xls")), "外部内容",
    ),
    "another field": ("a.docx", corpus.docx_with("word/document.xml", field(" PAGE ")), ""),
    "a link of a sheet": (
        "a.xlsx", corpus.xlsx_with("xl/externalLinks/e.xml", "<a><ddeLink/></a>"), "DDE",
    ),
    "a formula": ("a.xlsx", corpus.xlsx_with("xl/s.xml", "<c><f>cmd|'/c x'!A0</f></c>"), "DDE"),
    "a plain formula": ("a.xlsx", corpus.xlsx_with("xl/s.xml", "<c><f>SUM(A1:A9)</f></c>"), ""),
    "far down among relations": (
        "a.docx",
        corpus.docx_with(
            "word/_rels/d.rels",
            "<R>" + "<x/>" * 30_000
            + corpus.RELATIONSHIP.format(kind="oleObject", target="http://x/",
                                         mode=corpus.EXTERNAL) + "</R>",
        ),
        "外部内容",
    ),
    "an object in the older form": ("a.doc", brought.a_doc("\x01Ole10Native"), "OLE"),
    "an object in an older sheet": ("a.xls", brought.an_xls("MBD0001A2B3"), "OLE"),
    "a field in the older form": (
        "a.doc", brought.a_doc() + b"\x13 DDEAUTO c:\\cmd \x15", "DDE",
    ),
    "a sheet of macros in the older form": (
        "a.xls",
        brought.compound(
            "Workbook",
            struct.pack("<HH", 0x0809, 16) + bytes(16)
            + struct.pack("<HHIBB", 0x0085, 8, 0, 0, 1) + b"\0\0",
        ),
        "宏",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OFFICE)
def test_a_document_brings_its_own_text_and_nothing_else(name: str) -> None:
    named, content, said = OFFICE[name]
    file = SimpleUploadedFile(named, content)
    if not said:
        assert check_upload(file).size == len(content)
        return
    with pytest.raises(ValidationError, match=said) as refused:
        check_upload(file)
    assert refused.value.messages[0].endswith("。")


def located(orientation: int = 1) -> bytes:
    """A photograph that tells where it was taken, with a second one behind it."""
    picture = Image.new("RGB", (40, 20), "white")
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "telephone"
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif, progressive=True)
    return file.getvalue() + brought.photo()


def test_a_photograph_does_not_say_where_it_was_taken() -> None:
    content = located()
    taken = admit(SimpleUploadedFile("照片.jpg", content))
    kept = taken.content.read()
    assert b"telephone" not in kept
    assert taken.original_sha256 == check_upload(SimpleUploadedFile("a.jpg", content)).sha256
    with Image.open(io.BytesIO(kept)) as now, Image.open(io.BytesIO(content)) as before:
        assert not now.getexif()
        assert now.tobytes() == before.tobytes()


def test_one_too_large_to_be_turned_keeps_which_side_is_up_alone() -> None:
    kept = stripped(located(6), ".jpg", 6)
    assert kept is not None
    with Image.open(io.BytesIO(kept)) as picture:
        assert dict(picture.getexif()) == {0x0112: 6}


def test_a_picture_of_a_screen_says_nothing_beside_it() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "somebody")
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, "PNG", pnginfo=words)
    taken = admit(SimpleUploadedFile("截图.png", file.getvalue()))
    kept = taken.content.read()
    assert b"somebody" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        picture.load()
        assert picture.size == (4, 4)
