"""Who may do what: named predicates over (officer, object), by the posts held today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from departments.roles import HEADS, OFFICE_OR_LEADER, STAFF, THE_LEADER, THE_OFFICE, Role
from disputes.models.dispute import deciding_department
from workflow.messages import notices
from workflow.procedure import facts
from workflow.procedure.next_move import desks_of, sits_at
from workflow.procedure.rows.table import Who
from workflow.procedure.sides import case_sides

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute


def works_for(officer: Officer, department_id: int | None, roles: frozenset[Role] = STAFF) -> bool:
    """Holds one of `roles` in that department today, or in the one that took it over."""
    return any(department_id in p.unit_ids and p.role in roles for p in officer.posts_today)


def belongs_to(officer: Officer, department_id: int, roles: frozenset[Role] = STAFF) -> bool:
    """The same of somebody else, whichever of his desks he sits at just now."""
    return any(p.department_id == department_id and p.role in roles for p in officer.posts_held)


def stands_for(
    officer: Officer,
    dispute: Dispute,
    department_id: int | None,
    roles: frozenset[Role] = STAFF,
) -> bool:
    """Holds the post, or was named by the office for this one case, where nobody could act."""
    return works_for(officer, department_id, roles) or is_named(
        officer, dispute, department_id, roles
    )


def is_named(
    officer: Officer, dispute: Dispute, department_id: int | None, roles: frozenset[Role]
) -> bool:
    """指定代办; a page that reads its dispute whole knows where nobody ever was."""
    return any(
        each.officer_id == officer.pk and each.department_id == department_id and each.role in roles
        for each in facts.stand_ins(dispute)
    )


def takes_leaders_place(officer: Officer, dispute: Dispute) -> bool:
    """The leader, a deputy by delegation, or the deputy named for this case (A11)."""
    return acts_as_leader(officer) or is_named(officer, dispute, None, THE_LEADER)


def _office_is_left(dispute: Dispute) -> bool:
    """Somebody of it is neither gone nor recused; a page has read it with the case."""
    known: bool | None = getattr(dispute, "office_is_left", None)
    return notices.holders(None, THE_OFFICE, dispute).exists() if known is None else known


def _stands_above_office(officer: Officer, dispute: Dispute) -> bool:
    """Where nobody of the office is left the leader; where he is gone too, any deputy (三)."""
    if takes_leaders_place(officer, dispute):
        return not _office_is_left(dispute)
    if Role.DEPUTY not in officer.roles or _office_is_left(dispute):
        return False
    return not notices.holders(None, THE_LEADER, dispute).exists()


def acts_as_leader(officer: Officer) -> bool:
    """The leader, or a deputy under a delegation in force (A11)."""
    return officer.may_act_for_leader


def speaks_for_task_force(officer: Officer) -> bool:
    """Office, leader, or a deputy under a delegation in force; only deputies are looked up."""
    if officer.roles & OFFICE_OR_LEADER:
        return True
    return Role.DEPUTY in officer.roles and acts_as_leader(officer)


def _waits_for_another(officer: Officer, dispute: Dispute) -> bool:
    """It is his in the end, and the next move is somebody else's."""
    own = {dispute.receiving_department_id, dispute.lead_department_id}
    concerned = any(works_for(officer, pk) for pk in own) or speaks_for_task_force(officer)
    return concerned and any(not sits_at(officer, desk) for desk in desks_of(dispute))


def _reviews(officer: Officer, dispute: Dispute) -> bool:
    department = dispute.receiving_department
    roles = {Role.REVIEWER} if department.intake_same_person else set(STAFF)
    return stands_for(officer, dispute, department.pk, frozenset(roles))


def _signs(officer: Officer, dispute: Dispute) -> bool:
    department = deciding_department(dispute)
    roles = HEADS if department.decision_head_sign else STAFF
    return stands_for(officer, dispute, department.pk, roles)


def _reroutes(officer: Officer, dispute: Dispute) -> bool:
    """What the department took upon itself it gives up by its head's word."""
    department = dispute.receiving_department
    roles = HEADS if department.decision_head_sign else STAFF
    return stands_for(officer, dispute, department.pk, roles)


def _takes_part_as_head(officer: Officer, dispute: Dispute) -> bool:
    return any(
        stands_for(officer, dispute, department_id, HEADS)
        for department_id in (dispute.receiving_department_id, dispute.lead_department_id)
    )


def asking_departments(officer: Officer) -> set[int]:
    """His departments that may ask the office to convene (四(二)): 人社局 by name (R013).

    Any other that takes part as well, where opinions go against each other (R060).
    """
    own = (p for p in officer.posts_today if p.role in STAFF)
    return {p.department_id for p in own if p.department.may_request_convening}


