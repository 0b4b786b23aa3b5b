"""Time itself, a user like others: what it wakes calls the same actions as a person would."""

from celery import shared_task
from django.utils import timezone

from workflow.models.heartbeat import Heartbeat


@shared_task
def beat() -> None:
    """Leaves word that the clock and a worker are both alive; /healthz reads it."""
    Heartbeat.objects.update_or_create(name="beat", defaults={"beaten_at": timezone.now()})
