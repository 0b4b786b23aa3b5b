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


def _woken(task: str, schedule: float | crontab, expires: int) -> dict[str, object]:
    """A line of the beat table; what waited longer than that is not done twice."""
    return {"task": task, "schedule": schedule, "options": {"expires": expires}}


app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["workflow.messages"], related_name="deliver")
app.autodiscover_tasks(["workflow.issuing"])
app.autodiscover_tasks(related_name="clock")
app.conf.beat_schedule = {
    "beat": _woken("workflow.clock.beat", 10.0, 10),
    "sweep": _woken("workflow.clock.sweep_deadlines", 60.0, 55),
    "dates": _woken("workflow.clock.recompute_dates", 20.0, 20),
    "outbox": _woken("workflow.deliver_left", 30.0, 30),
    "dates again": _woken("workflow.clock.look_again_nightly", crontab(hour=2, minute=0), 3600),
    "put off": _woken("workflow.clock.try_put_off_again", 900.0, 900),
    "errands": _woken("workflow.clock.remind_errands", 900.0, 900),
    "findings": _woken("workflow.clock.remind_findings", 900.0, 900),
    "prune": _woken("workflow.clock.prune_nightly", crontab(hour=3, minute=0), 3600),
    "leftovers": _woken("workflow.clock.sweep_leftovers_daily", crontab(hour=3, minute=30), 3600),
    "orphans": _woken("workflow.clock.hand_up_orphans", 3600.0, 3600),
    "seal": _woken("reports.clock.seal_audit", 10.0, 10),
    "anchor": _woken("reports.clock.anchor_daily", crontab(hour=1, minute=0), 3600),
    "watch": _woken("reports.clock.watch_audit", 600.0, 600),
    "period reports": _woken("reports.clock.make_period_reports", 3600.0, 3600),
    "archived files": _woken("reports.clock.examine_archived_files", 3600.0, 3600),
    "members": _woken("departments.clock.open_members", 3600.0, 3600),
}
