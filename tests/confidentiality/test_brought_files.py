"""Files that people bring: each kind comes in, what is locked is told, no bytes ever break it."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from confidentiality.uploads import (
    ACCEPT,
    KINDS,
    UploadFacts,
    admit,
    check_upload,
    clean_name,
    name_for,
)
from tests.confidentiality import brought_files as brought
from tests.confidentiality import upload_corpus as corpus
from tests.confidentiality.upload_corpus import EXTERNAL, RELATIONSHIP


def looked_into(name: str, content: bytes) -> UploadFacts:
    return check_upload(SimpleUploadedFile(name, content))


def refused(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as error:
        looked_into(name, content)
    (sentence,) = error.value.messages
    return sentence


def template(target: str) -> bytes:
    said = RELATIONSHIP.format(kind="attachedTemplate", target=target, mode=EXTERNAL)
    return corpus.docx_with("word/_rels/settings.xml.rels", said)


def test_every_kind_has_a_good_file() -> None:
    assert set(brought.GOOD) == set(KINDS)


@pytest.mark.parametrize("suffix", sorted(KINDS))
def test_one_good_file_of_every_kind_comes_in(suffix: str) -> None:
    facts = looked_into(f"材料{suffix.upper()}", brought.GOOD[suffix]())
    assert (facts.suffix, facts.media_type) == (suffix, KINDS[suffix].media_type)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("1.docx", brought.damaged_stream(corpus.docx(), "word/document.xml"), "不完整或已损坏"),
        ("1.xlsx", brought.damaged_stream(corpus.xlsx(), "xl/workbook.xml"), "不完整或已损坏"),
        ("1.ofd", brought.damaged_stream(corpus.ofd(), "OFD.xml"), "不完整或已损坏"),
        ("2.pdf", brought.irm_pdf(), "加了密码或权限"),
        ("2.pdf", brought.v9_pdf(), "加了密码或权限"),
        ("3.pdf", brought.a_pdf(password="open"), "加了密码，请去掉密码"),
        ("3.docx", brought.a_locked_docx(), "加了密码，请去掉密码"),
        ("3.xlsx", brought.a_locked_docx(), "加了密码，请去掉密码"),
        ("3.doc", brought.a_doc(locked=True), "加了密码，请去掉密码"),
        ("3.xls", brought.an_xls(locked=True), "加了密码，请去掉密码"),
        ("3.et", brought.an_xls(locked=True), "加了密码，请去掉密码"),
        ("4.doc", brought.a_doc("Macros"), "带有宏"),
        ("4.xls", brought.an_xls("_VBA_PROJECT_CUR"), "带有宏"),
        ("5.doc", brought.an_xls(), "内容不是 Word 文档"),
        ("5.docx", brought.a_doc(), "内容不是 Word 文档"),
        ("5.xls", b"<html><table>", "另存为 docx 或 xlsx"),
        ("5.doc", b"{\\rtf1 text}", "另存为 docx 或 xlsx"),
        ("6.mp4", brought.film()[:-5], "不完整或已损坏"),
        ("6.mp4", brought.heic(), "内容不是 MP4"),
        ("6.heic", brought.film(), "内容不是 HEIC"),
        ("6.mp4", brought.box(b"ftyp", b"isom") + brought.box(b"mdat"), "不完整或已损坏"),
        ("7.mp3", b"MZ" + bytes(50), "内容不是 MP3"),
        ("7.wav", brought.avi(), "内容不是 WAV"),
        ("7.amr", brought.mp3(), "内容不是 AMR"),
        ("7.tif", brought.tif()[:9], "不完整或已损坏"),
        ("7.wav", brought.riff(b"WAVE"), "不完整或已损坏"),
        ("7.wav", brought.wav(b""), "不完整或已损坏"),
        ("7.wav", brought.wav(b"data" + bytes(4)), "不完整或已损坏"),
        ("7.wav", brought.wav()[:-4], "不完整或已损坏"),
        ("7.avi", brought.riff(b"AVI "), "不完整或已损坏"),
        ("7.avi", brought.avi()[:-4], "不完整或已损坏"),
        ("7.amr", b"#!AMR\n", "不完整或已损坏"),
        ("7.mp3", brought.mp3()[:8], "不完整或已损坏"),
        ("7.m4a", brought.film(b"M4A ")[:16], "不完整或已损坏"),
        ("7.m4a", brought.box(b"moov", bytes(20)), "不完整或已损坏"),
        ("7.png", brought.without_picture(), "不完整或已损坏"),
        ("7.eml", b"<html>no letter</html>", "内容不是 邮件"),
        ("7.eml", b"From: x\r\n\r\nno letter", "内容不是 邮件"),
        ("8.pdf", b"\n" * 1025 + brought.a_pdf(), "内容不是 PDF"),
        ("8.pdf", b"<html><script>x</script>" + brought.a_pdf(), "内容不是 PDF"),
        ("8.pdf", b"MZ\n" + brought.a_pdf(), "内容不是 PDF"),
        ("8.pdf", brought.page_tree("2 0 R"), "不完整或已损坏"),
        ("8.pdf", brought.page_tree("3 0 R", "<< /Kids [2 0 R] >>"), "不完整或已损坏"),
        ("8.pdf", brought.bodies_pdf(brought.CATALOG, "2 0 R"), "不完整或已损坏"),
        ("8.pdf", brought.bodies_pdf("<< /Type /Catalog /Pages 1 0 R >>"), "不完整或已损坏"),
        ("8.pdf", brought.page_tree("3 0 R 4 0 R", brought.A_PAGE, count=2), "不完整或已损坏"),
        ("8.pdf", brought.page_tree("", count=0), "不完整或已损坏"),
        ("8.pdf", brought.endless_tree(), "不完整或已损坏"),
        ("8.pdf", brought.a_pdf(6)[:400] + b"\n%%EOF\n", "不完整或已损坏"),
        ("9.docx", template("https://host/a.dotm"), "改为 Normal"),
        ("9.docx", template("file://host/share/a.dotm"), "改为 Normal"),
        ("9.docx", template("file:////host/share/a.dotm"), "改为 Normal"),
        ("9.docx", template("\\\\host\\share\\a.dotm"), "改为 Normal"),
        ("9.docx", template("http://x/hyperlink"), "改为 Normal"),
    ],
)
def test_what_cannot_be_taken_is_told_with_the_way_out(
    name: str, content: bytes, words: str
) -> None:
    sentence = refused(name, content)
    assert words in sentence
    assert sentence.endswith("。")


@pytest.mark.parametrize(
    ("name", "content", "pages"),
    [
        ("three.pdf", brought.a_pdf(3), 3),
        ("print only.pdf", brought.a_pdf(2, owner="office"), 2),
        ("scanner.pdf", b"\r\n\r\n" + brought.a_pdf(), 1),
        ("printer.pdf", b"\x1b%-12345X@PJL JOB\r\n".ljust(1024) + brought.a_pdf(), 1),
        ("plain.pdf", corpus.pdf(), 1),
        ("no table.pdf", brought.page_tree("3 0 R", brought.A_PAGE, table=False), 1),
        ("fax.tiff", brought.tif(3), 3),
        ("photo.jfif", brought.photo(), 1),
        ("song.mp3", brought.mp3(b"ID3\x04\x00\x00\x00\x00\x00\x02xx"), None),
        ("new.wps", corpus.docx(), None),
        ("new.et", corpus.xlsx(), None),
    ],
)
def test_what_every_viewer_opens_comes_in_with_its_pages(
    name: str, content: bytes, pages: int | None
) -> None:
    assert looked_into(name, content).pages == pages


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<w:document><w:body>",
        "<w:document></w:body>",
        "<w:document>" + "x" * 200_000,
        "<w:document/>\0\0",
        "not any markup",
        "<w>" * 2_000 + "</w>" * 2_000,
        b'<?xml version="1.0" encoding="GB2312"?><d>\xff\xff</d>',
    ],
    ids=range(8),
)
@pytest.mark.parametrize(
    ("suffix", "make", "part"),
    [
        (".docx", corpus.docx_with, "word/document.xml"),
        (".docx", corpus.docx_with, "word/_rels/document.xml.rels"),
        (".xlsx", corpus.xlsx_with, "xl/workbook.xml"),
        (".ofd", corpus.ofd_with, "Doc_0/Document.xml"),
    ],
)
def test_a_document_whose_markup_is_broken_is_damaged(
    suffix: str, make: Callable[[str, bytes | str], bytes], part: str, xml: bytes | str
) -> None:
    assert "不完整或已损坏" in refused(f"x{suffix}", make(part, xml))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb2312", "GBK", "gb18030"])
def test_a_document_may_be_written_as_older_chinese_programs_write(encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?><d>回执</d>'.encode(encoding)
    assert looked_into("x.ofd", corpus.ofd_with("Doc_0/Document.xml", xml)).suffix == ".ofd"


def test_a_part_that_is_a_picture_is_read_to_its_end() -> None:
    made = corpus.docx_with("word/media/a.png", bytes(range(256)) * 1_000)
    assert "不完整或已损坏" in refused("x.docx", brought.damaged_stream(made, "word/media/a.png"))


@pytest.mark.parametrize(
    "target",
    [
        r"file:///C:\Users\a\kingsoft\office6\templates\wps\zh_CN\Normal.dotm",
        "file:///D:/templates/Normal.dotm",
        r"C:\Normal.dotm",
        "file:///Users/a/Normal.dotm",
    ],
)
def test_a_template_on_the_writers_own_disk_asks_nothing_of_anybody(target: str) -> None:
    assert looked_into("wps.docx", template(target)).suffix == ".docx"


def test_a_photograph_is_turned_and_the_digest_of_what_was_brought_is_kept() -> None:
    content = brought.photo(orientation=6)
    taken = admit(SimpleUploadedFile("照片.jfif", content))
    assert taken.original_sha256 == looked_into("照片.jfif", content).sha256
    kept = taken.content.read()
    assert looked_into("照片.jfif", kept).sha256 == taken.facts.sha256 != taken.original_sha256
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.width, picture.height) == (20, 40)
        assert not picture.getexif()
        assert picture.convert("L").getpixel((10, 5)) < 80  # type: ignore[operator]


CUT_OFF = brought.photo(6)[: brought.photo(6).index(b"\xff\xda") + 12]


@pytest.mark.parametrize("content", [brought.photo(), corpus.jpg(), CUT_OFF])
def test_a_photograph_that_stands_or_cannot_be_decoded_keeps_its_picture(content: bytes) -> None:
    taken = admit(SimpleUploadedFile("照片.jpg", content))
    kept = taken.content.read()
    picture = content[content.rindex(b"\xff\xc0") :]
    assert kept.endswith(picture)
    assert (b"telephone" in kept, b"camera" in kept) == (False, False)
    assert taken.original_sha256 == looked_into("照片.jpg", content).sha256


def test_a_picture_with_nothing_beside_it_is_kept_as_it_is() -> None:
    taken = admit(SimpleUploadedFile("图.png", corpus.png()))
    assert (taken.content.read(), taken.original_sha256) == (corpus.png(), "")


@pytest.mark.parametrize(
    ("title", "media_type", "name"),
    [
        ("缴费记录", "application/pdf", "缴费记录.pdf"),
        ("缴费记录.docx", "application/pdf", "缴费记录.pdf"),
        ("缴费记录.PDF", "application/pdf", "缴费记录.PDF"),
        ("2026.3月", "application/pdf", "2026.3月.pdf"),
        ("照片.jfif", "image/jpeg", "照片.jfif"),
        ("照片.png", "image/jpeg", "照片.jpg"),
        ("旧材料", "application/unknown", "旧材料"),
    ],
)
def test_a_title_becomes_a_name_that_opens(title: str, media_type: str, name: str) -> None:
    assert name_for(title, media_type) == name


@pytest.mark.parametrize("name", ["赵\U0002ebf0.pdf", "孙\U000323b0.pdf", "周\ue863.pdf"])
def test_rare_characters_stay_in_names(name: str) -> None:
    assert clean_name(name) == name


def test_a_file_dialog_offers_every_kind() -> None:
    assert {*KINDS, ".jpeg", ".jfif", ".tiff"} <= set(ACCEPT.split(","))


LOCKED = [
    (".pdf", brought.irm_pdf),
    (".pdf", brought.v9_pdf),
    (".pdf", lambda: brought.a_pdf(password="open")),
    (".docx", brought.a_locked_docx),
]


@st.composite
def spoiled(draw: st.DrawFn) -> tuple[str, bytes]:
    """A good file with some bytes changed, taken out, put in or cut off."""
    suffix, make = draw(st.sampled_from([*brought.GOOD.items(), *LOCKED]))
    made = bytearray(make())
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(made)))
        length = draw(st.integers(0, 40))
        made[place : place + length] = draw(st.binary(max_size=40))
    if draw(st.booleans()):
        del made[draw(st.integers(0, len(made))) :]
    return suffix, bytes(made)


@given(spoiled())
@settings(max_examples=300)
def test_whatever_bytes_come_the_door_takes_them_or_says_why(case: tuple[str, bytes]) -> None:
    suffix, content = case
    assert _answer(f"x{suffix}", content).endswith(("。", KINDS[suffix].media_type))


def _answer(name: str, content: bytes) -> str:
    try:
        return admit(SimpleUploadedFile(name, content)).facts.media_type
    except ValidationError as error:
        return str(error.messages[0])
