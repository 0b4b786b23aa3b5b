"""Which roads stay open depends on the relation and on who decided (五(四), 领域 2.1)."""

from __future__ import annotations

from datetime import date

import pytest

from deadlines.calendar import Day
from deadlines.calendar_days import build_calendar
from disputes.choices import PartySide, RemedyChannel
from papers.pieces import OfficePiece
from papers.remedies import FOUNDING, Key, last_day, remedies

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
        ("SW", "国家税务总局伊春市税务局", "第二十七条"),
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


def test_a_body_is_named_with_its_place_and_telephone_as_the_district_keeps_them() -> None:
    kept = OfficePiece(name="伊春市乌翠区人民政府", address="行政服务中心201室", phone="0458-1")
    road = remedies("employee", "collector", "RS", bodies={**FOUNDING, Key.DISTRICT: kept})[0]
    assert (road.body, road.where) == (kept.name, "地址：行政服务中心201室；电话：0458-1")


@pytest.mark.parametrize(
    ("channel", "served_on", "until"),
    [
        (R, date(2025, 12, 19), date(2026, 2, 24)),  # 02-17 is 春节
        (R, date(2026, 3, 5), date(2026, 5, 6)),  # 05-04 is a holiday
        (L, date(2026, 3, 17), date(2026, 9, 17)),
        (L, date(2025, 8, 31), date(2026, 2, 28)),  # a day of work, by exchange
        (M, date(2026, 3, 17), None),
    ],
)
def test_the_last_day_is_counted_from_service(
    channel: str, served_on: date, until: date | None
) -> None:
    rest = [date(2026, 2, day) for day in range(15, 24)] + [date(2026, 5, day) for day in (4, 5)]
    days = [Day(on, is_workday=False, name="假日") for on in rest]
    worked = Day(date(2026, 2, 28), is_workday=True, name="春节")
    assert last_day(channel, served_on, build_calendar([*days, worked])) == until
