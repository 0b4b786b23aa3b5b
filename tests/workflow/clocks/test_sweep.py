"""The clock speaks once for each stage of a due date, however often and however late it runs."""

from __future__ import annotations

import threading
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from deadlines.calendar_days import install_calendar
from deadlines.policies import install_policies
from departments.models import Officer
from departments.roles import Role
from disputes.models import Dispute
from tests import factories as f
from tests.told import telling, texts
from tests.workflow.clock_cases import (
    a_registered_dispute,
    end_clock,
    pause_clocks,
    resume_clocks,
    start_clock,
    unit,
)
from workflow.clock import sweep_deadlines
from workflow.clocks.sweep import Swept, sweep
from workflow.messages.deliver import deliver_left
from workflow.models import (
    Deadline,
    DeadlineStage,
    Notice,
    OutboxMessage,
    Supervision,
    SweepFailure,
    TimelineEntry,
)

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def _time_is_known(settings: Settings) -> None:
    install_calendar()
    install_policies()
    settings.NOTICE_CHANNELS = ["workflow.messages.channels.Console"]


def at(on: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour)))


def a_clock(on: date = MONDAY, key: str = "general.single") -> Deadline:
    """15 working days from Monday the 2nd: amber on the 18th, due on the 23rd."""
    f.an_officer(Role.CLERK, "SW")
    f.an_officer(Role.HEAD, "SW")
    dispute = a_registered_dispute(on)
    dispute.number = f"230718-2026-SW-{dispute.pk:06}"
    dispute.save()
    clock = start_clock(dispute, key, on=on, owner=unit("SW"))
    return Deadline.objects.get(pk=clock.pk)


def stages(clock: Deadline) -> list[str]:
    said = DeadlineStage.objects.filter(deadline=clock).order_by("passed_on", "id")
    return [f"{s.stage}{s.late_days or ''} {s.passed_on:%m-%d}" for s in said]


def said_so_far() -> list[str]:
    return texts(Notice.objects.order_by("id"))


def test_nothing_is_said_before_the_first_amber_day() -> None:
    clock = a_clock()
    assert clock.next_on == clock.amber_on == date(2026, 11, 18)
    assert sweep(at(date(2026, 11, 17))) == Swept()
    assert said_so_far() == []


def test_amber_due_and_every_second_working_day_late_are_told_once_each() -> None:
    clock = a_clock()
    day = MONDAY
    while day < date(2026, 12, 2):
        for hour in (9, 10, 17):
            sweep(at(day, hour))
        day += timedelta(days=1)
    assert stages(clock) == [
        "amber 11-18",
        "due 11-23",
        "late2 11-25",
        "supervision3 11-26",
        "late4 11-27",
        "late6 12-01",
    ]
    clerk = f.an_officer(Role.CLERK, "SW")
    assert [n.text.split("“单独办理总时限”")[1] for n in clerk.notices.order_by("id")] == [
        "剩 3 天（期限2026年11月23日），请抓紧办理。",
        "今天到期（期限2026年11月23日），请抓紧办理。",
        "超期 2 天（期限2026年11月23日），请抓紧办理。",
        "超期 4 天（期限2026年11月23日），请抓紧办理。",
        "超期 6 天（期限2026年11月23日），请抓紧办理。",
    ]
    head = f.an_officer(Role.HEAD, "SW")
    assert head.notices.count() == 3, "a head hears of what is late, not of what is near"


def test_a_file_not_closed_in_five_days_is_told_of() -> None:
    """五(五), R078: the clerk of the receiving unit hears on the day and late, his head late."""
    dispute, head = f.concluded(), f.an_officer(Role.HEAD, "SW")
    clock = dispute.deadlines.open().get(key="archive.electronic")
    clerk = f.an_officer(Role.CLERK, "SW")
    sweep(at(clock.due_on))
    assert ["今天到期" in text for text in texts(clerk.notices) if "“电子归档”" in text] == [True]
    assert not [text for text in texts(head.notices) if "“电子归档”" in text]
    sweep(at(clock.due_on + timedelta(days=20)))
    for officer in (clerk, head):
        late = [text for text in texts(officer.notices) if "“电子归档”" in text]
        assert any("超期" in text for text in late), officer
    assert any(stage.startswith("late") for stage in stages(clock))


