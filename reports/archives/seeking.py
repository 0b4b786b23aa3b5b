"""Which archived files there are for whom, and which of them are looked for (五(五), R082)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, F, OuterRef, Q
from django.http import Http404

from confidentiality.identifiers.text import with_plain_dashes
from confidentiality.masking import mask_text
from departments.models import Officer
from disputes.choices import ENDED, State
from disputes.finding import begins_a_number, is_common, spoken_for
from disputes.models import Dispute
from disputes.search import normalise_text
from disputes.seeking import NOTHING, SoughtQuerySet
from reports.archives.keeping import of_terms
from workflow.models import CaseFile, Deadline, TimelineEntry

SHORTEST: Final = 2
#: Of letters alone: those of a unit in a 档号; more may be a name.
_CODE: Final = 4
#: Files of a search are counted no further.
COUNTED: Final = 1000
#: How a dispute may have ended before it was archived, in the order of the procedure.
OUTCOMES: Final = [(state.value, state.label) for state in State if state in ENDED]


@dataclass(frozen=True)
class Wanted:
    """What is looked for; blank is everything."""

    q: str = ""
    year: int | None = None
    department: str = ""
    retention: str = ""
    category: str = ""
    outcome: str = ""
    overdue: bool = False

    @property
    def anything(self) -> bool:
        return self != Wanted()


def files_visible_to(officer: Officer) -> SoughtQuerySet:
    """Archived disputes that he may see: auditors all, departments their own (R082)."""
    archived = Dispute.objects.visible_to(officer).filter(state=State.ARCHIVED)
    rows = CaseFile.objects.select_related("department", "dispute")
    return rows.filter(dispute__in=archived.order_by().values("pk"))


def file_or_404(officer: Officer, pk: int) -> CaseFile:
    """One of them; what he may not see looks like what is not there."""
    found: CaseFile | None = files_visible_to(officer).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def search(officer: Officer, wanted: Wanted) -> SoughtQuerySet:
    """Those that match; a person's name finds nothing here, files are not kept by persons."""
    rows = files_visible_to(officer)
    if wanted.year:
        rows = rows.filter(year=wanted.year)
    if wanted.department:
        rows = of_units(rows, [wanted.department])
    if wanted.retention:
        rows = of_terms(rows, [wanted.retention])
    if wanted.category:
        rows = rows.filter(dispute__category=wanted.category)
    if wanted.outcome:
        rows = ended_as(rows, [wanted.outcome])
    if wanted.overdue:
        rows = rows.filter(WAS_LATE)
    return matching(rows, wanted.q) if wanted.q else rows


#: Some step of it was done after its day, whatever the whole took; a void clock counts for none.
WAS_LATE: Final = Exists(
    Deadline.objects.filter(dispute=OuterRef("dispute"), is_void=False, ended_on__gt=F("due_on"))
)


def ended_as(rows: SoughtQuerySet, states: Sequence[str]) -> SoughtQuerySet:
    """By the state that each was archived from, as its timeline has it."""
    archiving = TimelineEntry.objects.filter(
        dispute=OuterRef("dispute"), verb="archive", state_before__in=states
    )
    return rows.filter(Exists(archiving))


def of_units(rows: SoughtQuerySet, codes: Sequence[str]) -> SoughtQuerySet:
    """Kept by one of them, or by one whose work it took over."""
    kept = Q(department__code__in=codes)
    return rows.filter(kept | Q(department__succeeded_by__code__in=codes))


def matching(rows: SoughtQuerySet, q: str) -> SoughtQuerySet:
    """受理编号, 档号, 题名, or two characters and more of what was reported.

    What may be part of a number, or stands in very many files, is found by looking at them one by
    one, newest first; only the index of the windows finds the few that tell of something rare.
    """
    spoken = spoken_for(with_plain_dashes(q))
    by_number = Q(dispute__number__in=spoken)
    if _may_be_of_a_number(q):
        plain = with_plain_dashes(q)
        by_number |= Q(number__icontains=q) | Q(dispute__number__startswith=plain)
    needle = normalise_text(q)
    if len(needle) < SHORTEST:
        return rows.filter(by_number | Q(title__icontains=q))
    if spoken or q.replace("·", "").isascii():  # as every number is
        return rows.walked(needle, by_number).asked_again(needle, by_number)
    if is_common(CaseFile.objects.all(), needle):
        return rows.frequent(needle, NOTHING)
    found = CaseFile.objects.containing_windows(needle).order_by().values("pk")
    return rows.filter(pk__in=found).asked_again(needle, NOTHING)


def _may_be_of_a_number(q: str) -> bool:
    """Nobody's name or number: that stands in no statement (六(三))."""
    written = len(q) <= _CODE or any(map(str.isdigit, q))
    plain = q.replace("·", "").isascii() and not begins_a_number(q)
    return plain and written and mask_text(q, by_check_digit=False) == q


def counted(rows: SoughtQuerySet) -> str:
    """So many, or more than anybody pages through."""
    count = rows.counted(COUNTED + 1)
    return f"{COUNTED} 卷以上" if count > COUNTED else f"{count} 卷"
