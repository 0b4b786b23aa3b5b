"""催办: whom an officer may urge about a dispute today; each desk once a working day (R104)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils import timezone

from deadlines.calendar_days import current_calendar
from workflow.models import Urging
from workflow.procedure import now
from workflow.procedure.next_move import Desk, desks_of
from workflow.procedure.who import sits_at

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute


def others_desks(officer: Officer, dispute: Dispute) -> list[Desk]:
    """The desks it waits for that are not his own."""
    return [desk for desk in desks_of(dispute) if not sits_at(officer, desk)]


def urged_today(officer: Officer, disputes: Sequence[Dispute]) -> QuerySet[Urging]:
    """What he has urged about them since the last working day began."""
    today = workday_of(now.now())
    return Urging.objects.filter(officer=officer, dispute__in=disputes, workday=today)


def not_yet_urged(officer: Officer, dispute: Dispute, desks: Sequence[Desk]) -> list[Desk]:
    """Those of the desks that he has left in peace today; a page knows who never urged at all."""
    if not getattr(dispute, "was_urged", True):
        return list(desks)
    done = {(each.department_id, each.role) for each in urged_today(officer, [dispute])}
    return [desk for desk in desks if (desk.department_id, desk.role) not in done]


def workday_of(moment: datetime) -> int:
    """The running number of the working day; a rest day belongs to the one before it."""
    return current_calendar().count(timezone.localdate(moment))


def last_words(officer: Officer, dispute: Dispute) -> str:
    """Why not again: when it was last urged."""
    last = urged_today(officer, [dispute]).order_by("at").last()
    when = said_when(last.at) if last else ""
    return f"您{when}已催办，每个工作日催办一次，请等对方办理。"


def said_when(moment: datetime) -> str:
    """11月18日 10:20."""
    local = timezone.localtime(moment)
    return f"{local.month}月{local.day}日 {local:%H:%M}"
