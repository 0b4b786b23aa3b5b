"""受理回执, 撤回申请书: what the payer keeps, what he signs, printed while his matter is open."""

from __future__ import annotations

import pytest

from confidentiality.models import AccessRecord
from tests import factories as f
from tests.workflow.intake.counter.test_sheet import text
from tests.workflow.signing_in import signed_in

pytestmark = pytest.mark.django_db


def test_the_payer_is_handed_what_he_keeps_and_what_he_signs_while_his_matter_is_open() -> None:
    """受理回执 and 撤回申请书: in clear for him, kept nowhere, each print on record."""
    dispute, clerk = f.handled(), f.an_officer()
    browser, page = signed_in(clerk), dispute.get_absolute_url()
    papers = dispute.papers.count()
    for address, wanted in (
        ("intake-receipt", ("社会保险费征缴争议受理回执", "首问责任人：测试SW1", "不是处理意见")),
        ("withdrawal-request", ("社会保险费征缴争议撤回申请书", "申请人签名", "供缴费人签名")),
    ):
        assert f"{page}{address}/" in browser.get(page).content.decode()
        told = browser.get(f"{page}{address}/")
        assert (told.status_code, told["Content-Type"]) == (200, "application/pdf")
        said = text(told.content)
        for words in ("欧阳测试", str(dispute.number), *wanted):
            assert words in said
        leader = signed_in(f.a_leader())
        assert leader.get(f"{page}{address}/").status_code == 403
        assert address not in leader.get(page).content.decode()
    kept = AccessRecord.objects.filter(action="print", result="done")
    assert {each.purpose for each in kept} == {
        "打印受理回执（交缴费人保存）", "打印撤回申请书（供缴费人签名）",
    }  # fmt: skip
    assert dispute.papers.count() == papers
    f.do(dispute, "withdraw", clerk, note="书面撤回")
    assert browser.get(f"{page}withdrawal-request/").headers["Location"] == page
