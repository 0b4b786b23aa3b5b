"""How long an archived file is kept, and what stands against ending it (R079, R083)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from deadlines.calendar import months_later
from deadlines.due import chinese_date
from disputes.models import Material
from workflow.models import Appraisal, CaseFile, FileHold, FileReview, OriginalsTransfer, Paper
from workflow.models.keeping import DESTROYED, EXTENDED, IN_FORCE, UNDECIDED, Proposal

if TYPE_CHECKING:
    from disputes.models import Dispute

R = CaseFile.Retention
YEARS: Final = {R.TEN: 10, R.THIRTY: 30}


@dataclass(frozen=True)
class Term:
    """保管期限 as it stands today; no day when it is kept for ever."""

    retention: str
    ends_on: date | None
    review: FileReview | None

    @property
    def says(self) -> str:
        label = str(R(self.retention).label)
        return f"{label}，至{chinese_date(self.ends_on)}" if self.ends_on else label

    def has_ended(self, today: date) -> bool:
        return self.ends_on is not None and self.ends_on < today


def term_of(file: CaseFile) -> Term:
    """As the archivist confirmed it, else as it was archived; with what was granted since.

    It runs from the first day of the year after archiving.
    """
    review = file.dispute.file_reviews.last()
    kept = review.retention if review else file.retention
    ends_on = added_to(date(file.year, 12, 31), kept)
    granted = file.appraisals.filter(EXTENDED).last()
    if granted is not None:
        kept = R.PERMANENT if granted.more == R.PERMANENT else kept
        ends_on = granted.until
    return Term(kept, ends_on, review)


def added_to(day: date, more: str) -> date | None:
    """So many years later; for ever when it is permanent."""
    return None if more == R.PERMANENT else months_later(day, 12 * YEARS[R(more)])


def hold_of(file: CaseFile) -> FileHold | None:
    """暂缓销毁 that was not lifted."""
    return file.holds.filter(IN_FORCE).last()


def pending(file: CaseFile) -> Appraisal | None:
    """Appraised, and not decided."""
    return file.appraisals.filter(UNDECIDED).last()


def proposal_words(asked: Appraisal) -> str:
    """延长10年，至2047年12月31日; 登记销毁."""
    if asked.proposal == Proposal.DESTROY:
        return str(Proposal.DESTROY.label)
    if asked.until is None:
        return "改为永久"
    return f"延长{R(asked.more).label}，至{chinese_date(asked.until)}"


def destroyed() -> QuerySet[Appraisal]:
    """Agreed: the file stands in the 销毁清册."""
    return Appraisal.objects.filter(DESTROYED)


def is_closed(of: str = "pk") -> Exists:
    """A file that was registered for destruction, and is not held back; of the row outside."""
    rows = destroyed().filter(case_file=OuterRef(of))
    held = FileHold.objects.filter(IN_FORCE, case_file=OuterRef("case_file"))
    return Exists(rows.exclude(Exists(held)))


def closed(file: CaseFile) -> Appraisal | None:
    """Why nobody reads it any more."""
    ended = destroyed().select_related("decision").filter(case_file=file).last()
    return None if ended is None or hold_of(file) else ended


def approved_gaps(reviews: Iterable[FileReview]) -> set[str]:
    """What an archivist has said may be missing, in any of his reviews."""
    return {gap for each in reviews for gap in each.gaps}


def unapproved(file: CaseFile) -> list[str]:
    """Gaps of an archived file that no archivist has approved."""
    approved = approved_gaps(file.dispute.file_reviews.all())
    return [each["label"] for each in file.excused if each["label"] not in approved]


def is_reviewed(dispute: Dispute) -> bool:
    """Whether there is nothing left for the archivist to confirm."""
    file = CaseFile.objects.filter(dispute=dispute).first()
    return file is not None and dispute.file_reviews.exists() and not unapproved(file)


# --- paper originals (A19) ------------------------------------------------------------

#: 次年6月底 (8号令、A19): of the year after archiving.
LAST_MONTH_DAY: Final = (6, 30)


def originals_due_on(file: CaseFile) -> date:
    """The last day on which the originals go to the records room."""
    return date(file.year + 1, *LAST_MONTH_DAY)


def originals_moved() -> Q:
    """Of files: something was handed over, and nothing was appended since."""
    later = OriginalsTransfer.objects.filter(case_file=OuterRef("pk"))
    appended = Material.objects.filter(
        dispute=OuterRef("case_file__dispute"),
        purpose=Material.SUPPLEMENT,
        added_at__gt=OuterRef("recorded_at"),
    )
    issued = Paper.objects.filter(
        dispute=OuterRef("case_file__dispute"), issued_at__gt=OuterRef("recorded_at")
    )
    return Q(Exists(later.exclude(Exists(appended)).exclude(Exists(issued))))


def originals_are_moved(dispute: Dispute) -> bool:
    """Whether everything that is in the file stands in the records room."""
    return CaseFile.objects.filter(originals_moved(), dispute=dispute).exists()
