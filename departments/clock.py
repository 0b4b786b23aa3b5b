"""What time alone does here: a member unit begins on the day its decision names (R010)."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from departments.actions.members import open_due_members


@shared_task
def open_members() -> None:
    """Asked every hour; safe to ask again."""
    open_due_members(timezone.localdate())
