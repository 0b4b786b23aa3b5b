"""会商记录 and 调解（和解）协议登记表, filled from the case and from what was registered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from disputes.choices import PartySide
from disputes.models.party import Side
from papers.choices import PaperKind
from papers.forms.consultation import ConsultationPaper
from papers.forms.settlement import SettlementPaper
from papers.pieces import PartyPiece
from workflow.issuing import pieces
from workflow.issuing.drafts import Common, Draft
from workflow.models.settlement import SettlementKind

if TYPE_CHECKING:
    from departments.models import Department
    from disputes.models import Dispute
    from workflow.models import Consultation, Settlement
    from workflow.procedure.move import Move


def consultation(move: Move, kept: Consultation, units: Sequence[Department]) -> Draft:
    """会商记录 of the unit that put it down; its subject names nobody (领域 3.3 ⑧)."""
    category = pieces.category_name(move.dispute)

    def content(common: Common) -> ConsultationPaper:
        return ConsultationPaper(
            **common,
            subject=pieces.matter_of(category),
            form=kept.get_form_display(),
            held_on=kept.held_on,
            departments=tuple(each.name for each in units),
            present=kept.present,
            said=kept.said,
            agreed=kept.agreed,
            dissent=kept.dissent,
            recorded_by=move.by.name,
        )

    return Draft(move, PaperKind.CONSULTATION, kept.department, content)


def settlement(move: Move, kept: Settlement, department: Department, *, scanned: bool) -> Draft:
    """调解（和解）协议登记表 of the payer who has settled, with whom."""
    d = move.dispute
    payer, other = _of(d, kept.of_id, PartySide.PAYER), _of(d, kept.of_id, PartySide.COUNTERPARTY)

    def content(common: Common) -> SettlementPaper:
        return SettlementPaper(
            **common,
            agreement=kept.get_kind_display(),
            signed_on=kept.signed_on,
            mediator=kept.mediator,
            payer=payer,
            counterparty=other,
            category=pieces.category_name(d),
            settles=kept.get_settles_display(),
            claims=kept.claims,
            gist=kept.gist,
            perform_by=kept.perform_by,
            scanned=scanned,
            is_mediated=kept.kind == SettlementKind.MEDIATED,
            recorded_by=move.by.name,
        )

    return Draft(move, PaperKind.SETTLEMENT, department, content)


def _of(dispute: Dispute, of: int | None, party: PartySide) -> PartyPiece:
    """By name alone; of the other side, the case's own where the merged one brought none."""
    sides = (Side(party.value, of), Side(party.value))
    found = next((p for p in (pieces.of_side(dispute, s) for s in sides) if p.name), PartyPiece())
    return PartyPiece(name=found.name, kind=found.kind, is_unit=found.is_unit)
