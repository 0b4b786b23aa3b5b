"""Which cases may be judged by their limits, and which of them were in time."""

from __future__ import annotations

from datetime import date
from typing import Final, Self

from django.db.models import Exists, F, OuterRef, Q

from deadlines.limits import WHOLE_KEYS
from disputes.choices import LED, OPEN, OUT_OF_SCOPE
from disputes.seeking import SoughtQuerySet

#: A clock of a whole case that has ended, and may be judged.
WHOLE_ENDED: Final = {"key__in": sorted(WHOLE_KEYS), "is_void": False, "ended_on__isnull": False}


class JudgedQuerySet(SoughtQuerySet):
    """Reads of disputes by what their clocks say of them."""

    def judged(self, today: date) -> Self:
        """Those of which is known whether they were in time: their whole clock has ended, or a
        clock of theirs is past its day now. 按期率 is the share of `in_time` among them, wherever
        it stands (decision 0037). No limit is assessed by what is no contribution dispute (A21),
        unless somebody made it one while it was handled (decision 0060)."""
        handled = self.model.objects.filter(pk=OuterRef("pk"), mode__in=LED)
        renamed = Exists(handled.filter(corrections__field="category"))
        inside = self.exclude(Q(category__startswith=OUT_OF_SCOPE) & ~renamed)
        return inside.filter(_whole_ended() | late_now(today))

    def in_time(self, today: date) -> Self:
        """Of the judged those whose whole clock ended in time, and that are not late with more."""
        return self.judged(today).exclude(against(today))

    def late(self, today: date) -> Self:
        """Of the judged the others."""
        return self.judged(today).filter(against(today))


def late_now(today: date) -> Q:
    return Q(state__in=OPEN, due_on__lt=today)


def _whole_ended(**how: F) -> Q:
    """The clocks belong to the procedure above; from here they are only read, by their name."""
    from disputes.models import Dispute

    ended = {f"deadlines__{name}": value for name, value in (WHOLE_ENDED | how).items()}
    return Q(Exists(Dispute.objects.order_by().filter(pk=OuterRef("pk"), **ended)))


def against(today: date) -> Q:
    """What counts against a judged one: late now, or late when its whole clock ended."""
    return late_now(today) | _whole_ended(ended_on__gt=F("deadlines__due_on"))