def test_three_days_of_silence_are_recorded_whole_and_told_in_one_message() -> None:
    clock = a_clock()
    sweep(at(date(2026, 11, 26)))
    assert stages(clock) == ["amber 11-18", "due 11-23", "late2 11-25", "supervision3 11-26"]
    clerk = f.an_officer(Role.CLERK, "SW")
    assert [n.text.split("”")[1] for n in clerk.notices.all()] == [
        "超期 3 天（期限2026年11月23日），请抓紧办理。"
    ]
    entry = TimelineEntry.objects.get(verb="remind")
    assert entry.text == "税务局“单独办理总时限”超期 3 天（期限2026年11月23日），已催办。"
    assert (entry.actor_label, entry.clause) == ("系统提醒", "五(二)")


@pytest.mark.parametrize(
    ("moment", "is_told"),
    [
        ("2026-11-18T07:59:00+08:00", False),
        ("2026-11-18T08:00:00+08:00", True),
        ("2026-11-18T18:00:00+08:00", False),
        ("2026-11-21T10:00:00+08:00", False),  # Saturday
    ],
)
def test_quiet_hours_hold_back_what_is_not_red(moment: str, is_told: bool) -> None:
    a_clock()
    sweep(datetime.fromisoformat(moment))
    assert bool(said_so_far()) is is_told


def test_red_is_said_at_any_hour() -> None:
    a_clock()
    sweep(datetime.fromisoformat("2026-11-25T00:01:00+08:00"))
    assert len(said_so_far()) == 2
    assert all("超期 2 天" in text for text in said_so_far())


def test_what_a_rest_day_held_back_is_told_on_the_next_working_day_as_it_is_then() -> None:
    clock = a_clock()
    Deadline.objects.filter(pk=clock.pk).update(
        amber_on=date(2026, 11, 21), next_on=date(2026, 11, 21)
    )
    sweep(at(date(2026, 11, 22)))
    assert said_so_far() == []
    sweep(at(date(2026, 11, 23)))
    assert stages(clock) == ["amber 11-21", "due 11-23"]
    assert ["今天到期" in text for text in said_so_far()] == [True]


def test_a_standing_clock_and_an_ended_one_say_nothing() -> None:
    clock = a_clock()
    pause_clocks(clock.dispute, date(2026, 11, 10), ground="等待认定")
    sweep(at(date(2026, 12, 1)))
    assert said_so_far() == []
    assert stages(clock) == []
    resume_clocks(clock.dispute, date(2026, 11, 17))
    clock.refresh_from_db()
    assert clock.next_on == clock.amber_on == date(2026, 11, 25)
    end_clock(clock.dispute, clock.key, on=date(2026, 11, 18))
    sweep(at(date(2026, 12, 1)))
    assert said_so_far() == []


def test_a_moved_date_is_another_promise_and_an_unmoved_one_is_not_told_again() -> None:
    clock = a_clock()
    sweep(at(date(2026, 11, 18)))
    Deadline.objects.filter(pk=clock.pk).update(next_on=clock.amber_on)  # recomputed, unmoved
    sweep(at(date(2026, 11, 18), 10))
    assert len(said_so_far()) == 1
    Deadline.objects.filter(pk=clock.pk).update(
        due_on=date(2026, 11, 30), amber_on=date(2026, 11, 25), next_on=date(2026, 11, 25)
    )
    sweep(at(date(2026, 11, 25)))
    assert stages(clock) == ["amber 11-18", "amber 11-25"]
    assert len(said_so_far()) == 2


def test_the_reviewer_hears_of_a_review_and_not_the_author() -> None:
    dispute = f.registered()
    reviewer, author = f.an_officer(Role.REVIEWER, "SW"), dispute.first_contact_officer
    Notice.objects.all().delete()
    clock = dispute.deadlines.get(key="intake.review")
    sweep(at(clock.due_on))
    assert [n.recipient for n in Notice.objects.all()] == [reviewer]
    assert author != reviewer


