"""`due_date` answers a date and its reason, or refuses in Chinese."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from deadlines.calendar_days import install_calendar
from deadlines.policies import install_policies


@pytest.fixture
def _time_is_known(db: None) -> None:
    install_calendar()
    install_policies()


def run(command: str, *args: str) -> list[str]:
    out = StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.usefixtures("_time_is_known")
@pytest.mark.parametrize(
    ("start", "limit", "first_line"),
    [("2026-02-12", "5wd", "2026-02-26"), ("2026-01-16", "15d", "2026-02-02")],
)
def test_due_date_prints_the_date_then_the_sentence(
    start: str, limit: str, first_line: str
) -> None:
    said = run("due_date", start, limit)
    assert said[0] == first_line
    assert said[1].startswith("自2026年")
    assert len(said) == 2


@pytest.mark.usefixtures("_time_is_known")
@pytest.mark.parametrize(
    ("start", "limit", "why"),
    [
        ("12 Feb", "5wd", "起算日“12 Feb”无法识别"),
        ("2026-02-12", "5", "期限“5”无法识别"),
        ("2026-02-12", "99999wd", "超出可计算的范围"),
        ("2026-02-12", "99999d", "超出可计算的范围"),
    ],
)
def test_due_date_refuses_in_chinese(start: str, limit: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        run("due_date", start, limit)
