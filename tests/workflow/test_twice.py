"""Celery may run any task again: the second time nothing changes (R13), and nothing waits in it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from celery import Task
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from confidentiality.audit.appending import Happening, append
from config.celery import app
from deadlines.calendar_csv import read_days
from deadlines.calendar_days import current_calendar
from departments.actions import members
from departments.models import MembershipDecision, Officer, Term
from departments.roles import Role
from reports.audit.watching import LIMITS
from tests import factories as f
from tests.workflow import budget_cases
from tests.workflow.clock_cases import a_registered_dispute, start_clock, unit
from tests.workflow.on_a_day import at_noon
from web.models import IdempotencyKey
from workflow.clocks.calendar_import import apply_import
from workflow.clocks.recompute import look_again, recompute_open
from workflow.clocks.sweep import sweep
from workflow.errands.actions import give
from workflow.models import Deadline, DeadlineStage, Errand, Notice, OutboxMessage, SweepFailure


@pytest.fixture(autouse=True)
def _anchors(settings: Settings, tmp_path: Path) -> None:
    settings.AUDIT_ANCHORS = tmp_path


MORNING = datetime.fromisoformat("2026-11-26T10:00:00+08:00")
Payload = dict[str, int | str]


def nothing() -> Payload:
    return {}


def a_late_clock() -> Payload:
    """Due on Monday the 23rd; by Thursday three working days late."""
    f.an_officer(Role.CLERK, "SW")
    f.an_officer(Role.OFFICE, "ZB")
    dispute = a_registered_dispute(date(2026, 11, 2))
    dispute.number = "230718-2026-SW-000001"
    dispute.save()
    start_clock(dispute, "general.single", on=date(2026, 11, 2), owner=unit("SW"))
    return {}


def a_told_clock() -> Payload:
    a_late_clock()
    sweep()
    return {}


def a_supervised_stage() -> Payload:
    a_told_clock()
    return {"stage_id": DeadlineStage.objects.get(stage="supervision").pk}


def a_notice() -> Payload:
    a_told_clock()
    return {"notice_id": Notice.objects.latest("pk").pk, "channel": "console"}


def a_message() -> Payload:
    a_told_clock()
    return {"message_id": OutboxMessage.objects.latest("pk").pk}


def a_paper() -> Payload:
    return {"paper_id": f.triaged().papers.get().pk}


def a_unit_that_begins_today() -> Payload:
    """Confirmed for a day that nobody has looked at since."""
    member = members.NewMember("SF", "区司法局", "司法局", "bureau")
    today = timezone.localdate()
    decision = members.Decision(today, "会议纪要", today)
    members.admit(member, by=f.an_officer(Role.SYSADMIN, "ZB"), decision=decision)
    MembershipDecision.objects.update(confirmed_on=today, confirmed_by=f.a_leader())
    return {}


def a_calendar_just_imported() -> Payload:
    """Its first batch is left to the clock."""
    a_late_clock()
    apply_import(read_days("2027-10-01,放假,国庆节"), source="国办通知", patience=0)
    look_again(date(2026, 11, 1))
    return {}


def a_calendar_computed() -> Payload:
    recompute_open()
    return {}


def a_clock_put_off() -> Payload:
    """It could not be taken an hour ago, and waits for tomorrow."""
    a_late_clock()
    clock = Deadline.objects.earliest("pk")
    Deadline.objects.filter(pk=clock.pk).update(next_on=f.today() + timedelta(1))
    hour_ago = timezone.now() - timedelta(hours=1)
    SweepFailure.objects.create(deadline=clock, error="坏", failed_at=hour_ago)
    return {}


def an_answer_of_last_month() -> Payload:
    clerk = f.an_officer(Role.CLERK, "SW")
    kept = IdempotencyKey.objects.create(officer=clerk, key="old", request_digest="", body=[1])
    IdempotencyKey.objects.filter(pk=kept.pk).update(created_at=timezone.now() - timedelta(30))
    return {}


def an_errand_that_is_late() -> Payload:
    by = Officer.objects.get(pk=f.an_officer(Role.OFFICE, "ZB").pk)
    f.an_officer(Role.CLERK, "YB")
    with at_noon(f.today() - timedelta(40)):
        own = give(by=by, department=f.a_department("YB"), question="请汇总情况")
    Errand.objects.filter(pk=own.pk).update(
        is_chosen=True, due_on=f.today() - timedelta(9), amber_on=f.today() - timedelta(9)
    )
    return {}


def a_finding_that_is_late() -> Payload:
    with at_noon(f.today() - timedelta(40)):
        budget_cases.finding(2)
    return {}


def an_extension_whose_head_has_left() -> Payload:
    head, dispute = f.an_officer(Role.HEAD, "SW"), f.handled()
    clock = dispute.deadlines.open().get(key="general.single")
    until = current_calendar().add_workdays(clock.due_on, 5)
    f.do(dispute, "extend", f.an_officer(), until=until, reason="等待外地核查")
    Term.objects.filter(officer=head).update(ends_on=f.today() - timedelta(1))
    return {}


def something_done() -> Payload:
    f.triaged()
    return {}


def many_misses() -> Payload:
    f.an_officer(Role.LOGADMIN, "ZB")
    for _ in range(LIMITS["misses"]):
        append(Happening("refused", f.an_officer(Role.CLERK, "CZ").pk, status=404))
    return {}


def something_of_last_month() -> Payload:
    with time_machine.travel("2026-10-12T10:00:00+08:00", tick=False):
        f.triaged()
    return {}


def an_archived_file() -> Payload:
    return {"case_file_id": f.archived().case_file.pk}


def a_file_of_last_year() -> Payload:
    f.term_ended(f.archived(), years=1)
    return {}


#: What each task finds to do the first time.
ARRANGED: dict[str, Callable[[], Payload]] = {
    "workflow.clock.beat": nothing,
    "workflow.clock.sweep_deadlines": a_late_clock,
    "workflow.clock.supervise_overdue": a_supervised_stage,
    "workflow.clock.recompute_dates": a_calendar_just_imported,
    "workflow.clock.look_again_nightly": a_calendar_computed,
    "workflow.clock.hand_up_orphans": an_extension_whose_head_has_left,
    "workflow.clock.prune_nightly": an_answer_of_last_month,
    "workflow.clock.remind_errands": an_errand_that_is_late,
    "workflow.clock.remind_findings": a_finding_that_is_late,
    "workflow.clock.sweep_leftovers_daily": nothing,
    "workflow.clock.try_put_off_again": a_clock_put_off,
    "workflow.deliver": a_message,
    "workflow.deliver_left": a_told_clock,
    "workflow.send_notice": a_notice,
    "workflow.render_paper": a_paper,
    "departments.clock.open_members": a_unit_that_begins_today,
    "reports.clock.anchor_daily": something_done,
    "reports.clock.seal_audit": something_done,
    "reports.seal_package": an_archived_file,
    "reports.clock.watch_audit": many_misses,
    "reports.clock.examine_archived_files": a_file_of_last_year,
    "reports.clock.make_period_reports": something_of_last_month,
}
LEAVES_ROWS = sorted(ARRANGED.keys() - {"workflow.send_notice"})


def our_tasks() -> dict[str, Task]:
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


def every_row() -> dict[str, list[tuple]]:
    with connection.cursor() as cursor:
        rows = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # noqa: S608 -- our own names
            rows[table] = cursor.fetchall()
    return rows


def test_every_task_is_run_twice_below() -> None:
    assert our_tasks().keys() == ARRANGED.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ARRANGED))
def test_run_twice_it_changes_nothing_the_second_time(name: str) -> None:
    with time_machine.travel(MORNING, tick=False):
        payload = ARRANGED[name]()
        before = every_row()
        our_tasks()[name].run(**payload)
        after = every_row()
        assert (after != before) == (name in LEAVES_ROWS), "the first time there was work"
        our_tasks()[name].run(**payload)
        assert every_row() == after


def test_nothing_waits_inside_the_broker() -> None:
    """A message with an ETA runs twice after the visibility timeout and is lost with the broker."""
    waiting = {"eta", "countdown"}
    for source in Path().glob("[!.]*/**/*.py"):
        if source.parts[0] == "var":  # what a rehearsal unpacked there is not ours
            continue
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                assert not waiting & {word.arg for word in node.keywords}, f"{source}:{node.lineno}"
