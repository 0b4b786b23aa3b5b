"""A 告知书 that had reached nobody falls with the withdrawal; what was served stands (R088)."""

from __future__ import annotations

import pytest

from tests import factories as f

pytestmark = pytest.mark.django_db


def test_a_decision_that_reached_nobody_is_void_and_one_that_was_served_stands() -> None:
    dispute = f.decided()
    f.do(dispute, "serve", f.an_officer(), party="payer", method="direct", served_on=f.today(),
         recipient="本人")  # fmt: skip
    f.do(dispute, "withdraw", f.an_officer(), note="书面申请撤回")
    papers = {each.party: each for each in dispute.papers.filter(kind="decision")}
    served, unserved = papers["payer"], papers["counterparty"]
    assert (served.is_void, unserved.void_reason) == (False, "缴费人撤回，尚未送达")
    said = f"{unserved.number}尚未送达，随之作废，已送达的{served.number}仍然有效。"
    assert dispute.timeline.latest("pk").text.endswith(said)
