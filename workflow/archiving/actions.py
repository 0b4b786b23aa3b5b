"""五(五) and 报送办理: the file is archived; a concluded matter may be reported up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects

from departments.roles import THE_OFFICE
from disputes.choices import State
from disputes.materials import keep_supplement
from web.refusals import Mistyped, NotAllowed
from workflow.archiving import case_file, papers
from workflow.archiving.case_file import Excuse
from workflow.archiving.proofs import PROOF, proofs_of
from workflow.issuing.drafts import issue
from workflow.procedure.moving import moving

if TYPE_CHECKING:
    from django.core.files.base import File

    from departments.models import Officer
    from disputes.models import Dispute


def archive(
    dispute: Dispute,
    *,
    by: Officer,
    excused: Sequence[Excuse] = (),
    retention: str = "",
    retention_reason: str = "",
    version: int | None = None,
) -> None:
    """归档: every paper the mode requires is in the file, or excused by name (R079, R081).

    A proof of service that lacks may be excused as well; it holds nothing up.
    """
    with moving(dispute, "archive", by=by, version=version) as move:
        prefetch_related_objects([move.dispute], "services", "materials")  # asked thrice
        missing = case_file.missing_papers(move.dispute)
        wished = [PROOF] if proofs_of(move.dispute).is_missing else []
        _refuse_needless(move.dispute, [*missing, *wished], excused)
        reviews = list(move.dispute.file_reviews.all())
        if any(each.reviewed_by_id == by.pk for each in reviews):
            raise NotAllowed("本卷由您本人归档审核，请受理部门其他人员归档。")
        excused = [*excused, *case_file.approved(reviews, [*missing, *wished], excused)]
        kept = case_file.kept_for(move.dispute, reviews, retention, retention_reason)
        left = [label for label in missing if label not in {e.label for e in excused}]
        if left:
            raise NotAllowed(f"案卷缺少：{'、'.join(left)}。请补齐，或逐项说明缺项理由。")
        move.dispute.archived_at = move.at
        move.to(State.ARCHIVED)
        filed = case_file.build(move, excused, kept)
        case_file.seal(filed)
        absent = f"，缺项{len(excused)}项已说明" if excused else ""
        move.say(f"{by.name} 归档，档号 {filed.number}{absent}。")


def _refuse_needless(dispute: Dispute, missing: Sequence[str], excused: Sequence[Excuse]) -> None:
    """A reason for what lacks nothing would stand in the file for ever as a gap."""
    named = dict.fromkeys(each.label for each in excused if each.label not in missing)
    wanted = case_file.required_papers(dispute) if named else {}
    told = [
        f"“{label}”已在案卷中，不用说明缺项，请去掉。"
        if label in wanted
        else f"案卷目录中没有“{label}”这一项，请按缺项的文书名称填写。"
        for label in named
    ]
    if told:
        raise Mistyped({"excused": told})


def report_up(dispute: Dispute, *, by: Officer, version: int | None = None) -> None:
    """报送专班: a 上报表, appended outside the frozen file (R084)."""
    with moving(dispute, "report_up", by=by, version=version) as move:
        (appended,) = issue(papers.report_up(move))
        if move.dispute.state == State.ARCHIVED:
            case_file.seal(move.dispute.case_file, appended)
        move.tell(None, THE_OFFICE, f"{move.dispute.number} 报送专班。")
        move.say(f"{by.name} 将办理情况报送专班。")


def supplement(
    dispute: Dispute,
    *,
    by: Officer,
    file: File[bytes],
    reason: str,
    title: str = "",
    version: int | None = None,
) -> None:
    """补充归档: a material beside the frozen file, never in place of anything (R081)."""
    with moving(dispute, "supplement", by=by, version=version) as move:
        kept = keep_supplement(move.dispute, file, by=by, title=title)
        case_file.seal(move.dispute.case_file, kept)
        move.say(f"{by.name} 补充归档{case_file.appended_because(kept.title)}{reason}")
