"""Reads of disputes, chained like speech; `visible_to` is the one door."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from confidentiality.bigrams import holding
from departments.models import Department
from departments.roles import HEADS, TASK_FORCE, Role
from disputes.choices import ENDED, LED, OPEN, Mode, PartyRole, State
from disputes.judging import JudgedQuerySet
from disputes.search import normalise_text

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
    "confidential_report",
    "people_count",
    "signals",
    "due_on",
    "amber_on",
    "due_key",
    "owing_role",
    "owing_department",
    "receiving_department__name",
    *("merged_into", "out_reason", "concluded_at"),  # what became of it
    "responsible_officer",
)


#: Sent back to be completed: a draft again, and known by its number.
IS_RETURNED = Q(state=State.DRAFT, number__isnull=False)
#: The same, said of the column that 统计 finds in its index.
IS_REGISTERED = ~Q(state=State.DRAFT) | Q(registered_at__isnull=False)
#: What work lists look at, and what their indexes hold.
IS_OPEN = Q(state__in=sorted(OPEN)) | IS_RETURNED


class DisputeQuerySet(JudgedQuerySet):
    """Questions put to the disputes."""

    def visible_to(self, officer: Officer) -> Self:
        """What `officer` may know to exist today (procedure.md, Who sees what)."""
        return self._in_reach_of(officer).exclude(
            Exists(_recusals().filter(dispute=OuterRef("pk"), officer=officer))
        )

    def _in_reach_of(self, officer: Officer) -> Self:
        roles = officer.roles
        if officer.sees_all:
            return self.filter(IS_REGISTERED | Q(first_contact_officer=officer))
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

    def beyond(self, side: str, edge: Any) -> Self:  # Any: a key, or what PostgreSQL finds it by
        """Older (`lt`) or newer (`gt`) than a key, for paging.

        Said of the joined participation too, or a deep page walks its index from the very end.
        """
        keys = ["pk", "joined_id"] if "joined_id" in self.query.annotations else ["pk"]
        return self.filter(**{f"{key}__{side}": edge for key in keys})

    def known_between(self, keys: tuple[int, int]) -> Self:
        """Of rows that all have keys from the first to the last, said of the joined participation
        alone: of the dispute as well, PostgreSQL would expect few and look each up by itself."""
        is_joined = "joined_id" in self.query.annotations
        return self.filter(joined_id__range=keys) if is_joined else self

    def not_kept_from(self, officer: Officer) -> Self:
        """Without reports in confidence against a unit of his, which must not hear of them (R075).

        For the one look beyond `visible_to` (R043).
        """
        from disputes.models.party import Party

        other = Party.objects.filter(role=PartyRole.COUNTERPARTY, dispute=OuterRef("pk"))
        own = other.filter(department__in=officer.department_ids)
        return self.exclude(Q(Exists(own), confidential_report=True))

    def registered(self) -> Self:
        """It has a number, so it is no longer anybody's own; one sent back has kept it (R030)."""
        return self.filter(IS_REGISTERED)

    def open(self) -> Self:
        return self.filter(IS_OPEN)

    def unfinished(self) -> Self:
        """Somebody still answers for it: what has ended is told and filed (五(四)、五(五))."""
        return self.filter(IS_OPEN | Q(state__in=ENDED))

    def ended(self) -> Self:
        return self.filter(state__in=ENDED)

    def begun_by(self, officer: Officer) -> Self:
        """Whatever he was the first to hear of; of what is no draft `visible_to` has the say."""
        return self.filter(first_contact_officer=officer)

    def drafts_of(self, officer: Officer) -> Self:
        """What was never handed in is its author's alone."""
        return self.begun_by(officer).filter(state=State.DRAFT, number=None)

    def typed_by(self, officer: Officer) -> Self:
        """Drafts that he may change: his own, and one sent back that he answers for (五(二))."""
        returned = Q(number__isnull=False, responsible_officer=officer)
        recused = Exists(_recusals().filter(dispute=OuterRef("pk"), officer=officer))
        own = Q(first_contact_officer=officer, number=None) | returned
        return self.filter(own, state=State.DRAFT).exclude(recused)

    def owed_by(self, officer: Officer) -> Self:
        """What waits for a post that `officer` holds today."""
        wanted = _desks_held_by(officer)
        if named := list(_desks_of_stand_in(officer)):
            wanted |= Q(pk__in=named)
        return self.open().filter(wanted & ~_own_draft(officer)) if wanted else self.none()

    def not_owed_by(self, officer: Officer) -> Self:
        """The rest, row by row: a page of it never gathers all that is owed."""
        wanted = _desks_held_by(officer) | Q(pk__in=_desks_of_stand_in(officer))
        return self.exclude(IS_OPEN & wanted & ~_own_draft(officer))

    def led_by(self, code: str) -> Self:
        """主办 from the moment the road is decided; before that its row names who took it in.

        With what was led by units that were merged into that one.
        """
        return self.filter(lead_department__in=Department.objects.joined(code), mode__in=LED)

    def overdue(self, today: date) -> Self:
        return self.open().exclude(state=State.SUSPENDED).filter(due_on__lt=today)

    def containing(self, words: str) -> Self:
        """Whose words have all the windows of these; whoever takes one compares what it says."""
        return self.containing_windows(normalise_text(words))

    def seeking(self, needle: str, known: Q, *, walk: bool = False) -> Self:
        """Those that are `known` anyhow, and those whose words may contain `needle`.

        `walk` keeps PostgreSQL from the index, as far as that pays.
        """
        if walk:
            return self.frequent(needle, known)
        worded = holding("search_grams", needle)
        return self.filter(known | worded).asked_again(needle, known)

    def with_people(self) -> Self:
        """Parties and departments in a fixed number of statements."""
        return self.select_related(
            "receiving_department",
            "lead_department",
            "first_contact_department",
            "owing_department",
            "responsible_officer",
            "first_contact_officer",
        ).prefetch_related(models.Prefetch("parties", _with_member_units()))

    def for_lines(self) -> Self:
        """What lines of a list show: a few columns, who received it, and the payer alone."""
        return self.in_brief().prefetch_related(payers())

    def with_whom_it_waits_for(self) -> Self:
        """Such lines with the department that owes the next move."""
        named = (*LINE, "owing_department__short_name")
        return self.for_lines().select_related("owing_department").only(*named)

    def for_sheets(self) -> Self:
        """Such lines with what an exported sheet tells besides."""
        more = ("town", "registered_at", "source_platform", "source_number")
        rows = self.for_lines().select_related("lead_department")
        return rows.only(*LINE, *more, "lead_department__short_name")

    def in_brief(self) -> Self:
        """The same without the payer, for rows of which only some are drawn."""
        return self.select_related("receiving_department").only(*LINE)


