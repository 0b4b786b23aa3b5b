"""审计发现 of a unit that is merged: the unit that goes on puts it right (三、六)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from departments.roles import STAFF
from workflow.messages.notices import Letter
from workflow.models import Finding, FindingEntry
from workflow.models.finding import DONE_FINDING
from workflow.procedure.timeline import signature

if TYPE_CHECKING:
    from departments.models import Department, Reform
    from workflow.models.finding import FindingQuerySet
    from workflow.procedure.move import Act


def open_of(unit: Department) -> FindingQuerySet:
    """What it was asked to put right and is not done."""
    rows = Finding.objects.filter(department=unit).exclude(state__in=DONE_FINDING)
    return rows.select_related("dispute").order_by("pk")


def pass_on(act: Act[Reform]) -> None:
    """Of a merger whatever is not done; of a part nothing, since its file is archived."""
    reform = act.subject
    if not reform.is_merger:
        return
    for own in open_of(reform.source).select_for_update(of=("self",)):
        own.department, own.version = reform.target, own.version + 1
        own.save(update_fields=["department", "version"])
        FindingEntry.objects.create(
            finding=own, at=act.at, actor=act.by, actor_label=signature(act.by), verb="reorganise",
            text=f"{reform.words}，由{reform.target.short_name}接着整改。",
        )  # fmt: skip
        text = f"{own} 转由你单位接着整改。"
        act.letters.append(Letter(own.dispute, reform.target_id, STAFF, text, own.asks))
