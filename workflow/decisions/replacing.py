"""作废重发: one paper is void, its number stays used, and another says what is right (R088).

A paper is never void by hand alone, which would leave a step of the procedure without its paper:
what should not have been issued falls with the act that is undone, recalled or struck.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final

from confidentiality.sealing import open_sealed_json
from departments.roles import HEADS, STAFF
from disputes.choices import PartySide
from papers.choices import PaperKind
from papers.freezing import PaperContent, fresh_nonce
from papers.kinds import thaw
from web.refusals import Mistyped, NotAllowed
from workflow.issuing import pieces
from workflow.issuing.drafts import Addressed, Common, Draft, issue
from workflow.models import Paper, PaperVoid
from workflow.procedure.moving import moving
from workflow.procedure.sides import case_sides
from workflow.procedure.who import stands_for

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.procedure.move import Move

#: Letters, which say what is registered now; what somebody has put his name to repeats it.
LETTERS: Final = (
    PaperKind.NOTIFICATION, PaperKind.REFERRAL, PaperKind.TRANSFER_LETTER, PaperKind.JOINT_NOTICE,
    PaperKind.DECISION,
)  # fmt: skip
REPLACEABLE: Final = (PaperKind.REGISTRATION, *LETTERS)
#: What is handed to a party: once that is on record, the record is corrected first.
_SERVED: Final = (PaperKind.NOTIFICATION, PaperKind.DECISION)


def replaceable(dispute: Dispute) -> QuerySet[Paper]:
    """Those of the case that another may take the place of, newest first."""
    rows: QuerySet[Paper] = Paper.objects.filter(dispute=dispute, kind__in=REPLACEABLE, voids=None)
    return rows.select_related("department", "recipient", "assignment").order_by("-pk")


def replace_paper(
    dispute: Dispute, *, by: Officer, paper: Paper, reason: str, version: int | None = None
) -> None:
    """The void one keeps its number and its reason; the other cites it (代替〔2026〕5号)."""
    with moving(dispute, "replace_paper", by=by, version=version) as move:
        old = _checked(move, paper)
        PaperVoid.objects.create(paper=old, reason=reason, voided_by=by)
        [new] = issue(_draft(move, old))
        told = f"{old.label}{old.number}作废，改发{new.number}"
        move.say(f"{by.name} {told}：{reason}。")
        for unit in {old.department_id, old.recipient_id} - {None}:
            move.tell(unit, STAFF, f"{move.dispute.number} {told}，请以新件为准。")


def _checked(move: Move, paper: Paper) -> Paper:
    old = replaceable(move.dispute).filter(pk=paper.pk).first()
    if old is None:
        raise Mistyped({"paper": ["这份文书不在本件可以作废重发的文书之中，请刷新后再选。"]})
    if not stands_for(move.by, move.dispute, old.department_id, HEADS):
        raise NotAllowed(f"{old.label}由{old.department.short_name}签发，请该单位负责人办理。")
    served = {each.side for each in case_sides.services_in_force(move.dispute)}
    if old.kind in _SERVED and old.side in served:
        raise NotAllowed(f"{old.label}已经登记送达，请先更正送达登记，再作废重发、重新送达。")
    return old


def _draft(move: Move, old: Paper) -> Draft:
    was = thaw(old.kind, open_sealed_json(old.content))
    to = Addressed(
        party=old.party, of=old.of_id, recipient=old.recipient, assignment=old.assignment,
        due_on=old.due_on, replaces=old,
    )  # fmt: skip

    def content(common: Common) -> PaperContent:
        now = _as_registered(move, old, was) if old.kind in LETTERS else {}
        if hasattr(was, "head"):  # 报送单 names who signs for its unit
            now["head"] = common["signed_by"]
        return replace(was, **{"nonce": fresh_nonce()} | common | now)

    return Draft(move, PaperKind(old.kind), old.department.at_work, content, to)


def _as_registered(move: Move, old: Paper, was: PaperContent) -> dict[str, Any]:
    # Any: pieces of many types
    """Parties and matter as they are now, as far as this paper tells of them."""
    d, side = move.dispute, old.side
    own = side.of is None
    payer = pieces.payer(d) if own else pieces.of_side(d, (PartySide.PAYER, side.of))
    told = {
        "payer": payer,
        "counterparty": pieces.counterparty(d) if own else None,
        "addressee": payer if side.party == PartySide.PAYER else pieces.of_side(d, side),
        "matter": pieces.matter(d) if own else None,
        "summary": d.facts if own else None,
    }
    has = {each.name for each in fields(was)}
    return {name: value for name, value in told.items() if name in has and value is not None}
