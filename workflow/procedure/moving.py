"""The one way anything moves: lock, check, write, remember, tell (docs/architecture.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.db.models import prefetch_related_objects

from deadlines.limits import CONVENING_ANSWER, WHOLE_KEYS
from departments.roles import posts_at
from disputes.choices import ENDED, State
from disputes.locking import bring_up_to_date, lock_all
from disputes.models import Dispute
from web.refusals import NotAllowed, NotYours, Stale
from workflow.clocks.clocks import Clocks
from workflow.messages import notices
from workflow.models import Approval
from workflow.models.asks import ASKS_TO_SIGN, asks_of_desk
from workflow.models.choices import ApprovalKind, ApprovalState
from workflow.procedure import facts, participation
from workflow.procedure import move as procedure_move
from workflow.procedure.move import Act, Move
from workflow.procedure.next_move import Desk, asks, desk_of, next_move, next_verb, wanted_clocks
from workflow.procedure.presence.calling import call_office
from workflow.procedure.rows.table import Row
from workflow.procedure.sides import case_sides
from workflow.procedure.timeline import remember
from workflow.procedure.transitions import DISPUTE_TABLE

if TYPE_CHECKING:
    from departments.models import Officer

#: A dispute, or what belongs to one or several: an assignment, a meeting, a 督办, an approval.
S = TypeVar("S", bound=Any)


@contextmanager
def acting(
    subject: S,
    row: Row[S],
    disputes: Sequence[Dispute],
    *,
    by: Officer,
    version: int | None = None,
    joined: Sequence[str] = (),
) -> Iterator[Act[S]]:
    """Lock the disputes, then the subject; check its row; let the action write; remember, tell.

    Disputes are locked in the order of their ids: two never wait crosswise. Raises NotYours (never
    his verb), Stale (somebody was quicker), NotAllowed (state or a need).
    """
    with transaction.atomic():
        held = lock_all(disputes)
        locked = _lock(subject, held, joined)
        check(row, by, locked, version)
        act = _begin(row, locked, by, held)
        before = locked.state
        yield act
        _refuse_strange_step(act, before)
        _write(act)
        remember(act.moves)
        letters = [*act.letters, *(letter for move in act.moves for letter in move.letters)]
        notices.tell(letters, by, about=act.about)
    bring_up_to_date(subject, locked)


@contextmanager
def moving(
    dispute: Dispute, verb: str, *, by: Officer, version: int | None = None
) -> Iterator[Move]:
    """A verb of the dispute itself."""
    with acting(dispute, DISPUTE_TABLE[verb], [dispute], by=by, version=version) as act:
        yield act.move


def join(act: Act[Dispute], fresh: Dispute, verb: str) -> Move:
    """A dispute that the action has just made goes on by the same hand, in the same transaction."""
    row = DISPUTE_TABLE[verb]
    prefetch_related_objects([fresh], "parties")
    check(row, act.by, fresh, None)
    clocks = act.move.clocks
    clocks.add(fresh)
    move = Move(row, fresh, act.by, act.at, fresh.state, clocks)
    act.moves.append(move)
    return move


def check(row: Row[S], by: Officer, subject: S, seen: int | None) -> None:
    """Refuse in the order of interface.md: not his, stale, state, needs."""
    if not row.who.allows(by, subject):
        raise NotYours(row.whose(subject) + elsewhere(row, by, subject))
    if seen is not None and seen != subject.version:
        raise Stale(
            f"您打开后该件已被他人办理，现为“{subject.get_state_display()}”，请刷新后再办。"
        )
    if reason := row.refusal(by, subject):
        raise NotAllowed(reason)


def elsewhere(row: Row[S], by: Officer, subject: S) -> str:
    """He has another desk, where it would be his (A8)."""
    others = [unit for unit in by.units if unit != by.acting_unit]
    his = [u.short_name for u in others if row.who.allows(by.acting_for(u.code), subject)]
    return f"您在{his[0]}有此权限，请先在右上角切换岗位。" if his else ""


def _lock(subject: S, held: Sequence[Dispute], joined: Sequence[str]) -> S:
    """A dispute is locked already; all else gets the locked copy of its dispute."""
    if isinstance(subject, Dispute):
        return held[0]  # type: ignore[return-value]  # S is Dispute
    rows = type(subject).objects.select_for_update(of=("self",)).select_related(*joined)
    locked: S = rows.get(pk=subject.pk)
    for dispute in held:
        if getattr(locked, "dispute_id", None) == dispute.pk:
            locked.dispute = dispute
    return locked


def _begin(row: Row[S], subject: S, by: Officer, held: Sequence[Dispute]) -> Act[S]:
    act = Act(row, subject, by, procedure_move.now(), [])
    none_run = all(d.state == State.DRAFT and not d.number for d in held)
    clocks = Clocks(held, act.today, none_run=none_run)
    act.moves = [Move(row, each, by, act.at, each.state, clocks) for each in held]
    return act


def _refuse_strange_step(act: Act[S], before: str) -> None:
    """What the row does not draw is a mistake of ours, whoever acts."""
    steps = [(act.row, before, act.subject.state, _led(act.row, before))]
    steps += [(m.row, m.state_before, m.dispute.state, _drawn(m)) for m in act.moves]
    for row, source, target, drawn in steps:
        if target != source and target not in drawn:
            raise AssertionError(f"{row.verb} 不能把状态由 {source} 变为 {target}")


def _drawn(move: Move) -> frozenset[str]:
    """Where a dispute may go: by its own verb, or by that of what belongs to it."""
    if move.row is DISPUTE_TABLE.get(move.row.verb):
        return _led(move.row, move.state_before)
    steps = move.row.moves_dispute
    return frozenset(target for source, target in steps if source == move.state_before)


def _led(row: Row[Any], before: str) -> frozenset[str]:
    """Where the row leads what it is about, from there."""
    return frozenset(target for source, target in row.steps if source == before)


def _write(act: Act[S]) -> None:
    """The row, then the disputes: desks, clocks, version, participation; an archive stays shut."""
    subject, moves = act.subject, [move for move in act.moves if not move.stays]
    if not isinstance(subject, Dispute):
        if not isinstance(subject, Approval):  # it is answered once
            subject.version += 1
        subject.save()
    written = [move for move in moves if move.state_before != State.ARCHIVED]
    moved = _set_what_follows(written)
    call_office([*moved, *_drafted(act)])
    _save(written)
    if moves:
        participation.sync([move.dispute for move in moves])


#: What `_set_what_follows` stores on a dispute.
COLUMNS = ("owing_department", "owing_role", "due_on", "amber_on", "due_key")


def _save(moves: Sequence[Move]) -> None:
    """A meeting moves each dispute's next step and its clock, not its version."""
    for move in moves:
        if move.counts:
            move.dispute.version += 1
            move.dispute.save()
    Dispute.objects.bulk_update([move.dispute for move in moves if not move.counts], COLUMNS)


