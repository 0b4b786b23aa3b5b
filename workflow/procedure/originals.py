"""Whether the paper originals of a file are in the records room, and until when they go (A19)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from django.db.models import Exists, OuterRef, Q

from disputes.models import Material
from workflow.models import CaseFile, OriginalsTransfer, Paper

if TYPE_CHECKING:
    from disputes.models import Dispute

#: 次年6月底 (8号令、A19): of the year after archiving.
LAST_MONTH_DAY: Final = (6, 30)


def due_on(file: CaseFile) -> date:
    """The last day on which the originals go to the records room."""
    return date(file.year + 1, *LAST_MONTH_DAY)


def nothing_to_move() -> Q:
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


def are_moved(dispute: Dispute) -> bool:
    """Whether everything that is in the file stands in the records room."""
    return CaseFile.objects.filter(nothing_to_move(), dispute=dispute).exists()