def _with_member_units() -> models.QuerySet:  # type: ignore[type-arg]
    from disputes.models.party import Party

    return Party.objects.select_related("department")


def payers() -> models.Prefetch:  # type: ignore[type-arg]
    """The payers alone of the parties, by no more than their names and whether they have left."""
    from disputes.models.party import Party

    wanted = ("dispute", "role", "of", "unit_name", "name", "seal_id", "left_at")
    return models.Prefetch("parties", Party.objects.only(*wanted).filter(role=PartyRole.PAYER))


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


def _desks_held_by(officer: Officer) -> Q:
    wanted = Q()
    for post in officer.posts_today:
        desk = Q(owing_role__in=_roles_served_by(post.role))
        if post.role not in TASK_FORCE:  # leader and office are one for the whole district
            desk &= Q(owing_department_id=post.department_id)
        wanted |= desk
    return wanted


def _own_draft(officer: Officer) -> Q:
    """It waits for another to sign what he wrote himself (拟稿人不签发)."""
    from disputes.models import Dispute

    written = Dispute.objects.filter(
        pk=OuterRef("pk"), decisions__state="drafted", decisions__drafted_by=officer
    )
    strict = Q(owing_department__decision_head_sign=True) | Q(mode=Mode.SPECIAL)
    return Q(strict, Exists(written.order_by()), state=State.AWAITING_SIGNOFF)


def _desks_of_stand_in(officer: Officer) -> models.QuerySet:  # type: ignore[type-arg]
    """Disputes that lie at a desk which the office named him for."""
    from disputes.models.participation import StandIn

    same_unit = Q(dispute__owing_department=F("department")) | Q(
        dispute__owing_department=None, department=None
    )
    rows = StandIn.objects.filter(same_unit, officer=officer, dispute__owing_role=F("role"))
    return rows.values_list("dispute", flat=True)


def _recusals() -> models.QuerySet:  # type: ignore[type-arg]
    from disputes.models.participation import Recusal

    return Recusal.objects.all()
