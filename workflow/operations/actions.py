"""What the system administrator may do about after-effects that failed: try them again, now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from departments.actions.authority import record, require
from departments.roles import Role
from web.refusals import NotAllowed
from workflow.operations.running import failed, label_of

if TYPE_CHECKING:
    from departments.models import Officer


@transaction.atomic
def retry(topic: str, *, by: Officer) -> int:
    """立即重试: they are due at once, and the next delivery takes them; recorded (R106)."""
    require(by, Role.SYSADMIN)
    count = failed(topic).update(next_try_at=timezone.now())
    if not count:
        raise NotAllowed("没有失败后等待重试的，不必重试。")
    record(by, "立即重试", label_of(topic), after=f"{count} 条")
    return count
