"""Messages inside the portal: one sentence to each officer whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from departments.models import Officer
from workflow import channels, outbox
from workflow.calendar_days import current_calendar
from workflow.models import Notice
from workflow.quiet import heard_at

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.models import Supervision

Note = tuple[int | None, frozenset[str], str]


def tell(
    dispute: Dispute,
    by: Officer | None,
    notes: Iterable[Note],
    *,
    about: Supervision | None = None,
) -> None:
    """To every officer in those posts today, less the one who acts (if any) and the recused."""
    rows = []
    for department_id, roles, text in notes:
        told = holders(department_id, roles, dispute)
        told = told.exclude(pk=by.pk) if by else told
        rows += [
            Notice(recipient=officer, dispute=dispute, supervision=about, text=text[:300])
            for officer in told
        ]
    _send(rows)


def holders(department_id: int | None, roles: frozenset[str], dispute: Dispute):  # type: ignore[no-untyped-def]  # QuerySet of officers
    """Officers in those posts today, less the recused."""
    return _posted(department_id, roles).exclude(recusals__dispute=dispute)


def to_posts(roles: frozenset[str], text: str) -> None:
    """A message that concerns no dispute."""
    told = _posted(None, roles)
    Notice.objects.bulk_create(Notice(recipient=officer, text=text) for officer in told)


def _posted(department_id: int | None, roles: frozenset[str]):  # type: ignore[no-untyped-def]  # as above
    """`department_id` None means wherever the post is."""
    today = timezone.localdate()
    term = Q(terms__starts_on__lte=today) & (
        Q(terms__ends_on__isnull=True) | Q(terms__ends_on__gte=today)
    )
    post = Q(terms__post__role__in=roles)
    if department_id is not None:
        post &= Q(terms__post__department_id=department_id)
    return Officer.objects.filter(term & post, is_active=True).distinct()


def to_officer(officer: Officer, dispute: Dispute, text: str) -> None:
    """One message to one officer."""
    _send([Notice(recipient=officer, dispute=dispute, text=text[:300])])


def _send(rows: list[Notice]) -> None:
    """Into the portal at once; by other channels when people are at their desks."""
    Notice.objects.bulk_create(rows)
    names = channels.names()
    if names and rows:
        heard = heard_at(timezone.now(), current_calendar())
        outbox.put_all(
            "workflow.send_notice",
            [
                (f"notice-{row.pk}-{name}", {"notice_id": row.pk, "channel": name})
                for row in rows
                for name in names
            ],
            not_before=heard,
        )
