"""处理意见告知书: what was found and decided, and which roads stay open (R057, R073)."""

from __future__ import annotations

from typing import NamedTuple

from reports.forms.matter import insurance_words, period
from reports.forms.sections import office_line
from reports.templatetags.papers import day
from workflow.choices import RemedyChannel
from workflow.papers.contents import DecisionPaper


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
