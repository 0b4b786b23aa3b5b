"""A line of the 待办: what is to be done about which dispute by when, and its place in the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import prefetch_related_objects

from deadlines.lamps import Colour, Lamp
from disputes.models import Dispute
from disputes.querysets import payers
from disputes.words import payer_words

#: Where 我的待办 shows it: to be signed for, to be worked on, to be signed.
SIGN, WORKING, SIGNING = "sign", "working", "approve"
_ORDER = (Colour.RED, Colour.AMBER, Colour.GREEN, Colour.GREY)
_NEVER = date(9999, 12, 31)


@dataclass(frozen=True)
class Step:
    """What is to be done with something: the button, the sentence's end, and where."""

    verb: str
    what: str
    address: Callable[[], str]
    clause: str

    @property
    def url(self) -> str:
        """Asked for where the line is drawn, and only there."""
        return self.address()


@dataclass(frozen=True)
class Item:
    """One line of the workbench."""

    dispute: Dispute
    source: str
    due_on: date | None
    lamp: Lamp
    step: Step
    tab: str
    #: 专案, 待分类, 延期审批: what it is.
    kind: str
    #: Of the assignment or the question, where it is not the dispute itself.
    row: int = 0
    payer: str = ""
    category: str = ""

    @property
    def is_major(self) -> bool:
        return self.dispute.severity == "major"

    @property
    def place(self) -> tuple[int, bool, date, int]:
        """Red first, then amber, then green; inside what only he may sign, then by due date."""
        until = self.due_on or _NEVER
        return _ORDER.index(self.lamp.colour), self.tab != SIGNING, until, self.dispute.pk

    @property
    def key(self) -> str:
        """Its place among all of them by due date alone; no two share one."""
        until = (self.due_on or _NEVER).isoformat()
        return f"{until}.{self.dispute.pk:012}.{self.row:012}.{self.step.verb}"


@dataclass(frozen=True)
class Group:
    """Lines under one lamp."""

    title: str
    colour: str
    items: list[Item]


def named(items: Sequence[Item], categories: Mapping[str, str]) -> list[Item]:
    """Those that are drawn: whose matter it is, and what it is about."""
    prefetch_related_objects([item.dispute for item in items], payers())
    return [
        replace(
            item,
            payer=payer_words(item.dispute),
            category=categories.get(item.dispute.category, item.dispute.category),
        )
        for item in items
    ]


def groups_of(items: Sequence[Item], drawn: Sequence[Item]) -> list[Group]:
    """Under their lamps, red, amber, green, grey; heads count all, the first ones are drawn."""
    titles = {
        Colour.RED: ("已超期 {} 件", "red"),
        Colour.AMBER: ("3 个工作日内到期 {} 件", "amber"),
        Colour.GREEN: ("按期 {} 件", ""),
        Colour.GREY: ("没有期限 {} 件", ""),
    }
    groups = []
    for colour, (title, style) in titles.items():
        count = sum(item.lamp.colour == colour for item in items)
        own = [item for item in drawn if item.lamp.colour == colour]
        if own:
            groups.append(Group(title.format(count), style, own))
    return groups
