"""Importing a year: read whole or not at all, seen before it is done, and then recomputed."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from deadlines.calendar_csv import read_days
from deadlines.calendar_days import install_calendar
from deadlines.models import CalendarDay
from deadlines.policies import install_policies
from tests.workflow.clock_cases import a_registered_dispute, start_whole_clock, unit
from workflow.clocks.calendar_import import apply_import, preview_import

NOTICE = """日期,安排,名称,来源
2027-01-01,放假,元旦,国办通知
2027-01-02,放假,元旦,国办通知
2027-01-04,放假,元旦,国办通知
2027-01-09,上班,元旦,国办通知
2027-10-01,放假,国庆节,国办通知
"""


@pytest.fixture
def _time_is_known(db: None) -> None:
    install_calendar()
    install_policies()


def run(command: str, *args: str) -> list[str]:
    out = StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.usefixtures("_time_is_known")
def test_a_preview_says_what_moves_and_writes_nothing() -> None:
    dispute = a_registered_dispute(date(2026, 12, 14))
    whole = start_whole_clock(dispute, owner=unit("SW"))
    assert (whole.due_on, whole.provisional) == (date(2027, 1, 5), True)
    preview = preview_import(read_days(NOTICE))
    (move,) = preview.moves
    assert (preview.moved, move.old_due_on, move.new_due_on, move.days) == (
        1,
        date(2027, 1, 5),
        date(2027, 1, 6),
        1,
    )
    assert move.label == "单独办理总时限"
    whole.refresh_from_db()
    assert whole.due_on == date(2027, 1, 5)
    assert not CalendarDay.objects.filter(date__year=2027).exists()


@pytest.mark.usefixtures("_time_is_known")
def test_an_import_recomputes_open_clocks_and_leaves_ended_ones() -> None:
    open_case = a_registered_dispute(date(2026, 12, 14))
    settled = a_registered_dispute(date(2026, 12, 11))
    ended = a_registered_dispute(date(2026, 12, 14))
    for dispute in (open_case, settled, ended):
        start_whole_clock(dispute, owner=unit("SW"))
    ended.deadlines.update(ended_on=date(2026, 12, 20))
    assert preview_import(read_days(NOTICE)).confirmed == 0
    assert apply_import(read_days(NOTICE), source="粘贴").moved == 2
    open_case.refresh_from_db()
    assert open_case.due_on == date(2027, 1, 6)
    assert not open_case.deadlines.get().provisional
    assert ended.deadlines.get().due_on == date(2027, 1, 5)
    row = CalendarDay.objects.get(date=date(2027, 1, 9))
    assert (row.is_workday, row.source, row.imported_by) == (True, "国办通知", None)


@pytest.mark.usefixtures("_time_is_known")
def test_a_date_that_stays_but_is_confirmed_is_counted_apart() -> None:
    dispute = a_registered_dispute(date(2026, 12, 14))
    start_whole_clock(dispute, owner=unit("SW"))
    preview = preview_import(read_days("2027-10-01,放假,国庆节\n2027-01-01,放假,元旦"))
    assert (preview.moved, preview.confirmed) == (0, 1)


@pytest.mark.usefixtures("_time_is_known")
def test_the_command_imports_a_file_and_says_what_it_did(tmp_path: Path) -> None:
    file = tmp_path / "2027.csv"
    file.write_text(NOTICE, encoding="utf-8")
    start_whole_clock(a_registered_dispute(date(2026, 12, 14)), owner=unit("SW"))
    said = run("import_calendar", str(file), "--dry-run")
    assert said[-1] == "将有 1 个期限变动，0 个不再暂定。"
    assert not CalendarDay.objects.filter(date__year=2027).exists()
    assert run("import_calendar", str(file))[-1] == "已导入 5 天，1 个期限已重算。"
    assert CalendarDay.objects.filter(date__year=2027).count() == 5


@pytest.mark.usefixtures("_time_is_known")
def test_the_command_imports_nothing_when_a_line_is_bad(tmp_path: Path) -> None:
    file = tmp_path / "2027.csv"
    file.write_text(NOTICE + "2027-13-01,放假,错\n2027-05-01,也许,错\n", encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        run("import_calendar", str(file))
    assert "第 7 行" in str(refused.value)
    assert "第 8 行" in str(refused.value)
    assert not CalendarDay.objects.filter(date__year=2027).exists()
    with pytest.raises(CommandError, match="读不到文件"):
        run("import_calendar", str(tmp_path / "missing.csv"))


@pytest.mark.usefixtures("_time_is_known")
def test_the_command_says_that_a_partial_year_stays_provisional(tmp_path: Path) -> None:
    file = tmp_path / "part.csv"
    file.write_text("2027-03-01,放假,清雪\n", encoding="utf-8")
    assert any("2027年没有10月1日" in line for line in run("import_calendar", str(file)))


@pytest.mark.usefixtures("_time_is_known")
def test_a_preview_that_runs_out_of_time_says_so() -> None:
    start_whole_clock(a_registered_dispute(date(2026, 12, 14)), owner=unit("SW"))
    preview = preview_import(read_days(NOTICE), patience=0)
    assert (preview.moved, preview.is_whole) == (0, False)


@pytest.mark.usefixtures("_time_is_known")
def test_nothing_is_said_against_the_complete_year_before() -> None:
    """元旦 reaches into December; that year's own notice is in already."""
    before = "2026-12-27,上班,元旦\n2026-12-31,放假,元旦\n"
    assert preview_import(read_days(before + NOTICE.partition("\n")[2])).incomplete_years == ()
    assert preview_import(read_days("2028-01-01,放假,元旦")).incomplete_years == (2028,)
