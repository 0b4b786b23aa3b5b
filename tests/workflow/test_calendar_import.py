"""Importing a year: read whole or not at all, seen before it is done, and then recomputed."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from deadlines.calendar_csv import decode, read_days
from deadlines.calendar_days import current_calendar, install_calendar
from deadlines.models import CalendarDay, CalendarStamp
from deadlines.policies import install_policies
from tests.workflow.clock_cases import a_registered_dispute, an_officer, start_whole_clock, unit
from workflow.clock import look_again_nightly, recompute_dates
from workflow.clocks import recompute
from workflow.clocks.calendar_import import apply_import, preview_import
from workflow.models import Deadline

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


@pytest.mark.parametrize(
    ("line", "on", "works", "name"),
    [
        ("2027-02-14,true,春节", date(2027, 2, 14), True, "春节"),
        ("2027/2/5,0,春节", date(2027, 2, 5), False, "春节"),
        ("2027年2月5日\t放假\t春节", date(2027, 2, 5), False, "春节"),
        ("20270205，休，春节", date(2027, 2, 5), False, "春节"),
        ("2027.2.14, 上班", date(2027, 2, 14), True, ""),
    ],
)
def test_it_reads_what_hands_and_spreadsheets_write(
    line: str, on: date, works: bool, name: str
) -> None:
    (day,) = read_days(line).days
    assert (day.on, day.is_workday, day.name) == (on, works, name)


def test_a_header_may_name_the_columns_in_any_order() -> None:
    reading = read_days("\ufeffname,source,date,is_workday\n春节,某通知,2027-02-05,False\n\n# 注\n")
    assert reading.bad_lines == ()
    assert (reading.days[0].name, reading.days[0].source) == ("春节", "某通知")
    assert reading.incomplete_years == [2027]


def test_every_bad_line_is_reported_with_its_number() -> None:
    text = "date,is_workday,name\n2027-02-30,true,x\n2027-02-01,maybe,x\nyesterday,true\n"
    text += "2027-02-03,true\n2027-02-03,false\n1900-01-01,true\n2027-02-04,true," + "长" * 31
    reading = read_days(text)
    assert [line.number for line in reading.bad_lines] == [2, 3, 4, 6, 7, 8]
    assert str(reading.bad_lines[0]) == "第 2 行：日期“2027-02-30”不存在"
    assert "应写作 上班 或 放假" in str(reading.bad_lines[1])
    assert "重复出现" in str(reading.bad_lines[3])


@pytest.mark.parametrize("text", ["", "\n\n", "date,is_workday,name\n"])
def test_an_empty_file_is_a_bad_one(text: str) -> None:
    assert read_days(text).bad_lines[0].sentence == "文件里没有任何日期"


def test_excel_on_chinese_windows_is_understood() -> None:
    assert decode("春节".encode("gb18030")) == "春节"
    assert decode("春节".encode("utf-8-sig")) == "春节"


@pytest.mark.usefixtures("_time_is_known")
def test_installing_twice_keeps_what_an_administrator_changed() -> None:
    CalendarDay.objects.filter(date=date(2026, 5, 9)).update(is_workday=False)
    install_calendar()
    assert CalendarDay.objects.count() == 72
    assert not current_calendar().is_workday(date(2026, 5, 9))


@pytest.mark.usefixtures("_time_is_known")
def test_the_calendar_is_loaded_once_and_again_after_an_import(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    before = current_calendar()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert current_calendar() is before
    apply_import(read_days(NOTICE), source="粘贴", by=an_officer())
    after = current_calendar()
    assert after is not before
    assert not after.is_workday(date(2027, 1, 4))
    assert after.unannounced_years(date(2027, 1, 1), date(2027, 12, 31)) == []


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


@pytest.mark.usefixtures("_time_is_known")
def test_what_an_import_has_no_time_for_the_clock_takes_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recompute, "BATCH", 2)
    cases = [a_registered_dispute(date(2026, 12, 14)) for _ in range(5)]
    for dispute in cases:
        start_whole_clock(dispute, owner=unit("SW"))
    stamp = apply_import(read_days(NOTICE), source="粘贴", patience=0)
    assert (stamp.is_reckoned, stamp.moved) == (False, 2)
    cases[4].refresh_from_db()
    assert cases[4].due_on == date(2027, 1, 5)
    fresh = start_whole_clock(a_registered_dispute(date(2026, 12, 14)), owner=unit("SW"))
    assert fresh.due_on == date(2027, 1, 6)
    assert recompute_dates() is True
    assert recompute_dates() is True
    for dispute in cases:
        dispute.refresh_from_db()
    assert {dispute.due_on for dispute in cases} == {date(2027, 1, 6)}
    assert CalendarStamp.objects.get().moved == 5


@pytest.mark.usefixtures("_time_is_known")
def test_a_second_import_in_between_starts_over_and_misses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recompute, "BATCH", 1)
    cases = [a_registered_dispute(date(2026, 12, 14)) for _ in range(3)]
    for dispute in cases:
        start_whole_clock(dispute, owner=unit("SW"))
    apply_import(read_days(NOTICE), source="粘贴", patience=0)
    apply_import(read_days("2027-05-06,放假,清雪"), source="粘贴", patience=0)
    assert recompute_dates() is True
    assert set(Deadline.objects.values_list("due_on", flat=True)) == {date(2027, 1, 6)}


@pytest.mark.usefixtures("_time_is_known")
def test_a_clock_that_ends_before_the_first_changed_day_is_not_looked_at() -> None:
    start_whole_clock(a_registered_dispute(date(2026, 11, 2)), owner=unit("SW"))
    preview = preview_import(read_days(NOTICE))
    assert (preview.disputes, preview.is_whole) == (0, True)


@pytest.mark.usefixtures("_time_is_known")
def test_a_preview_that_runs_out_of_time_says_so() -> None:
    start_whole_clock(a_registered_dispute(date(2026, 12, 14)), owner=unit("SW"))
    preview = preview_import(read_days(NOTICE), patience=0)
    assert (preview.moved, preview.is_whole) == (0, False)


@pytest.mark.usefixtures("_time_is_known")
@time_machine.travel("2026-12-15T02:00:00+08:00")
def test_a_date_that_an_action_took_from_the_old_calendar_is_mended_at_night() -> None:
    whole = start_whole_clock(a_registered_dispute(date(2026, 12, 14)), owner=unit("SW"))
    apply_import(read_days(NOTICE), source="粘贴")
    Deadline.objects.update(due_on=date(2027, 1, 5))  # committed just after the import had passed
    assert recompute_dates() is True
    look_again_nightly()
    assert recompute_dates() is True
    whole.refresh_from_db()
    assert whole.due_on == date(2027, 1, 6)
