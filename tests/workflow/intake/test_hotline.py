"""热线导入: every line registered or told, none twice (R029, A22)."""

from __future__ import annotations

import io
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from departments.roles import Role
from disputes.choices import PartyRole, State
from disputes.models import Dispute
from tests import factories
from tests.disputes.people import browser
from workflow.intake.hotline.reading import TEMPLATE, read_export

if TYPE_CHECKING:
    from departments.models import Officer

pytestmark = pytest.mark.django_db

HEADS = (
    "来源平台,来源工单号,来电时间,缴费人,缴费人类型,联系电话,事项辖区,"
    "争议类别,险种,反映内容,诉求,坐席"
)
GOOD = (
    "12345热线,WC{n},2026-03-02 09:10,姜测试,用人单位职工,15400000018,翠峦镇,{category},"
    "职工基本养老、失业,单位三个月没有申报,请核实并补缴,07"
)
BAD = (
    "12345热线,WC9,2026-03-02 09:10,姜测试,用人单位职工,1540000,"
    "翠峦镇,没有这类,养老,单位没有申报,,07"
)


@pytest.fixture
def clerk() -> Officer:
    return factories.an_officer(Role.CLERK, "SW")


def export(*lines: str) -> bytes:
    return "\r\n".join(["12345平台工单导出", "", HEADS, *lines]).encode("gb18030")


def good(number: int) -> str:
    from departments.models import Category

    category = Category.objects.get(code="TAX-1").name
    return GOOD.format(n=number, category=category)


def sent(officer: Officer, content: bytes, name: str = "工单.csv", **more: str) -> str:
    answer = browser(officer).post(
        "/disputes/register/hotline/", {"file": SimpleUploadedFile(name, content), **more}
    )
    return answer.content.decode()


def test_good_lines_are_registered_and_bad_ones_told_by_their_number(clerk: Officer) -> None:
    page = sent(clerk, export(good(1), BAD, good(2)))
    assert "第 5 行：" in page
    assert "没有“没有这类”这个争议类别" in page
    assert "没有用到的列：坐席" in page
    one, two = Dispute.objects.filter(state=State.REGISTERED).order_by("pk")
    assert (one.channel, one.source_number, one.category) == ("h12345", "WC1", "TAX-1")
    assert one.insurance_types == ["pension", "unemployment"]
    assert one.receiving_department.code == "SW"
    assert one.first_contact_officer_id == clerk.pk
    payer = two.party(PartyRole.PAYER)
    assert payer is not None
    assert payer.kind == "employee"
    assert one.number in page
    assert two.number in page


def test_the_same_file_again_registers_nothing_twice(clerk: Officer) -> None:
    sent(clerk, export(good(1)))
    page = sent(clerk, export(good(1), good(2)))
    assert "第 4 行：这个工单号已经登记过" in page
    assert Dispute.objects.filter(state=State.REGISTERED).count() == 2


def test_only_looking_keeps_nothing(clerk: Officer) -> None:
    assert "可以登记" in sent(clerk, export(good(1)), only_look="on")
    assert not Dispute.objects.exists()
    sent(clerk, export(good(1)))
    assert Dispute.objects.get().number.endswith("000001")


def test_the_template_filled_in_is_read(clerk: Officer) -> None:
    answer = browser(clerk).get("/disputes/register/hotline/template/")
    book = load_workbook(io.BytesIO(answer.content))
    sheet = book.active
    assert [cell.value for cell in sheet[2]] == list(TEMPLATE)
    came = datetime(2026, 3, 2, 9, 10)  # noqa: DTZ001 -- a cell knows no zone
    person = ["姜测试", "用人单位职工", "", "15400000018", ""]
    matter = ["翠峦镇", "", "TAX-1", "职工养老", None, None, None, 1, "单位没有申报", "请核实"]
    sheet.append(["12366热线", 20260302001, came, *person, *matter])
    packed = io.BytesIO()
    book.save(packed)
    sent(clerk, packed.getvalue(), "工单.xlsx")
    dispute = Dispute.objects.get()
    assert (dispute.channel, dispute.source_number) == ("h12366", "20260302001")
    assert f"{dispute.visited_at:%H:%M}" == "01:10"  # 09:10 at Beijing


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a,b,c\n1,2,3\n", "没有找到表头"),
        (f"{HEADS}\n".encode(), "表里没有工单"),
        (b"PK\x03\x04 nothing of a workbook", "打不开"),
        ((HEADS + "\n12345热线,W1" * 1001).encode(), "一次最多导入 1000 件"),
    ],
)
def test_what_is_no_export_is_said_so(content: bytes, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        read_export(content)


def test_an_export_of_something_else_changes_nothing_and_says_why(clerk: Officer) -> None:
    assert "没有找到表头" in sent(clerk, b"1,2,3")


def test_whoever_registers_nothing_has_no_import() -> None:
    auditor = factories.an_officer(Role.AUDITOR, "ZB")
    assert browser(auditor).get("/disputes/register/hotline/").status_code == 403


def test_the_command_names_the_officer_who_registers(clerk: Officer, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(export(good(1), BAD))
    out, err = StringIO(), StringIO()
    call_command("import_hotline", str(file), "--officer", clerk.username, stdout=out, stderr=err)
    assert "已登记 1 件，1 行未登记。" in out.getvalue()
    assert "第 5 行：" in err.getvalue()
    with pytest.raises(CommandError, match="没有工号为 nobody 的在用人员"):
        call_command("import_hotline", str(file), "--officer", "nobody")
    auditor = factories.an_officer(Role.AUDITOR, "ZB")
    with pytest.raises(CommandError, match="没有受理岗位"):
        call_command("import_hotline", str(file), "--officer", auditor.username)
