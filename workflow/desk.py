"""Who owes the next move, and which clocks run for it (procedure.md, the dispute's states)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from departments.roles import Role, posts_at
from disputes.choices import ENDED, WITH_PARTIES, Mode, State
from workflow import clocks, facts
from workflow.choices import ApprovalKind, ApprovalState, PartySide
from workflow.limits import WHOLE
from workflow.settling import Wanted, settle_clocks

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.moving import Move


@dataclass(frozen=True)
class Desk:
    """A department and post that owe the next move, and the key of the step's limit."""

    department_id: int | None
    role: str
    step: str


NOBODY = Desk(None, "", "")


def of(dispute: Dispute) -> Desk:
    """Where the dispute lies now."""
    receiving, deciding = dispute.receiving_department_id, dispute.deciding_department_id
    fixed = {
        State.REGISTERED: Desk(receiving, Role.REVIEWER, "intake.review"),
        State.TRIAGE: Desk(receiving, Role.CLERK, "intake.triage"),
        State.AWAITING_APPROVAL: Desk(None, Role.LEADER, "major.approve"),
        State.AWAITING_SIGNOFF: Desk(deciding, Role.HEAD, "decision.sign"),
        State.OBJECTED: Desk(receiving, Role.CLERK, "remedy.guide"),
        State.SUSPENDED: Desk(deciding, Role.HEAD, ""),
    }
    if dispute.state in ENDED:
        return Desk(receiving, Role.CLERK, "archive.electronic")
    if dispute.state == State.TRIAGE and dispute.returns >= 2 and not dispute.designated:
        return Desk(None, Role.OFFICE, "intake.triage")
    if dispute.state == State.HANDLING:
        return _handling(dispute)
    if dispute.state == State.FEEDBACK:
        return _feedback(dispute)
    return fixed.get(State(dispute.state), NOBODY)


def _handling(dispute: Dispute) -> Desk:
    if dispute.mode == Mode.SINGLE:
        return Desk(dispute.receiving_department_id, Role.CLERK, "")
    if dispute.mode == Mode.REFERRAL:
        return Desk(dispute.lead_department_id, Role.CLERK, "")
    if facts.opinions_awaited(dispute):
        return NOBODY  # waits on others: out of my list, in its own tab
    return Desk(dispute.receiving_department_id, Role.CLERK, _after_opinions(dispute))


def _after_opinions(dispute: Dispute) -> str:
    """Opinions are in: where minutes are due a meeting, its minutes, then the decision."""
    if not facts.needs_minutes(dispute) or facts.has_minutes(dispute):
        return "decision.draft"
    return "major.minutes" if facts.has_met(dispute) else "major.meeting"


def _feedback(dispute: Dispute) -> Desk:
    both = {PartySide.PAYER.value, PartySide.COUNTERPARTY.value}
    step = "stance.wait" if facts.served_sides(dispute) == both else "feedback.both"
    return Desk(dispute.deciding_department_id, Role.CLERK, step)


def settle(move: Move) -> None:
    """Put the dispute on the right desk and set the clocks that belong there."""
    dispute = move.dispute
    desk = of(dispute)
    moved = (desk.department_id, desk.role) != (dispute.owing_department_id, dispute.owing_role)
    dispute.owing_department_id, dispute.owing_role = desk.department_id, desk.role
    _set_clocks(move, desk)
    _drop_moot_questions(move)
    if moved and desk.role:
        move.notes.append((desk.department_id, posts_at(desk.role), _words(dispute)))


def _words(dispute: Dispute) -> str:
    return f"{dispute.number} {State(dispute.state).label}，请办理。"


def _set_clocks(move: Move, desk: Desk) -> None:
    """One step clock for the desk, one whole-case clock until both are served."""
    dispute = move.dispute
    if dispute.state == State.SUSPENDED or _just_resumed(move):
        return  # the action itself paused or resumed them
    if move.state_before == State.SUSPENDED:
        clocks.resume_clocks(dispute, move.today)
    was_draft = move.state_before == State.DRAFT
    settle_clocks(dispute, _wanted(dispute, desk), move.today, none_run=was_draft)


def _drop_moot_questions(move: Move) -> None:
    """More time for a clock that has ended is asked of nobody any more, nor an easier road."""
    if move.state_before == State.DRAFT:
        return  # nothing was asked yet
    asked = move.dispute.approvals.filter(state=ApprovalState.PENDING)
    if asked.filter(clock__ended_on__isnull=False).update(state=ApprovalState.WITHDRAWN):
        move.text += "期限已停，延期申请随之撤回。"
    if move.dispute.state in ENDED:
        downward = asked.filter(kind=ApprovalKind.DEESCALATION)
        if downward.update(state=ApprovalState.WITHDRAWN):
            move.text += "事项已终结，降级申请随之撤回。"


def _just_resumed(move: Move) -> bool:
    return move.state_before == State.SUSPENDED and move.dispute.state == State.HANDLING


def _wanted(dispute: Dispute, desk: Desk) -> list[Wanted]:
    """The step of the desk, owed by its department (the receiving one answers for the leader)."""
    wanted = []
    if desk.step:
        own = {dispute.receiving_department_id: dispute.receiving_department}
        own[dispute.lead_department_id] = dispute.lead_department
        owner = own.get(desk.department_id or 0, dispute.receiving_department)
        wanted.append(Wanted(desk.step, owner))
    if dispute.state in facts.CONVENING_WAITS and (asked := facts.convening_asked(dispute)):
        wanted.append(Wanted("convening.answer", asked.office))
    if dispute.mode in WHOLE and _whole_runs(dispute):
        wanted.append(Wanted(WHOLE[dispute.mode], dispute.receiving_department))
    return wanted


def _whole_runs(dispute: Dispute) -> bool:
    """From registration until both parties are served (domain 2.2 ⓪)."""
    if dispute.state in WITH_PARTIES:
        return bool(facts.unserved(dispute))
    return dispute.state in {
        State.TRIAGE,
        State.AWAITING_APPROVAL,
        State.HANDLING,
        State.AWAITING_SIGNOFF,
    }
