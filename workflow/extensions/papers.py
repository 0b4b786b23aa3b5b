"""延期审批表, and 延期告知书 where the payer's own date moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from deadlines.due import chinese_date
from deadlines.limits import WHOLE_KEYS
from disputes.models.dispute import deciding_department
from disputes.models.party import Side
from papers.choices import PaperKind
from papers.forms.extension_form import ExtensionForm
from papers.forms.extension_notice import ExtensionNotice
from papers.pieces import PartyPiece
from workflow.issuing import pieces
from workflow.issuing.drafts import Addressed, Common, Draft
from workflow.procedure.sides import case_sides
from workflow.procedure.transitions import DISPUTE_TABLE

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.models import Approval, ExtensionGrant
    from workflow.procedure.move import Move


def extension(move: Move, asked: Approval, grant: ExtensionGrant) -> list[Draft]:
    """The form for every extension; when the whole case takes longer a notice for each payer."""
    is_whole = grant.deadline.key in WHOLE_KEYS
    told = case_sides.named_payers(move.dispute) if is_whole else []
    category = pieces.category_name(move.dispute)
    form = _form(move, asked, grant, category, tells_payer=bool(told))
    return [form, *(_notice(move, grant, category, side) for side in told)]


def _form(
    move: Move, asked: Approval, grant: ExtensionGrant, category: str, *, tells_payer: bool
) -> Draft:
    d, clock = move.dispute, grant.deadline

    def content(common: Common) -> ExtensionForm:
        return ExtensionForm(
            **common,
            payer=pieces.payer(d),
            category=category,
            clock=clock.policy.label,
            owner=clock.owner.name,
            starts_on=clock.starts_on,
            old_due_on=grant.old_due_on,
            new_due_on=grant.new_due_on,
            length=_length(grant),
            reason=asked.reason,
            progress=asked.progress or _progress(d),
            requested=pieces.signature(asked.requested_by.name, asked.requested_at),
            requested_department=asked.requested_department.name,
            decided=pieces.signature(
                move.actor_label or move.by.name, move.at, asked.comment or "同意延期。"
            ),
            tells_payer=tells_payer,
        )

    to = Addressed(assignment=clock.assignment, due_on=grant.new_due_on)
    return Draft(move, PaperKind.EXTENSION_FORM, clock.owner, content, to)


def _notice(move: Move, grant: ExtensionGrant, category: str, side: Side) -> Draft:
    d, department = move.dispute, deciding_department(move.dispute)

    def content(common: Common) -> ExtensionNotice:
        return ExtensionNotice(
            **common,
            payer=_name_alone(pieces.of_side(d, side)),
            category=category,
            registered_on=timezone.localdate(d.registered_at) if d.registered_at else None,
            old_due_on=grant.old_due_on,
            new_due_on=grant.new_due_on,
            length=_length(grant),
            reason=grant.reason,
            contact=pieces.office(department, d.responsible_officer.name),
        )

    to = Addressed(party=side.party, of=side.of, due_on=grant.new_due_on)
    return Draft(move, PaperKind.EXTENSION_NOTICE, department, content, to)


def _name_alone(payer: PartyPiece) -> PartyPiece:
    """A letter needs to say to whom it goes, and no number, telephone or address."""
    return PartyPiece(name=payer.name, kind=payer.kind, is_unit=payer.is_unit)


def _length(grant: ExtensionGrant) -> str:
    return str(grant.as_extension.granted)


def _progress(dispute: Dispute) -> str:
    """What was done so far, by the steps of the timeline, where the officer wrote nothing."""
    done = {
        DISPUTE_TABLE[entry.verb].label: chinese_date(timezone.localdate(entry.at))
        for entry in dispute.timeline.order_by("pk")
        if entry.verb in DISPUTE_TABLE and entry.state_before != entry.state_after
    }
    return "；".join(f"{day}{label}" for label, day in done.items())
