"""会商记录 and 协议登记表 that stand: what was put down beside the road (五(三)3、五(四))."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from papers.choices import PaperKind

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.models import Paper

KINDS: Final = (PaperKind.CONSULTATION, PaperKind.SETTLEMENT)


def recorded(dispute: Dispute) -> list[Paper]:
    """In no statement where the papers of the case were read."""
    if "papers" in getattr(dispute, "_prefetched_objects_cache", {}):
        return [each for each in dispute.papers.all() if each.kind in KINDS and not each.is_void]
    return list(dispute.papers.filter(kind__in=KINDS, voids=None).defer("content").order_by("pk"))
