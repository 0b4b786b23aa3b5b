"""The Celery application and the whole beat table; the clock only wakes, PostgreSQL remembers."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from celery import Celery
from celery.beat import Scheduler
from celery.schedules import crontab
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class AtOnce(Scheduler):
    """Begins with everything due, and remembers nothing of the last time.

    A schedule kept in a file is cut by a kill, and a last run that a wrong clock put into the
    future would silence the sweep until then, restart or not.
    """

    def setup_schedule(self) -> None:
        super().setup_schedule()
        for entry in self.schedule.values():
            entry.last_run_at = datetime.fromtimestamp(0, UTC)


@worker_init.connect
def _insist(**_sender: object) -> None:
    """A worker with wrong keys or an old database ends in words instead of failing task by task."""
    from config import fitness  # needs the models, which this module comes before

    fitness.insist()


app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["workflow.messages"], related_name="deliver")
app.autodiscover_tasks(["workflow.issuing"])
app.autodiscover_tasks(related_name="clock")
app.conf.beat_schedule = {
    "beat": {"task": "workflow.clock.beat", "schedule": 10.0, "options": {"expires": 10}},
    "sweep": {
        "task": "workflow.clock.sweep_deadlines",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "dates": {
        "task": "workflow.clock.recompute_dates",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    "outbox": {"task": "workflow.deliver_left", "schedule": 30.0, "options": {"expires": 30}},
    "dates again": {
        "task": "workflow.clock.look_again_nightly",
        "schedule": crontab(hour=2, minute=0),
        "options": {"expires": 3600},
    },
    "put off": {
        "task": "workflow.clock.try_put_off_again",
        "schedule": 900.0,
        "options": {"expires": 900},
    },
    "errands": {
        "task": "workflow.clock.remind_errands",
        "schedule": 900.0,
        "options": {"expires": 900},
    },
    "findings": {
        "task": "workflow.clock.remind_findings",
        "schedule": 900.0,
        "options": {"expires": 900},
    },
    "prune": {
        "task": "workflow.clock.prune_nightly",
        "schedule": crontab(hour=3, minute=0),
        "options": {"expires": 3600},
    },
    "leftovers": {
        "task": "workflow.clock.sweep_leftovers_daily",
        "schedule": crontab(hour=3, minute=30),
        "options": {"expires": 3600},
    },
    "orphans": {
        "task": "workflow.clock.hand_up_orphans",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "seal": {"task": "reports.clock.seal_audit", "schedule": 10.0, "options": {"expires": 10}},
    "anchor": {
        "task": "reports.clock.anchor_daily",
        "schedule": crontab(hour=1, minute=0),
        "options": {"expires": 3600},
    },
    "watch": {"task": "reports.clock.watch_audit", "schedule": 600.0, "options": {"expires": 600}},
    "period reports": {
        "task": "reports.clock.make_period_reports",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "archived files": {
        "task": "reports.clock.examine_archived_files",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "members": {
        "task": "departments.clock.open_members",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
}
