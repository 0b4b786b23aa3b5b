"""Messages inside the portal: one sentence to each officer whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.utils import timezone

from deadlines.calendar_days import current_calendar
from deadlines.quiet_hours import heard_at
from departments.models import Officer, Term
from disputes.models import Recusal
from workflow.messages import channels, outbox
from workflow.models import Notice

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.models import Supervision


@dataclass(frozen=True)
class Letter:
    """A sentence about a dispute to those posts of that department; None: wherever they are."""

    dispute: Dispute
    department_id: int | None
    roles: frozenset[str]
    text: str
    asks: str = ""
    verb: str = ""

    @property
    def posts(self) -> Q:
        own = Q(post__role__in=self.roles)
        return own & Q(post__department=self.department_id) if self.department_id else own

    def reaches(self, seat: Seat) -> bool:
        """Whoever sits there today, unless he is recused."""
        here = self.department_id in (None, seat.department_id)
        return here and seat.role in self.roles and self.dispute.pk not in seat.recused


class Seat(NamedTuple):
    """A post held today, and the disputes its holder is recused from."""

    officer_id: int
    department_id: int
    role: str
    recused: list[int]


def tell(
    letters: Sequence[Letter], by: Officer | None, *, about: Supervision | None = None
) -> None:
    """To every officer in those posts today, less the one who acts (if any) and the recused."""
    if not letters:
        return
    seats = [seat for seat in _seats(letters) if by is None or seat.officer_id != by.pk]
    rows = []
    for letter in letters:
        told = dict.fromkeys(seat.officer_id for seat in seats if letter.reaches(seat))
        rows += [
            Notice(
                recipient_id=officer_id,
                dispute=letter.dispute,
                supervision=about,
                text=letter.text[:300],
                asks=letter.asks,
                verb=letter.verb,
            )
            for officer_id in told
        ]
    _send(rows)


def reached(letters: Sequence[Letter]) -> list[bool]:
    """Of each letter whether its post is somewhere, or somebody sits there today."""
    seats = _seats(letters)
    return [
        letter.department_id is None or any(letter.reaches(seat) for seat in seats)
        for letter in letters
    ]


def _seats(letters: Sequence[Letter]) -> list[Seat]:
    """Whoever holds one of those posts, by name; one statement however many are told."""
    recused = Recusal.objects.filter(
        officer=OuterRef("officer"), dispute__in={letter.dispute.pk for letter in letters}
    )
    terms = Term.objects.on(timezone.localdate()).filter(
        reduce(or_, (letter.posts for letter in letters)), officer__is_active=True
    )
    rows = terms.order_by("officer__name_key", "officer_id").values_list(
        "officer_id", "post__department_id", "post__role", ArraySubquery(recused.values("dispute"))
    )
    return [Seat(*row) for row in rows]


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
        outbox.put_off(
            "workflow.send_notice",
            [
                (f"notice-{row.pk}-{name}", {"notice_id": row.pk, "channel": name})
                for row in rows
                for name in names
            ],
            not_before=heard,
        )


def read(notice: Notice) -> None:
    """Once; the first time counts."""
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])


def read_all(officer: Officer) -> None:
    """Every unread message of his."""
    officer.notices.filter(read_at=None).update(read_at=timezone.now())
