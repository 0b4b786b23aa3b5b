"""The beat table wakes what exists, and a killed worker loses nothing it was given."""

import pytest
from django.conf import settings
from kombu.utils.imports import symbol_by_name

from config.celery import app

TABLE = app.conf.beat_schedule


@pytest.mark.parametrize("entry", TABLE)
def test_what_the_clock_wakes_exists_and_does_not_pile_up(entry: str) -> None:
    app.loader.import_default_modules()
    row = TABLE[entry]
    assert row["task"] in app.tasks
    assert row["options"]["expires"], "a sweep that was missed is not made up twice"


def test_a_task_is_done_before_it_is_acknowledged() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.task_ignore_result


def test_no_slow_task_is_given_out_twice() -> None:
    patience = int(str(settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]))
    assert settings.CELERY_TASK_SOFT_TIME_LIMIT < settings.CELERY_TASK_TIME_LIMIT < patience


def test_a_worker_waits_for_its_broker_for_ever() -> None:
    assert app.conf.broker_connection_retry_on_startup
    assert app.conf.broker_connection_max_retries is None


def test_a_restarted_beat_wakes_everything_at_once_and_remembers_no_false_time() -> None:
    scheduler = symbol_by_name(app.conf.beat_scheduler)(app=app)
    assert set(scheduler.schedule) >= set(TABLE)
    assert all(entry.is_due()[0] for entry in scheduler.schedule.values())
