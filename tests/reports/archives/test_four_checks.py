"""四性检测 (DA/T 70): each item tells what it found, and can fail."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile

from reports.archives.contents import Entry, Piece, pieces, volume_of
from reports.archives.four_checks import Examined, at_archiving
from reports.archives.verify_package import pages_of
from tests import factories as f

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SCRIPT = b"""%PDF-1.7
1 0 obj <</Type /Catalog /Pages 2 0 R /OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>> endobj
trailer <</Root 1 0 R>>
startxref
0
%%EOF
"""
#: What is wrong with the first paper → the item that says so.
WRONG = {
    SCRIPT: "没有病毒特征、脚本、宏和夹带",
    b"%PDF-1.7 cut off": "文书能打开",
}


def failed(tested: Examined) -> list[str]:
    return [each.name for each in tested.findings if not each.ok]


def test_each_item_tells_what_it_found_and_can_fail() -> None:
    file = f.archived().case_file
    volume = volume_of(file, ())
    packed = [(piece, entry_of(piece)) for piece in pieces(volume)]
    whole = at_archiving(volume, packed)
    assert failed(whole) == []
    assert {each.quality for each in whole.findings} == {"真实性", "完整性", "可用性", "安全性"}
    (piece, entry), *others = packed
    assert failed(at_archiving(volume, [(piece, replace(entry, sha256="0")), *others])) == [
        "校验值"
    ]
    for content, item in WRONG.items():
        other = replace(piece, file=ContentFile(content))
        assert failed(at_archiving(volume, [(other, entry), *others])) == [item]
        brought = replace(entry, path="data/材料/001.pdf")
        item = item.replace("文书", "材料")
        assert failed(at_archiving(volume, [(other, brought), *others])) == [item]
    short = replace(volume, lines=volume.lines[1:])
    assert failed(at_archiving(short, packed)) == ["卷内顺序号"]


def entry_of(piece: Piece) -> Entry:
    with piece.file.open() as source:
        content = source.read()
    sha256 = hashlib.sha256(content).hexdigest()
    return Entry(piece.path, piece.title, piece.media_type, len(content), sha256, "",
                 piece.order, pages_of(content))  # fmt: skip
