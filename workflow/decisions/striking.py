"""更正登记 (五(四)): a mistyped service or answer is struck and stays readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deadlines.limits import WHOLE_KEYS
from disputes.choices import Answer, State
from papers.choices import PaperKind
from papers.forms.correction import ChangePiece
from web.refusals import Mistyped, NotAllowed
from workflow.clocks.rows import reopen
from workflow.intake.papers import correction
from workflow.issuing.drafts import issue
from workflow.models import PaperVoid
from workflow.procedure import facts
from workflow.procedure.facts import Side
from workflow.procedure.moving import moving

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.models import PartyResponse, Service
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
        was_complete = not facts.unserved(move.dispute)
        service.strike(by, move.at, reason)
        _void_proof(move, service, reason)
        if was_complete:
            reopen(move.dispute, {*WHOLE_KEYS, "feedback.both"})
        _issue(move, "送达登记", facts.side_words(move.dispute, side), str(service), reason)
        whom = facts.side_words(move.dispute, side)
        move.say(f"{by.name} 更正{whom}的送达登记：原登记作废，须重新登记，见更正单。")


def _service(dispute: Dispute, side: Side) -> Service:
    held = [s for s in facts.services_in_force(dispute) if Side(s.party, s.of_id) == side]
    if not held:
        whom = facts.side_words(dispute, side)
        raise Mistyped({"party": [f"{whom}没有可以更正的送达登记。"]})
    return held[0]


def _check_nobody_was_silent(dispute: Dispute, side: Side) -> None:
    """Silence is counted from the service that would be gone."""
    said = [r for r in facts.responses_in_force(dispute) if Side(r.party, r.of_id) == side]
    if any(each.answer == Answer.SILENT for each in said):
        raise NotAllowed("该当事人已登记逾期未表态，期间从送达之日起算，请先更正当事人意见。")


def _void_proof(move: Move, service: Service, reason: str) -> None:
    """送达回证作废: its number stays used (R088)."""
    proofs = move.dispute.papers.filter(
        kind=PaperKind.SERVICE_PROOF, party=service.party, of=service.of_id, voids=None
    )
    PaperVoid.objects.bulk_create(
        PaperVoid(paper=proof, reason=reason, voided_by=move.by) for proof in proofs
    )


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
        if not facts.objections(move.dispute):
            move.to(State.FEEDBACK)
        whom = facts.side_words(move.dispute, side)
        _issue(move, "当事人意见", whom, str(Answer(response.answer).label), reason)
        move.say(f"{by.name} 更正{whom}的意见登记：原登记作废，须重新登记，见更正单。")


def _response(dispute: Dispute, side: Side) -> PartyResponse:
    said = [r for r in facts.responses_in_force(dispute) if Side(r.party, r.of_id) == side]
    if not said:
        whom = facts.side_words(dispute, side)
        raise Mistyped({"party": [f"{whom}没有可以更正的意见。"]})
    return said[-1]


def _issue(move: Move, subject: str, label: str, before: str, reason: str) -> None:
    piece = ChangePiece(label=label, before=before, after="原登记作废，重新登记")
    issue(correction(move, subject, (piece,), reason))
