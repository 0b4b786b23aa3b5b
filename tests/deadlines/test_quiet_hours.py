"""Nobody is disturbed on rest days or outside eight to six: a message waits for the next desk."""

from __future__ import annotations

from datetime import datetime

import pytest

from deadlines.quiet_hours import heard_at, is_quiet
from tests.workflow import naive

CALENDAR = naive.shipped_calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        ("2026-11-20T07:59:59", True),
        ("2026-11-20T08:00:00", False),
        ("2026-11-20T17:59:59", False),
        ("2026-11-20T18:00:00", True),
        ("2026-11-21T10:00:00", True),  # a Saturday
        ("2026-02-28T10:00:00", False),  # a Saturday that is worked
        ("2026-10-01T10:00:00", True),  # a Thursday that is not
    ],
)
def test_work_goes_on_from_eight_to_six_on_working_days(moment: str, quiet: bool) -> None:
    assert is_quiet(at(moment), CALENDAR) is quiet


@pytest.mark.parametrize(
    ("moment", "heard"),
    [
        ("2026-11-20T10:30:00", "2026-11-20T10:30:00"),
        ("2026-11-20T03:00:00", "2026-11-20T08:00:00"),  # the same morning, not the next
        ("2026-11-19T18:00:00", "2026-11-20T08:00:00"),
        ("2026-11-20T18:00:00", "2026-11-23T08:00:00"),  # over the weekend
        ("2026-11-21T03:00:00", "2026-11-23T08:00:00"),
        ("2026-09-30T20:00:00", "2026-10-08T08:00:00"),  # over the national holiday
        ("2026-02-27T20:00:00", "2026-02-28T08:00:00"),  # to a Saturday that is worked
    ],
)
def test_what_is_sent_in_the_quiet_is_heard_when_somebody_sits_at_his_desk(
    moment: str, heard: str
) -> None:
    assert heard_at(at(moment), CALENDAR) == at(heard)


def test_the_hour_is_that_of_the_place_whatever_zone_the_moment_comes_in() -> None:
    night_here = datetime.fromisoformat("2026-11-20T12:00:00+00:00")
    assert is_quiet(night_here, CALENDAR)
    assert not is_quiet(datetime.fromisoformat("2026-11-20T00:00:00+00:00"), CALENDAR)
