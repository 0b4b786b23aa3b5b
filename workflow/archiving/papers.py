"""上报表, drafted from a concluded dispute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from disputes.choices import Answer
from papers.choices import PaperKind
from papers.forms.report_up import ReportUp
from workflow.clocks.lines import whole_verdict
from workflow.issuing import pieces
from workflow.issuing.drafts import Common, Draft
from workflow.procedure.sides import case_sides

if TYPE_CHECKING:
    from workflow.procedure.move import Move


def report_up(move: Move) -> Draft:
    """上报表: what became of the matter (R084)."""
    d = move.dispute
    decided = d.decisions.filter(state="signed").first()
    said = pieces.stances([d])[d.pk]
    answers = [
        f"{case_sides.side_words(d, r.side)}：{Answer(r.answer).label}"
        for r in case_sides.responses_in_force(d)
    ]

    def content(common: Common) -> ReportUp:
        return ReportUp(
            **common,
            **pieces.about(d),
            mode=d.get_mode_display() or "即时答复",
            lead=d.lead_department.name,
            departments=tuple(stance.department for stance in said),
            facts=decided.facts if decided else d.facts,
            basis=decided.basis if decided else "",
            decision=decided.decision if decided else "",
            stances=said,
            answers="；".join(answers),
            concluded_on=timezone.localdate(d.concluded_at) if d.concluded_at else None,
            timeliness=whole_verdict(d),
            drafted_by=move.by.name,
        )

    return Draft(move, PaperKind.REPORT_UP, d.receiving_department, content)
