"""专班交办 of a unit that goes on in another: that one answers the task force (机构改革)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from departments.roles import STAFF
from workflow.messages.notices import Letter
from workflow.models import Errand, ErrandEntry
from workflow.models.errand import DONE_ERRAND
from workflow.procedure.timeline import signature

if TYPE_CHECKING:
    from departments.models import Department, Reform
    from workflow.models.errand import ErrandQuerySet
    from workflow.procedure.move import Act


def open_of(unit: Department) -> ErrandQuerySet:
    """What it was asked and is not done."""
    return Errand.objects.filter(department=unit).exclude(state__in=DONE_ERRAND).order_by("pk")


def pass_on(act: Act[Reform]) -> None:
    """Of a merger whatever is not done; of a part nothing, since no case is about it."""
    reform = act.subject
    if not reform.is_merger:
        return
    for own in open_of(reform.source).select_for_update(of=("self",)):
        own.department, own.version, own.officer = reform.target, own.version + 1, None
        own.save(update_fields=["department", "version", "officer"])
        ErrandEntry.objects.create(
            errand=own, at=act.at, actor=act.by, actor_label=signature(act.by), verb="reorganise",
            text=f"{reform.words}，由{reform.target.short_name}接着办理。",
        )  # fmt: skip
        text = f"{own} 转由你单位接着办理。"
        act.letters.append(Letter(None, reform.target_id, STAFF, text))
