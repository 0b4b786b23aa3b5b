"""What becomes of the file: the archivist reviews, holds back, appraises; the office decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils import timezone

from disputes.choices import ENDED, State
from workflow.models import FileHold
from workflow.models.keeping import IN_FORCE
from workflow.procedure import keeping, who
from workflow.procedure.move import now
from workflow.procedure.rows import own_hand
from workflow.procedure.rows.table import Need, Row

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute

CLAUSE: Final = "五(五)"
SAME: Final = frozenset[str]()
FILED: Final = frozenset({State.ARCHIVED})


def _held(dispute: Dispute) -> bool:
    holds = FileHold.objects.filter(IN_FORCE, case_file__dispute=dispute)
    return holds.exists()


def _term_ended(officer: Officer, dispute: Dispute) -> bool:
    term = keeping.term_of(dispute.case_file)
    return term.has_ended(timezone.localdate(now()))


def _appraisable(officer: Officer, dispute: Dispute) -> bool:
    file = dispute.case_file
    ended = keeping.destroyed().filter(case_file=file).exists()
    return not (ended or keeping.pending(file))


def _who_archived(dispute: Dispute) -> set[int | None]:
    file = getattr(dispute, "case_file", None)
    return {file.archived_by_id} if file else set()


def _who_appraised(dispute: Dispute) -> set[int | None]:
    waiting = keeping.pending(dispute.case_file)
    return {waiting.appraised_by_id} if waiting else set()


STILL_TO_REVIEW: Need[Dispute] = Need(
    "still_to_review",
    "本卷的保管期限和缺项已经由档案员审核确认；期限届满时，在到期鉴定中处理。",
    lambda o, d: not keeping.is_reviewed(d),
)
NOT_HE_WHO_ARCHIVED: Need[Dispute] = own_hand.by_another(
    "not_he_who_archived",
    "本卷是您本人归档的，不能由您审核，请其他档案员办理。",
    _who_archived,
)
NOT_HELD: Need[Dispute] = Need(
    "not_held", "本卷已经暂缓销毁，不用再登记。", lambda o, d: not _held(d)
)
HELD: Need[Dispute] = Need("held", "本卷没有暂缓销毁。", lambda o, d: _held(d))
TERM_ENDED: Need[Dispute] = Need(
    "term_ended",
    "保管期限还没有届满，不能鉴定。",
    _term_ended,
    lambda o, d: f"保管期限还没有届满（{keeping.term_of(d.case_file).says}），不能鉴定。",
)
APPRAISABLE: Need[Dispute] = Need(
    "appraisable", "本卷正在待审定，或者已经登记销毁，不能再提鉴定意见。", _appraisable
)
ORIGINALS_HERE: Need[Dispute] = Need(
    "originals_here",
    "本卷的纸质原件已经移交档案室，以后没有补充，不用再登记。",
    lambda o, d: not keeping.originals_are_moved(d),
)
APPRAISED: Need[Dispute] = Need(
    "appraised",
    "本卷没有待审定的鉴定意见。",
    lambda o, d: keeping.pending(d.case_file) is not None,
)
NOT_HE_WHO_APPRAISED: Need[Dispute] = own_hand.by_another(
    "not_he_who_appraised",
    "鉴定意见是您本人提出的，不能由您审定，请专班办公室其他人员办理。",
    _who_appraised,
)

KEEPING_ROWS: tuple[Row[Dispute], ...] = (
    Row("review_file", "归档审核", ENDED | FILED, SAME, who.ARCHIVIST, CLAUSE,
        (STILL_TO_REVIEW, NOT_HE_WHO_ARCHIVED),
        hint="确认保管期限，批准缺项；归档前后都可以办，以后调整期限走到期鉴定"),
    Row("hold_file", "暂缓销毁", FILED, SAME, who.ARCHIVIST, CLAUSE, (NOT_HELD,),
        hint="涉及诉讼、审计、信访等，到期也不能销毁的，写明理由"),
    Row("release_file", "解除暂缓销毁", FILED, SAME, who.ARCHIVIST, CLAUSE, (HELD,)),
    Row("move_originals", "移交原件", FILED, SAME, who.RECEIVING, CLAUSE, (ORIGINALS_HERE,),
        hint="归档次年六月底前，纸质原件移交本单位档案室，写明交接人、盒（册）号和页数"),
    Row("appraise_file", "到期鉴定", FILED, SAME, who.ARCHIVIST, CLAUSE, (TERM_ENDED, APPRAISABLE),
        hint="保管期限届满的，提出延长或者销毁的意见，由专班办公室审定"),
    Row("decide_appraisal", "审定鉴定意见", FILED, SAME, who.OFFICE, CLAUSE,
        (APPRAISED, NOT_HE_WHO_APPRAISED),
        warning="同意销毁的，登记入销毁清册，停止查阅；门户不删除任何内容。"),
)  # fmt: skip
