"""热线导入 as a page: the sheet to fill in, and who has it (A22)."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from departments.roles import Role
from disputes.models import Dispute
from tests import factories
from tests.disputes.people import browser
from tests.workflow.intake.hotline.test_registering import sent
from workflow.intake.hotline.reading import TEMPLATE

if TYPE_CHECKING:
    from departments.models import Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Officer:
    return factories.an_officer(Role.CLERK, "SW")


def test_the_template_filled_in_is_read(clerk: Officer) -> None:
    answer = browser(clerk).get("/disputes/register/hotline/template/")
    book = load_workbook(io.BytesIO(answer.content))
    sheet = book.active
    assert [cell.value for cell in sheet[2]] == list(TEMPLATE)
    came = datetime(2025, 12, 2, 9, 10)  # noqa: DTZ001 -- a cell knows no zone
    person = ["姜测试", "用人单位职工", "", "15400000018", ""]
    matter = ["翠峦镇", "", "TAX-1", "职工养老", None, None, None, 1, "单位没有申报", "请核实"]
    sheet.append(["12366热线", 20260302001, came, *person, *matter])
    packed = io.BytesIO()
    book.save(packed)
    sent(clerk, packed.getvalue(), "工单.xlsx")
    dispute = Dispute.objects.get()
    assert (dispute.channel, dispute.source_number) == ("h12366", "20260302001")
    assert f"{dispute.visited_at:%H:%M}" == "01:10"  # 09:10 at Beijing


def test_an_export_of_something_else_changes_nothing_and_says_why(clerk: Officer) -> None:
    assert "没有找到表头" in sent(clerk, b"1,2,3")


def test_whoever_registers_nothing_has_no_import() -> None:
    auditor = factories.an_officer(Role.AUDITOR, "ZB")
    assert browser(auditor).get("/disputes/register/hotline/").status_code == 403