def test_who_works_on_it_is_told_and_his_colleagues_are_left_alone() -> None:
    clock = a_clock()
    clerk, colleague = f.an_officer(Role.CLERK, "SW"), f.an_officer(Role.CLERK, "SW", nth=2)
    Dispute.objects.filter(pk=clock.dispute_id).update(responsible_officer=clerk)
    sweep(at(date(2026, 11, 18)))
    assert (clerk.notices.count(), colleague.notices.count()) == (1, 0)


def test_the_recused_are_told_nothing() -> None:
    clock = a_clock()
    clerk = f.an_officer(Role.CLERK, "SW")
    clock.dispute.recusals.create(officer=clerk, reason="亲属", recorded_by=clerk)
    sweep(at(date(2026, 11, 18)))
    assert clerk.notices.count() == 0


def test_where_who_worked_on_it_is_recused_somebody_else_hears_of_it() -> None:
    clock, other = a_clock(), f.an_officer(Role.CLERK, "SW", nth=2)
    first, head = clock.dispute.first_contact_officer, f.an_officer(Role.HEAD, "SW")
    Dispute.objects.filter(pk=clock.dispute_id).update(responsible_officer=head)
    clock.dispute.recusals.create(officer=first, reason="亲属", recorded_by=first)
    sweep(at(date(2026, 11, 18)))
    assert other.notices.count() == 1
    assert not first.notices.exists()
    assert not head.notices.exists()


def test_where_all_who_could_work_on_it_are_recused_the_head_hears_of_it() -> None:
    clock, head = a_clock(), f.an_officer(Role.HEAD, "SW")
    for officer in Officer.objects.filter(terms__post__department__code="SW").exclude(pk=head.pk):
        clock.dispute.recusals.create(officer=officer, reason="亲属", recorded_by=officer)
    sweep(at(date(2026, 11, 18)))
    assert [notice.recipient for notice in Notice.objects.all()] == [head]


def test_a_message_leaves_through_the_outbox_by_every_channel_of_the_place() -> None:
    a_clock()
    with time_machine.travel(at(date(2026, 11, 18))):
        sweep_deadlines()
        message = OutboxMessage.objects.get(topic="workflow.send_notice")
        notice = Notice.objects.get()
        assert message.payload == {"notice_id": notice.pk, "channel": "console"}
        assert deliver_left() == 1
        assert deliver_left() == 0


def test_three_working_days_late_opens_one_supervision_and_tells_head_and_office() -> None:
    clock = a_clock()
    office = f.an_officer(Role.OFFICE, "ZB")
    for hour in (9, 10):
        with time_machine.travel(at(date(2026, 11, 26), hour)):
            sweep_deadlines()
            deliver_left()
    opened = Supervision.objects.get()
    assert (opened.department, opened.level, opened.cause) == (clock.owner, "1", "overdue")
    assert telling(office.notices, "被督办（提示）").count() == 1
    entry = TimelineEntry.objects.get(verb="supervise")
    assert (
        "对税务局督办（提示）：“单独办理总时限”期限2026年11月23日，已超期三个工作日" in entry.text
    )


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER])
@pytest.mark.by_owner
def test_no_department_is_supervised_for_what_the_task_force_owes(role: Role) -> None:
    f.an_officer(Role.OFFICE, "ZB")
    clock, leader = a_clock(key="decision.draft"), f.a_leader()
    if role == Role.OFFICE:
        Deadline.objects.filter(pk=clock.pk).update(owner=unit("ZB"))
    else:
        Dispute.objects.filter(pk=clock.dispute_id).update(owing_role=role, owing_department=None)
    Deadline.objects.filter(pk=clock.pk).update(
        due_on=date(2026, 11, 23), amber_on=date(2026, 11, 18), next_on=date(2026, 11, 18)
    )
    with time_machine.travel(at(date(2026, 11, 26))):
        sweep_deadlines()
        deliver_left()
    assert not Supervision.objects.exists()
    assert telling(leader.notices, "已超期三个工作日，请督促").count() == 1


