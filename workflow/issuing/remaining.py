"""部分撤回: what is still in dispute for each payer, and what papers say was taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from deadlines.due import chinese_date
from departments.insurance import Insurance
from disputes.choices import PartySide
from disputes.models import Dispute
from disputes.models.party import Side
from workflow.models.withdrawal import PartWithdrawal, WithdrawnPart
from workflow.procedure.sides import case_sides

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


def people_of(case: Dispute) -> int:
    """For how many its own payer speaks: those whom merged cases brought are counted there."""
    came_with = (p for p in case.parties.all() if p.role == PartySide.PAYER and not p.left_at)
    merged = [each.of for each in came_with if each.of is not None]
    return max(1, case.people_count - sum(people_of(each) for each in merged))


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
    records: Collection[PartWithdrawal], side: Side, matter: MatterPiece, dispute: Dispute
) -> str:
    """The decision's own sentence for one party: what was taken back, what it decides on.

    Each payer reads of his own claims and that another has left; the other side reads of all,
    where several stand by their masked names, and of a confidential report not the payer's words
    (R075).
    """
    is_other = side.party == PartySide.COUNTERPARTY
    leaving = WithdrawnPart.PARTY
    said = [r for r in records if is_other or r.part == leaving or r.of_id == side.of]
    if not said:
        return ""
    whose = _whose(dispute) if is_other else None
    taken = "；".join(f"{chinese_date(r.requested_on)}，{_taken(r, whose)}" for r in said)
    partly = [r for r in said if r.part != leaving]
    of_each = partly and whose is not None and _are_several(dispute)
    still = _left_of_each(partly, whose or {}, dispute) if of_each else _left_of(matter, is_other)
    rest = f"本处理意见就仍有争议的部分作出{f'（{still}）' if still else ''}。"
    return f"办理期间部分撤回：{taken}。{rest}"


def _are_several(dispute: Dispute) -> bool:
    return any(p.of_id for p in dispute.parties.all() if p.role == PartySide.PAYER)


def _whose(dispute: Dispute) -> dict[int | None, str]:
    """The payers of whom the other side may read, with how each is called where several stand."""
    payers = [p for p in dispute.parties.all() if p.role == PartySide.PAYER]
    told = [p for p in payers if not _is_secret(dispute, p.of_id)]
    several = _are_several(dispute)
    return {p.of_id: f"缴费人{p.display_name}" if several else "缴费人" for p in told}


def _is_secret(dispute: Dispute, of: int | None) -> bool:
    """Merging makes nobody less secret."""
    case = case_sides.case_of(dispute, Side(PartySide.PAYER.value, of))
    return dispute.confidential_report or case.confidential_report


def _taken(record: PartWithdrawal, whose: Mapping[int | None, str] | None) -> str:
    """缴费人欧*试撤回职工医疗部分的争议; `whose` is None where he reads of his own."""
    if record.part == WithdrawnPart.PARTY:
        return f"一名缴费人撤回{what(record)}"
    if whose is None or record.of_id in whose:
        return f"{whose[record.of_id] if whose else '缴费人'}撤回{what(record)}"
    return f"缴费人撤回{'一项诉求' if record.part == WithdrawnPart.CLAIM else what(record)}"


def _left_of(matter: MatterPiece, is_other: bool) -> str:  # noqa: FBT001 - of this module alone
    kinds = f"险种：{matter.insurance_words}" if matter.insurance_words else ""
    claim = f"诉求：{matter.claim}" if matter.claim and not is_other else ""
    return "；".join(filter(None, (kinds, claim)))


def _left_of_each(
    records: Collection[PartWithdrawal], whose: Mapping[int | None, str], dispute: Dispute
) -> str:
    """Of each who took something back and still stands: the insurances that are left."""
    latest = {r.of_id: r.insurance_left for r in records}  # in the order of their taking back
    standing = {side.of for side in case_sides.payers(dispute)}
    return "；".join(
        f"{whose[of]}的险种：{insurance_words(kinds)}"
        for of, kinds in latest.items()
        if of in whose and of in standing and kinds
    )
