"""Which roads stay open depends on the relation and on who decided (五(四), 领域 2.1)."""

from __future__ import annotations

import pytest

from disputes.choices import PartySide, RemedyChannel
from papers.remedies import remedies

M, A, R, L = (
    RemedyChannel.MEDIATION,
    RemedyChannel.ARBITRATION,
    RemedyChannel.RECONSIDERATION,
    RemedyChannel.LITIGATION,
)


@pytest.mark.parametrize(
    ("payer", "counterparty", "channels"),
    [
        ("employee", "employer", [M, A, R, L]),
        ("retired", "employer", [M, A, R, L]),
        ("resident", "employer", [M, R, L]),
        ("employee", "collector", [R, L]),
        ("employer", "agency", [R, L]),
        ("flexible", "none", [R, L]),
        ("flexible", "", [R, L]),
        ("other", "other", [M, R, L]),
    ],
)
def test_channels_follow_the_relation(payer: str, counterparty: str, channels: list[str]) -> None:
    assert [each.channel for each in remedies(payer, counterparty, "SW")] == channels


@pytest.mark.parametrize(
    ("department", "body", "article"),
    [
        ("SW", "伊春市税务局", "第二十七条"),
        ("RS", "伊春市乌翠区人民政府", "第二十四条"),
        ("YB", "伊春市乌翠区人民政府", "第二十四条"),
        ("CL", "伊春市乌翠区人民政府", "第二十四条"),
        ("SB", "伊春市人民政府", "第二十四条"),
    ],
)
def test_reconsideration_goes_to_the_government_or_the_tax_bureaus_superior(
    department: str, body: str, article: str
) -> None:
    road = remedies("employee", "collector", department)[0]
    assert (road.body, "60日" in road.limit_text) == (body, True)
    assert article in road.clause


def test_limits_are_those_of_the_laws() -> None:
    roads = {each.channel: each.limit_text for each in remedies("employee", "employer", "SW")}
    assert "1年" in roads[A]
    assert "6个月" in roads[L]
    assert "15日" in roads[L]
    assert "30日" in roads[M]


def test_a_final_award_leaves_the_employer_annulment_and_the_worker_the_court() -> None:
    worker = remedies("employee", "employer", "SW")[1]
    employer = remedies("employee", "employer", "SW", party=PartySide.COUNTERPARTY)[1]
    assert "可以提起诉讼" in worker.limit_text
    assert "申请撤销" in employer.limit_text


def test_nobody_is_told_to_pay_before_he_may_complain() -> None:
    for counterparty in ("employer", "collector", "agency", "other", "none"):
        for road in remedies("employer", counterparty, "SW"):
            assert "先缴" not in road.limit_text
