"""The one way a dispute moves: lock, check, write, remember, tell (architecture.md, Four stops)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction

from departments.roles import posts_at
from disputes.choices import ENDED, State
from disputes.locking import bring_up_to_date, lock
from disputes.models import Dispute
from web.refusals import NotAllowed, NotYours, Stale
from workflow.messages import notices
from workflow.models import Approval
from workflow.models.choices import ApprovalKind, ApprovalState
from workflow.procedure import facts, now, participation
from workflow.procedure.move import Move
from workflow.procedure.next_move import NextMove, asks, next_move, wanted_clocks
from workflow.procedure.table import Row
from workflow.procedure.timeline import remember
from workflow.procedure.transitions import DISPUTE_TABLE

if TYPE_CHECKING:
    from departments.models import Officer


@contextmanager
def moving(
    dispute: Dispute, verb: str, *, by: Officer, version: int | None = None
) -> Iterator[Move]:
    """Lock the dispute, check `verb` against the table, let the action write, then remember.

    Raises NotYours (never his verb), Stale (somebody was quicker), NotAllowed (state or a need).
    """
    row = DISPUTE_TABLE[verb]
    with transaction.atomic():
        locked = lock(dispute)
        check(row, by, locked, locked.state, locked.version, version)
        move = Move(row, locked, by, now.now(), locked.state)
        move.frozen = locked.state == State.ARCHIVED
        yield move
        if locked.state != move.state_before and locked.state not in row.targets:
            raise AssertionError(f"{verb} 不能把状态变为 {locked.state}")
        finish(move)
    bring_up_to_date(dispute, locked)


def check(  # type: ignore[no-untyped-def]  # subject: dispute, assignment or meeting
    row: Row,  # type: ignore[type-arg]
    by: Officer,
    subject,
    state: str,
    version: int,
    expected: int | None,
) -> None:
    """Refuse in the order of interface.md: not his, stale, state, needs."""
    if not row.who.allows(by, subject):
        raise NotYours(f"“{row.label}”由{row.who.label}办理。")
    if expected is not None and expected != version:
        raise Stale(
            f"您打开后该件已被他人办理，现为“{subject.get_state_display()}”，请刷新后再办。"
        )
    if state not in row.sources:
        raise NotAllowed(f"现在的状态是“{subject.get_state_display()}”，不能{row.label}。")
    need = row.missing(by, subject)
    if need is not None:
        raise NotAllowed(need.why(by, subject))


def finish(move: Move) -> None:
    """Desk, clocks, version, participation, timeline and messages, in the same transaction."""
    dispute = move.dispute
    if not move.frozen:
        dispute.version += 1
        settle([move])
        dispute.save()
        participation.sync([dispute])
    remember([move])
    notices.tell(move.letters, move.by)


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
    desk = next_move(dispute)
    moved = (desk.department_id, desk.role) != (dispute.owing_department_id, dispute.owing_role)
    dispute.owing_department_id, dispute.owing_role = desk.department_id, desk.role
    _set_clocks(move, desk)
    if moved and desk.role:
        move.tell(desk.department_id, posts_at(desk.role), asks(dispute))


def _set_clocks(move: Move, desk: NextMove) -> None:
    """One step clock for the desk, one whole-case clock until both are served."""
    dispute = move.dispute
    if dispute.state == State.SUSPENDED or _just_resumed(move):
        return  # the action itself paused or resumed them
    if move.state_before == State.SUSPENDED:
        move.clocks.resume(dispute)
    move.clocks.settle(dispute, wanted_clocks(dispute, desk))


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
