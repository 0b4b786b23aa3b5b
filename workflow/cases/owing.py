"""Whom the header says it waits for: the desk, who stands in there, or that nobody can act."""

from __future__ import annotations

from departments.roles import Role
from disputes import words
from disputes.choices import State
from workflow.procedure.next_move import Desk, desk_of
from workflow.procedure.presence.standing_in import standing_in_at, unmanned
from workflow.summary.read import CaseRead


def owes(read: CaseRead) -> str:
    """Who has the next move: a department, the leader, or those still asked."""
    desks = _desks(read)
    if not desks:
        return ""
    empty = {_place(desk) for desk in unmanned(read.dispute)}
    said = (_words(read, desk, is_empty=_place(desk) in empty) for desk in desks)
    return "、".join(dict.fromkeys(said))


def _desks(read: CaseRead) -> list[Desk]:
    dispute = read.dispute
    if dispute.owing_role:
        return [Desk(dispute.owing_department, dispute.owing_role)]
    if dispute.state != State.HANDLING:
        return []
    return [desk_of(each) for each in read.assignments if each.is_open]


def _place(desk: Desk) -> tuple[int | None, str]:
    return desk.department_id, desk.role


def _words(read: CaseRead, desk: Desk, *, is_empty: bool) -> str:
    """税务局部门负责人（李某代办）; of those asked for opinions the unit alone."""
    unit = words.unit(desk.department) if desk.department else ""
    is_unit_alone = desk.role == Role.CLERK or not read.dispute.owing_role
    who = unit if is_unit_alone else f"{unit}{Role(desk.role).label}"
    if is_empty:
        return f"{who}（现无人能办，等专班办公室指定代办）"
    named = "、".join(each.name for each in standing_in_at(read.dispute, desk))
    return f"{who}（{named}代办）" if named else who
