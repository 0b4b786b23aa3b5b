"""What a party is told by letter, and which of it he is not shown to have received (R035)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disputes.choices import ENDED
from papers.choices import PaperKind
from workflow.procedure.sides import case_sides

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.models import Paper

WITHDRAWN: Final = PaperKind.WITHDRAWAL_NOTICE
#: Who works on it now (R035, 信访工作条例23条).
OF_THE_ROAD: Final = (PaperKind.NOTIFICATION, PaperKind.ACCEPTANCE_NOTICE)


def untold(dispute: Dispute) -> list[Paper]:
    """撤回告知书 that nobody has been shown to have received, and the others while it goes on.

    Where a 告知单 is all that is told, it is served; one without a name reaches nobody.
    """
    issued = [
        paper
        for paper in _issued(dispute)
        if paper.kind == WITHDRAWN or case_sides.is_named(dispute, paper.side)
    ]
    told = set(dispute.withdrawal_tellings.values_list("paper", flat=True)) if issued else set()
    return [paper for paper in issued if paper.pk not in told]


def _issued(dispute: Dispute) -> list[Paper]:
    """A 告知单 of a road that was taken back tells nothing."""
    kinds = {WITHDRAWN} if dispute.state in ENDED else {WITHDRAWN, *OF_THE_ROAD}
    if "papers" in getattr(dispute, "_prefetched_objects_cache", {}):
        known = [paper for paper in dispute.papers.all() if paper.kind in kinds]
        return [paper for paper in known if paper.kind == WITHDRAWN or not paper.is_void]
    asked = dispute.papers.filter(kind__in=kinds)
    return list(asked.exclude(kind__in=OF_THE_ROAD, voids__isnull=False).defer("content"))
