"""Whom the header says it waits for: the desk, who stands in there, or that nobody can act."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from departments.roles import Role
from disputes import words
from disputes.choices import State
from disputes.models import Dispute, StandIn
from workflow.models import Notice
from workflow.models.asks import ASKS_FOR_SOMEBODY
from workflow.procedure.next_move import Desk, desk_of
from workflow.procedure.presence.calling import NOBODY_CAN
from workflow.procedure.presence.standing_in import standing_in_at, unmanned
from workflow.summary.read import CaseRead


def owes(read: CaseRead) -> str:
    """Who has the next move: a department, the leader, or those still asked."""
    desks = _desks(read)
    if not desks:
        return ""
    signs = any(desk.role != Role.CLERK for desk in desks)  # a clerk's work is any clerk's
    stands_in = signs and _asks_for_somebody(read.dispute)
    empty = {_place(desk) for desk in unmanned(read.dispute)} if stands_in else set()
    said = (_words(read, desk, empty, stands_in=stands_in) for desk in desks)
    return "、".join(dict.fromkeys(said))


def _desks(read: CaseRead) -> list[Desk]:
    dispute = read.dispute
    if dispute.owing_role:
        return [Desk(dispute.owing_department, dispute.owing_role)]
    if dispute.state != State.HANDLING:
        return []
    return [desk_of(each) for each in read.assignments if each.is_open]


def _asks_for_somebody(dispute: Dispute) -> bool:
    """The office was called to name somebody, or has named him."""
    called = Notice.objects.filter(dispute=OuterRef("pk"), asks=ASKS_FOR_SOMEBODY)
    named = StandIn.objects.filter(dispute=OuterRef("pk"))
    rows = Dispute.objects.filter(Exists(called) | Exists(named), pk=dispute.pk)
    return rows.order_by().exists()


def _place(desk: Desk) -> tuple[int | None, str]:
    return desk.department_id, desk.role


def _words(
    read: CaseRead, desk: Desk, empty: set[tuple[int | None, str]], *, stands_in: bool
) -> str:
    """税务局部门负责人（李某代办）; of those asked for opinions the unit alone."""
    unit = words.unit(desk.department) if desk.department else ""
    is_unit_alone = desk.role == Role.CLERK or not read.dispute.owing_role
    who = unit if is_unit_alone else f"{unit}{Role(desk.role).label}"
    if _place(desk) in empty:
        return f"{who}（{NOBODY_CAN}，等专班办公室指定代办）"
    there = standing_in_at(read.dispute, desk) if stands_in else []
    named = "、".join(each.name for each in there)
    return f"{who}（{named}代办）" if named else who
