"""热线导入: every line registered or told, none twice (R029, A22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from departments.roles import Role
from disputes.choices import PartyRole, State
from disputes.models import Dispute
from tests import factories
from tests.disputes.people import browser

if TYPE_CHECKING:
    from departments.models import Officer

pytestmark = pytest.mark.django_db

HEADS = (
    "来源平台,来源工单号,来电时间,缴费人,缴费人类型,联系电话,事项辖区,"
    "争议类别,险种,反映内容,诉求,坐席"
)
GOOD = (
    "12345热线,WC{n},2025-12-02 09:10,姜测试,用人单位职工,15400000018,翠峦镇,{category},"
    "职工基本养老、失业,单位三个月没有申报,请核实并补缴,07"
)
BAD = (
    "12345热线,WC9,2025-12-02 09:10,姜测试,用人单位职工,1540000,"
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
    assert str(Dispute.objects.get().number).endswith("000001")
