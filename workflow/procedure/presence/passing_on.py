"""Nobody who has left answers for a case: it passes to the head, or to whoever is there (R006)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from departments.models import Officer, Term
from departments.roles import HEADS, STAFF, THE_OFFICE, Role, posts_at
from disputes.locking import lock
from disputes.models import Dispute, StandIn
from workflow.messages import notices
from workflow.messages.notices import Letter
from workflow.models import Approval, Assignment, Errand, Notice
from workflow.models.asks import ASKS_FOR_SOMEBODY
from workflow.procedure import move
from workflow.procedure.presence.calling import words_of_call
from workflow.procedure.presence.standing_in import unmanned
from workflow.procedure.timeline import remember_time
from workflow.procedure.transitions import DISPUTE_TABLE

if TYPE_CHECKING:
    from django.db.models import QuerySet


def pass_on(officer: Officer) -> int:
    """Every case of his that is not filed; what he works on of others' is their unit's again.

    How many cases went.
    """
    went = _pass_all(_of(Q(responsible_officer=officer)))
    _leave_to_unit(Q(officer=officer))
    return went


def pass_on_orphans() -> int:
    """The same for whoever has lost his posts or whose account has run out meanwhile."""
    today = timezone.localdate()
    terms = Term.objects.on(today).filter(
        Q(officer__expires_on=None) | Q(officer__expires_on__gte=today),
        officer=OuterRef("responsible_officer"), officer__is_active=True, post__role__in=STAFF,
        post__department__is_active=True,
    )  # fmt: skip
    named = StandIn.objects.filter(
        dispute=OuterRef("pk"), officer=OuterRef("responsible_officer"), officer__is_active=True
    )
    _leave_to_unit(Q(officer__is_active=False))
    return _pass_all(_of(~Exists(terms) & ~Exists(named)))


def _pass_all(left: Sequence[tuple[int, int]]) -> int:
    """One message to whoever takes over from one leaver, however many; of one case it leads there.

    Told even where a later case breaks it off: those before it have gone.
    """
    went: dict[tuple[Officer, Officer], list[Dispute]] = {}
    try:
        for dispute_id, gone_id in left:
            if (dispute := _pass_on(dispute_id, gone_id)) is not None:
                gone = Officer.objects.get(pk=gone_id)
                went.setdefault((dispute.responsible_officer, gone), []).append(dispute)
    finally:
        for (heir, gone), cases in went.items():
            _tell_heir(heir, gone, cases)
    return sum(len(cases) for cases in went.values())


#: So many numbers stand in one message.
_NUMBERED: Final = 10


def _tell_heir(heir: Officer, gone: Officer, cases: Sequence[Dispute]) -> None:
    if len(cases) == 1:
        text = f"{cases[0].number} {_words(gone, heir)}可移交他人经办。"
        notices.to_officer(heir, cases[0], text)
        return
    numbers = "、".join(str(each) for each in cases[:_NUMBERED])
    more = "等，其余见“争议事项”" if len(cases) > _NUMBERED else ""
    text = (
        f"{gone.name}已停用或离岗，名下{len(cases)}件转由您经办：{numbers}{more}。可移交他人经办。"
    )
    notices.to_officer(heir, None, text)


def _words(gone: Officer, heir: Officer) -> str:
    return f"{gone.name}已停用或离岗，本件转由{heir.name}经办。"


def _leave_to_unit(whose: Q) -> None:
    """交办 that he had signed for: his unit owes it, and anybody there goes on with it."""
    for asked in (Assignment.objects.open(), Errand.objects.owed()):
        asked.filter(whose).update(officer=None, version=F("version") + 1)


def _of(whose: Any) -> list[tuple[int, int]]:  # Any: a condition on disputes
    """(dispute, who has left it behind)."""
    rows = Dispute.objects.unfinished().filter(whose)
    return list(rows.order_by("pk").values_list("pk", "responsible_officer"))


@transaction.atomic
def _pass_on(dispute_id: int, gone_id: int) -> Dispute | None:
    """Not where somebody was quicker: a head has handed it over meanwhile."""
    dispute = lock(Dispute.objects.get(pk=dispute_id))
    gone = dispute.responsible_officer
    if gone.pk != gone_id:
        return None
    heir = heir_of(dispute, gone)
    if heir is None:
        words = f"{dispute.number} {gone.name}已离岗，本单位没有人可以接办，请督促增补岗位。"
        if not _was_told(dispute, words):
            notices.tell([Letter(dispute, None, THE_OFFICE, words)], None)
        return None
    dispute.responsible_officer = heir
    dispute.save(update_fields=["responsible_officer"])
    mine = Assignment.objects.open().filter(dispute=dispute, officer=gone)
    mine.update(officer=None, version=F("version") + 1)
    row = DISPUTE_TABLE["hand_over"]
    remember_time(dispute, row.verb, _words(gone, heir), row.clause, move.now())
    return dispute


def tell_of_empty_desks() -> int:
    """A post was given up while cases lay there: the office hears of each, once; of how many."""
    own = Dispute.objects.open().exclude(owing_role="").order_by("pk")
    asked = Approval.objects.pending().filter(awaits="", dispute__isnull=False).order_by("pk")
    lying = [*own.values_list("pk", "owing_department", "owing_role")]
    lying += [
        (pk, desk, Role.HEAD if desk else Role.LEADER)
        for pk, desk in asked.values_list("dispute", "desk")
    ]
    sat = _posts_sat_at()
    empty = (pk for pk, unit, role in lying if not _sits(sat, unit, role))
    return sum(_tell_of(pk) for pk in dict.fromkeys(empty))


def _posts_sat_at() -> set[tuple[int, str]]:
    today = timezone.localdate()
    usable = Q(officer__expires_on=None) | Q(officer__expires_on__gte=today)
    terms = Term.objects.on(today).filter(usable, officer__is_active=True)
    return set(terms.values_list("post__department", "post__role"))


def _sits(sat: set[tuple[int, str]], unit: int | None, role: str) -> bool:
    posts = STAFF if role == Role.CLERK else posts_at(role)
    return any(held in posts and unit in (None, place) for place, held in sat)


@transaction.atomic
def _tell_of(dispute_id: int) -> bool:
    dispute = lock(Dispute.objects.get(pk=dispute_id))
    empty = unmanned(dispute)
    text = words_of_call(dispute, empty)
    if not empty or _was_told(dispute, text):
        return False
    notices.tell([Letter(dispute, None, THE_OFFICE, text, asks=ASKS_FOR_SOMEBODY)], None)
    return True


def _was_told(dispute: Dispute, words: str) -> bool:
    """Messages are sealed, so those of the one case are opened and compared."""
    told = Notice.objects.filter(dispute=dispute).only("seal_id", "text").order_by("-pk")
    return any(each.text == words for each in told.iterator(chunk_size=100))


def heir_of(dispute: Dispute, gone: Officer) -> Officer | None:
    """The head of the unit that he worked for, of the one that handles it; else a colleague."""
    held = set(gone.terms.values_list("post__department", flat=True))
    units = [
        dispute.deciding_department_id,
        dispute.receiving_department_id,
        dispute.lead_department_id,
    ]
    for unit in sorted(dict.fromkeys(units), key=lambda pk: pk not in held):
        for roles in (HEADS, STAFF):
            found = _there(unit, roles, dispute).exclude(pk=gone.pk).order_by("pk").first()
            if found is not None:
                return found
    return None


def _there(unit: int, roles: frozenset[Role], dispute: Dispute) -> QuerySet[Officer]:
    found: QuerySet[Officer] = notices.holders(unit, roles, dispute)
    return found
