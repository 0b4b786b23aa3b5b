"""移交函: hands a matter over to a body outside the mechanism."""

from __future__ import annotations

from typing import NamedTuple

from reports.forms.matter import insurance_words, materials_line, period
from reports.forms.parties import named
from reports.forms.sections import office_line
from workflow.papers.contents import TransferLetter


class Sheet(NamedTuple):
    payer: str
    counterparty: str
    insurance: str
    period: str
    materials: str
    contact: str


def lay_out(paper: TransferLetter) -> Sheet:
    payer = paper.payer
    told = (payer.name, payer.id_number, payer.phone, payer.address)
    return Sheet(
        payer="，".join(filter(None, told)),
        counterparty=named(paper.counterparty),
        insurance=insurance_words(paper.matter.insurance),
        period=period(paper.matter),
        materials=materials_line(paper.materials),
        contact=office_line(paper.contact),
    )
