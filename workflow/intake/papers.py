"""受理登记表, 告知单 and 移交函, drafted from what was registered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from deadlines.limits import WHOLE_KEYS
from disputes.choices import Channel, PartyRole, PartySide
from disputes.models.party import Side
from papers.choices import PaperKind
from papers.forms.acceptance_notice import AcceptanceNotice
from papers.forms.correction import ChangePiece, Correction
from papers.forms.notification import Notification
from papers.forms.registration import Registration
from papers.forms.transfer_letter import TransferLetter
from papers.forms.withdrawal_notice import WithdrawalNotice
from papers.pieces import MatterPiece, OfficePiece, PartyPiece, SignaturePiece
from workflow.issuing import pieces, remaining
from workflow.issuing.drafts import Act, Addressed, Common, Draft, issue
from workflow.models.withdrawal import WithdrawnPart
from workflow.procedure.sides import case_sides

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from departments.models import Department
    from disputes.models import Dispute
    from workflow.models import Paper, PartWithdrawal
    from workflow.procedure.move import Move


def registration(move: Act, comment: str = "", *, branch: str = "", reviewed: bool = True) -> Draft:
    """受理登记表 (R041), issued by the review."""
    d = move.dispute
    signed = move.by if reviewed else None
    review = pieces.signature(signed.name, move.at, comment) if signed else SignaturePiece()

    def content(common: Common) -> Registration:
        return Registration(
            **common,
            first_contact_department=d.first_contact_department.name,
            first_contact_officer=d.first_contact_officer.name,
            **pieces.about(d),
            agent=pieces.agent(d),
            representatives=pieces.agents(d, PartyRole.REPRESENTATIVE),
            materials=pieces.materials(d),
            anonymous=d.anonymous,
            branch=branch,
            review=review,
        )

    return Draft(move, PaperKind.REGISTRATION, d.receiving_department, content)


def registration_if_missing(move: Move) -> None:
    """A matter that ends before review still has its registration form in the file."""
    if not move.dispute.papers.filter(kind=PaperKind.REGISTRATION).exists():
        issue(registration(move, reviewed=False))


def correction(move: Move, subject: str, changes: tuple[ChangePiece, ...], reason: str) -> Draft:
    """更正单: for the file; what was issued before stands."""
    d = move.dispute

    def content(common: Common) -> Correction:
        return Correction(
            **common,
            payer=pieces.payer(d),
            subject=subject,
            changes=changes,
            reason=reason,
            corrected_by=move.by.name,
        )

    return Draft(move, PaperKind.CORRECTION, d.receiving_department, content)


def part_withdrawn(
    move: Move, side: Side, kept: PartWithdrawal, others: Sequence[Side]
) -> list[Draft]:
    """撤回告知书: for him who took it back, and for those who had the decision in hand."""
    notice = _WithdrawalNotice(
        move, pieces.category_name(move.dispute), f"{remaining.what(kept)}。",
        requested_on=kept.requested_on, left=remaining.left(kept),
    )  # fmt: skip
    drafts = [notice.to(side, is_his=True)]
    leaves = kept.part == WithdrawnPart.PARTY
    return drafts + [notice.to(other) for other in others if leaves]


def withdrawn(move: Move, sides: Sequence[Side]) -> list[Draft]:
    """撤回告知书: whoever was asked or told as a party hears that it has ended."""
    if not sides:
        return []
    category = pieces.category_name(move.dispute)
    notice = _WithdrawalNotice(move, category, "缴费人提出的全部诉求。", ended=True)
    own = Side(PartySide.PAYER.value)
    return [notice.to(side, is_his=side == own) for side in sides]


@dataclass(frozen=True)
class _WithdrawalNotice:
    """What all of them say alike."""

    move: Move
    category: str
    withdrawn: str
    requested_on: date | None = None
    left: str = ""
    ended: bool = False

    def to(self, side: Side, *, is_his: bool = False) -> Draft:
        d = self.move.dispute

        def content(common: Common) -> WithdrawalNotice:
            return WithdrawalNotice(
                **common,
                party=side.party,
                addressee=_name_alone(pieces.of_side(d, side)),
                is_his=is_his,
                ended=self.ended,
                category=self.category,
                requested_on=self.requested_on,
                withdrawn=self.withdrawn,
                left=self.left,
                contact=pieces.contact(d),
            )

        to = Addressed(party=side.party, of=side.of)
        return Draft(self.move, PaperKind.WITHDRAWAL_NOTICE, d.receiving_department, content, to)


def _name_alone(party: PartyPiece) -> PartyPiece:
    """A letter needs to say to whom it goes, and no number, telephone or address."""
    return PartyPiece(name=party.name, kind=party.kind, is_unit=party.is_unit)


def notifications(
    move: Move,
    reason: str,
    *,
    department: Department | None = None,
    outside_body: str = "",
    outcome: str = "notify_only",
) -> list[Draft]:
    """告知单: where the matter belongs and whether it was handed on (社会保险法82条).

    One for the payer, and one for each whom a merged case has brought (R043).
    """
    d = move.dispute
    payers = [side for side in case_sides.everybody(d) if side.party == PartySide.PAYER]
    matters = pieces.matters_of({side.of for side in payers if side.of is not None})
    competent = (department, outside_body)
    before = told_before(d)
    drafts = []
    for side in payers:
        old = before.get(side)
        to = Addressed(party=side.party, of=side.of, replaces=old if old and old.is_void else None)
        drafts.append(_notification(move, reason, to, matters, competent, outcome))
    return drafts


def told_before(dispute: Dispute) -> dict[Side, Paper]:
    """The last 告知单 of each payer; one of a road taken back the same day told nothing.

    Where such a one stands in place of another it is a link of the chain: what follows it stands
    in place of both, since the payer may hold the one before.
    """
    kept = dispute.papers.filter(kind=PaperKind.NOTIFICATION, replaced_by=None)
    rows = kept.prefetch_related("voids").defer("content").order_by("pk")
    return {each.side: each for each in rows if each.replaces_id or not each.is_undone}


def told_also(move: Move) -> list[Draft]:
    """告知单: to whoever joined after it was handed on (R043, 社会保险法82条)."""
    dispute = move.dispute
    told = {side for side, each in told_before(dispute).items() if not each.is_void}
    why, lead = "您的诉求并入该事项，一并移交办理。", dispute.lead_department
    every = notifications(move, why, department=lead, outcome="transferred")
    return [each for each in every if Side(each.to.party, each.to.of) not in told]


def told_again(move: Move, how: str = "") -> list[Draft]:
    """告知单: what was handed on came back, and the payer hears who handles it now (R035)."""
    before, returns = told_before(move.dispute), move.dispute.returns
    if not before or not (returns or any(each.is_void for each in before.values())):
        return []
    why = "移交的单位未能受理，事项已退回我单位。" if returns else "原移交已经收回。"
    return notifications(move, why, outside_body=how, outcome="come_back")


def _notification(
    move: Move,
    reason: str,
    to: Addressed,
    matters: Mapping[int, MatterPiece],
    competent: tuple[Department | None, str],
    outcome: str,
) -> Draft:
    d, side = move.dispute, Side(to.party, to.of)
    department, outside_body = competent
    speaks = outcome in {"declined", "come_back"}  # of no other office

    def content(common: Common) -> Notification:
        return Notification(
            **common,
            payer=pieces.payer(d) if side.of is None else pieces.of_side(d, side),
            summary=pieces.gist(d.facts if side.of is None else matters[side.of].facts),
            reason=reason,
            outcome=outcome,
            competent=_competent(department, outside_body, speaks=speaks),
            channel_text=outside_body if speaks else "",
            contact=pieces.contact(d),
        )

    return Draft(move, PaperKind.NOTIFICATION, d.receiving_department, content, to)


def _competent(
    department: Department | None, outside_body: str, *, speaks: bool
) -> OfficePiece | None:
    if department is not None:
        return pieces.office(department)
    return OfficePiece(name=outside_body) if outside_body and not speaks else None


def accepted(move: Move, departments: Sequence[Department] = ()) -> list[Draft]:
    """接收告知书: of a petition, once it is known who works on it and until when (信访23条)."""
    d = move.dispute
    if d.channel != Channel.PETITION:
        return []
    own = d.papers.filter(kind=PaperKind.ACCEPTANCE_NOTICE, replaced_by=None)
    told = list(own.prefetch_related("voids").defer("content").order_by("pk"))
    if any(not each.is_void for each in told):
        return []
    before = [each for each in told if each.replaces_id or not each.is_undone]
    move.clocks.start_whole(d)
    due_on = next((c.due_on for k, c in move.clocks.of(d).items() if k in WHOLE_KEYS), None)

    def content(common: Common) -> AcceptanceNotice:
        return AcceptanceNotice(
            **common,
            payer=pieces.payer(d),
            summary=pieces.gist(d.facts),
            received_on=timezone.localdate(d.visited_at or d.created_at),
            source_platform=d.source_platform,
            road=d.get_mode_display(),
            lead=d.lead_department.name,
            departments=tuple(each.name for each in departments),
            due_on=due_on,
            contact=pieces.contact(d),
        )

    to = Addressed(party=PartySide.PAYER, replaces=before[-1] if before else None)
    return [Draft(move, PaperKind.ACCEPTANCE_NOTICE, d.receiving_department, content, to)]


def transfer_letter(move: Move, outside_body: str, reason: str) -> Draft:
    """移交函 to a body outside the mechanism."""
    d = move.dispute

    def content(common: Common) -> TransferLetter:
        return TransferLetter(
            **common,
            recipient=outside_body,
            **pieces.about(d),
            reason=reason,
            materials=pieces.materials(d),
            contact=pieces.contact(d),
        )

    return Draft(move, PaperKind.TRANSFER_LETTER, d.receiving_department, content)
