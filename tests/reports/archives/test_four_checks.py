"""四性检测 (DA/T 70): each item can fail; a report with a number, and each year another."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from departments.models import Officer
from departments.roles import Role
from reports.archives import yearly
from reports.archives.contents import Entry, Piece, pieces, volume_of
from reports.archives.four_checks import Examined, at_archiving
from reports.archives.package import sealed
from reports.archives.verify_package import pages_of
from tests import factories as f
from tests.reports.archives.repacking import unpacked, words_of
from tests.workflow.signing_in import signed_in
from workflow.models import Notice

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


def test_it_is_made_when_a_file_is_sealed_and_once_in_each_year_after() -> None:
    keepers = [f.an_officer(Role.ARCHIVIST, "ZB"), f.an_officer(Role.OFFICE, "ZB")]
    file = f.archived().case_file
    (package,) = sealed(file)
    (first,) = file.tests.all()
    assert (first.stage, first.edition, first.passed) == ("archiving", 1, True)
    with package.file.open("rb") as stored:
        remarks = words_of(unpacked(stored.read())["data/备考表.pdf"])
    assert f"报告编号{first.number}" in remarks
    assert "安全性·没有病毒特征、脚本、宏和夹带：合格" in remarks
    assert yearly.make_due() == 0, "this year it was looked at when it was archived"
    f.term_ended(file.dispute, years=1)
    assert (yearly.make_due(), yearly.make_due()) == (1, 0)
    second = file.tests.last()
    assert second is not None
    assert (second.stage, second.passed) == ("keeping", True), second.failed
    assert not any("四性检测" in each.text for each in Notice.objects.all())
    Path(package.file.path).write_bytes(b"\0SEALED1 and then nothing")
    failing = yearly.findings_of([package])
    assert [each.name for each in failing if not each.ok] == ["密封存储"]
    _a_file_without_its_package_is_told_of(keepers)


def _a_file_without_its_package_is_told_of(keepers: list[Officer]) -> None:
    other = f.term_ended(f.archived(), years=1).case_file
    assert yearly.make_due() == 1
    report = other.tests.get()
    assert [each["name"] for each in report.failed] == ["信息包"]
    told = [n.recipient for n in Notice.objects.order_by("pk") if report.number in n.text]
    assert {each.pk for each in told} == {each.pk for each in keepers}
    page = signed_in(f.an_officer(Role.ARCHIVIST, "ZB"))
    page.post(other.get_absolute_url(), {"purpose": "查考"})
    shown = page.get(other.get_absolute_url()).content.decode()
    assert f"{report.number}：不合格" in shown
    assert "归档后没有封装信息包" in shown
