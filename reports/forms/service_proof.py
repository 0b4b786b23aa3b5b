"""送达回证: how a paper reached a party, or why it need not (R069, R070, 民诉法87-95条)."""

from __future__ import annotations

from typing import NamedTuple

from reports.forms.matter import Box
from workflow.choices import ServiceMethod
from workflow.papers.contents import ServiceProof


class Sheet(NamedTuple):
    methods: list[Box]
    servers: str
    side: str


def lay_out(paper: ServiceProof) -> Sheet:
    return Sheet(
        methods=[Box(str(label), paper.method == code) for code, label in ServiceMethod.choices],
        servers="、".join(paper.servers),
        side="缴费人" if paper.party == "payer" else "争议对方",
    )
