"""上报表 of a concluded dispute; 鉴定报告 and 销毁清册 of a unit's files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from disputes import words
from disputes.choices import Answer
from papers.choices import PaperKind
from papers.forms.appraisal_report import AppraisalReportPaper, AppraisedPiece, StepPiece
from papers.forms.destruction_list import DestructionList
from papers.forms.report_up import ReportUp
from workflow.clocks.lines import whole_verdict
from workflow.issuing import pieces
from workflow.issuing.drafts import Addressed, Common, Draft, WithoutCase
from workflow.models import CaseFile
from workflow.procedure.keeping import proposal_words
from workflow.procedure.sides import case_sides

if TYPE_CHECKING:
    from departments.models import Department
    from workflow.models import Appraisal
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


KINDS: Final = (PaperKind.APPRAISAL_REPORT, PaperKind.DESTRUCTION_LIST)


def appraisal_papers(
    act: WithoutCase, unit: Department, told: Sequence[Sequence[Appraisal]], numbers: Sequence[str]
) -> list[Draft]:
    """The report, and the list of what is destroyed if it has a number."""
    files = tuple(_appraised(steps) for steps in told)
    report, *listed = numbers

    def content(common: Common) -> AppraisalReportPaper:
        return AppraisalReportPaper(**common, files=files, destruction_number="".join(listed))

    def ended(common: Common) -> DestructionList:
        gone = tuple(each for each in files if each.listed)
        return DestructionList(**common, files=gone, report_number=report)

    made = [Draft(act, KINDS[0], unit, content, Addressed(number=report))]
    if listed:
        made.append(Draft(act, KINDS[1], unit, ended, Addressed(number=listed[0])))
    return made


def _appraised(said: Sequence[Appraisal]) -> AppraisedPiece:
    """What was typed with its persons masked: a list of many files has no full copy."""
    last = said[-1]
    file, decided = last.case_file, last.decision
    reviews = list(file.dispute.file_reviews.all())
    kept = reviews[-1].retention if reviews else file.retention
    return AppraisedPiece(
        number=file.number,
        title=words.shown(file.title, file.dispute),
        year=file.year,
        retention=str(CaseFile.Retention(kept).label),
        ends_on=last.ends_on,
        steps=tuple(step for each in said for step in _steps(each)),
        decision=proposal_words(last).split("，")[0],
        listed=decided.number,
        kept_years=timezone.localdate(decided.decided_at).year - file.year,
    )


def _steps(asked: Appraisal) -> tuple[StepPiece, StepPiece]:
    dispute, decided = asked.case_file.dispute, asked.decision
    return (
        StepPiece(
            what="鉴定",
            by=asked.appraiser_label,
            on=timezone.localdate(asked.appraised_at),
            opinion=proposal_words(asked),
            reason=words.shown(asked.reason, dispute),
        ),
        StepPiece(
            what="审定",
            by=decided.decider_label,
            on=timezone.localdate(decided.decided_at),
            opinion="同意" if decided.agrees else "退回",
            reason=words.shown(decided.comment, dispute),
        ),
    )
