"""Where nobody is left who could answer as the leader: one question to the database (A06)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from departments.models import Delegation, Term
from departments.roles import Role
from disputes.choices import State
from disputes.models import Dispute, Recusal, StandIn
from workflow.models import Approval

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet


def waits_for_nobody(today: date) -> Q:
    """A condition on disputes; whose bureau's cause it is, the page of the verb looks at itself.

    While anybody leads, only one from which somebody is recused may wait for nobody: few rows.
    """
    leads, deputizes = _leading(today), _deputizing(today)
    able = Q(_unless_recused(leads)) | Q(_unless_recused(deputizes, "deputy"))
    nobody = ~(Q(Exists(leads)) | Q(Exists(deputizes)))
    return _leader_is_asked(nobody) & ~(able | Q(_is_stood_in()))


def _leader_is_asked(nobody: Q) -> Q:
    """While nobody leads, or where somebody is recused; as one set of keys, which small indexes
    hold. Whether anybody leads is asked once: if so, all that waits for him is not even read."""
    asked = Approval.objects.pending().filter(dispute__isnull=False, awaits="", desk=None)
    at_desk = Dispute.objects.filter(state=State.AWAITING_APPROVAL, owing_role=Role.LEADER)
    recused = Recusal.objects.values("dispute")
    first, *others = (
        rows.order_by().values_list(key)
        for rows, key in (
            (at_desk.filter(nobody), "pk"),
            (asked.filter(nobody), "dispute"),
            (at_desk.filter(pk__in=recused), "pk"),
            (asked.filter(dispute__in=recused), "dispute"),
        )
    )
    return Q(pk__in=first.union(*others))


def _leading(today: date) -> QuerySet[Any]:  # Any: terms
    return Term.objects.on(today).filter(post__role=Role.LEADER, officer__is_active=True)


def _deputizing(today: date) -> QuerySet[Any]:  # Any: delegations
    return Delegation.objects.in_force(today).filter(deputy__is_active=True)


def _unless_recused(who: QuerySet[Any], name: str = "officer") -> Exists:
    return Exists(who.exclude(**{f"{name}__in": _kept_off()}))


def _is_stood_in() -> Exists:
    named = StandIn.objects.filter(dispute=OuterRef("pk"), role=Role.LEADER)
    return _unless_recused(named.filter(officer__is_active=True))


def _kept_off() -> QuerySet[Any]:  # Any: keys of officers
    """Of the dispute that is two questions out."""
    return Recusal.objects.filter(dispute=OuterRef(OuterRef("pk"))).values("officer")
