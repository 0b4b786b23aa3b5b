"""再次来访: what the payer told last time, so that he need not tell it again (六(一), R007)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.http import QueryDict

from confidentiality.blind_index import blind_indexes
from confidentiality.reveal import reveal
from disputes.choices import PartyRole
from disputes.models import Dispute, Party
from web.refusals import NotAllowed
from workflow.issuing.allowance import why_not

if TYPE_CHECKING:
    from departments.models import Officer

#: What stands in the button's value before the number of the earlier case.
AGAIN: Final = "again:"
FIELDS: Final = ("name", "phone", "address")
PURPOSE: Final = "再次来访，沿用上次登记的资料"
NOT_HIS: Final = "上次登记的证件号码与这里填的不同，没有沿用，请当面填写。"


def fill_in(typed: QueryDict, id_number: str, *, by: Officer, address: str) -> QueryDict:
    """The page with what was left empty taken from the named earlier case of the same payer.

    The look is recorded and counted as any 查看明文 is. Raises NotAllowed when he may not have it.
    """
    payer = _same_payer(by, typed.get("go", "").removeprefix(AGAIN), id_number)
    number = payer.dispute.number or ""
    try:
        told = reveal(
            by,
            payer,
            FIELDS,
            purpose=PURPOSE,
            dispute_number=number,
            address=address,
            why_not=partial(why_not, by, number),
        )
    except PermissionDenied as refused:
        raise NotAllowed(str(refused)) from refused
    filled = typed.copy()
    for name, value in told.items():
        if value and not filled.get(f"payer.{name}", "").strip():
            filled[f"payer.{name}"] = value
    return filled


def _same_payer(by: Officer, number: str, id_number: str) -> Party:
    earlier = Dispute.objects.visible_to(by).filter(number=number)
    indexes = blind_indexes("id_number", id_number) if id_number else []
    payers = Party.objects.filter(dispute__in=earlier, role=PartyRole.PAYER, left_at__isnull=True)
    found: Party | None = payers.filter(id_number_index__in=indexes).first()
    if found is None:
        raise NotAllowed(NOT_HIS)
    return found
