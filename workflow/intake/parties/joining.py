"""缴费人加入: one more payer of the same matter, registered for himself and joined at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from disputes import intake
from disputes.choices import CounterpartyKind, PartySide
from disputes.models import Dispute, Party
from disputes.registration import save_registration
from web.refusals import Mistyped
from workflow.intake.actions import register
from workflow.intake.linking import merge
from workflow.procedure.moving import moving
from workflow.procedure.sides import case_sides

if TYPE_CHECKING:
    from departments.models import Officer
    from workflow.procedure.move import Move

#: What his matter has in common with the one he joins; what he says himself is typed.
SHARED = (
    "town",
    "place",
    "category",
    "insurance_types",
    "period_start",
    "period_end",
    "confidential_report",
)


@transaction.atomic
def join_payer(
    dispute: Dispute,
    *,
    by: Officer,
    given: Mapping[str, Any],  # Any: values of many types, by field of registration
    version: int | None = None,
) -> None:
    """Registration and 并案 in one press: he has his own number, his own paper, his own word.

    Whoever registers checks him as anybody (五要素), and 并案 makes him a party that is told and
    heard (R043); neither rule stands here again.
    """
    with moving(dispute, "join_payer", by=by, version=version) as move:
        fresh = _draft(move, given)
        _check_new(move.dispute, fresh)
        move.say(f"{by.name} 登记另一名缴费人就同一争议加入本件。")
    register(fresh, by=by)
    merge(fresh, by=by, into=dispute)
    dispute.refresh_from_db()


def _draft(move: Move, given: Mapping[str, Any]) -> Dispute:  # Any: as above
    """His own words about the matter of this case, against the same other side."""
    dispute = move.dispute
    shared = {name: getattr(dispute, name) for name in SHARED}
    draft = intake.unwritten(move.by, dispute.receiving_department, **shared)
    try:
        saved = save_registration(move.by, given, draft)
    except ValidationError as error:
        raise Mistyped(error.message_dict) from error
    other = dispute.counterparty
    if other is not None and other.kind not in {"", CounterpartyKind.NONE}:
        Party.objects.bulk_create([intake.copy_party(other, saved)])
    found: Dispute = Dispute.objects.with_people().get(pk=saved.pk)
    return found


def _check_new(dispute: Dispute, fresh: Dispute) -> None:
    """Nobody joins whom the case has already, and nobody stands on both sides of it."""
    payer = fresh.payer
    if payer is None:
        return  # registering says what is missing
    staying = case_sides.payers(dispute)
    for known in dispute.parties.all():
        if (known.role, known.of_id) in staying and payer.is_same_as(known):
            told = "他已经是本件的缴费人，不用再加入；有新的诉求的，请更正登记。"
            raise Mistyped({"payer.name": [told]})
        if known.role == PartySide.COUNTERPARTY and payer.is_one_with(known):
            raise Mistyped({"payer.name": ["他是本件的争议对方，不能又作缴费人，请核对。"]})
