"""Good files come in with their facts; forty ways of doing harm are refused in Chinese."""

import hashlib
import zipfile
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from confidentiality.ciphers import sm3
from confidentiality.contents import EICAR
from confidentiality.uploads import KINDS, MEGABYTE, check_upload, clean_name
from tests.confidentiality import upload_corpus as corpus
from tests.confidentiality.upload_corpus import EXTERNAL, RELATIONSHIP

GOOD = {
    "缴费凭证.pdf": corpus.pdf(),
    "照片.JPG": corpus.jpg(),
    "手机.jpeg": corpus.jpg(width=9000, height=9000),
    "截图.png": corpus.png(),
    "申请书.docx": corpus.docx(),
    "工资表.xlsx": corpus.xlsx(),
    "回执.ofd": corpus.ofd(),
    "说明.txt": "缴费人反映：欠缴三个月。\r\n".encode(),
    "旧说明.txt": "缴费人反映：欠缴三个月。".encode("gb18030"),
    "带链接.docx": corpus.docx_with(
        "word/_rels/document.xml.rels",
        RELATIONSHIP.format(kind="hyperlink", target="http://x/", mode=EXTERNAL),
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_good_files_come_in_with_their_facts(name: str) -> None:
    content = GOOD[name]
    file = SimpleUploadedFile(name, content)
    facts = check_upload(file)
    assert facts.name == name
    assert facts.size == len(content)
    assert facts.sha256 == hashlib.sha256(content).hexdigest()
    assert facts.sm3 == sm3(content)
    assert facts.media_type == KINDS[facts.suffix].media_type
    assert file.read() == content


def test_the_suffix_has_one_spelling() -> None:
    assert check_upload(SimpleUploadedFile("A.JPEG", corpus.jpg())).suffix == ".jpg"


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ZIP = corpus.archive({"a.txt": "x"})
BAD = [
    # what is not on the list
    ("page.html", b"<html></html>", "不能上传“html”类型的文件"),
    ("drawing.svg", SVG, "不能上传“svg”"),
    ("run.exe", b"MZ", "不能上传“exe”"),
    ("shell.php", b"<?php ?>", "不能上传“php”"),
    ("photo.jpg.php", corpus.jpg(), "不能上传“php”"),
    ("old.ppt", b"\xd0\xcf\x11\xe0", "不能上传“ppt”"),
    ("packed.zip", ZIP, "不能上传“zip”"),
    ("macro.docm", corpus.docx(), "不能上传“docm”"),
    ("nosuffix", corpus.pdf(), "没有扩展名的文件"),
    ("", corpus.pdf(), "没有扩展名的文件"),
    ("photo\u202egpj.exe", b"MZ", "不能上传“exe”"),
    ("a.php\x00.html", b"x", "不能上传“html”"),
    # a suffix that its content denies
    ("page.pdf", b"<html><script>alert(1)</script></html>", "内容不是 PDF"),
    ("drawing.png", SVG, "内容不是 PNG"),
    ("gifjs.jpg", b"GIF89a=1;alert(1);", "内容不是 JPG"),
    ("photo.png", corpus.jpg(), "内容不是 PNG"),
    ("photo.jpg", corpus.png(), "内容不是 JPG"),
    ("paper.docx", corpus.pdf(), "内容不是 Word"),
    ("sheet.docx", corpus.xlsx(), "内容不是 Word"),
    ("paper.xlsx", corpus.docx(), "内容不是 Excel"),
    ("paper.ofd", corpus.docx(), "内容不是 OFD"),
    ("plain.docx", ZIP, "内容不是 Word"),
    ("page.txt", b"\xef\xbb\xbf <!DOCTYPE html><p>", "内容不是 纯文本"),
    ("script.txt", b"<SCRIPT>alert(1)</SCRIPT>", "内容不是 纯文本"),
    ("binary.txt", b"text\x00more", "内容不是 纯文本"),
    ("control.txt", b"text\x1b[31m", "内容不是 纯文本"),
    ("encoding.txt", b"\xff\xff\xff", "内容不是 纯文本"),
    # what is broken off
    ("empty.pdf", b"", "文件是空的"),
    ("half.pdf", corpus.pdf()[:30], "不完整或已损坏"),
    ("half.png", corpus.png()[:20], "不完整或已损坏"),
    ("cut.png", corpus.png()[:-12], "不完整或已损坏"),
    ("half.jpg", corpus.jpg()[:12], "不完整或已损坏"),
    ("frame.jpg", corpus.jpg()[:-10], "不完整或已损坏"),
    ("noise.jpg", b"\xff\xd8\xff" + b"\x00" * 50, "不完整或已损坏"),
    ("flat.jpg", corpus.jpg(width=0), "不完整或已损坏"),
    ("half.docx", corpus.docx()[:-30], "不完整或已损坏"),
    ("wrong.docx", corpus.wrong_checksum(), "不完整或已损坏"),
    # floods and bombs
    ("flood.png", corpus.png(65_000, 65_000), "65000×65000 像素"),
    ("flood.jpg", corpus.jpg(65_000, 65_000), "65000×65000 像素"),
    ("bomb.docx", corpus.zip_bomb, "压缩炸弹"),
    ("dense.docx", corpus.dense_part, "压缩炸弹"),
    ("crowd.docx", corpus.many_entries, "压缩炸弹"),
    ("overlap.docx", corpus.overlapping, "压缩炸弹"),
    ("lying.docx", corpus.lying_size, "不完整或已损坏"),
    # what hides inside
    ("both.pdf", corpus.pdf() + ZIP, "夹带了压缩包"),
    ("both.png", corpus.png() + ZIP, "夹带了压缩包"),
    ("both.jpg", corpus.jpg() + ZIP, "夹带了压缩包"),
    ("macro.docx", corpus.docx_with("word/vbaProject.bin", b"x"), "带有宏"),
    ("locked.docx", corpus.encrypted(), "加了密码"),
    ("climb.docx", corpus.docx_with("../../etc/cron.d/x", b"x"), "不完整或已损坏"),
    ("root.docx", corpus.docx_with("/etc/passwd", b"x"), "不完整或已损坏"),
    ("drive.docx", corpus.docx_with("c:/x.xml", b"x"), "不完整或已损坏"),
    (
        "entity.docx",
        corpus.docx_with("word/styles.xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///x">]><x/>'),
        "实体声明",
    ),
    (
        "wide.docx",
        corpus.docx_with("word/styles.xml", "<!doctype x [<!ENTITY e 'x'>]><x/>".encode("utf-16")),
        "实体声明",
    ),
    (
        "template.docx",
        corpus.docx_with(
            "word/_rels/settings.xml.rels",
            RELATIONSHIP.format(kind="attachedTemplate", target="http://x/", mode=EXTERNAL),
        ),
        "外部模板",
    ),
    ("virus.txt", b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + EICAR + b"!$H+H*", "病毒特征"),
    ("virus.pdf", corpus.pdf(EICAR), "病毒特征"),
    ("virus.docx", corpus.docx_with("word/media/a.bin", EICAR), "病毒特征"),
]


@pytest.mark.parametrize(("name", "content", "words"), BAD, ids=[name for name, _, _ in BAD])
def test_harm_is_refused_in_words(
    name: str, content: bytes | Callable[[], bytes], words: str
) -> None:
    made = content() if callable(content) else content
    file = SimpleUploadedFile("placeholder", made)
    file.name = name or None
    with pytest.raises(ValidationError, match=words) as refused:
        check_upload(file)
    assert refused.value.messages[0].endswith("。")


def test_a_file_too_large_is_told_its_size() -> None:
    file = SimpleUploadedFile("large.txt", b"x" * (2 * MEGABYTE + 1))
    with pytest.raises(ValidationError, match=r"文件有 2\.0 MB，这类文件最大 2 MB"):
        check_upload(file)


def test_a_virus_mark_across_two_chunks_is_found() -> None:
    file = SimpleUploadedFile("long.txt", b" " * (64 * 1024 - 10) + EICAR)
    with pytest.raises(ValidationError, match="病毒特征"):
        check_upload(file)


def test_a_part_packed_in_an_unknown_way_is_refused() -> None:
    parts = {"[Content_Types].xml": "<T/>", "word/document.xml": "<w/>"}
    made = bytearray(corpus.archive(parts, zipfile.ZIP_STORED))
    for sign, place in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        made[made.rindex(sign) + place] = 99
    with pytest.raises(ValidationError, match="不完整或已损坏"):
        check_upload(SimpleUploadedFile("odd.docx", bytes(made)))


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\凭证.pdf", "凭证.pdf"),
        ("a\x00b\r\n.pdf", "ab .pdf"),
        ("photo\u202egpj.exe", "photo gpj.exe"),
        ('<img src="x">.png', "_img src=_x__.png"),
        ("50%00.pdf", "50_00.pdf"),
        (" .pdf", "pdf"),
        ("", "未命名"),
        ("证" * 300 + ".pdf", "证" * 96 + ".pdf"),
    ],
)
def test_names_are_cleaned(typed: str, clean: str) -> None:
    assert clean_name(typed) == clean


@given(typed=st.text(max_size=200))
def test_a_clean_name_is_never_a_path_and_never_long(typed: str) -> None:
    name = clean_name(typed)
    assert 0 < len(name) <= 100
    assert not set(name) & set('/\\\0\r\n<>"|?*%')
    assert name not in {".", ".."}


@given(content=st.binary(max_size=400), suffix=st.sampled_from(sorted(KINDS)))
def test_noise_is_refused_or_accepted_but_never_breaks(content: bytes, suffix: str) -> None:
    starts = {".pdf": b"%PDF-1.4", ".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff"}
    file = SimpleUploadedFile(f"x{suffix}", starts.get(suffix, b"PK\x03\x04") + content)
    assert _answer(file) == "" or _answer(file).endswith("。")


def _answer(file: SimpleUploadedFile) -> str:
    try:
        check_upload(file)
    except ValidationError as refused:
        return refused.messages[0]
    return ""


def test_a_pdf_without_any_page_stays_outside() -> None:
    blank = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    with pytest.raises(ValidationError, match="没有任何一页"):
        check_upload(SimpleUploadedFile("空.pdf", blank))
    assert check_upload(SimpleUploadedFile("一页.pdf", corpus.pdf())).pages == 1
