"""信息提供 of a unit that goes on in another: that one answers for what leaves (机构改革)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from departments.roles import STAFF
from workflow.messages.notices import Letter
from workflow.models import Disclosure, DisclosureEntry
from workflow.models.disclosure import DisclosureState
from workflow.procedure.timeline import signature

if TYPE_CHECKING:
    from departments.models import Reform
    from workflow.procedure.move import Act

_ENDED = (DisclosureState.DROPPED, DisclosureState.REVOKED)


def pass_on(act: Act[Reform]) -> None:
    """Of a merger whatever has not ended; of a part what is about the cases that go over."""
    reform = act.subject
    rows = Disclosure.objects.filter(department=reform.source).exclude(state__in=_ENDED)
    if not reform.is_merger:
        rows = rows.filter(dispute__in=[move.dispute.pk for move in act.moves])
    for own in rows.order_by("pk").select_related("dispute").select_for_update(of=("self",)):
        own.department, own.version = reform.target, own.version + 1
        own.save(update_fields=["department", "version"])
        DisclosureEntry.objects.create(
            disclosure=own, at=act.at, actor=act.by, actor_label=signature(act.by),
            verb="reorganise", text=f"{reform.words}，由{reform.target.short_name}接着办理。",
        )  # fmt: skip
        about = own.dispute.number if own.dispute else str(own)
        text = f"{about} 信息提供转由你单位接着办理。"
        act.letters.append(Letter(own.dispute, reform.target_id, STAFF, text))
