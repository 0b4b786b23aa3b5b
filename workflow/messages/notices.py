"""Messages inside the portal: one sentence to each officer whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.utils import timezone

from deadlines.calendar_days import current_calendar
from deadlines.quiet_hours import heard_at
from departments.models import Delegation, Department, Officer, Term
from departments.roles import STAFF, THE_LEADER, Role
from disputes.models import Recusal
from disputes.words import one_sentence
from web.statements import compiled
from workflow.messages import channels, outbox
from workflow.models import Notice
from workflow.models.asks import ASKS_FOR_SOMEBODY, ASKS_OF_DESK

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.models import Supervision


NOBODY_CAN: Final = "现无人能办"


@dataclass(frozen=True)
class Letter:
    """A sentence to those posts of a department, or wherever they are; about a dispute or none."""

    dispute: Dispute | None
    department_id: int | None
    roles: frozenset[str]
    text: str
    asks: str = ""
    verb: str = ""

    def reaches(self, seat: Seat) -> bool:
        """Whoever sits there today, unless he is recused."""
        return seat.role in self.roles and self._is_for(seat)

    def falls_to(self, seat: Seat) -> bool:
        """Where the post is empty: whoever works there; the office, which may name somebody."""
        if seat.role == Role.OFFICE:
            return not self.roles & {Role.CLERK} and self._may_know(seat)
        return seat.works_for(self.department_id) and seat.role in STAFF and self._may_know(seat)

    def _is_for(self, seat: Seat) -> bool:
        there = self.department_id is None or seat.works_for(self.department_id)
        return there and self._may_know(seat)

    def _may_know(self, seat: Seat) -> bool:
        return self.dispute is None or self.dispute.pk not in seat.recused


def _beside(roles: frozenset[str]) -> frozenset[str]:
    """What concerns the leader concerns the deputies who hold his delegation (A11)."""
    return frozenset({Role.DEPUTY}) if Role.LEADER in roles else frozenset()


class Seat(NamedTuple):
    """A post held today, and the disputes its holder is recused from."""

    officer_id: int
    department_id: int
    role: str
    recused: list[int]
    goes_on_with: list[int]  # units that were merged into that one (机构改革)

    def works_for(self, department_id: int | None) -> bool:
        """What is said to a unit that works no more is heard where it went."""
        return department_id == self.department_id or department_id in self.goes_on_with


def tell(
    letters: Sequence[Letter], by: Officer | None, *, about: Supervision | None = None
) -> None:
    """To every officer in those posts today, less the one who acts (if any) and the recused.

    Nothing that is owed falls on the floor: where a post is empty, its unit and the office hear.
    """
    if not letters:
        return
    seats = seats_of(letters)
    rows = []
    for letter in letters:
        readers, is_instead = _readers(letter, seats)
        text, asks = _said(letter, is_instead=is_instead)
        told = dict.fromkeys(seat.officer_id for seat in readers)
        if by is not None:
            told.pop(by.pk, None)
        rows += [
            Notice(
                recipient_id=officer_id,
                dispute=letter.dispute,
                supervision=about,
                text=one_sentence(text)[:300],
                asks=asks,
                verb=letter.verb,
            )
            for officer_id in told
        ]
    _send(rows)


def _said(letter: Letter, *, is_instead: bool) -> tuple[str, str]:
    """Its words and what they ask; where nobody can act for the leader, to name somebody (三)."""
    dispute, asks = letter.dispute, letter.asks
    if not (is_instead and dispute and asks and letter.roles == THE_LEADER):
        return letter.text, asks
    told = f"{Role.LEADER.label}{NOBODY_CAN}，请指定代办。"
    if asks.startswith(ASKS_OF_DESK):  # what the desk owes is not his to do
        return f"{dispute.number} {told}", ASKS_FOR_SOMEBODY
    return f"{letter.text}{told}", asks


def _readers(letter: Letter, seats: Sequence[Seat]) -> tuple[list[Seat], bool]:
    """Who reads it, and whether in the stead of those it is for."""
    found = [seat for seat in seats if letter.reaches(seat)]
    if Role.LEADER in letter.roles and letter.department_id is None:
        found += _in_leaders_place(letter, seats)
    if found:
        return found, False
    in_its_stead = [seat for seat in seats if letter.falls_to(seat)]
    return in_its_stead or [seat for seat in seats if seat.role == Role.OFFICE], True


def _in_leaders_place(letter: Letter, seats: Sequence[Seat]) -> list[Seat]:
    """Deputies with a delegation in force, save where it is their own bureau's cause."""
    deputies = {seat.officer_id: seat for seat in seats if seat.role == Role.DEPUTY}
    if not deputies:
        return []
    held = Delegation.objects.in_force(timezone.localdate()).filter(deputy__in=deputies)
    own = letter.dispute
    units = own.units_in_cause if own else set()
    return [deputies[d.deputy_id] for d in held if not d.deputy.bureaus & units]


