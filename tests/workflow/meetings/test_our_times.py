"""A meeting lies near to today, and no row of one outside 1949 to 2100 can exist."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests import factories as f
from tests.api.programs import program
from tests.workflow.signing_in import signed_in
from workflow import migrations
from workflow.models import Meeting

pytestmark = pytest.mark.django_db

TOO_FAR = (
    *("0001-01-01T00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"),
    *("9999-12-31T23:59", "1948-12-31 23:59", "2101-01-01T00:00"),
)

SET = "UPDATE workflow_meeting SET starts_at = %s"


def plan(starts_at: str) -> Any:  # Any: an answer
    dispute = f.handled("single", "SW")
    meeting = {"kind": "general", "title": "会商", "disputes": [dispute.pk], "place": "二楼"}
    return program().post("meetings/", {**meeting, "departments": ["YB"], "starts_at": starts_at})


@pytest.mark.parametrize("starts_at", TOO_FAR)
def test_a_year_nobody_means_is_refused_and_the_lists_stay(starts_at: str) -> None:
    answer = plan(starts_at)
    assert answer.status_code == 400
    [said] = answer.json()["errors"]["starts_at"]
    assert "1949 年至 2100 年" in said
    assert not Meeting.objects.exists()
    assert signed_in(f.an_officer()).get("/meetings/").status_code == 200


def on(days: int) -> str:
    """The same hour, so many days from today."""
    return f"{timezone.localtime() + timedelta(days=days):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize("days", [-30, 366])
def test_one_held_lately_and_one_next_year_are_taken(days: int) -> None:
    answer = plan(on(days))
    assert answer.status_code == 201
    called = program().post(f"meetings/{answer.json()['id']}/actions/call/")
    assert called.status_code == 200, called.json()


@pytest.mark.parametrize("days", [-31, 367, 731])
def test_one_too_far_from_today_is_refused_to_programs_and_people(days: int) -> None:
    answer = plan(on(days))
    assert answer.status_code == 400
    [said] = answer.json()["errors"]["starts_at"]
    assert "前 30 天至后 366 天" in said
    typed = {"kind": "general", "form": "meeting", "title": "会商", "place": "二楼",
             "disputes": [f.handled("single", "SW").pk], "departments": ["YB"],
             "starts_at": on(days)}  # fmt: skip
    shown = signed_in(f.an_officer()).post("/meetings/new/", typed)
    assert shown.status_code == 400
    assert "请核对年月日" in shown.content.decode()
    assert not Meeting.objects.exists()


@pytest.mark.by_owner
def test_nor_is_one_called_that_was_put_down_so_far_off() -> None:
    made = plan(on(1)).json()
    run(SET, on(400))
    called = program().post(f"meetings/{made['id']}/actions/call/")
    assert called.status_code == 400
    assert "请取消本次会商，重新拟定" in called.json()["errors"]["starts_at"][0]
    assert Meeting.objects.get().state == "planned"


@pytest.mark.by_owner
@pytest.mark.parametrize("starts_at", ["1949-01-01T00:00+08:00", "2100-12-31T23:59+08:00"])
def test_the_first_and_the_last_day_are_kept_and_shown(starts_at: str) -> None:
    assert plan(on(1)).status_code == 201
    run(SET, starts_at)
    assert program().get("meetings/").status_code == 200
    assert signed_in(f.an_officer()).get("/meetings/").status_code == 200


@pytest.mark.parametrize("year", ["0001-01-01 BC", "0001-01-01", "2101-01-01", "9999-12-31"])
@pytest.mark.by_owner
def test_an_old_row_comes_into_our_times_and_a_new_one_cannot_be(year: str) -> None:
    assert plan(on(1)).status_code == 201
    with pytest.raises(DatabaseError, match="meeting_is_in_our_times"), transaction.atomic():
        run(SET, year)
    [found] = Path(str(migrations.__path__[0])).glob("*_meeting_times.py")
    mended = import_module(f"workflow.migrations.{found.stem}")
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE workflow_meeting DROP CONSTRAINT meeting_is_in_our_times")
    run(SET, year)
    for each in (mended.IGNORE, mended.INTO_OUR_TIMES, mended.MIND):
        run(each)
    last = datetime(2100, 12, 31, 15, 59, tzinfo=UTC)
    first = datetime(1948, 12, 31, 16, tzinfo=UTC)
    assert Meeting.objects.get().starts_at == (last if year > "2100" else first)
    assert timezone.localdate(Meeting.objects.get().starts_at).year in {1949, 2100}


def run(sql: str, *values: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
