"""Messages are read: one that was opened, or all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from departments.models import Officer
    from workflow.models import Notice


def read(notice: Notice) -> None:
    """Once; the first time counts."""
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])


def read_all(officer: Officer) -> None:
    """Every unread message of his."""
    officer.notices.filter(read_at=None).update(read_at=timezone.now())
