"""保管: the archivist reviews a file, holds it back, appraises it; another decides (R079, R083)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from departments.roles import STAFF, THE_OFFICE, Role
from disputes.models.numbering import next_in
from web.refusals import Mistyped, NotAllowed
from workflow.archiving import case_file
from workflow.models import (
    Appraisal,
    AppraisalDecision,
    CaseFile,
    FileHold,
    FileRelease,
    FileReview,
)
from workflow.models.keeping import Proposal
from workflow.procedure import keeping
from workflow.procedure.moving import moving
from workflow.procedure.timeline import signature

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute

ARCHIVISTS: Final = frozenset({Role.ARCHIVIST})


def review_file(
    dispute: Dispute, *, by: Officer, retention: str, reason: str = "",
    gaps: Sequence[str] = (), version: int | None = None,
) -> None:  # fmt: skip
    """归档审核: the term is confirmed, and each gap that may be (R079, R083)."""
    with moving(dispute, "review_file", by=by, version=version) as move:
        move.stays = True
        suggested = case_file.retention(move.dispute)
        if (gaps or retention != suggested) and not reason:
            raise Mistyped({"reason": ["与建议的期限不同，或者批准缺项的，请写明理由。"]})
        left = [each for each in case_file.unapproved(move.dispute) if each not in gaps]
        FileReview.objects.create(
            dispute=move.dispute, suggested=suggested, retention=retention, reason=reason,
            gaps=list(gaps), left=left, reviewed_by=by, reviewer_label=signature(by),
            reviewed_at=move.at,
        )  # fmt: skip
        approved = f"，批准缺项：{'、'.join(gaps)}" if gaps else ""
        beside = f"，理由：{reason}" if reason else ""
        kept = CaseFile.Retention(retention).label
        move.say(f"{signature(by)} 归档审核，保管期限{kept}{approved}{beside}。")
        if left:
            text = f"{move.dispute.number} 归档审核，案卷缺少：{'、'.join(left)}，请补齐。"
            move.tell(move.dispute.receiving_department_id, STAFF, text)


def hold_file(dispute: Dispute, *, by: Officer, reason: str, version: int | None = None) -> None:
    """暂缓销毁: until it is lifted the file is not destroyed, whatever its term."""
    with moving(dispute, "hold_file", by=by, version=version) as move:
        FileHold.objects.create(
            case_file=move.dispute.case_file, reason=reason, held_by=by,
            holder_label=signature(by), held_at=move.at,
        )  # fmt: skip
        move.say(f"{signature(by)} 暂缓销毁本卷，理由：{reason}")


def release_file(dispute: Dispute, *, by: Officer, reason: str, version: int | None = None) -> None:
    """解除暂缓销毁."""
    with moving(dispute, "release_file", by=by, version=version) as move:
        hold = keeping.hold_of(move.dispute.case_file)
        assert hold is not None  # the row asks for it
        FileRelease.objects.create(
            hold=hold, reason=reason, released_by=by,
            releaser_label=signature(by), released_at=move.at,
        )  # fmt: skip
        move.say(f"{signature(by)} 解除暂缓销毁，理由：{reason}")


def appraise_file(
    dispute: Dispute, *, by: Officer, proposal: str, reason: str, more: str = "",
    version: int | None = None,
) -> None:  # fmt: skip
    """到期鉴定: longer, and how long; or into the 销毁清册. It counts once another agreed."""
    with moving(dispute, "appraise_file", by=by, version=version) as move:
        file = move.dispute.case_file
        if proposal == Proposal.EXTEND and not more:
            raise Mistyped({"more": ["延长的，请选择延长多久。"]})
        if proposal == Proposal.DESTROY:
            more = ""
            _refuse_held(file)
        ends_on = keeping.term_of(file).ends_on
        assert ends_on is not None  # a term without end never ends
        made = Appraisal.objects.create(
            case_file=file, ends_on=ends_on, proposal=proposal, more=more,
            until=keeping.added_to(ends_on, more) if more else None, reason=reason,
            appraised_by=by, appraiser_label=signature(by), appraised_at=move.at,
        )  # fmt: skip
        said = keeping.proposal_words(made)
        move.say(f"{signature(by)} 到期鉴定，意见：{said}。{reason}")
        move.tell(None, THE_OFFICE, f"{move.dispute.number} 到期鉴定，意见：{said}，请审定。")


def decide_appraisal(
    dispute: Dispute, *, by: Officer, agree: bool, comment: str = "", version: int | None = None
) -> None:
    """审定: agreed to it counts; nothing is deleted, what is destroyed is registered (0066)."""
    with moving(dispute, "decide_appraisal", by=by, version=version) as move:
        file = move.dispute.case_file
        asked = keeping.pending(file)
        assert asked is not None  # the row asks for it
        if not agree and not comment:
            raise Mistyped({"comment": ["退回的，请写明理由。"]})
        ends = agree and asked.proposal == Proposal.DESTROY
        if ends:
            _refuse_held(file)
        number = _next_number(file, move.today.year) if ends else ""
        AppraisalDecision.objects.create(
            appraisal=asked, agrees=agree, comment=comment, number=number, decided_by=by,
            decider_label=signature(by), decided_at=move.at,
        )  # fmt: skip
        word = "同意" if agree else "退回"
        told = f"，入销毁清册 {number}，停止查阅" if number else ""
        beside = f"：{comment}" if comment else "。"
        opinion = f"鉴定意见（{keeping.proposal_words(asked)}）"
        move.say(f"{signature(by)} {word}{opinion}{told}{beside}")
        text = f"{move.dispute.number} {opinion}已审定：{word}{told}。"
        move.tell(None, ARCHIVISTS, text)


def _refuse_held(file: CaseFile) -> None:
    if keeping.hold_of(file):
        raise NotAllowed("本卷已经暂缓销毁，不能销毁：请先解除暂缓，或者延长保管期限。")


def _next_number(file: CaseFile, year: int) -> str:
    """Of the 销毁清册 of its 全宗, which several units may share."""
    serial = next_in(f"destruction.{file.department.fonds_number}", year)
    return f"{file.department.fonds_number}-销毁·{year}-{serial:04d}"
