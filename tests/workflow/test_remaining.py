"""部分撤回 in words: what was taken back, what is left, and what a decision tells each party."""

from __future__ import annotations

from datetime import date

from disputes.models import Dispute, Party
from disputes.models.party import Side
from papers.pieces import MatterPiece
from workflow.issuing import remaining
from workflow.models import PartWithdrawal
from workflow.models.withdrawal import WithdrawnPart

PAYER, JOINED, OTHER = Side("payer"), Side("payer", 7), Side("counterparty")
DAY = date(2026, 3, 20)
MATTER = MatterPiece(
    channel="来访", visited_at=None, town="翠峦镇", category="已参保未申报",
    insurance=("pension",), facts="未申报。", claim="补缴",
)  # fmt: skip


def a_claim(of: int | None = None) -> PartWithdrawal:
    return PartWithdrawal(of_id=of, part=WithdrawnPart.CLAIM, claim="退滞纳金", claim_left="补缴",
                          insurance_left=["pension"], requested_on=DAY)  # fmt: skip


INSURANCE = PartWithdrawal(
    part=WithdrawnPart.INSURANCE, insurance_types=["medical", "injury"], claim_left="补缴",
    insurance_left=["pension"], requested_on=DAY,
)  # fmt: skip
LEFT = PartWithdrawal(of_id=7, part=WithdrawnPart.PARTY, requested_on=DAY)


def a_case(*, secret: bool) -> Dispute:
    """Of two payers, in memory."""
    dispute = Dispute(pk=1, confidential_report=secret)
    payers = [
        Party(dispute=dispute, role="payer", of=of, unit_name=name)
        for of, name in ((None, "示例甲厂"), (Dispute(pk=7), "示例乙厂"))
    ]
    dispute.__dict__["_prefetched_objects_cache"] = {"parties": payers}
    return dispute


def told(*records: PartWithdrawal, side: Side = PAYER, secret: bool = False) -> str:
    return remaining.told_in_decision(records, side, MATTER, a_case(secret=secret))


def test_what_was_taken_back_and_what_is_left() -> None:
    assert remaining.what(a_claim()) == "诉求“退滞纳金”"
    assert remaining.what(INSURANCE) == "职工医疗、工伤部分的争议"
    assert remaining.left(INSURANCE) == "险种：职工基本养老；诉求：补缴"
    assert remaining.left(LEFT) == ""


def test_where_nothing_was_taken_back_the_decision_says_nothing() -> None:
    assert told() == ""


def test_a_payer_reads_of_his_own_and_that_another_has_left() -> None:
    assert told(a_claim()) == (
        "办理期间部分撤回：2026年3月20日，缴费人撤回诉求“退滞纳金”。"
        "本处理意见就仍有争议的部分作出（险种：养老；诉求：补缴）。"
    )
    assert told(a_claim(of=7)) == ""
    assert "退滞纳金" in told(a_claim(of=7), side=JOINED)
    assert "一名缴费人撤回该缴费人提出的全部诉求，退出本件" in told(LEFT)


def test_the_other_side_reads_of_all_and_of_a_secret_report_no_word_of_the_payer() -> None:
    assert "退滞纳金" in told(a_claim(), a_claim(of=7), side=OTHER)
    assert told(INSURANCE, LEFT, side=OTHER) == (
        "办理期间部分撤回：2026年3月20日，缴费人示例甲厂撤回职工医疗、工伤部分的争议；"
        "2026年3月20日，一名缴费人撤回该缴费人提出的全部诉求，退出本件。"
        "本处理意见就仍有争议的部分作出（缴费人示例甲厂的险种：职工基本养老）。"
    )
    kept = told(a_claim(), INSURANCE, side=OTHER, secret=True)
    assert "缴费人撤回一项诉求；2026年3月20日，缴费人撤回职工医疗、工伤部分的争议" in kept
    assert "补缴" not in kept