def _drafted(act: Act[Any]) -> list[tuple[Move, Desk]]:  # Any: whatever was acted on
    """An answer that was just written lies with the head of its unit."""
    own = act.subject
    if act.row.verb != "draft_opinion" or not act.moves:
        return []
    return [(act.move, desk_of(own))]


def _set_what_follows(moves: Sequence[Move]) -> list[tuple[Move, Desk]]:
    """Put the disputes on the right desks and set the clocks that belong there; not saved yet.

    Which of them came to another desk, and to which.
    """
    if not moves:
        return []
    facts.read_ahead([move.dispute for move in moves])
    before = [(m.dispute.owing_department_id, m.dispute.owing_role) for m in moves]
    desks = [_set_desk(move) for move in moves]
    clocks = moves[0].clocks
    clocks.write()
    for move in moves:
        clocks.show(move.dispute)
    if clocks.some_extendable_ended or any(move.dispute.state in ENDED for move in moves):
        _drop_moot_questions({move.dispute.pk: move for move in moves})
    now = zip(moves, desks, before, strict=True)
    return [(m, desk) for m, desk, was in now if (desk.department_id, desk.role) != was]


def _set_desk(move: Move) -> Desk:
    dispute = move.dispute
    desk = next_move(dispute)
    moved = (desk.department_id, desk.role) != (dispute.owing_department_id, dispute.owing_role)
    dispute.owing_department, dispute.owing_role = desk.department, desk.role
    _set_clocks(move, desk)
    if moved and desk.role and not dispute.is_returned:  # it was sent back with words of its own
        asked, verb = asks_of_desk(dispute), next_verb(dispute)[0]
        posts = posts_at(desk.role)
        if not _asked_to_sign(move, desk.department_id, posts):
            move.tell(desk.department_id, posts, asks(dispute), asks=asked, verb=verb)
    return desk


def _asked_to_sign(move: Move, department_id: int | None, posts: frozenset[str]) -> bool:
    """They hear from this very act what was handed to them, and by when; once is enough."""
    signs = f"{ASKS_TO_SIGN}{department_id}"
    return any(each.asks == signs and posts <= each.roles for each in move.letters)


def _set_clocks(move: Move, desk: Desk) -> None:
    """One step clock for the desk, one whole-case clock until both are served.

    Whoever was asked to convene owes an answer beside them, as long as there is a case to convene.
    """
    dispute = move.dispute
    if dispute.state == State.SUSPENDED or _just_resumed(move):
        return  # the action itself paused or resumed them
    if move.state_before == State.SUSPENDED:
        move.clocks.resume(dispute)
    if dispute.state in {State.WITHDRAWN, State.MERGED}:
        move.clocks.stop_all(dispute)
    kept = {CONVENING_ANSWER} if dispute.state in facts.CONVENING_WAITS else set()
    if dispute.state in {State.TRIAGE, State.AWAITING_APPROVAL}:  # 退回: it runs on (domain 2.2 ③)
        kept |= WHOLE_KEYS
    move.clocks.set_to(dispute, wanted_clocks(dispute, desk), kept=kept)


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
        move.say_also("期限已停，延期申请随之撤回。")
        return True
    if move.dispute.state in ENDED and asked.kind in OF_THE_CASE:
        move.say_also(f"事项已终结，{asked.get_kind_display()}申请随之撤回。")
        return True
    return False


#: Asked of the leader about the case itself; a meeting is called off by itself.
OF_THE_CASE = frozenset({ApprovalKind.MAJOR, ApprovalKind.DEESCALATION})


def _just_resumed(move: Move) -> bool:
    return move.state_before == State.SUSPENDED and move.dispute.state == State.HANDLING


def conclude_when_complete(move: Move) -> None:
    """All served, all heard, receipt in: the dispute is concluded (R070, R076)."""
    if facts.feedback_complete(move.dispute) and not case_sides.objections(move.dispute):
        move.dispute.concluded_at = move.at
        move.to(State.CONCLUDED)
        exempt = any(service.exempt for service in case_sides.services_in_force(move.dispute))
        whom = "应反馈的均已反馈" if exempt else "双方均已反馈"
        move.say_also(f"{whom}，予以办结。")
