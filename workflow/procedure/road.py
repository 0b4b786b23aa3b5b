"""The road that was chosen in triage, and whether whoever chose it may still take it back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from disputes.choices import State
from workflow.models.choices import GONE_ASSIGNMENT, AssignmentState

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.models import Assignment, TimelineEntry

#: The choice of a road that its officer may take back while nobody has followed it.
ROADS_CHOSEN = frozenset(
    {"accept_single", "refer", "convene_joint", "notify_only", "answer_now", "decline"}
)


def road_chosen(dispute: Dispute) -> TimelineEntry | None:
    """The last step out of triage."""
    triage = State.TRIAGE
    steps = [e for e in dispute.timeline.all() if e.state_before == triage != e.state_after]
    return steps[-1] if steps else None


def chose_today(dispute: Dispute, officer_id: int, on: date) -> bool:
    """Whether this officer chose the road on that day."""
    chosen = road_chosen(dispute)
    if chosen is None or chosen.verb not in ROADS_CHOSEN:
        return False
    return chosen.actor_id == officer_id and timezone.localdate(chosen.at) == on


#: By any of these somebody outside, or above, has learnt of the road or goes on from its end.
_USES: Final = frozenset({"serve", "draft_decision", "tell_withdrawal", "reopen", "report_up"})


def road_is_used(dispute: Dispute) -> bool:
    """Somebody signed for what he was asked, was told, wrote a draft, or went on from it since."""
    chosen = road_chosen(dispute)
    since = {e.verb for e in dispute.timeline.all() if chosen and e.pk > chosen.pk}
    untouched = {AssignmentState.SENT, *GONE_ASSIGNMENT}
    asked = dispute.assignments.all()
    signed = any(a.state not in untouched or _was_signed_for(a, chosen) for a in asked)
    return signed or bool(since & _USES)


def _was_signed_for(asked: Assignment, chosen: TimelineEntry | None) -> bool:
    """And recalled since, when the road grew into another."""
    return asked.accepted_at is not None and chosen is not None and asked.sent_at >= chosen.at