def _owes_something(officer: Officer, dispute: Dispute) -> bool:
    return stands_for(officer, dispute, dispute.deciding_department_id) or any(
        a.is_open and stands_for(officer, dispute, a.department_id)
        for a in dispute.assignments.all()
    )


def _is_other_side(officer: Officer, dispute: Dispute) -> bool:
    """The member unit that the dispute is with, which must not learn who reported it (A06)."""
    units = set() if dispute.confidential_report else case_sides.counterparty_units(dispute)
    return any(works_for(officer, unit) for unit in units)


def _himself_or_head(officer: Officer, dispute: Dispute) -> bool:
    return officer.sees_all or bool(officer.roles & STAFF)


def _types_it(officer: Officer, dispute: Dispute) -> bool:
    """Its author; when it was sent back, whoever answers for it now (五(二))."""
    if not dispute.number:
        return dispute.first_contact_officer_id == officer.pk
    own = stands_for(officer, dispute, dispute.receiving_department_id)
    return own and dispute.responsible_officer_id == officer.pk


AUTHOR: Who[Dispute] = Who("author", "登记人（退回补充后为现经办人）", _types_it)
REVIEWER: Who[Dispute] = Who("reviewer_of_receiving", "受理部门审核人", _reviews)
RECEIVING: Who[Dispute] = Who(
    "receiving", "受理部门", lambda o, d: stands_for(o, d, d.receiving_department_id)
)
DECIDING: Who[Dispute] = Who(
    "deciding", "拟定处理意见的部门", lambda o, d: stands_for(o, d, d.deciding_department_id)
)
OTHER_SIDE: Who[Dispute] = Who("other_side", "争议对方（成员单位）", _is_other_side)
RECEIVING_OR_DECIDING: Who[Dispute] = Who(
    "receiving_or_deciding",
    "受理部门或拟定处理意见的部门",
    lambda o, d: (
        stands_for(o, d, d.receiving_department_id) or stands_for(o, d, d.deciding_department_id)
    ),
)
RECORDING: Who[Dispute] = Who(
    "recording",
    "受理、拟定处理意见或承办交办的部门",
    lambda o, d: RECEIVING_OR_DECIDING.allows(o, d) or _owes_something(o, d),
)
OWING: Who[Dispute] = Who("owing", "拟定处理意见或承办交办的部门", _owes_something)
REROUTER: Who[Dispute] = Who("rerouter", "受理部门负责人", _reroutes)
HEAD_OF_DECIDING: Who[Dispute] = Who(
    "head_of_deciding",
    "承办部门负责人",
    lambda o, d: stands_for(o, d, d.deciding_department_id, HEADS),
)
SIGNER: Who[Dispute] = Who("signer", "承办部门负责人", _signs)
HEAD: Who[Dispute] = Who("head", "受理或主办部门负责人", _takes_part_as_head)
HEAD_OF_RECEIVING: Who[Dispute] = Who(
    "head_of_receiving",
    "受理部门负责人",
    lambda o, d: stands_for(o, d, d.receiving_department_id, HEADS),
)
LEADER: Who[Dispute] = Who("leader", "专班组长", takes_leaders_place)
REVIEWER_OF_MAJOR: Who[Dispute] = Who(
    "reviewer_of_major",
    "受理部门负责人、专班办公室或副组长",
    lambda o, d: (
        stands_for(o, d, d.receiving_department_id, HEADS)
        or bool(o.roles & {Role.OFFICE, Role.DEPUTY})
    ),
)
OFFICE: Who[Dispute] = Who("office", "专班办公室", lambda o, d: Role.OFFICE in o.roles)
OFFICE_OR_ABOVE: Who[Dispute] = Who(
    "office_or_above",
    "专班办公室（出缺或回避时专班组长，组长也出缺或回避时副组长）",
    lambda o, d: Role.OFFICE in o.roles or _stands_above_office(o, d),
)
ARCHIVIST: Who[Dispute] = Who("archivist", "档案员", lambda o, d: Role.ARCHIVIST in o.roles)
WAITING: Who[Dispute] = Who(
    "waiting", "等他人办下一步的受理、主办部门，专班办公室，组长", _waits_for_another
)
TASK_FORCE: Who[Dispute] = Who(
    "task_force", "专班组长或专班办公室", lambda o, d: speaks_for_task_force(o)
)
CONVENING_ASKER: Who[Dispute] = Who(
    "convening_asker",
    "参与办理的单位",
    lambda o, d: bool(asking_departments(o)),
)
OFFICER_OR_HEAD: Who[Dispute] = Who("officer_or_head", "本人或本单位负责人", _himself_or_head)
