"""What must be true of telling somebody and of his answer, in sentences (R069, R070, A20)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from deadlines.due import chinese_date
from disputes.choices import NEVER_ASKED, Answer, Exemption, State
from disputes.models.party import Side
from web.refusals import Mistyped, NotAllowed
from workflow.issuing.exemptions import stands_noted
from workflow.models import ServiceAttempt
from workflow.models.decision import SILENCE
from workflow.procedure import facts
from workflow.procedure.sides import case_sides
from workflow.procedure.transitions import DISPUTE_TABLE

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.models import Service
    from workflow.procedure.move import Move

#: By exemption: why it does not hold of this party.
_UNTRUE = {
    Exemption.ANONYMOUS: "“匿名”只用于登记时匿名的缴费人，本件不是匿名登记，请登记送达。",
    Exemption.ONE_PARTY: "“没有争议对方”只用于登记时没有争议对方或举报保密的事项，请登记送达。",
    Exemption.CONFIDENTIAL: "“举报保密”只用于登记为举报保密的事项的争议对方，请登记送达。",
}
#: Whoever came with a merged case is judged by what was registered there.
_UNTRUE_JOINED = (
    "随并入件来的当事人，按所并入的那一件登记的匿名、举报保密认定免予送达，那一件没有这样登记，"
    "请登记送达或者逐次登记送达未果。"
)


def day_of_telling(move: Move, field: str, on: date | None, side: Side | None = None) -> None:
    """Nobody was told, tried or published of before there was anything to tell him, or tomorrow."""
    if on is None:
        return
    if on > move.today:
        raise Mistyped({field: ["日期不能晚于今天。"]})
    since = case_sides.told_since(move.dispute, side)
    if since is not None and on < since:
        raise Mistyped({field: [f"日期不能早于签发（告知）之日{chinese_date(since)}。"]})


def exemption(move: Move, side: Side, exempt: str) -> None:
    """An exemption must be true of this party of this dispute."""
    if not exempt or exempt in case_sides.true_exemptions(move.dispute, side):
        return
    raise Mistyped({"exempt": [_why_untrue(move, side, Exemption(exempt))]})


def _why_untrue(move: Move, side: Side, exempt: Exemption) -> str:
    if exempt != Exemption.UNREACHABLE:
        return _UNTRUE[exempt] if side.of is None else _UNTRUE_JOINED
    tried = len(case_sides.days_tried(move.dispute, side))
    return (
        f"“{exempt.label}”须先在{case_sides.DAYS_TO_TRY}个不同的日期登记送达未果，"
        f"{case_sides.side_words(move.dispute, side)}现已登记{tried}天，"
        "请用“登记送达未果”逐次登记。"
    )


def answer(move: Move, service: Service, said: str) -> None:
    """Who was told may say anything; silence is his only after fifteen days (A20)."""
    whom = case_sides.side_words(move.dispute, service.side)
    if service.exempt in NEVER_ASKED and service.exempt != Exemption.ANONYMOUS:
        raise NotAllowed(f"{whom}免予送达（{service.get_exempt_display()}），不用登记意见。")
    if said != Answer.SILENT:
        return
    allowed_from = service.silent_from
    if allowed_from is None:
        raise NotAllowed(f"{whom}匿名，没有送达，不用登记逾期未表态。")
    if move.today < allowed_from:
        proof = "注明联系不上" if service.exempt else "送达"
        if service.served_on and move.today >= service.served_on + SILENCE:
            proof = "送达没有凭证的，期间从登记之日起算；登记"
        raise NotAllowed(
            f"{proof}满{SILENCE.days}日（{chinese_date(allowed_from)}）后仍未表态，"
            "才能登记逾期未表态。"
        )


def not_said_already(move: Move, side: Side, said: str, channel: str, note: str) -> None:
    """Sent twice it is one word; another word of his stands beside the first.

    Where a later word was struck and nobody is waited for, the earlier one is confirmed by saying
    it again: nothing else would lead on.
    """
    if facts.feedback_complete(move.dispute) and not case_sides.objections(move.dispute):
        return
    own = [r for r in case_sides.responses_in_force(move.dispute) if r.side == side]
    if own and (own[-1].answer, own[-1].channel, own[-1].note) == (said, channel, note):
        whom = case_sides.side_words(move.dispute, side)
        raise NotAllowed(f"{whom}的这一意见已经登记，不用重复登记；又有新的说法的，请写明。")


def not_taken_already(
    move: Move, channel: str, body: str, accepted_on: date | None, note: str
) -> None:
    """One way to one body is one remedy, however often it is sent."""
    same = move.dispute.remedies.filter(
        closed_at=None, struck_at=None, channel=channel, accepted_on=accepted_on
    )
    if any((each.body, each.note) == (body, note) for each in same):
        raise NotAllowed("这一救济渠道已经登记，不用重复登记；有新的进展的，请写明。")


def not_tried_already(move: Move, side: Side, method: str, on: date, outcome: str) -> None:
    """The same way on the same day with the same outcome was one attempt."""
    same = {"party": side.party, "of_id": side.of, "method": method, "tried_on": on}
    tried = ServiceAttempt.objects.filter(dispute=move.dispute, struck_at=None, **same)
    if any(each.outcome == outcome for each in tried):
        raise NotAllowed("这一次送达未果已经登记，不用重复登记；当天又试过的，请写明不同的情况。")


def asks_for_what_stands(dispute: Dispute, by: Officer, side: Side, exempt: str) -> bool:
    """An exemption that the portal has noted itself: it stands, and nothing is written again."""
    if not exempt or not _may(dispute, by, "serve") or not stands_noted(dispute, side):
        return False
    return exempt in case_sides.true_exemptions(dispute, side)


def has_nothing_to_say(dispute: Dispute, by: Officer, side: Side, said: str) -> bool:
    """No word, or silence, of somebody who is never asked; an objection is never passed over."""
    if said == Answer.OBJECTS or not _may(dispute, by, "record_response"):
        return False
    why = [s.exempt for s in case_sides.services_in_force(dispute) if s.side == side]
    if why == [Exemption.ANONYMOUS]:  # an unnamed payer may still come forward and be content
        return said == Answer.SILENT or dispute.state == State.CONCLUDED
    return bool(why) and why[0] in NEVER_ASKED


def _may(dispute: Dispute, by: Officer, verb: str) -> bool:
    """It is his, and still time; where all are exempt the signature itself ends the case."""
    row = DISPUTE_TABLE[verb]
    return dispute.state in row.sources | {State.CONCLUDED} and row.who.allows(by, dispute)
