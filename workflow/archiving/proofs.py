"""送达凭证: what shows that a party was served, beside the 送达回证 that the portal fills (五(四)).

The paper that was signed is scanned when the service is recorded, or put among the materials later.
A file without it may be archived, as 归档 was agreed upon; it then says for ever that it lacks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from disputes.choices import SPOKEN, PartySide, ServiceMethod
from workflow.procedure.sides import case_sides

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.models import Service

PROOF: Final = "送达凭证"
#: How whoever scans it later calls it.
_CALLED: Final = ("送达", "签收", "回执")
#: By these the post or the receiving system answers with a number.
_NUMBERED: Final = (ServiceMethod.MAIL, ServiceMethod.ELECTRONIC)


@dataclass(frozen=True)
class Proofs:
    """How many services ask for one, which have none of their own, and what was brought later."""

    required: int
    without: list[Service]
    later: int

    @property
    def held(self) -> int:
        return self.required - max(0, len(self.without) - self.later)

    @property
    def is_missing(self) -> bool:
        return self.held < self.required

    @property
    def remark(self) -> str:
        """备考: which service is proved by nothing but its record."""
        if not self.is_missing:
            return ""
        named = "、".join(
            f"{PartySide(each.party).label}{ServiceMethod(each.method).label}"
            for each in self.without
        )
        return (
            f"{PROOF}应有{self.required}份，有{self.held}份："
            f"{named}没有签收件扫描件、邮件单号或者电子回执编号。"
        )


def proofs_of(dispute: Dispute, materials: Mapping[int, str] | None = None) -> Proofs:
    """By the materials of the dispute, or by those that its frozen catalogue names."""
    asked = [each for each in case_sides.services_in_force(dispute) if _asks(each)]
    without = [each for each in asked if not _proved(each)]
    if not without:
        return Proofs(len(asked), [], 0)
    if materials is None:
        materials = {each.pk: str(each.title) for each in dispute.materials.all()}
    own = {each.receipt_id for each in asked}
    later = [
        title
        for pk, title in materials.items()
        if pk not in own and any(word in title for word in _CALLED)
    ]
    return Proofs(len(asked), without, len(later))


def _asks(service: Service) -> bool:
    """What was told by word of mouth leaves no paper; who need not be served signs nothing."""
    return not service.exempt and service.method not in SPOKEN


def _proved(service: Service) -> bool:
    if service.receipt_id:
        return True
    if service.method == ServiceMethod.NOTICE:
        return service.published_on is not None
    return service.method in _NUMBERED and bool(service.mail_number)
