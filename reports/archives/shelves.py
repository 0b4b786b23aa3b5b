"""What waits to be done about files: 待审核, 到期待鉴定, 销毁清册 (R083), 待移交原件 (A19)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from departments.models import Officer
from disputes import words
from disputes.models import Dispute
from disputes.seeking import SoughtQuerySet
from reports.archives.keeping import with_terms
from reports.archives.originals import still_here, waits
from web.components import Act, Tab
from workflow.models import Appraisal, CaseFile, FileHold, FileReview
from workflow.models.keeping import DESTROYED, IN_FORCE, UNDECIDED
from workflow.procedure import keeping as rules
from workflow.procedure.rows.keeping import KEEPING_ROWS

R = CaseFile.Retention


@dataclass(frozen=True)
class Line:
    """One file of a list, and what is to be said of it there."""

    file: CaseFile
    says: str
    when: date | None


def _unreviewed(rows: SoughtQuerySet, _today: date) -> SoughtQuerySet:
    whole = FileReview.objects.filter(dispute=OuterRef("dispute"), left=[])
    return rows.exclude(Exists(whole))


def _to_review(file: CaseFile) -> Line:
    gaps = f"，缺项 {len(file.excused)} 项" if file.excused else ""
    return Line(file, f"{file.get_retention_display()}{gaps}", timezone.localdate(file.archived_at))


def _ended(rows: SoughtQuerySet, today: date) -> SoughtQuerySet:
    """Whose term has ended and of which nobody has said what becomes of them."""
    asked = Appraisal.objects.filter(case_file=OuterRef("pk"))
    settled = asked.filter(UNDECIDED | DESTROYED)
    old = rows.filter(year__lt=today.year - rules.YEARS[R.TEN])  # the others are looked at by none
    ended = Q(kept=R.TEN) | Q(kept=R.THIRTY, year__lt=today.year - rules.YEARS[R.THIRTY])
    by_rule = Q(granted=None, forever=False) & ended
    return with_terms(old).exclude(Exists(settled)).filter(by_rule | Q(granted__lt=today))


def _to_appraise(file: Any) -> Line:  # Any: a file with its term
    ends_on = file.granted or rules.added_to(date(file.year, 12, 31), file.kept)
    return Line(file, str(R(file.kept).label), ends_on)


def _appraisals(files: SoughtQuerySet) -> QuerySet[Appraisal]:
    rows = Appraisal.objects.filter(case_file__in=files.order_by().values("pk"))
    joined = ("case_file__department", "case_file__dispute", "decision")
    return rows.select_related(*joined).order_by("-id")


def _undecided(files: SoughtQuerySet, _today: date) -> QuerySet[Appraisal]:
    return _appraisals(files).filter(UNDECIDED)


def _to_decide(asked: Appraisal) -> Line:
    on = timezone.localdate(asked.appraised_at)
    return Line(asked.case_file, f"{rules.proposal_words(asked)}（{asked.appraiser_label}）", on)


def _holds(files: SoughtQuerySet, _today: date) -> QuerySet[FileHold]:
    rows = FileHold.objects.filter(IN_FORCE, case_file__in=files.order_by().values("pk"))
    return rows.select_related("case_file__department", "case_file__dispute").order_by("-id")


def _held(hold: FileHold) -> Line:
    said = f"{words.shown(hold.reason, hold.case_file.dispute)}（{hold.holder_label}）"
    return Line(hold.case_file, said, timezone.localdate(hold.held_at))


def _destroyed(files: SoughtQuerySet, _today: date) -> QuerySet[Appraisal]:
    return _appraisals(files).filter(DESTROYED)


def _registered(asked: Appraisal) -> Line:
    decided = asked.decision
    signed = f"鉴定 {asked.appraiser_label}，审定 {decided.decider_label}"
    return Line(
        asked.case_file, f"{decided.number}，{signed}", timezone.localdate(decided.decided_at)
    )


@dataclass(frozen=True)
class Shelf:
    """One list: its rows, a line of it, the head of the day's column, what an empty one says."""

    label: str
    rows: Callable[[SoughtQuerySet, date], QuerySet[Any]]  # Any: of three tables
    line: Callable[[Any], Line]
    day: str
    empty: str

    @property
    def columns(self) -> str:
        return f"题名 / 档号 / 情况:fill | 立卷:lo | {self.day}:r"


SHELVES: Final = {
    "review": Shelf("待审核", _unreviewed, _to_review, "归档", "归档的案卷都已审核。"),
    "ended": Shelf("到期待鉴定", _ended, _to_appraise, "届满", "没有期限届满、等待鉴定的案卷。"),
    "decide": Shelf("待审定", _undecided, _to_decide, "鉴定", "没有等待审定的鉴定意见。"),
    "held": Shelf("暂缓销毁", _holds, _held, "起始", "没有暂缓销毁的案卷。"),
    "destroyed": Shelf("销毁清册", _destroyed, _registered, "审定", "没有登记销毁的案卷。"),
}


def _to_move(file: CaseFile) -> Line:
    return Line(file, waits(file, timezone.localdate()), timezone.localdate(file.archived_at))


#: It has an address of its own, which the departments open as well.
ORIGINALS: Final = Shelf(
    "待移交原件", still_here, _to_move, "归档", "归档的案卷，纸质原件都已移交档案室。"
)


def tabs_of(chosen: Shelf | None) -> list[Tab]:
    """The lists, and the reports on what was decided; those when none is chosen."""
    home = reverse("keeping")
    lists = [
        Tab(each.label, f"{home}?tab={key}", None, each is chosen) for key, each in SHELVES.items()
    ]
    moving = Tab(ORIGINALS.label, reverse("originals"), None, chosen is ORIGINALS)
    return [*lists, moving, Tab("鉴定报告", reverse("appraisal_reports"), None, chosen is None)]


def acts_of(officer: Officer, dispute: Dispute) -> list[Act]:
    """What he may do about its keeping now."""
    rows = (row for row in KEEPING_ROWS if row.who.allows(officer, dispute))
    return [
        Act(row.label, reverse("dispute_verb", args=[dispute.pk, row.verb]), row.clause)
        for row in rows
        if not row.refusal(officer, dispute)
    ]
