"""Which desks a dispute waits for: where its next move is owed, or the opinions still out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects

from departments.roles import Role, posts_at
from disputes.choices import ENDED, State
from workflow.choices import OPINION_KINDS, AssignmentState

if TYPE_CHECKING:
    from departments.models import Department
    from disputes.models import Dispute
    from workflow.models import Assignment

#: Nobody is waited for: not begun, standing still, or done.
AT_REST = frozenset({State.DRAFT, State.SUSPENDED, State.ARCHIVED}) | ENDED


@dataclass(frozen=True, slots=True)
class Desk:
    """One post that owes something; without a department, wherever that post is."""

    department: Department | None
    role: str

    @property
    def department_id(self) -> int | None:
        return self.department.pk if self.department else None

    @property
    def words(self) -> str:
        """医保局, 税务局负责人, 专班组长."""
        post = "" if self.role == Role.CLERK else str(Role(self.role).label)
        return f"{self.department.short_name if self.department else ''}{post}"

    @property
    def posts(self) -> frozenset[str]:
        """Who may sit there."""
        return posts_at(self.role)


def desks_of(dispute: Dispute) -> list[Desk]:
    """The one desk of the next move; while opinions are out, every department that owes one."""
    if dispute.state in AT_REST:
        return []
    if dispute.owing_role:
        return [Desk(dispute.owing_department, dispute.owing_role)]
    prefetch_related_objects([dispute], "assignments__department")
    asked = [a for a in dispute.assignments.all() if a.is_open and a.kind in OPINION_KINDS]
    return list(dict.fromkeys(desk_of(each) for each in asked))


def desk_of(assignment: Assignment) -> Desk:
    """Who holds an assignment: the department, or its head once the answer is drafted."""
    drafted = assignment.state == AssignmentState.DRAFTED
    return Desk(assignment.department, Role.HEAD if drafted else Role.CLERK)
