"""Papers that answer the parties: 处理意见告知书 and 送达回证."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from disputes.choices import RemedyChannel
from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.matter import insurance_words, period
from papers.layout.sections import office_line
from papers.pieces import MatterPiece, OfficePiece, PartyPiece, Remedy, StancePiece
from papers.templatetags.papers import day


@dataclass(frozen=True, kw_only=True)
class DecisionPaper(PaperContent):
    """处理意见告知书 (方案五(三)、五(四); R057, R073), one for each party."""

    kind = PaperKind.DECISION

    party: str  # payer, counterparty
    addressee: PartyPiece
    payer: PartyPiece | None = None
    counterparty: PartyPiece | None = None
    matter: MatterPiece
    facts: Prose
    basis: Prose
    decision: Prose
    stances: tuple[StancePiece, ...] = ()
    minutes_number: str = ""
    remedies: tuple[Remedy, ...] = ()
    contact: OfficePiece | None = None


class Road(NamedTuple):
    channel: str
    body: str
    limit: str
    clause: str


class Sheet(NamedTuple):
    opening: str
    roads: list[Road]
    contact: str


def lay_out(paper: DecisionPaper) -> Sheet:
    words = dict(RemedyChannel.choices)
    return Sheet(
        opening=_opening(paper),
        roads=[
            Road(str(words[each.channel]), each.body, each.limit_text, each.clause)
            for each in paper.remedies
        ],
        contact=office_line(paper.contact),
    )


def _opening(paper: DecisionPaper) -> str:
    """The payer is told of his own matter, the other side of one that concerns it."""
    matter = paper.matter
    visited = f"{day(matter.visited_at)}" if matter.visited_at else ""
    about = "、".join(filter(None, (insurance_words(matter.insurance), period(matter))))
    about = f"{matter.category}（{about}）" if about else matter.category
    if paper.party == "payer":
        when = f"于{visited}" if visited else ""
        return f"您{when}反映的{about}争议事项，经办理，现将处理意见告知如下："
    return f"涉及你方的{about}争议事项，经办理，现将处理意见告知如下："
