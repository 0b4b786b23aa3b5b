"""Due dates: the vectors of the rules, and properties against an oracle that walks day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deadlines.due import Extension, Limit, Policy, Suspension, Unit, due, parse_limit
from tests.workflow import naive

CALENDAR = naive.shipped_calendar()
STARTS = st.dates(min_value=date(2024, 6, 1), max_value=date(2028, 6, 30))
LIMITS = st.integers(min_value=1, max_value=60)
LENGTHS = st.integers(min_value=0, max_value=40)
UNITS = st.sampled_from(Unit)


def on(text: str) -> date:
    return date.fromisoformat(text)


def last_day(start: str, limit: str, *history: Suspension | Extension) -> date:
    return due(on(start), Policy(parse_limit(limit)), CALENDAR, history).due_on


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("2025-12-19", "5wd", "2025-12-26"),
        ("2025-12-31", "3wd", "2026-01-06"),
        ("2026-01-01", "1wd", "2026-01-04"),
        ("2026-02-12", "5wd", "2026-02-26"),
        ("2026-05-08", "1wd", "2026-05-09"),
        ("2026-09-18", "5wd", "2026-09-24"),
        ("2025-09-26", "5wd", "2025-10-10"),
        ("2026-11-20", "15wd", "2026-12-11"),
        ("2026-08-03", "60d", "2026-10-08"),
        ("2025-12-19", "60d", "2026-02-24"),
        ("2026-01-05", "40wd", "2026-03-06"),
        ("2026-09-01", "40wd", "2026-11-02"),
        ("2026-01-30", "15d", "2026-02-14"),  # ends on a worked Saturday: not rolled
        ("2026-01-16", "15d", "2026-02-02"),  # ends on a plain Saturday: rolled
    ],
)
def test_the_vectors_of_the_counting_rules(start: str, limit: str, expected: str) -> None:
    assert last_day(start, limit) == on(expected)


@pytest.mark.parametrize(
    ("start", "limit", "sentence"),
    [
        ("2025-12-19", "5wd", "自2025年12月19日次日起5个工作日，至2025年12月26日止"),
        (
            "2026-02-13",
            "10wd",
            "自2026年2月13日次日起10个工作日，跨春节假期，含调休上班2天，至2026年3月5日止",
        ),
        (
            "2026-08-03",
            "60d",
            (
                "自2026年8月3日次日起60日，跨中秋节、国庆节假期"
                "，期满日2026年10月2日为休息日，顺延至2026年10月8日止"
            ),
        ),
        (
            "2026-12-25",
            "5wd",
            (
                "自2026年12月25日次日起5个工作日，跨元旦假期，至2027年1月4日止"
                "（暂定：2027年放假调休安排尚未导入）"
            ),
        ),
    ],
)
def test_the_sentence_explains_the_date(start: str, limit: str, sentence: str) -> None:
    assert due(on(start), Policy(parse_limit(limit)), CALENDAR).sentence == sentence


def test_a_date_in_a_year_without_a_notice_is_provisional() -> None:
    policy = Policy(Limit(5, Unit.WORKDAYS))
    assert due(on("2026-12-25"), policy, CALENDAR).provisional
    assert not due(on("2026-12-20"), policy, CALENDAR).provisional
    assert due(on("2034-02-17"), policy, CALENDAR).due_on == on("2034-02-28")


def test_the_legal_last_day_cuts_a_longer_step() -> None:
    policy = Policy(Limit(43, Unit.WORKDAYS), Limit(60, Unit.DAYS))
    computed = due(on("2026-09-01"), policy, CALENDAR)
    assert computed.due_on == on("2026-11-02")  # 31 October is a Saturday
    assert computed.sentence.endswith("以法定上限60日为准，至2026年11月2日止")
    assert due(on("2026-09-01"), Policy(policy.limit), CALENDAR).due_on == on("2026-11-05")


def test_the_law_waits_as_long_as_the_case_was_suspended() -> None:
    policy = Policy(Limit(43, Unit.WORKDAYS), Limit(60, Unit.DAYS))
    stop = Suspension(on("2026-09-14"), on("2026-09-28"))
    assert due(on("2026-09-01"), policy, CALENDAR, [stop]).due_on == on("2026-11-16")


def test_a_step_ends_no_later_than_the_whole_case() -> None:
    policy = Policy(Limit(10, Unit.WORKDAYS))
    computed = due(on("2026-11-02"), policy, CALENDAR, no_later_than=on("2026-11-10"))
    assert computed.due_on == on("2026-11-10")
    assert computed.amber_on <= computed.due_on
    assert computed.sentence.endswith("不晚于总时限2026年11月10日")
    loose = due(on("2026-11-02"), policy, CALENDAR, no_later_than=on("2026-12-01"))
    assert loose.due_on == on("2026-11-16")
    late = due(on("2026-11-02"), policy, CALENDAR, no_later_than=on("2026-11-01"))
    assert late.due_on == on("2026-11-16")  # the whole case is over; the step keeps its own days


def test_an_officer_may_choose_the_day_but_not_beyond_the_law() -> None:
    policy = Policy(Limit(10, Unit.WORKDAYS), Limit(15, Unit.DAYS))
    chosen = due(on("2026-11-02"), policy, CALENDAR, chosen_on=on("2026-11-06"))
    assert chosen.due_on == on("2026-11-06")
    assert "期限指定为2026年11月6日" in chosen.sentence
    beyond = due(on("2026-11-02"), policy, CALENDAR, chosen_on=on("2026-12-31"))
    assert beyond.due_on == on("2026-11-17")


def test_suspension_and_extension_are_told_in_words() -> None:
    history: list[Suspension | Extension] = [
        Extension(Limit(10, Unit.WORKDAYS)),
        Suspension(on("2026-11-09"), on("2026-11-16")),
        Suspension(on("2026-11-18"), on("2026-11-18")),
    ]
    computed = due(on("2026-11-02"), Policy(Limit(10, Unit.WORKDAYS)), CALENDAR, history)
    assert computed.due_on == on("2026-12-07")
    assert "经批准延长10个工作日，中止5个工作日顺延，" in computed.sentence


def test_a_suspension_on_the_last_day_keeps_that_day() -> None:
    stop = Suspension(on("2026-11-09"), on("2026-11-25"))
    assert last_day("2026-11-02", "5wd") == on("2026-11-09")
    assert last_day("2026-11-02", "5wd", stop) == on("2026-11-25")


def test_a_suspension_while_a_rest_day_is_rolled_over_keeps_the_rolled_day() -> None:
    stop = Suspension(on("2026-02-02"), on("2026-02-05"))
    assert last_day("2026-01-16", "15d") == on("2026-02-02")  # rolled from Saturday 31 January
    assert last_day("2026-01-16", "15d", stop) == on("2026-02-05")


def test_a_suspension_after_expiry_saves_nothing() -> None:
    stop = Suspension(on("2026-11-10"), on("2026-11-25"))
    assert last_day("2026-11-02", "5wd", stop) == on("2026-11-09")


def test_an_unfinished_suspension_moves_nothing_yet() -> None:
    assert last_day("2026-11-02", "5wd", Suspension(on("2026-11-04"))) == on("2026-11-09")


def test_overlapping_suspensions_count_once() -> None:
    both = [
        Suspension(on("2026-11-04"), on("2026-11-06")),
        Suspension(on("2026-11-05"), on("2026-11-07")),
    ]
    one = Suspension(on("2026-11-04"), on("2026-11-07"))
    assert last_day("2026-11-02", "5wd", *both) == last_day("2026-11-02", "5wd", one)


@pytest.mark.parametrize("text", ["", "5", "wd", "0wd", "-3d", "5 days", "5WD", "999999d"])
def test_a_limit_that_cannot_be_read_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="无法识别"):
        parse_limit(text)


@given(STARTS, LIMITS)
def test_working_days_agree_with_the_oracle(start: date, days: int) -> None:
    computed = due(start, Policy(Limit(days, Unit.WORKDAYS)), CALENDAR)
    assert computed.due_on == naive.due_in_workdays(start, days)


@given(STARTS, LIMITS)
def test_calendar_days_agree_with_the_oracle(start: date, days: int) -> None:
    computed = due(start, Policy(Limit(days, Unit.DAYS)), CALENDAR)
    assert computed.due_on == naive.due_in_days(start, days)


@given(STARTS, LIMITS, UNITS)
def test_a_later_start_or_a_longer_limit_is_never_due_earlier(
    start: date, days: int, unit: Unit
) -> None:
    here = due(start, Policy(Limit(days, unit)), CALENDAR)
    tomorrow = due(start + timedelta(days=1), Policy(Limit(days, unit)), CALENDAR)
    longer = due(start, Policy(Limit(days + 1, unit)), CALENDAR)
    assert start < here.due_on <= tomorrow.due_on
    assert here.due_on <= longer.due_on
    assert start <= here.amber_on <= here.due_on


@given(STARTS, LIMITS, LENGTHS, LENGTHS)
def test_a_suspension_moves_by_exactly_its_true_length(
    start: date, days: int, wait: int, length: int
) -> None:
    began = start + timedelta(days=wait)
    resumed = began + timedelta(days=length)
    policy = Policy(Limit(days, Unit.WORKDAYS))
    before = due(start, policy, CALENDAR).due_on
    assume(began <= before)
    after = due(start, policy, CALENDAR, [Suspension(began, resumed)]).due_on
    eve = timedelta(days=1)
    stopped = naive.workdays_between(began - eve, resumed - eve)
    assert naive.workdays_between(before, after) == stopped
    assert after == naive.due_in_workdays(start, days, [(began, resumed)])


@given(STARTS, LIMITS, LENGTHS, LENGTHS)
def test_calendar_days_move_by_the_days_suspended_and_then_roll(
    start: date, days: int, wait: int, length: int
) -> None:
    assume(wait <= days)
    began = start + timedelta(days=wait)
    history = [Suspension(began, began + timedelta(days=length))]
    computed = due(start, Policy(Limit(days, Unit.DAYS)), CALENDAR, history)
    assert computed.due_on == naive.due_in_days(start, days + length)


@given(STARTS, LIMITS, UNITS, LENGTHS, LENGTHS, LIMITS, UNITS)
def test_taking_the_history_away_restores_the_date(
    start: date, days: int, unit: Unit, wait: int, length: int, more: int, more_unit: Unit
) -> None:
    policy = Policy(Limit(days, unit), Limit(120, Unit.DAYS))
    stop = Suspension(start + timedelta(days=wait), start + timedelta(days=wait + length))
    extension = Extension(Limit(more, more_unit))
    plain = due(start, policy, CALENDAR)
    stopped = due(start, policy, CALENDAR, [stop])
    both = due(start, policy, CALENDAR, [extension, stop])
    assert both.due_on >= stopped.due_on >= plain.due_on
    without = [item for item in both.history if item is not extension]
    assert due(start, policy, CALENDAR, without) == due(start, policy, CALENDAR, [stop])
    assert due(start, policy, CALENDAR, []).due_on == plain.due_on


@given(STARTS, LIMITS, LENGTHS, LENGTHS, LENGTHS, LENGTHS)
def test_two_suspensions_agree_with_the_oracle_in_either_order(
    start: date, days: int, wait: int, first: int, gap: int, second: int
) -> None:
    one = start + timedelta(days=wait)
    two = one + timedelta(days=first + gap)
    pauses = [(one, one + timedelta(days=first)), (two, two + timedelta(days=second))]
    history = [Suspension(began, resumed) for began, resumed in pauses]
    policy = Policy(Limit(days, Unit.WORKDAYS))
    forwards = due(start, policy, CALENDAR, history).due_on
    assert forwards == due(start, policy, CALENDAR, history[::-1]).due_on
    assert forwards == naive.due_in_workdays(start, days, pauses)


@given(STARTS, LIMITS, UNITS, LENGTHS, UNITS)
def test_an_extension_counted_to_a_working_day_leads_to_that_day(
    start: date, days: int, unit: Unit, more: int, more_unit: Unit
) -> None:
    policy = Policy(Limit(days, unit))
    old = due(start, policy, CALENDAR).due_on
    until = naive.rolled(old + timedelta(days=more + 1))
    length = Limit.between(old, until, more_unit, CALENDAR)
    assert due(start, policy, CALENDAR, [Extension(length)]).due_on == until


@given(STARTS, LENGTHS, LENGTHS, LENGTHS)
def test_a_date_set_by_hand_moves_by_the_working_days_stood_still_like_any_other(
    start: date, ahead: int, wait: int, length: int
) -> None:
    policy = Policy(Limit(5, Unit.WORKDAYS))
    chosen, began = start + timedelta(days=ahead), start + timedelta(days=wait)
    before = due(start, policy, CALENDAR, chosen_on=chosen).due_on
    assume(began <= before)
    stop = Suspension(began, began + timedelta(days=length))
    after = due(start, policy, CALENDAR, [stop], chosen_on=chosen).due_on
    eve = timedelta(days=1)
    stood = naive.workdays_between(began - eve, began + timedelta(days=length) - eve)
    assert naive.workdays_between(before, after) == stood
