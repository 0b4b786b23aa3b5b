"""A line of the 待办: what is to be done about which dispute by when, and its place in the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef

from deadlines.lamps import Colour, Lamp
from disputes.models import Dispute
from disputes.querysets import LINE, payers
from disputes.words import payer_words
from web.statements import compiled
from workflow.models import Paper, WithdrawalTelling
from workflow.procedure.sides.letters import WITHDRAWN

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
class Told:
    """What a line says beside its dispute: from whom, what to do, and 专案, 待分类, 延期审批."""

    source: str
    step: Step
    kind: str


@dataclass(frozen=True)
class Waiting:
    """A line before it is drawn: its place among all of them, and who tells it.

    Of a thousand lines fifty are drawn; of the others nobody reads more than a day and a state.
    """

    dispute_id: int
    due_on: date | None
    lamp: Lamp
    tab: str
    tells: Callable[[Any], Told]  # Any: a dispute as `_read` reads it
    #: Of the assignment or the question, where it is not the dispute itself.
    row: int = 0
    #: Where one dispute waits for him twice.
    mark: str = ""

    @property
    def place(self) -> tuple[int, bool, date, int]:
        """Red first, then amber, then green; inside what only he may sign, then by due date."""
        until = self.due_on or _NEVER
        return _ORDER.index(self.lamp.colour), self.tab != SIGNING, until, self.dispute_id

    @property
    def key(self) -> str:
        """Its place among all of them by due date alone; no two share one."""
        until = (self.due_on or _NEVER).isoformat()
        return f"{until}.{self.dispute_id:012}.{self.row:012}.{self.mark}"


@dataclass(frozen=True)
class Item:
    """One line of the workbench, drawn."""

    dispute: Dispute
    due_on: date | None
    lamp: Lamp
    source: str
    step: Step
    kind: str
    payer: str
    category: str

    @property
    def is_major(self) -> bool:
        return self.dispute.severity == "major"


@dataclass(frozen=True)
class Group:
    """Lines under one lamp."""

    title: str
    colour: str
    items: list[Item]


def named(waits: Sequence[Waiting], categories: Mapping[str, str]) -> list[Item]:
    """Those that are drawn: whose matter it is, what it is about, and what is to be done."""
    keys = tuple({each.dispute_id for each in waits})
    rows = {each.pk: each for each in _read(keys=keys)} if keys else {}
    return [
        _item(each, dispute, categories)
        for each in waits
        if (dispute := rows.get(each.dispute_id)) is not None
    ]


def _item(waits: Waiting, dispute: Any, categories: Mapping[str, str]) -> Item:  # Any: of `_read`
    told = waits.tells(dispute)
    return Item(
        dispute,
        waits.due_on,
        waits.lamp,
        told.source,
        told.step,
        told.kind,
        payer_words(dispute),
        categories.get(dispute.category, dispute.category),
    )


@compiled(keys=tuple)
def _read(keys: tuple[int, ...]) -> Any:  # Any: annotated rows
    """A few columns, the name of who received it, the payer, a 撤回告知书 still to be told."""
    plain = [name.removesuffix("__name") for name in LINE]
    told = WithdrawalTelling.objects.in_force().filter(paper=OuterRef("pk"))
    notices = Paper.objects.filter(~Exists(told), dispute=OuterRef("pk"), kind=WITHDRAWN)
    rows = Dispute.objects.filter(pk__any_of=keys).only(*plain, "returns")
    told = rows.annotate(received_by=F("receiving_department__name"), is_untold=Exists(notices))
    return told.prefetch_related(payers())


def groups_of(items: Sequence[Waiting], drawn: Sequence[Item]) -> list[Group]:
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
