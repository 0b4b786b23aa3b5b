"""会商记录 and 协议登记表 that stand: what was put down beside the road (五(三)3、五(四))."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disputes.models import Dispute
from papers.choices import PaperKind
from workflow.procedure.rows.table import Need

if TYPE_CHECKING:
    from workflow.models import Paper

KINDS: Final = (PaperKind.CONSULTATION, PaperKind.SETTLEMENT)


def recorded(dispute: Dispute) -> list[Paper]:
    """In no statement where the papers of the case were read."""
    if "papers" in getattr(dispute, "_prefetched_objects_cache", {}):
        return [each for each in dispute.papers.all() if each.kind in KINDS and not each.is_void]
    return list(dispute.papers.filter(kind__in=KINDS, voids=None).defer("content").order_by("pk"))


SOMETHING_RECORDED: Need[Dispute] = Need(
    "something_recorded",
    "没有可以更正的会商记录、协议登记。",
    lambda o, d: bool(recorded(d)),
)
