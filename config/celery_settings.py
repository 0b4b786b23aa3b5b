"""How Celery wakes and never remembers, the same in every place; the rest is in settings.py."""

from __future__ import annotations

from kombu import Queue

CELERY_TASK_IGNORE_RESULT = True  # what a task did is written in PostgreSQL
CELERY_TASK_ACKS_LATE = True  # a killed worker's task runs again instead of being lost
CELERY_TASK_REJECT_ON_WORKER_LOST = True  # and so does that of a killed pool child
CELERY_WORKER_PREFETCH_MULTIPLIER = 1  # nothing waits inside a worker that may die
CELERY_WORKER_MAX_TASKS_PER_CHILD = 100  # WeasyPrint's memory goes back to the system
CELERY_TASK_SOFT_TIME_LIMIT = 60  # a task says why it stopped; what loops stops itself at 40
CELERY_TASK_TIME_LIMIT = 90  # and is stopped if it does not
# A task goes on when the broker leaves: given out again, it finds its work done.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True  # a worker waits for its broker, even at first,
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # and for ever: by default it ends after a hundred
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,  # above the time limit, or a slow task would run twice
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "max_retries": 0,  # without a broker a wake-up fails at once; by default it waits six seconds
    "global_keyprefix": "celery:",
}
# Nothing is retried by Celery and nothing has an ETA: a message that waits there runs twice after
# the visibility timeout and is lost with the broker. What waits, waits in PostgreSQL.
CELERY_TASK_PUBLISH_RETRY = False  # a page does not wait for the broker; the sweep delivers later
# The clock has a queue of its own: a hundred papers waiting to be drawn never delay it.
CELERY_TASK_QUEUES = [Queue(name, durable=True) for name in ("clock", "celery", "waited")]
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_TASK_ROUTES = {"*.clock.*": {"queue": "clock"}}
CELERY_BEAT_SCHEDULER = "config.celery:AtOnce"  # a restart makes up what was missed, and at once
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
