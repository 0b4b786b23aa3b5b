"""What the duty matrix suggests for a dispute, and the record of what was chosen instead (R026)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from departments.routing import RoutingAnswer, RoutingQuestion, UnknownCategory, suggest
from web.refusals import Mistyped
from workflow.models import RoutingRecord

if TYPE_CHECKING:
    from departments.models import Department
    from disputes.models import Dispute
    from workflow.procedure.move import Move


def question(dispute: Dispute) -> RoutingQuestion:
    """The facts of a dispute that routing looks at (domain 5.3)."""
    signals = dict(dispute.signals)
    signals.setdefault("people", dispute.people_count)
    payer = dispute.payer
    if payer is not None and payer.is_unit:
        signals.setdefault("org", True)
    if dispute.amount is not None:
        signals.setdefault("amount", float(dispute.amount))
    return RoutingQuestion(
        category=dispute.category,
        insurance_types=tuple(dispute.insurance_types),
        period_start=dispute.period_start,
        period_end=dispute.period_end,
        town=dispute.town,
        receiving_department=dispute.receiving_department.code,
        signals=signals,
    )


def suggestion(dispute: Dispute) -> RoutingAnswer:
    """What the matrix in force says, with its reasons and clauses."""
    return suggest(question(dispute))


def branch(dispute: Dispute) -> str:
    """受理情形: own, other or joint by the matrix; nothing for a matter it does not know."""
    try:
        return suggestion(dispute).branch
    except UnknownCategory:
        return ""


def keep(move: Move, departments: Sequence[Department], reason: str) -> RoutingAnswer:
    """Remember the suggestion beside the choice; a departure needs its reason (R026)."""
    answer = suggestion(move.dispute)
    chosen = [d.code for d in departments]
    lead_differs = chosen[0] not in answer.lead if chosen else False
    departs = lead_differs or move.row.verb != answer.mode
    if departs and not reason:
        raise Mistyped({"reason": ["与系统建议不同，请写明理由。"]})
    RoutingRecord.objects.create(
        dispute=move.dispute,
        verb=move.row.verb,
        matrix_version=answer.matrix_version,
        suggested=answer.to_json(),
        chosen_lead=chosen[0] if chosen else "",
        chosen_departments=chosen,
        chosen_mode=move.row.verb,
        departs=departs,
        reason=reason,
        decided_by=move.by,
    )
    return answer


def note(move: Move, answer: RoutingAnswer) -> None:
    """更正: what the matrix says of the corrected facts, beside who leads meanwhile."""
    dispute = move.dispute
    RoutingRecord.objects.create(
        dispute=dispute,
        verb=move.row.verb,
        matrix_version=answer.matrix_version,
        suggested=answer.to_json(),
        chosen_lead=dispute.lead_department.code,
        chosen_departments=[dispute.lead_department.code],
        chosen_mode=dispute.mode,
        departs=False,
        decided_by=move.by,
    )
