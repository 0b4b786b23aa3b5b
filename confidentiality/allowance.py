"""How many cases one officer sees in clear in a day, and who does so often (六(三), 0054)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone

from confidentiality.models import AccessRecord, RevealGrant
from confidentiality.today import today_began

#: Twice what a counter receives on its busiest day; who needs more asks his head.
A_DAY: Final = 30
#: Five a working day: from so many within the time on, a second factor is asked for.
OFTEN: Final = 100
LATELY: Final = timedelta(days=30)
#: What shows sealed values: a reveal, and the full copy of a paper or of a whole file.
_IN_CLEAR: Final = Q(action=AccessRecord.Action.REVEAL) | Q(
    action__in=(AccessRecord.Action.PRINT, AccessRecord.Action.DOWNLOAD), fields=["full"]
)


def seen_today(officer: models.Model) -> set[str]:
    """The numbers of the cases that he saw in clear; a draft has none, its author typed it."""
    return _seen(officer, today_began())


def sees_often(officer: models.Model) -> bool:
    return len(_seen(officer, timezone.now() - LATELY)) >= OFTEN


def allowed_today(officer: models.Model) -> int:
    granted = RevealGrant.objects.filter(officer_id=officer.pk, at__gte=today_began())
    return A_DAY + (granted.aggregate(more=Sum("more"))["more"] or 0)


def is_beyond(officer: models.Model, number: str) -> bool:
    """Whether this case is one too many today; one that he saw already is not another."""
    seen = seen_today(officer)
    return number != "" and number not in seen and len(seen) >= allowed_today(officer)


def _seen(officer: models.Model, since: datetime) -> set[str]:
    rows = AccessRecord.objects.filter(
        _IN_CLEAR, officer_id=officer.pk, at__gte=since, result=AccessRecord.Result.DONE
    )
    return set(rows.exclude(dispute_number="").values_list("dispute_number", flat=True))
