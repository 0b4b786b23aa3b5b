"""发文登记: every number of a unit's book, void ones with why, page by page, by who may see it."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from confidentiality.models import AccessRecord
from confidentiality.sealing import open_sealed
from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from tests.workflow.signing_in import signed_in
from workflow.issuing.book.register import register
from workflow.models import Paper

pytestmark = pytest.mark.django_db


def fresh(role: str = Role.CLERK, code: str = "SW") -> Officer:
    return Officer.objects.get(pk=f.an_officer(role, code).pk)


def numbers(officer: Officer, **asked: object) -> list[tuple[str, str, str]]:
    return [(each.kind, each.number, each.state) for each in register(officer, asked, "").lines]


def returned() -> Dispute:
    dispute = f.handled(Mode.REFERRAL)
    f.answer(dispute.assignments.get(), "return_back", f.an_officer(code="YB"), reason="不属本局")
    return dispute


def test_every_number_stands_once_newest_first_and_void_ones_say_why() -> None:
    dispute, clerk = returned(), fresh()
    year = dispute.registered_at.year if dispute.registered_at else 0
    own = Paper.objects.filter(department__code="SW").order_by("-pk")
    assert [n for _, n, _ in numbers(clerk)] == [each.number for each in own]
    void, told = register(clerk, {"state": "void"}, "").lines
    assert (told.kind, told.is_void) == ("告知单", True), "the payer's falls with it"
    assert (void.kind, void.is_void, void.reason) == ("报送单", True, "被医保局退回：不属本局")
    assert void.case == dispute.number
    assert numbers(clerk, kind="referral", year=year) == [("报送单", void.number, "已作废")]
    assert numbers(clerk, year=year - 1) == []
    book = register(clerk, {"kind": "referral", "year": year}, "").book
    assert book == "本册编到 1 号，在册 1 个文号，没有缺号。"


def test_each_unit_has_its_own_and_the_office_and_auditors_have_all() -> None:
    returned()
    assert numbers(fresh(code="RS")) == []
    whole = numbers(fresh(Role.OFFICE, "ZB"))
    assert whole == numbers(fresh(Role.AUDITOR, "ZB"))
    assert {kind for kind, _, _ in whole} >= {"受理登记表", "报送单"}
    page = signed_in(fresh(Role.AUDITOR, "ZB")).get("/papers/").content.decode()
    assert "/pdf/" not in page  # no case that is not archived is an auditor's to open
    assert "不属本局" not in page
    assert signed_in(f.an_officer(Role.SYSADMIN, "ZB")).get("/papers/").status_code == 403


def test_page_sheet_and_turning_cost_the_same_and_name_nobody() -> None:
    dispute, clerk = returned(), fresh()
    payer = dispute.payer
    assert payer is not None
    name = open_sealed(payer.name)
    browser = signed_in(clerk)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/papers/").status_code == 200
        return len(captured)

    statements()
    few = statements()
    for _ in range(3):
        returned()
    assert statements() == few
    page = browser.get("/papers/").content.decode()
    assert name
    assert name not in page
    assert browser.get("/papers/?cursor=nonsense").status_code == 404
    taken = browser.post("/papers/export/", {"query": "state=void"})
    rows = list(load_workbook(BytesIO(taken.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[7:9] for row in rows[2:]] == [("已作废", "被医保局退回：不属本局")] * 8
    assert AccessRecord.objects.latest("pk").purpose == "导出发文登记 8 件"
