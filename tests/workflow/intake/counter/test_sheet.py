"""受理登记表 before its review: printed at the counter, signed with the pen, recorded (R041)."""

from __future__ import annotations

from io import BytesIO

import pdfplumber
import pytest

from confidentiality.models import AccessRecord
from tests import factories as f
from tests.workflow.signing_in import signed_in

pytestmark = pytest.mark.django_db


def text(pdf: bytes) -> str:
    with pdfplumber.open(BytesIO(pdf)) as read:
        return "".join(page.extract_text() for page in read.pages)


def test_the_payer_signs_at_the_counter_what_the_review_will_issue() -> None:
    dispute, clerk = f.registered(), f.an_officer()
    address = f"/disputes/{dispute.pk}/counter-sheet/"
    browser = signed_in(clerk)
    assert address in browser.get(dispute.get_absolute_url()).content.decode()
    told = browser.get(address)
    assert (told.status_code, told["Content-Type"]) == (200, "application/pdf")
    said = text(told.content)
    assert "（审核后编号）" in said
    assert "供缴费人核对签字" in said
    assert "系统签批" not in said
    (kept,) = AccessRecord.objects.filter(action="print")
    assert kept.purpose.startswith("打印受理登记表")
    assert (kept.action, kept.result, kept.dispute_number) == ("print", "done", dispute.number)
    assert not dispute.papers.exists()  # nothing is numbered
    f.do(dispute, "approve_intake", f.an_officer("reviewer"))
    assert browser.get(address).headers["Location"] == dispute.get_absolute_url()


def test_whoever_does_not_receive_it_takes_no_full_sheet_and_is_recorded() -> None:
    dispute = f.registered()
    address = f"/disputes/{dispute.pk}/counter-sheet/"
    assert signed_in(f.an_officer(code="YB")).get(address).status_code == 404
    refused = signed_in(f.an_officer("office", "ZB")).get(address)
    assert refused.status_code == 403
    assert "由登记的单位打印" in refused.content.decode()
    assert AccessRecord.objects.filter(result="refused").count() == 1
