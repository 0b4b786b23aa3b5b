"""经过: what happened to a dispute, in plain sentences that never change."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from confidentiality.masking import mask, replaced
from confidentiality.sealing import open_sealed
from departments.roles import HEADS, Role
from disputes.models import Dispute
from disputes.models.party import REPORTER
from workflow.models import TimelineEntry
from workflow.procedure.move import Move

if TYPE_CHECKING:
    from departments.models import Officer


def signs_as(officer: Officer) -> str:
    """The leader himself, or “某某 代 组长”; every record says which (A11)."""
    if officer.has_role(Role.LEADER):
        return signature(officer)
    return officer.signs_as


#: Who the timeline says it was when it was nobody.
SYSTEM: Final = "系统提醒"


def remember(moves: Iterable[Move]) -> None:
    """One entry in the timeline of each dispute; it never changes."""
    TimelineEntry.objects.bulk_create(_entry(move) for move in moves)


def without_names(dispute: Dispute, typed: str) -> str:
    """Typed words with the persons of the case masked, as pages show them elsewhere (R092)."""
    names = {
        name: REPORTER if party.is_kept_secret else mask("name", name)
        for party in dispute.parties.all()
        if len(name := open_sealed(party.name)) > 1
    }
    return replaced(typed, names)


def _entry(move: Move) -> TimelineEntry:
    before, after = move.state_before, move.dispute.state
    return TimelineEntry(
        dispute=move.dispute,
        version=move.dispute.version,
        at=move.at,
        actor=move.by,
        actor_label=move.actor_label or signature(move.by),
        department=move.by.department,
        verb=move.row.verb,
        text=move.text,
        clause=move.row.clause,
        state_before=before,
        state_after=after,
        same_person=move.same_person,
    )


def remember_time(dispute: Dispute, verb: str, text: str, clause: str, at: datetime) -> None:
    """By nobody's hand: time itself or the table called for it, and the state is as it was."""
    TimelineEntry.objects.create(
        dispute=dispute,
        version=dispute.version,
        at=at,
        actor_label=SYSTEM,
        verb=verb,
        text=text,
        clause=clause,
        state_before=dispute.state,
        state_after=dispute.state,
    )


def signature(officer: Officer) -> str:
    """“区税务局 王某”: unit and name as they are today (R009)."""
    department = officer.department
    return f"{department.short_name} {officer.name}" if department else officer.name


def signature_of_head(
    officer: Officer, dispute: Dispute | None, department_id: int, roles: Collection[str] = HEADS
) -> str:
    """“区税务局 王某（代理）” where he signs in that post for somebody who is away.

    （代办）: the office named him for this one case, in a post that he does not hold (方案三).
    """
    own = [p for p in officer.posts_today if p.role in roles and p.department_id == department_id]
    if not own and dispute is not None and _is_named(officer, dispute, department_id, roles):
        return f"{signature(officer)}（代办）"
    stands_in = bool(own) and all(post.is_acting for post in own)
    return f"{signature(officer)}（代理）" if stands_in else signature(officer)


def _is_named(
    officer: Officer, dispute: Dispute, department_id: int, roles: Collection[str]
) -> bool:
    named = ((n.officer_id, n.department_id, n.role) for n in dispute.stand_ins.all())
    return any(o == officer.pk and d == department_id and r in roles for o, d, r in named)
