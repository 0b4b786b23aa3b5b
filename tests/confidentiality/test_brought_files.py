"""Files that people bring: each kind comes in, what is locked is told, no bytes ever break it."""

from __future__ import annotations

import io

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
        ("7.wav", brought.riff(b"AVI "), "内容不是 WAV"),
        ("7.amr", brought.mp3(), "内容不是 AMR"),
        ("7.tif", brought.tif()[:9], "不完整或已损坏"),
        ("7.eml", b"<html>no letter</html>", "内容不是 邮件"),
        ("7.eml", b"From: x\r\n\r\nno letter", "内容不是 邮件"),
        ("8.pdf", b"\n" * 1025 + brought.a_pdf(), "内容不是 PDF"),
        ("8.pdf", b"<html><script>x</script>" + brought.a_pdf(), "内容不是 PDF"),
        ("8.pdf", b"MZ\n" + brought.a_pdf(), "内容不是 PDF"),
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
        ("a little damaged.pdf", corpus.pdf(), None),
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
def test_a_photograph_that_stands_or_cannot_be_decoded_is_kept_as_it_is(content: bytes) -> None:
    taken = admit(SimpleUploadedFile("照片.jpg", content))
    assert (taken.content.read(), taken.original_sha256) == (content, "")


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
