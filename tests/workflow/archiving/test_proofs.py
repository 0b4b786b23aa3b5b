"""送达凭证: whoever was served and signed for nothing is named when the file is archived (R079)."""

from __future__ import annotations

import pytest

from reports.archives.completeness import checks_of, verdict
from tests import factories as f
from tests.api.programs import program
from tests.workflow.signing_in import signed_in
from workflow.archiving.proofs import PROOF, proofs_of
from workflow.models import CaseFile

pytestmark = pytest.mark.django_db


def test_a_service_that_nobody_signed_for_is_a_gap_that_holds_nothing_up() -> None:
    """送达凭证: the post's number is one, a scan brought later is one, the record alone is none."""
    dispute, clerk = f.decided(), f.an_officer()
    served = {"served_on": f.today(), "recipient": "本人"}
    f.do(dispute, "serve", clerk, party="payer", method="mail", mail_number="1154", **served)
    f.do(dispute, "serve", clerk, party="counterparty", method="direct", **served)
    for party in ("payer", "counterparty"):
        f.do(dispute, "record_response", clerk, party=party, answer="none")
    page = signed_in(clerk).get(f"/disputes/{dispute.pk}/archive/").content.decode()
    assert '送达凭证</span><span class="ui-meta">应有 2 份，已有 1 份' in page
    assert "争议对方直接送达没有签收件扫描件" in proofs_of(dispute).remark
    assert not proofs_of(dispute, {0: "对方签收的送达回证"}).is_missing
    excused = [{"label": PROOF, "reason": "当事人拒绝拍照"}]
    sent = program().post(f"disputes/{dispute.pk}/actions/archive/", {"excused": excused})
    assert (sent.status_code, sent.json()["state"]) == (200, "archived")
    filed = CaseFile.objects.get(dispute=dispute)
    assert filed.excused == excused
    [check] = [each for each in checks_of(filed, dispute) if each.label == PROOF]
    assert (check.says, check.kind) == ("应有 2 份，有 1 份，已说明", "warn")
    assert verdict(checks_of(filed, dispute)).kind == "warn"
