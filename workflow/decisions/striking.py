"""更正登记 (五(四)): a mistyped service or answer is struck and stays readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deadlines.due import chinese_date
from deadlines.limits import WHOLE_KEYS
from disputes.choices import Answer, Exemption, State
from disputes.models.party import Side
from papers.forms.correction import ChangePiece
from web.refusals import Mistyped, NotAllowed
from workflow.clocks.rows import reopen
from workflow.intake.papers import correction
from workflow.issuing.drafts import issue
from workflow.issuing.telling.anew import take_back_service
from workflow.procedure.moving import moving
from workflow.procedure.sides import case_sides

if TYPE_CHECKING:
    from datetime import date

    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.models import PartyResponse, Remedy, Service, ServiceAttempt
    from workflow.procedure.move import Move


def cancel_service(
    dispute: Dispute,
    *,
    by: Officer,
    party: str,
    reason: str,
    of: int | None = None,
    version: int | None = None,
) -> None:
    """更正送达登记: the wrong record is struck, its 送达回证 void; the party waits to be served."""
    with moving(dispute, "cancel_service", by=by, version=version) as move:
        side = Side(party, of)
        service = _service(move.dispute, side)
        _check_nobody_was_silent(move.dispute, side)
        was_complete = not case_sides.unserved(move.dispute)
        take_back_service(move, service, reason)
        if was_complete:
            reopen(move.dispute, {*WHOLE_KEYS, "feedback.both"})
        _issue(move, "送达登记", case_sides.side_words(move.dispute, side), str(service), reason)
        whom = case_sides.side_words(move.dispute, side)
        move.say(f"{by.name} 更正{whom}的送达登记：原登记作废，须重新登记，见更正单。")


def _service(dispute: Dispute, side: Side) -> Service:
    held = [s for s in case_sides.services_in_force(dispute) if s.side == side]
    if not held:
        whom = case_sides.side_words(dispute, side)
        raise Mistyped({"party": [f"{whom}没有可以更正的送达登记。"]})
    return held[0]


def _check_nobody_was_silent(dispute: Dispute, side: Side) -> None:
    """Silence is counted from the service that would be gone."""
    said = [r for r in case_sides.responses_in_force(dispute) if r.side == side]
    if any(each.answer == Answer.SILENT for each in said):
        raise NotAllowed("该当事人已登记逾期未表态，期间从送达之日起算，请先更正当事人意见。")


def cancel_attempt(
    dispute: Dispute,
    *,
    by: Officer,
    party: str,
    tried_on: date,
    reason: str,
    of: int | None = None,
    version: int | None = None,
) -> None:
    """更正送达未果: it counts no more towards being out of reach (R070)."""
    with moving(dispute, "cancel_attempt", by=by, version=version) as move:
        side = Side(party, of)
        attempt = _attempt(move.dispute, side, tried_on)
        attempt.strike(by, move.at, reason)
        _check_still_out_of_reach(move.dispute, side)
        whom, day = case_sides.side_words(move.dispute, side), chinese_date(tried_on)
        tried = f"{day}{attempt.get_method_display()}未果"
        _issue(move, "送达未果登记", whom, tried, reason, after="原登记作废")
        move.say(f"{by.name} 更正{day}{whom}的送达未果登记：原登记作废，见更正单。")


def _attempt(dispute: Dispute, side: Side, tried_on: date) -> ServiceAttempt:
    """The last of that day."""
    tried = case_sides.attempts_in_force(dispute)
    own = [a for a in tried if a.side == side and a.tried_on == tried_on]
    if not own:
        whom, day = case_sides.side_words(dispute, side), chinese_date(tried_on)
        raise Mistyped({"tried_on": [f"{whom}在{day}没有可以更正的送达未果登记，请核对日期。"]})
    return own[-1]


def _check_still_out_of_reach(dispute: Dispute, side: Side) -> None:
    """What an exemption rests on stands as long as that does."""
    held = (s for s in case_sides.services_in_force(dispute) if s.side == side)
    rests = any(each.exempt == Exemption.UNREACHABLE for each in held)
    if rests and len(case_sides.days_tried(dispute, side)) < case_sides.DAYS_TO_TRY:
        raise NotAllowed("该当事人已凭送达未果注明免予送达，请先更正送达登记。")


def cancel_response(
    dispute: Dispute,
    *,
    by: Officer,
    party: str,
    reason: str,
    of: int | None = None,
    version: int | None = None,
) -> None:
    """更正当事人意见: that party's last word is struck; without an objection it waits again."""
    with moving(dispute, "cancel_response", by=by, version=version) as move:
        side = Side(party, of)
        response = _response(move.dispute, side)
        response.strike(by, move.at, reason)
        if not case_sides.objections(move.dispute):
            move.to(State.FEEDBACK)
        whom = case_sides.side_words(move.dispute, side)
        _issue(move, "当事人意见", whom, str(Answer(response.answer).label), reason)
        move.say(f"{by.name} 更正{whom}的意见登记：原登记作废，须重新登记，见更正单。")


def _response(dispute: Dispute, side: Side) -> PartyResponse:
    said = [r for r in case_sides.responses_in_force(dispute) if r.side == side]
    if not said:
        whom = case_sides.side_words(dispute, side)
        raise Mistyped({"party": [f"{whom}没有可以更正的意见。"]})
    return said[-1]


def cancel_remedy(
    dispute: Dispute, *, by: Officer, remedy: Remedy, reason: str, version: int | None = None
) -> None:
    """更正救济登记: it ends nothing; the objection stands until its remedy or the limit is over."""
    with moving(dispute, "cancel_remedy", by=by, version=version) as move:
        held = move.dispute.remedies.filter(struck_at=None, pk=remedy.pk).first()
        if held is None:
            raise Mistyped({"remedy": ["这一项救济已经更正，请刷新后再选。"]})
        held.strike(by, move.at, reason)
        was = f"{held}；结果：{held.result}" if held.closed_at else str(held)
        _issue(move, "救济登记", "救济渠道", was, reason)
        move.say(f"{by.name} 更正救济登记：{held}，原登记作废，见更正单。")


def _issue(
    move: Move,
    subject: str,
    label: str,
    before: str,
    reason: str,
    *,
    after: str = "原登记作废，重新登记",
) -> None:
    piece = ChangePiece(label=label, before=before, after=after)
    issue(correction(move, subject, (piece,), reason))
