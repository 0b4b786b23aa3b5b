"""The Celery application and the whole beat table; the clock only wakes, PostgreSQL remembers."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
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
    "prune": {
        "task": "workflow.clock.prune_nightly",
        "schedule": crontab(hour=3, minute=0),
        "options": {"expires": 3600},
    },
    "members": {
        "task": "departments.clock.open_members",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
}
