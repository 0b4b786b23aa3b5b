"""保管: how long a file is kept, and by whose word (R083)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from disputes import words
from disputes.models import Dispute, Material
from disputes.seeking import SoughtQuerySet
from workflow.models import Appraisal, CaseFile, FileReview
from workflow.models.keeping import EXTENDED
from workflow.procedure import keeping as rules

R = CaseFile.Retention


@dataclass(frozen=True)
class Told:
    """One thing that was done about its keeping."""

    what: str
    says: str


@dataclass(frozen=True)
class Keeping:
    """As the cover, the page and programs tell it."""

    retention: str
    says: str
    ends_on: date | None
    suggested: str
    reason: str
    confirmed_by: str
    unapproved: list[str]
    hold: str
    destruction_number: str
    history: list[Told]

    @property
    def suggestion(self) -> str:
        """What the rule said, where another term was chosen."""
        if self.suggested in {"", self.retention}:
            return ""
        return f"规则建议{R(self.suggested).label}，理由：{self.reason}"


def keeping_of(file: CaseFile, dispute: Dispute) -> Keeping:
    """Read in a fixed number of statements; what was typed with the persons masked."""
    reviews = list(dispute.file_reviews.all())
    asked = list(file.appraisals.select_related("decision"))
    term = rules.term_of(file)
    review = term.review
    hold = rules.hold_of(file)
    numbers = [each.decision.number for each in asked if hasattr(each, "decision")]
    approved = rules.approved_gaps(reviews)
    return Keeping(
        retention=term.retention,
        says=term.says,
        ends_on=term.ends_on,
        suggested=review.suggested if review else file.suggested,
        reason=words.shown(review.reason if review else file.retention_reason, dispute),
        confirmed_by=review.reviewer_label if review else "",
        unapproved=[e["label"] for e in file.excused if e["label"] not in approved],
        hold=words.shown(hold.reason, dispute) if hold else "",
        destruction_number="".join(numbers),
        history=[*map(_reviewed, reviews), *(_appraised(each, dispute) for each in asked)],
    )


def _reviewed(review: FileReview) -> Told:
    gaps = f"，批准缺项：{'、'.join(review.gaps)}" if review.gaps else ""
    kept = review.get_retention_display()
    return Told(f"{_day(review.reviewed_at)} 归档审核", f"{review.reviewer_label}：{kept}{gaps}")


def _appraised(asked: Appraisal, dispute: Dispute) -> Told:
    proposal, reason = rules.proposal_words(asked), words.shown(asked.reason, dispute)
    said = f"{asked.appraiser_label}：{proposal}。{reason}"
    decided = getattr(asked, "decision", None)
    if decided is None:
        return Told(f"{_day(asked.appraised_at)} 到期鉴定", f"{said}（待审定）")
    word = "同意" if decided.agrees else f"退回：{words.shown(decided.comment, dispute)}"
    said = f"{said}（{decided.decider_label} {_day(decided.decided_at)} {word}）"
    return Told(f"{_day(asked.appraised_at)} 到期鉴定", said)


def _day(at: Any) -> str:  # Any: a moment
    return f"{timezone.localdate(at):%Y-%m-%d}"


def remarks_of(file: CaseFile) -> str:
    """What the 备考表 says: by which rule it is kept so long, and who confirmed it."""
    told = keeping_of(file, file.dispute)
    by_rule = "按规则建议" if not told.suggestion else told.suggestion
    filed = f"立卷人{file.archived_by.name}"
    who = f"档案员{told.confirmed_by}审核" if told.confirmed_by else filed
    return f"保管期限{R(told.retention).label}，{by_rule}，由{who}确认。"


# --- of many files ------------------------------------------------------------------------------

_LATEST: Final = FileReview.objects.order_by("-id")


def with_terms(rows: SoughtQuerySet) -> SoughtQuerySet:
    """`kept`: as the archivist confirmed it, else as it was archived; `granted`: longer until."""
    review = _LATEST.filter(dispute=OuterRef("dispute")).values("retention")[:1]
    more = Appraisal.objects.filter(EXTENDED, case_file=OuterRef("pk")).order_by("-id")
    forever = Exists(more.filter(more=R.PERMANENT))
    found: SoughtQuerySet = rows.annotate(
        kept=Coalesce(Subquery(review), F("retention")),
        granted=Subquery(more.values("until")[:1]),
        forever=forever,
    )
    return found


def of_terms(rows: SoughtQuerySet, codes: Sequence[str]) -> SoughtQuerySet:
    """Those kept so long, by the word that counts today."""
    rows = with_terms(rows)
    wanted = Q(kept__in=codes, forever=False)
    return rows.filter(wanted | Q(forever=True) if R.PERMANENT in codes else wanted)


@dataclass(frozen=True)
class Listed:
    """What a list says of a file beside its cover: how long it is kept, what was appended."""

    code: str
    appended: int

    @property
    def term(self) -> str:
        return str(R(self.code).label)


def as_listed(files: Sequence[CaseFile]) -> dict[int, Listed]:
    """Of the files of one page, in one statement."""
    rows = with_terms(CaseFile.objects.filter(pk__in=[each.pk for each in files]))
    late = Material.objects.filter(dispute=OuterRef("dispute"), purpose=Material.SUPPLEMENT)
    count = late.order_by().values("dispute").annotate(count=Count("pk")).values("count")
    rows = rows.annotate(appended=Coalesce(Subquery(count), 0))
    found = rows.order_by().values_list("pk", "kept", "forever", "appended")
    return {
        pk: Listed(R.PERMANENT.value if forever else kept, appended)
        for pk, kept, forever, appended in found
    }
