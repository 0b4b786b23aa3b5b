"""部分撤回: one claim, one insurance or one payer is taken back, and the rest goes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.utils import timezone

from deadlines.due import chinese_date
from disputes import intake
from disputes.choices import WITH_PARTIES, PartySide, State
from disputes.models.party import Side
from web.refusals import Mistyped
from workflow.intake import papers
from workflow.intake.correcting import look_again
from workflow.issuing import remaining
from workflow.issuing.drafts import issue
from workflow.issuing.telling.unserved import void_unserved
from workflow.models import PartWithdrawal
from workflow.models.withdrawal import WithdrawnPart
from workflow.procedure import facts
from workflow.procedure.moving import conclude_when_complete, moving
from workflow.procedure.sides import case_sides
from workflow.procedure.timeline import without_names

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.procedure.move import Move

DECIDED = "处理意见已经签发，诉求和险种不能再部分撤回；可以登记一名缴费人退出，或者登记当事人意见。"
#: Of the whole, and of the last of several, there is a verb already.
WHOLE = "全部撤回的，请办理“缴费人撤回”，本件终止。"

OF_ANOTHER = "这是另一名缴费人的诉求，请写这名缴费人自己仍在争议的诉求。"


def withdraw_part(
    dispute: Dispute,
    *,
    by: Officer,
    what: str,
    requested_on: date,
    ground: str,
    of: int | None = None,
    claim: str = "",
    claim_left: str = "",
    insurance_types: Sequence[str] = (),
    version: int | None = None,
) -> None:
    """What is taken back stays on the record; later papers say what is still in dispute.

    Severity and routing are looked at again, as after a correction.
    """
    with moving(dispute, "withdraw_part", by=by, version=version) as move:
        prefetch_related_objects([move.dispute], "parties")
        side = Side(PartySide.PAYER.value, of)
        matter = _checked(move, side, what, requested_on)
        told = _told_before(move.dispute)
        kept = _as_it_was(move, side, matter)
        kept.part, kept.requested_on, kept.ground = what, requested_on, ground
        _LESS[WithdrawnPart(what)](move, kept, claim, claim_left, list(insurance_types))
        kept.save()
        leaves = [side] if what == WithdrawnPart.PARTY else []
        standing = void_unserved(move, leaves, "缴费人退出")
        _take_effect(move, side, kept, matter)
        issue(*papers.part_withdrawn(move, side, kept, told))
        _tell(move, kept)
        words = without_names(move.dispute, _words(move, side, kept))
        move.say(f"{by.name} 登记{words}{look_again(move, after='部分撤回')}")
        if standing:
            move.say_also(standing)
        _go_on(move)


def _checked(move: Move, side: Side, what: str, requested_on: date) -> Dispute:
    """His own case, if he may take this back."""
    dispute = move.dispute
    if requested_on > move.today:
        raise Mistyped({"requested_on": ["申请日期不能晚于今天。"]})
    if side not in case_sides.payers(dispute):
        raise Mistyped({"of": ["本件没有这名缴费人，或者他已退出，请核对。"]})
    matter = remaining.matter_of(dispute, side)
    if requested_on < timezone.localdate(matter.visited_at):
        raise Mistyped({"requested_on": ["申请日期不能早于缴费人来反映的那天，请核对。"]})
    if side.of is None and dispute.anonymous:
        raise Mistyped({"what": ["匿名反映人的身份无从核实，不能登记部分撤回。"]})
    if what != WithdrawnPart.PARTY and dispute.state in WITH_PARTIES:
        raise Mistyped({"what": [DECIDED]})
    if what == WithdrawnPart.PARTY and len(case_sides.payers(dispute)) == 1:
        raise Mistyped({"what": [f"本件只有这一名缴费人，他{WHOLE}"]})
    return matter


def _told_before(dispute: Dispute) -> list[Side]:
    """The other side, where it has a decision in hand and is to know that a payer has left."""
    if dispute.state not in WITH_PARTIES:
        return []
    return [s for s in case_sides.told_sides(dispute) if s.party == PartySide.COUNTERPARTY]


def _as_it_was(move: Move, side: Side, matter: Dispute) -> PartWithdrawal:
    """The row that stays, with what he had before."""
    return PartWithdrawal(
        dispute=move.dispute,
        of_id=side.of,
        claim_before=matter.claim,
        claim_left=matter.claim,
        insurance_left=list(matter.insurance_types),
        recorded_by=move.by,
        recorded_at=move.at,
    )


def _less_claim(move: Move, kept: PartWithdrawal, claim: str, left: str, kinds: list[str]) -> None:
    """One is struck, and something is left of his own."""
    if left == kept.claim_before:
        raise Mistyped({"claim_left": ["仍在争议的诉求与撤回前一样，请删去撤回的一项。"]})
    if left not in kept.claim_before and left in _claims_of_others(move.dispute, kept):
        raise Mistyped({"claim_left": [OF_ANOTHER]})
    kept.claim, kept.claim_left = claim, left


def _claims_of_others(dispute: Dispute, kept: PartWithdrawal) -> set[str]:
    others = [side for side in case_sides.payers(dispute) if side.of != kept.of_id]
    return {remaining.matter_of(dispute, side).claim for side in others}


def _less_insurance(
    move: Move, kept: PartWithdrawal, claim: str, left: str, kinds: list[str]
) -> None:
    """What he takes back must have been there, and something must be left."""
    if strange := [kind for kind in kinds if kind not in kept.insurance_left]:
        words = remaining.insurance_words(strange)
        raise Mistyped({"insurance_types": [f"{words}不在这名缴费人仍在争议的险种之中，请核对。"]})
    kept.insurance_types = kinds
    kept.insurance_left = [kind for kind in kept.insurance_left if kind not in kinds]
    if not kept.insurance_left:
        told = f"撤回后没有仍在争议的险种：{_or_leaves(move)}"
        raise Mistyped({"insurance_types": [told]})


def _leaves(move: Move, kept: PartWithdrawal, claim: str, left: str, kinds: list[str]) -> None:
    """Of his own matter nothing is left."""
    kept.claim_left, kept.insurance_left = "", []


_LESS = {
    WithdrawnPart.CLAIM: _less_claim,
    WithdrawnPart.INSURANCE: _less_insurance,
    WithdrawnPart.PARTY: _leaves,
}


def _or_leaves(move: Move) -> str:
    """Where several stand, he leaves and the others stay."""
    several = len(case_sides.payers(move.dispute)) > 1
    return "全部撤回的，请登记这名缴费人退出。" if several else WHOLE


def _take_effect(move: Move, side: Side, kept: PartWithdrawal, matter: Dispute) -> None:
    """The matter's own claim and insurances are from now on what is left; a payer leaves it."""
    dispute = move.dispute
    if kept.part == WithdrawnPart.PARTY:
        payer = next(p for p in dispute.parties.all() if p.side == side)
        dispute.people_count = max(1, dispute.people_count - remaining.people_of(matter))
        payer.left_at = move.at
        payer.save(update_fields=["left_at"])
    elif side.of is None:
        dispute.claim, dispute.insurance_types = kept.claim_left, kept.insurance_left
        dispute.search_text = intake.search_text(dispute, dispute.parties.all())


