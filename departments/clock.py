"""What time alone does here: a member unit begins, or a new name does, on the day decided."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from departments.actions.members import open_due_members
from departments.actions.renaming import apply_due_names


@shared_task
def open_members() -> None:
    """Asked every hour; safe to ask again."""
    open_due_members(timezone.localdate())
    apply_due_names(timezone.localdate())
