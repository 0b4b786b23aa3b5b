"""Until when an errand is answered, and who hears of it when it is not (R104)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from departments.roles import HEADS, STAFF, THE_OFFICE
from workflow.clocks.owed import Owing
from workflow.messages.notices import Letter
from workflow.models import Errand, ErrandEntry
from workflow.procedure.timeline import SYSTEM

#: Working days late when the office is told that it should make the unit answer for it.
OFFICE_HEARS_AFTER = 3


def _record(errand: Errand, at: datetime, text: str) -> None:
    ErrandEntry.objects.create(errand=errand, at=at, actor_label=SYSTEM, verb="remind", text=text)


def _letters(errand: Errand, text: str, late: int) -> list[Letter]:
    """The unit's staff, its head where it is late; the office once it should be supervised."""
    roles = STAFF if late else STAFF - HEADS
    letters = [Letter(None, errand.department_id, roles, text)]
    if late >= OFFICE_HEARS_AFTER:
        letters.append(Letter(None, None, THE_OFFICE, text))
    return letters


ANSWER: Final = Owing[Errand](
    key="task.assigned",
    day="反馈期限",
    missing="反馈",
    owed=Errand.objects.owed,
    record=_record,
    letters=_letters,
)