def _tell(move: Move, kept: PartWithdrawal) -> None:
    """Whoever works on it, and the leader whom it was put before."""
    dispute = move.dispute
    text = f"{dispute.number} 缴费人部分撤回{_open_words(kept)}，请就仍有争议的部分办理。"
    move.tell_workers(facts.departments_taking_part(dispute), text)


def _open_words(kept: PartWithdrawal) -> str:
    """What a message may say: no words of the payer's."""
    if kept.part == WithdrawnPart.INSURANCE:
        return f"（{remaining.insurance_words(kept.insurance_types)}）"
    return "（一名缴费人退出）" if kept.part == WithdrawnPart.PARTY else "（一项诉求）"


def _words(move: Move, side: Side, kept: PartWithdrawal) -> str:
    """The timeline: who, what, on which paper, and what goes on."""
    whom = case_sides.side_words(move.dispute, side)
    asked = f"（{chinese_date(kept.requested_on)}申请）"
    if kept.part == WithdrawnPart.PARTY:
        rest = "退出本件，此后不再送达、不再听取意见，本件就其他缴费人继续办理"
        return f"{whom}{rest}{asked}：{kept.ground}。"
    before = "" if _is_shortened(kept) else f"撤回前的诉求：{kept.claim_before}。"
    return (
        f"{whom}撤回{remaining.what(kept)}{asked}：{kept.ground}。{before}"
        f"仍在争议：{remaining.left(kept)}。"
    )


def _is_shortened(kept: PartWithdrawal) -> bool:
    """Something was struck and nothing put: what stood there is told by what was struck."""
    before = iter(kept.claim_before)
    return all(letter in before for letter in kept.claim_left)


def _go_on(move: Move) -> None:
    """Whose word was the last one waited for, or the only objection, may have been his."""
    dispute = move.dispute
    was_objected = dispute.state == State.OBJECTED
    if (
        was_objected
        and not case_sides.objections(dispute)
        and not case_sides.remedies_in_force(dispute)
    ):
        move.to(State.FEEDBACK)
    if move.dispute.state == State.FEEDBACK:
        conclude_when_complete(move)
