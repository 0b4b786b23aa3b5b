"""A meeting lies between 1949 and 2100: another year is refused, and no row of one can exist."""

from __future__ import annotations

from datetime import UTC, datetime
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


@pytest.mark.parametrize("starts_at", ["1949-01-01T00:00", "2100-12-31T23:59"])
def test_the_first_and_the_last_day_are_taken_and_shown(starts_at: str) -> None:
    assert plan(starts_at).status_code == 201
    assert program().get("meetings/").status_code == 200
    assert signed_in(f.an_officer()).get("/meetings/").status_code == 200


@pytest.mark.parametrize("year", ["0001-01-01 BC", "0001-01-01", "2101-01-01", "9999-12-31"])
@pytest.mark.by_owner
def test_an_old_row_comes_into_our_times_and_a_new_one_cannot_be(year: str) -> None:
    assert plan("2030-01-01T00:00").status_code == 201
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