def reached(letters: Sequence[Letter]) -> list[bool]:
    """Of each letter whether its post is somewhere, or somebody sits there today."""
    seats = seats_of(letters)
    return [
        letter.department_id is None or any(letter.reaches(seat) for seat in seats)
        for letter in letters
    ]


def seats_of(letters: Sequence[Letter]) -> list[Seat]:
    """Whoever holds one of those posts, or hears in its stead; one statement for all of them."""
    about = sorted({letter.dispute.pk for letter in letters if letter.dispute})
    posts = frozenset((letter.department_id, letter.roles) for letter in letters)
    return [Seat(*row) for row in _seats(about=about, today=timezone.localdate(), posts=posts)]


@compiled(about=[int], today=date)
def _seats(
    about: list[int], today: date, posts: frozenset[tuple[int | None, frozenset[str]]]
) -> QuerySet[Any]:  # Any: what a Seat is made of
    recused = Recusal.objects.filter(officer=OuterRef("officer"), dispute__in=about)
    wanted = reduce(or_, (_posts(*each) for each in posts)) | Q(post__role=Role.OFFICE)
    usable = Q(officer__expires_on=None) | Q(officer__expires_on__gte=today)
    terms = Term.objects.on(today).filter(wanted, usable, officer__is_active=True)
    gone = Department.objects.filter(succeeded_by=OuterRef("post__department")).order_by()
    return terms.order_by("officer__name_key", "officer_id").values_list(
        "officer_id",
        "post__department_id",
        "post__role",
        ArraySubquery(recused.values("dispute")),
        ArraySubquery(gone.values("pk")),
    )


def _posts(department_id: int | None, roles: frozenset[str]) -> Q:
    """The posts a letter is for, and those that hear it where nobody sits there."""
    if department_id is None:
        return Q(post__role__in=roles | _beside(roles))
    unit = Department.objects.filter(pk=department_id).order_by()
    there = Q(post__department=department_id)
    there |= Q(post__department__in=unit.values("succeeded_by"))
    return Q(there, post__role__in=roles | STAFF)


def holders(department_id: int | None, roles: frozenset[str], dispute: Dispute | None):  # type: ignore[no-untyped-def]  # QuerySet of officers
    """Officers in those posts today, less the recused."""
    posted = _posted(department_id, roles)
    return posted.exclude(recusals__dispute=dispute) if dispute else posted


def to_posts(roles: frozenset[str], text: str, asks: str = "") -> None:
    """A message that concerns no dispute."""
    told = _posted(None, roles)
    Notice.objects.bulk_create(Notice(recipient=officer, text=text, asks=asks) for officer in told)


def _posted(department_id: int | None, roles: frozenset[str]):  # type: ignore[no-untyped-def]  # as above
    """`department_id` None means wherever the post is."""
    today = timezone.localdate()
    term = Q(terms__starts_on__lte=today) & (
        Q(terms__ends_on__isnull=True) | Q(terms__ends_on__gte=today)
    )
    post = Q(terms__post__role__in=roles)
    if department_id is not None:
        post &= Q(terms__post__department_id=department_id)
    usable = Q(expires_on=None) | Q(expires_on__gte=today)
    return Officer.objects.filter(term & post & usable, is_active=True).distinct()


def to_officer(officer: Officer, dispute: Dispute | None, text: str) -> None:
    """One message to one officer."""
    to_officers(dispute, {officer: text})


def to_officers(dispute: Dispute | None, told: Mapping[Officer, str]) -> None:
    """To each what he is told, in one statement."""
    _send(
        [
            Notice(recipient=officer, dispute=dispute, text=one_sentence(text)[:300])
            for officer, text in told.items()
        ]
    )


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
