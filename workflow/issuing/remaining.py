"""部分撤回: what is still in dispute for each payer, and what papers say was taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from deadlines.due import chinese_date
from departments.insurance import Insurance
from disputes.choices import PartySide
from disputes.models import Dispute, Party
from workflow.models.withdrawal import PartWithdrawal, WithdrawnPart
from workflow.procedure import facts
from workflow.procedure.facts import Side

if TYPE_CHECKING:
    from papers.pieces import MatterPiece


def bring_up_to_date(merged: Collection[Dispute]) -> None:
    """Of merged cases, whose own rows stand still: the claim and the insurances that are left."""
    kept = PartWithdrawal.objects.filter(of__in=merged).exclude(part=WithdrawnPart.PARTY)
    left = {each.of_id: each for each in kept.order_by("pk")} if merged else {}
    for dispute in merged:
        if (latest := left.get(dispute.pk)) is not None:
            dispute.claim, dispute.insurance_types = latest.claim_left, latest.insurance_left


def matter_of(dispute: Dispute, side: Side) -> Dispute:
    """A payer's own case: this one, or the merged one by which he came, as far as it is left."""
    if side.of is None:
        return dispute
    merged = Dispute.objects.get(pk=side.of)
    bring_up_to_date([merged])
    return merged


def present_payer(dispute: Dispute) -> Party | None:
    """Its own payer; where he has left, the first for whom it goes on."""
    own = dispute.payer
    if own is None or own.left_at is None:
        return own
    staying = {side.of for side in facts.payers(dispute)}
    joined = [p for p in dispute.parties.all() if p.role == PartySide.PAYER and p.of_id in staying]
    return min(joined, key=lambda p: p.of_id or 0, default=own)


def insurance_words(codes: Sequence[str]) -> str:
    return "、".join(Insurance(code).label for code in codes)


def what(record: PartWithdrawal) -> str:
    """诉求“…”; 职工医疗部分的争议; without a name."""
    if record.part == WithdrawnPart.CLAIM:
        return f"诉求“{record.claim}”"
    if record.part == WithdrawnPart.INSURANCE:
        return f"{insurance_words(record.insurance_types)}部分的争议"
    return "该缴费人提出的全部诉求，退出本件"


def left(record: PartWithdrawal) -> str:
    """What of his own matter goes on; nothing once he has left."""
    if record.part == WithdrawnPart.PARTY:
        return ""
    kinds = insurance_words(record.insurance_left)
    return "；".join(
        filter(None, (f"险种：{kinds}" if kinds else "", f"诉求：{record.claim_left}"))
    )


def told_in_decision(
    records: Collection[PartWithdrawal], side: Side, matter: MatterPiece, *, secret: bool
) -> str:
    """The decision's own sentence for one party: what was taken back, what it decides on.

    Each payer reads of his own claims and that another has left; the other side reads of all,
    and of a confidential report not the payer's words (R075).
    """
    is_other = side.party == PartySide.COUNTERPARTY
    leaving = WithdrawnPart.PARTY
    said = [r for r in records if is_other or r.part == leaving or r.of_id == side.of]
    if not said:
        return ""
    hides = is_other and secret
    taken = "；".join(f"{chinese_date(r.requested_on)}，{_who(r)}{_what(r, hides)}" for r in said)
    kinds = f"险种：{matter.insurance_words}" if matter.insurance_words else ""
    claim = f"诉求：{matter.claim}" if matter.claim and not is_other else ""
    still = "；".join(filter(None, (kinds, claim)))
    rest = f"本处理意见就仍有争议的部分作出{f'（{still}）' if still else ''}。"
    return f"办理期间部分撤回：{taken}。{rest}"


def _who(record: PartWithdrawal) -> str:
    return "一名缴费人撤回" if record.part == WithdrawnPart.PARTY else "缴费人撤回"


def _what(record: PartWithdrawal, hides: bool) -> str:  # noqa: FBT001 - of this module alone
    if hides and record.part == WithdrawnPart.CLAIM:
        return "一项诉求"
    return what(record)
