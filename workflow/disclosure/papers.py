"""信息提供（发布）审批表, and the sheet that is drawn up to leave; both issued by the last word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disputes.choices import PartyRole
from papers.choices import PaperKind
from papers.forms.disclosure_form import DisclosureForm
from papers.forms.disclosure_sheet import DisclosureSheet
from papers.pieces import SignaturePiece
from workflow.disclosure.asking import is_personal
from workflow.disclosure.bundling import files_of
from workflow.issuing import pieces
from workflow.issuing.drafts import Addressed, Common, Draft, Issuing, WithoutCase
from workflow.models.disclosure import DisclosureState, ItemKind, Masking, RecipientKind

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.models import Disclosure, DisclosureItem, DisclosureSignature
    from workflow.procedure.move import Act


def of(act: Act[Disclosure], number: str, items: list[DisclosureItem]) -> list[Draft]:
    """Both carry the number of the approval."""
    own = act.subject
    issuing = act.move if act.moves else WithoutCase(act.by, act.at)
    to = Addressed(disclosure=own, due_on=own.until, number=number)
    sheets = [each for each in items if each.kind == ItemKind.SHEET]
    return [_form(own, issuing, to, items), *(_sheet(own, issuing, to, each) for each in sheets)]


def _form(own: Disclosure, issuing: Issuing, to: Addressed, items: list[DisclosureItem]) -> Draft:
    signed = {each.step: each for each in own.signatures.filter(round=own.round)}
    asker = own.requested_by

    def content(common: Common) -> DisclosureForm:
        return DisclosureForm(
            **common,
            **_parties(own.dispute),
            recipient_kind=str(RecipientKind(own.recipient_kind).label),
            recipient=own.recipient,
            letter=own.letter,
            purpose=own.purpose,
            items=tuple(map(_named, items)),
            is_personal=is_personal(items),
            masking=str(Masking(own.masking).label),
            full_reason=own.full_reason,
            impact_record=own.impact_record,
            until=own.until,
            requested=pieces.signature(asker.name, own.requested_at),
            head=_signature(signed.get(DisclosureState.HEAD)),
            office=_signature(signed.get(DisclosureState.OFFICE)),
            leader=_signature(signed.get(DisclosureState.LEADER)),
            needs_leader=DisclosureState.LEADER in own.route,
        )

    return Draft(issuing, PaperKind.DISCLOSURE_FORM, own.department, content, to)


def _named(item: DisclosureItem) -> str:
    """Whoever signs reads which files leave."""
    files = "、".join(file.number for file in files_of(item))
    return f"{item.label}：{files}" if files else item.label


def _signature(signed: DisclosureSignature | None) -> SignaturePiece:
    if signed is None:
        return SignaturePiece(comment="（不经这一环节）")
    return pieces.signature(signed.signer_label, signed.at, signed.comment or "同意。")


def _sheet(own: Disclosure, issuing: Issuing, to: Addressed, item: DisclosureItem) -> Draft:
    dispute = own.dispute
    decided = dispute.decisions.filter(state="signed").last() if dispute else None

    def content(common: Common) -> DisclosureSheet:
        return DisclosureSheet(
            **common,
            **_parties(dispute),
            matter=pieces.matter(dispute) if dispute else None,
            recipient=own.recipient,
            shown=tuple(item.fields),
            state=str(dispute.get_state_display()) if dispute else "",
            decision=decided.decision if decided else "",
            text=item.text,
        )

    return Draft(issuing, PaperKind.DISCLOSURE_SHEET, own.department, content, to)


def _parties(dispute: Dispute | None) -> Common:
    """Whose names a masked copy looks for."""
    if dispute is None:
        return {}
    return {
        "payer": pieces.payer(dispute),
        "agent": pieces.agent(dispute),
        "counterparty": pieces.party(dispute, PartyRole.COUNTERPARTY),
    }
