"""The report of 四性检测: made when a file is sealed, and each year another (DA/T 70)."""

from __future__ import annotations

from pathlib import Path

import pytest

from departments.models import Officer
from departments.roles import Role
from reports.archives import yearly
from reports.archives.package import sealed
from tests import factories as f
from tests.reports.archives.repacking import unpacked, words_of
from tests.workflow.signing_in import signed_in
from workflow.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


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
