"""Told anew: whom a 更正 made a party after the decision was signed (五(四), R069).

What was recorded of whoever stood there before is no longer true of him: it is struck, he gets
a 告知书 of his own, and is served and heard as anybody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from confidentiality.identifiers.names import normalise_name
from confidentiality.sealing import open_sealed
from deadlines.limits import WHOLE_KEYS
from departments.roles import STAFF
from disputes.choices import WITH_PARTIES, PartySide, State
from disputes.models.party import Side
from papers.choices import PaperKind
from web.refusals import Mistyped
from workflow.clocks.rows import reopen
from workflow.issuing.drafts import issue
from workflow.issuing.telling import papers
from workflow.issuing.voiding import void_for
from workflow.procedure import facts
from workflow.procedure.sides import case_sides

if TYPE_CHECKING:
    from disputes.models import Dispute, Party
    from workflow.models import PartyResponse, Service, ServiceAttempt
    from workflow.procedure.move import Move

WHY: Final = "当事人已更正"
#: Whoever has a decision in his name is not made nobody afterwards (R069).
STANDS: Final = (
    "处理意见已经签发给争议对方，不能更正为没有争议对方：写错了的，请更正为正确的单位或个人；"
    "送达不到的，请逐次登记送达未果。"
)


class Known(NamedTuple):
    """By what a party is told from another."""

    name: str
    id_number: str
    credit_code: str


def standing(dispute: Dispute) -> dict[Side, Known]:
    """Who stands on which side now; the nobody on the other side and an unnamed payer do not."""
    told = (p for p in dispute.parties.all() if p.role in PartySide.values and p.is_somebody)
    return {each.side: _known(each) for each in told}


def _known(party: Party) -> Known:
    name = party.unit_name or open_sealed(party.name)
    return Known(normalise_name(name), open_sealed(party.id_number), open_sealed(party.credit_code))


def is_another(was: Known | None, now: Known | None) -> bool:
    """By a number known before and after; without one by the name."""
    if was is None or now is None:
        return was is not now
    numbers = [pair for pair in zip(was[1:], now[1:], strict=True) if all(pair)]
    if numbers:
        return any(before != after for before, after in numbers)
    return was.name != now.name


def tell_anew(move: Move, before: Mapping[Side, Known]) -> str:
    """Whoever is another than `before` the correction; the timeline's words for it."""
    dispute = move.dispute
    if dispute.state not in WITH_PARTIES:
        return ""
    now = standing(dispute)
    others = [s for s in case_sides.everybody(dispute) if is_another(before.get(s), now.get(s))]
    if not others:
        return ""
    if any(side not in now for side in others):
        raise Mistyped({"counterparty.kind": [STANDS]})
    _take_back(move, others)
    signed = facts.current_draft(dispute)
    assert signed is not None
    issue(*papers.decisions(move, signed, others))
    ask_to_sign(move, others)
    whom = "、".join(case_sides.side_words(dispute, side) for side in others)
    move.tell(dispute.deciding_department_id, STAFF, f"{dispute.number} {whom}已更正，请重新送达。")
    return f"{whom}现为另一人，此前对其登记的送达、意见不再算数，另发处理意见告知书，须重新送达。"


def _take_back(move: Move, sides: Collection[Side]) -> None:
    """Clocks that had stopped when all were served run on; a lone objection may be gone."""
    dispute = move.dispute
    was_complete = not case_sides.unserved(dispute)
    said: list[Service | PartyResponse | ServiceAttempt] = [
        *case_sides.services_in_force(dispute),
        *case_sides.responses_in_force(dispute),
        *case_sides.attempts_in_force(dispute),
    ]
    for each in said:
        if each.side in sides:
            each.strike(move.by, move.at, WHY)
    void_for(dispute, sides, (PaperKind.DECISION, PaperKind.SERVICE_PROOF), WHY, by=move.by)
    if was_complete:
        reopen(dispute, {*WHOLE_KEYS, "feedback.both"})
    objected = dispute.state == State.OBJECTED
    if (
        objected
        and not case_sides.objections(dispute)
        and not case_sides.remedies_in_force(dispute)
    ):
        move.to(State.FEEDBACK)


def take_back_service(move: Move, service: Service, reason: str) -> None:
    """One record was wrong: its 送达回证 is void, its number stays used (R088)."""
    service.strike(move.by, move.at, reason)
    void_for(move.dispute, [service.side], (PaperKind.SERVICE_PROOF,), reason, by=move.by)


def ask_to_sign(move: Move, only: Collection[Side] | None = None) -> None:
    """A member unit on the other side finds its 告知书 in the portal (A06)."""
    text = f"{move.dispute.number} 处理意见告知书已签发，请签收。"
    for side, unit in case_sides.sides_with_a_desk(move.dispute).items():
        if only is None or side in only:
            move.tell(unit, STAFF, text)
