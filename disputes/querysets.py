"""Reads of disputes, chained like speech; `visible_to` is the one door."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value

from deadlines.limits import WHOLE_KEYS
from departments.roles import HEADS, TASK_FORCE, Role
from disputes.choices import ENDED, OPEN, PartyRole, State
from disputes.search import Bigrams, normalise_text

if TYPE_CHECKING:
    from departments.models import Officer

#: What a line of a list tells of a dispute; a page of fifty reads nothing else.
LINE = (
    "number",
    "state",
    "severity",
    "mode",
    "channel",
    "category",
    "anonymous",
    "people_count",
    "signals",
    "due_on",
    "amber_on",
    "due_key",
    "owing_role",
    "owing_department",
    "receiving_department__name",
)


class DisputeQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Questions put to the disputes."""

    def visible_to(self, officer: Officer) -> Self:
        """What `officer` may know to exist today (procedure.md, Who sees what)."""
        return self._in_reach_of(officer).exclude(
            Exists(_recusals().filter(dispute=OuterRef("pk"), officer=officer))
        )

    def _in_reach_of(self, officer: Officer) -> Self:
        roles = officer.roles
        if roles & TASK_FORCE:
            return self.filter(~Q(state=State.DRAFT) | Q(first_contact_officer=officer))
        files = _files_of(roles)
        groups = officer.participating_group_ids
        if files and groups:
            return self.filter(Q(state__in=files) | Exists(_parts(officer, groups)))
        if files:
            return self.filter(state__in=files)
        if len(groups) == 1:  # a join keeps the newest-first page an index walk
            mine = Q(participations__private_to=None) | Q(participations__private_to=officer)
            joined = self.filter(mine, participations__group_id=groups[0])
            return joined.alias(joined_id=F("participations__content_object_id"))
        return self.filter(Exists(_parts(officer, groups)))

    def beyond(self, side: str, edge: int) -> Self:
        """Older (`lt`) or newer (`gt`) than a key, for paging.

        Said of the joined participation too, or a deep page walks its index from the very end.
        """
        keys = ["pk", "joined_id"] if "joined_id" in self.query.annotations else ["pk"]
        return self.filter(**{f"{key}__{side}": edge for key in keys})

    def registered(self) -> Self:
        return self.exclude(state=State.DRAFT)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def ended(self) -> Self:
        return self.filter(state__in=ENDED)

    def begun_by(self, officer: Officer) -> Self:
        """Whatever he was the first to hear of; of what is no draft `visible_to` has the say."""
        return self.filter(first_contact_officer=officer)

    def drafts_of(self, officer: Officer) -> Self:
        return self.begun_by(officer).filter(state=State.DRAFT)

    def owed_by(self, officer: Officer) -> Self:
        """What waits for a post that `officer` holds today."""
        wanted = Q()
        for post in officer.posts_today:
            desk = Q(owing_role__in=_roles_served_by(post.role))
            if post.role not in TASK_FORCE:  # leader and office are one for the whole district
                desk &= Q(owing_department_id=post.department_id)
            wanted |= desk
        return self.open().filter(wanted) if wanted else self.none()

    def overdue(self, today: date) -> Self:
        return self.open().exclude(state=State.SUSPENDED).filter(due_on__lt=today)

    def judged(self, today: date) -> Self:
        """Those of which is known whether they were in time: their whole clock has ended, or a
        clock of theirs is past its day now. 按期率 is the share of `in_time` among them, wherever
        it stands (decision 0037)."""
        return self.filter(_whole_ended() | _late_now(today))

    def in_time(self, today: date) -> Self:
        """Of the judged those whose whole clock ended in time, and that are not late with more."""
        return self.judged(today).exclude(against(today))

    def late(self, today: date) -> Self:
        """Of the judged the others."""
        return self.judged(today).filter(against(today))

    def containing(self, words: str) -> Self:
        """Text of facts, claim and units: the index finds, LIKE rechecks; two characters up."""
        needle = normalise_text(words)
        return self.alias(grams=Bigrams("search_text")).filter(
            grams__contains=Bigrams(Value(needle)), search_text__contains=needle
        )

    def with_people(self) -> Self:
        """Parties and departments in a fixed number of statements."""
        return self.select_related(
            "receiving_department",
            "lead_department",
            "first_contact_department",
            "owing_department",
            "responsible_officer",
            "first_contact_officer",
        ).prefetch_related("parties")

    def for_lines(self) -> Self:
        """What lines of a list show: a few columns, who received it, and the payer alone."""
        return self.in_brief().prefetch_related(payers())

    def with_whom_it_waits_for(self) -> Self:
        """Such lines with the department that owes the next move."""
        named = (*LINE, "owing_department__short_name")
        return self.for_lines().select_related("owing_department").only(*named)

    def in_brief(self) -> Self:
        """The same without the payer, for rows of which only some are drawn."""
        return self.select_related("receiving_department").only(*LINE)


def _late_now(today: date) -> Q:
    return Q(state__in=OPEN, due_on__lt=today)


def _whole_ended(**how: F) -> Q:
    """The clocks belong to the procedure above; from here they are only read, by their name."""
    clocks = {"key__in": WHOLE_KEYS, "is_void": False, "ended_on__isnull": False, **how}
    from disputes.models import Dispute

    ended = {f"deadlines__{name}": value for name, value in clocks.items()}
    return Q(Exists(Dispute.objects.order_by().filter(pk=OuterRef("pk"), **ended)))


def against(today: date) -> Q:
    """What counts against a judged one: late now, or late when its whole clock ended."""
    return _late_now(today) | _whole_ended(ended_on__gt=F("deadlines__due_on"))


def payers() -> models.Prefetch:  # type: ignore[type-arg]
    """The payer alone of the parties, by no more than his name."""
    from disputes.models.party import Party

    named = Party.objects.only("dispute", "role", "unit_name", "name", "seal_id")
    return models.Prefetch("parties", named.filter(role=PartyRole.PAYER))


def _files_of(roles: set[Role]) -> list[State]:
    """States an auditor or archivist reads wherever they were handled."""
    if Role.ARCHIVIST in roles:
        return [*ENDED, State.ARCHIVED]
    return [State.ARCHIVED] if Role.AUDITOR in roles else []


def _roles_served_by(role: str) -> list[str]:
    """A reviewer or head may also do a clerk's work (procedure.md: a department as `who`)."""
    if role == Role.CLERK:
        return [Role.CLERK]
    if role == Role.REVIEWER:
        return [Role.CLERK, Role.REVIEWER]
    if role in HEADS:
        return [Role.CLERK, Role.HEAD]
    return [role]


def _parts(officer: Officer, groups: list[int]) -> models.QuerySet:  # type: ignore[type-arg]
    from disputes.models.participation import DisputeGroupPermission

    mine = Q(private_to=None) | Q(private_to=officer)
    return DisputeGroupPermission.objects.filter(
        mine, content_object=OuterRef("pk"), group_id__in=groups
    )


def _recusals() -> models.QuerySet:  # type: ignore[type-arg]
    from disputes.models.participation import Recusal

    return Recusal.objects.all()
