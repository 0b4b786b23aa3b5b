"""Who owes the next move, and which clocks run for it (procedure.md, the dispute's states)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from departments.roles import Role, posts_at
from disputes.choices import ENDED, WITH_PARTIES, Mode, State
from workflow import facts
from workflow.choices import ApprovalKind, ApprovalState, PartySide
from workflow.limits import WHOLE
from workflow.models import Approval
from workflow.settling import Wanted

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


#: What `settle` stores on a dispute.
COLUMNS = ("owing_department", "owing_role", "due_on", "amber_on", "due_key")


def settle(moves: Sequence[Move]) -> None:
    """Put the disputes on the right desks and set the clocks that belong there; not saved yet.

    Moves of one meeting share their clocks.
    """
    if not moves:
        return
    facts.read_ahead([move.dispute for move in moves])
    for move in moves:
        _set_desk(move)
    clocks = moves[0].clocks
    clocks.write()
    for move in moves:
        clocks.show(move.dispute)
    if clocks.some_extendable_ended or any(move.dispute.state in ENDED for move in moves):
        _drop_moot_questions({move.dispute.pk: move for move in moves})


def _set_desk(move: Move) -> None:
    dispute = move.dispute
    desk = of(dispute)
    moved = (desk.department_id, desk.role) != (dispute.owing_department_id, dispute.owing_role)
    dispute.owing_department_id, dispute.owing_role = desk.department_id, desk.role
    _set_clocks(move, desk)
    if moved and desk.role:
        move.tell(desk.department_id, posts_at(desk.role), _words(dispute))


def _words(dispute: Dispute) -> str:
    return f"{dispute.number} {State(dispute.state).label}，请办理。"


def _set_clocks(move: Move, desk: Desk) -> None:
    """One step clock for the desk, one whole-case clock until both are served."""
    dispute = move.dispute
    if dispute.state == State.SUSPENDED or _just_resumed(move):
        return  # the action itself paused or resumed them
    if move.state_before == State.SUSPENDED:
        move.clocks.resume(dispute)
    move.clocks.settle(dispute, _wanted(dispute, desk))


def _drop_moot_questions(moves: Mapping[int, Move]) -> None:
    """More time for a clock that has ended is asked of nobody any more, nor an easier road."""
    asked = Approval.objects.pending().filter(dispute__in=moves).select_related("clock")
    extensions_first = asked.order_by("-kind")
    moot = [each.pk for each in extensions_first if _withdraws(moves[each.dispute_id or 0], each)]
    if moot:
        Approval.objects.filter(pk__in=moot).update(state=ApprovalState.WITHDRAWN)


def _withdraws(move: Move, asked: Approval) -> bool:
    """Whether the question is moot, and the timeline's words for it."""
    if asked.clock and asked.clock.ended_on:
        move.text += "期限已停，延期申请随之撤回。"
        return True
    if move.dispute.state in ENDED and asked.kind == ApprovalKind.DEESCALATION:
        move.text += "事项已终结，降级申请随之撤回。"
        return True
    return False


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
