"""更正会商、协议登记: what was put down wrongly is void, and stays readable (五(四), R088)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from departments.models import Department
from departments.roles import STAFF
from papers.forms.correction import ChangePiece
from web.refusals import Mistyped, NotAllowed
from workflow.intake.papers import correction
from workflow.issuing.drafts import issue
from workflow.models import Consultation, PaperVoid
from workflow.procedure import facts
from workflow.procedure.moving import moving
from workflow.procedure.sides.letters import recorded
from workflow.procedure.who import stands_for

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.models import Paper
    from workflow.procedure.move import Move


def cancel_recording(
    dispute: Dispute, *, by: Officer, paper: Paper, reason: str, version: int | None = None
) -> None:
    """The paper is void and its number stays used; whoever had heard of it hears that as well."""
    with moving(dispute, "cancel_recording", by=by, version=version) as move:
        old = _checked(move, paper)
        PaperVoid.objects.create(paper=old, reason=reason, voided_by=by)
        piece = ChangePiece(label=old.label, before=old.number, after="原登记作废")
        issue(correction(move, old.label, (piece,), reason))
        taking_part = facts.departments_taking_part(move.dispute)
        told = f"{old.label}（{old.number}）登记有误，已作废"
        move.tell_workers(taking_part, f"{move.dispute.number} {told}，见更正单。")
        _tell_named(move, old, taking_part, told)
        move.say(f"{by.name} 更正{old.label}（{old.number}）：原登记作废，见更正单。")


def _checked(move: Move, paper: Paper) -> Paper:
    old = next((each for each in recorded(move.dispute) if each.pk == paper.pk), None)
    if old is None:
        raise Mistyped({"paper": ["这份文书不在本件可以更正的登记之中，请刷新后再选。"]})
    units = (old.department_id, move.dispute.receiving_department_id)
    if not any(stands_for(move.by, move.dispute, unit) for unit in units):
        said = f"{old.label}由{old.department.short_name}登记，请该单位或者受理部门更正。"
        raise NotAllowed(said)
    return old


def _tell_named(move: Move, old: Paper, taking_part: set[int], told: str) -> None:
    """Units that were named without taking part were told of it, and of nothing else (六(三))."""
    kept = Consultation.objects.filter(paper=old).first()
    if kept is not None:
        named = Department.objects.filter(code__in=kept.units).exclude(pk__in=taking_part)
        for unit in named:
            move.tell(unit.pk, STAFF, f"{old.department.short_name}与你单位的{told}。")
