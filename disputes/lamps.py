"""The lamp of each row of a list of disputes, while its clocks run and after they ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from deadlines.calendar import WorkCalendar
from deadlines.calendar_days import current_calendar
from deadlines.lamps import Colour, Lamp, lamp
from deadlines.limits import WHOLE_KEYS
from disputes.choices import Mode, State
from disputes.models import Dispute

_OF_A_CLOCK = ("due_on", "ended_on", "amber_on", "is_suspended")


def dispute_lamps(disputes: Sequence[Dispute], today: date) -> dict[int, Lamp]:
    """The lamp of each row of a list, by its id, in two statements however long the list."""
    calendar = current_calendar()
    still = [dispute.pk for dispute in disputes if dispute.due_on is None]
    ended = _last_words(still, today, calendar) if still else {}
    return {
        dispute.pk: ended.get(dispute.pk)
        or _cut_short(dispute)
        or lamp(dispute.due_on, today, calendar=calendar, amber_on=dispute.amber_on)
        for dispute in disputes
    }


def _last_words(dispute_ids: list[int], today: date, calendar: WorkCalendar) -> dict[int, Lamp]:
    """What stands after the end: 按期办结 or 超期 N 天办结 of the whole case, or 中止.

    The clocks belong to the procedure above; from here they are only read, by their name.
    """
    whole = Dispute.objects.filter(
        pk__in=dispute_ids, deadlines__key__in=WHOLE_KEYS, deadlines__is_void=False
    ).order_by("deadlines__id")
    clocks = whole.values_list("pk", *(f"deadlines__{name}" for name in _OF_A_CLOCK))
    return {
        pk: lamp(due, today, ended, calendar=calendar, amber_on=amber, suspended=stands)
        for pk, due, ended, amber, stands in clocks
    }


def _cut_short(dispute: Dispute) -> Lamp | None:
    """What became of a dispute that ended without its limit being kept or missed."""
    ends = {
        State.MERGED: dispute.merged_into_id is not None,
        State.DECLINED: bool(dispute.out_reason),
        State.NOTIFIED: dispute.mode == Mode.NOTIFY,
        State.WITHDRAWN: dispute.concluded_at is None,
    }
    if dispute.due_on is not None or dispute.state not in {State.ARCHIVED, *ends}:
        return None
    end = next((state for state, is_so in ends.items() if is_so), None)
    return Lamp(Colour.GREY, str(end.label)) if end else None
