"""六(一): a new member unit is registered, and its decision put before the leader (R010)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from departments.actions import members
from departments.roles import THE_LEADER
from disputes.models import Dispute
from web.refusals import NotAllowed
from workflow.approvals import actions as approvals
from workflow.membership import errands, findings
from workflow.membership.passing import held_by
from workflow.messages import notices
from workflow.models import Approval, MembershipPaper, Supervision
from workflow.models.choices import ApprovalKind, ApprovalState
from workflow.models.supervision import SupervisionState
from workflow.procedure import move

if TYPE_CHECKING:
    from departments.actions.members import Decision, NewMember
    from departments.models import Department, MembershipDecision, Officer


@transaction.atomic
def admit(unit: NewMember, *, by: Officer, decision: Decision) -> Department:
    """登记增加成员单位: from now on it stands in the leader's queue."""
    department = members.admit(unit, by=by, decision=decision)
    _ask_leader(department, by)
    return department


@transaction.atomic
def report_again(department: Department, *, by: Officer, decision: Decision) -> None:
    """补正后重新报请: what the leader sent back comes before him once more."""
    members.mend_decision(department, by=by, decision=decision)  # holds the decision's row
    if pending(department.membership) is not None:
        raise NotAllowed("这项决定正在等组长批示，不用再报。")
    department.refresh_from_db()
    _ask_leader(department, by)


def confirm(decision: MembershipDecision, *, by: Officer) -> None:
    """确认 on the unit's own page is the same act as 同意 in the queue."""
    asked = pending(decision)
    if asked is None:
        raise NotAllowed("这项决定已经确认过或退回补正，现在没有等组长批示的申请。")
    approvals.approve(asked, by=by)


def pending(decision: MembershipDecision | None) -> Approval | None:
    """The question that waits for the leader."""
    return Approval.objects.filter(membership=decision, state=ApprovalState.PENDING).first()


def waiting() -> set[int | None]:
    """Decisions that are before the leader now."""
    asked = Approval.objects.filter(kind=ApprovalKind.MEMBER, state=ApprovalState.PENDING)
    return set(asked.values_list("membership", flat=True))


def may_be_reported(department: Department) -> bool:
    """Not confirmed, and not before the leader now."""
    return department.awaits_leader and pending(department.membership) is None


def last_answer(decision: MembershipDecision | None) -> Approval | None:
    """What the leader said last, while the decision is not confirmed."""
    answered = Approval.objects.filter(membership=decision, membership__confirmed_on=None)
    return answered.exclude(state=ApprovalState.PENDING).last()


def registered_in(decision: MembershipDecision | None) -> MembershipPaper | None:
    """增加成员单位决定登记表 of a decision that the leader has confirmed."""
    rows = MembershipPaper.objects.select_related("paper").defer("paper__content")
    return rows.filter(decision=decision).first()


def _ask_leader(department: Department, by: Officer) -> None:
    assert department.membership is not None
    assert by.department is not None  # he holds the post that registers units
    Approval.objects.create(
        kind=ApprovalKind.MEMBER,
        membership=department.membership,
        reason=f"增加{department.name}为成员单位，依据{department.membership.told}",
        requested_by=by,
        requested_department=by.department,
        requested_at=move.now(),
    )
    text = f"增加{department.name}为成员单位，请审批。"
    notices.to_posts(THE_LEADER, text)


def open_count(department: Department) -> int:
    """Disputes not yet archived in which it has anything to do, or answers to a 督办; errands."""
    answers = Supervision.objects.exclude(state=SupervisionState.CLOSED).filter(
        department=department
    )
    held = Q(pk__in=held_by(department).values("pk")) | Q(pk__in=answers.values("dispute"))
    return (
        Dispute.objects.filter(held).count()
        + errands.open_of(department).count()
        + findings.open_of(department).count()
    )