def test_an_answer_that_came_before_the_supervision_was_written_keeps_it_away() -> None:
    clock = a_clock()
    with time_machine.travel(at(date(2026, 11, 26))):
        sweep_deadlines()
        end_clock(clock.dispute, clock.key, on=date(2026, 11, 26))
        assert deliver_left() > 0
    assert not Supervision.objects.exists()


def test_the_number_of_statements_does_not_grow_with_the_clocks(
    django_assert_num_queries,
) -> None:
    for _ in range(3):
        a_clock()
    statements = 9  # anything due, the span, the calendar, a batch (5), the mended
    with django_assert_num_queries(statements):
        sweep(at(date(2026, 11, 18)))
    for _ in range(30):
        a_clock()
    with django_assert_num_queries(statements):
        sweep(at(date(2026, 11, 18), 10))
    assert Notice.objects.count() == 33


@pytest.mark.by_owner
def test_one_clock_that_cannot_be_taken_stops_none_of_the_others() -> None:
    clocks = [a_clock() for _ in range(9)]
    bad = clocks[4]
    with connection.cursor() as database:
        database.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF NEW.deadline_id = {bad.pk} THEN RAISE EXCEPTION 'poison'; END IF;"
            " RETURN NEW; END $$;"
            "CREATE TRIGGER poison BEFORE INSERT ON workflow_deadlinestage"
            " FOR EACH ROW EXECUTE FUNCTION refuse()"
        )
    swept = sweep(at(date(2026, 11, 18)))
    assert (swept.clocks, swept.failures) == (8, 1)
    failure = SweepFailure.objects.get()
    assert (failure.deadline, failure.attempts, failure.error) == (bad, 1, "poison")
    sweep(at(date(2026, 11, 19)))
    failure.refresh_from_db()
    assert failure.attempts == 2
    with connection.cursor() as database:
        database.execute("DROP TRIGGER poison ON workflow_deadlinestage")
    sweep(at(date(2026, 11, 20)))
    assert stages(bad) == ["amber 11-18"]
    assert not SweepFailure.objects.exists()


@pytest.mark.by_owner
def test_a_clock_that_hangs_is_put_off_like_one_that_fails(monkeypatch) -> None:
    clocks = [a_clock() for _ in range(3)]
    monkeypatch.setattr("workflow.clocks.sweep.STUCK", "200ms")
    with connection.cursor() as database:
        database.execute(
            "CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF NEW.deadline_id = {clocks[1].pk} THEN PERFORM pg_sleep(60); END IF;"
            " RETURN NEW; END $$;"
            "CREATE TRIGGER dawdle BEFORE INSERT ON workflow_deadlinestage"
            " FOR EACH ROW EXECUTE FUNCTION dawdle()"
        )
    swept = sweep(at(date(2026, 11, 18)))
    assert (swept.clocks, swept.failures) == (2, 1)
    assert "statement timeout" in SweepFailure.objects.get().error


@pytest.mark.django_db(transaction=True)
def test_four_sweeps_at_once_tell_everything_once() -> None:
    install_calendar()
    install_policies()
    for _ in range(200):
        a_clock()

    def one() -> None:
        sweep(at(date(2026, 11, 25)), batch=7)
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sweep(at(date(2026, 11, 25)))
    assert DeadlineStage.objects.count() == 200 * 3
    assert Notice.objects.count() == 200 * 2
    assert TimelineEntry.objects.filter(verb="remind").count() == 200


@pytest.mark.django_db(transaction=True)
def test_a_dispute_that_an_action_holds_is_left_for_the_next_minute() -> None:
    install_calendar()
    install_policies()
    clock = a_clock()
    done: list[Swept] = []

    def one() -> None:
        done.append(sweep(at(date(2026, 11, 18))))
        connection.close()

    with transaction.atomic():
        Dispute.objects.select_for_update().get(pk=clock.dispute_id)
        thread = threading.Thread(target=one)
        thread.start()
        thread.join(20)
        assert done == [Swept(batches=1)]
    sweep(at(date(2026, 11, 18)))
    assert len(said_so_far()) == 1
