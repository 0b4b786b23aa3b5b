"""The other copies of a paper: the masked one, and the one that must not tell who reported."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from confidentiality.identifiers.known import forms
from confidentiality.identifiers.names import SHAPES
from confidentiality.masking import NAMELESS, mask, mask_text, replaced
from disputes.choices import PartySide
from papers.freezing import Frozen, PaperContent, Slot, rewritten, slots
from papers.pieces import AgentPiece, PartyPiece

WITHHELD = "（保密，另函）"
#: A unit's own name and code stay clear inside the mechanism (领域 4.3).
_OWN_OF_UNITS = frozenset({"name", "credit_code"})
_SHORTEST_NAME = 2

_Content = TypeVar("_Content", bound=PaperContent)


class _Leaf(NamedTuple):
    """One single value of a paper and where it stands."""

    owner: Frozen
    slot: Slot
    value: Any  # a field's value

    @property
    def is_text(self) -> bool:
        return isinstance(self.value, str) and bool(self.value)

    @property
    def is_personal(self) -> bool:
        return self.is_text and self.slot.mask not in {"", "text"}

    @property
    def is_open(self) -> bool:
        return self.slot.name in _OWN_OF_UNITS and getattr(self.owner, "is_unit", False)


def masked(content: _Content) -> _Content:
    """The copy for previews, the stub and the office (领域 3.2·1): nothing personal is left.

    Names typed into running text are found because the paper knows whom it is about, also where it
    prints no column for them. Of who reported in confidence not even the surname is left.
    """
    content = _told_by_nobody(content) if content.identity_withheld else content
    shown = {
        form: mask(leaf.slot.mask, form)
        for leaf in _leaves(content)
        if leaf.is_personal and not leaf.is_open and len(leaf.value) >= _SHORTEST_NAME
        for form in forms(leaf.slot.mask, leaf.value)
    }

    def rewrite(owner: Frozen, slot: Slot, value: Any) -> Any:  # Any: a field's value
        if not slot.mask or not value or _Leaf(owner, slot, value).is_open:
            return value
        if slot.mask == "text":
            return mask_text(replaced(value, shown))
        return mask(slot.mask, value) if isinstance(value, str) else None

    return rewritten(content, rewrite)


def withheld(content: _Content) -> _Content:
    """The copy without the one who reported (举报保密): column, agent and running text (R075)."""
    if not (content.identity_withheld and content.withholds):
        return content
    return _told_by_nobody(content)


def _told_by_nobody(content: _Content) -> _Content:
    hidden = dict.fromkeys(_identity(content), WITHHELD)
    is_his = getattr(content, "party", "") == PartySide.PAYER  # a letter names whom it goes to
    searched = {"text"} if is_his else {"text", "name"}

    def rewrite(_owner: Frozen, slot: Slot, value: Any) -> Any:  # Any: a field's value
        if slot.mask == "hidden" and value and isinstance(value, str):
            return WITHHELD  # what was put right of a person
        return replaced(value, hidden) if slot.mask in searched else value

    return rewritten(_without_payer(content), rewrite)


def check_confidential(content: PaperContent, secrets: Iterable[str]) -> list[str]:
    """Why a paper to the other side may not go yet; empty when it tells nobody's name (R075)."""
    wanted = [key for secret in secrets if len(key := folded(secret)) >= _SHORTEST_NAME]
    printed = replace(withheld(content), people=())
    texts = [folded(leaf.value) for leaf in _leaves(printed) if leaf.is_text]
    found = sum(any(key in text for text in texts) for key in wanted)
    return [f"文书内容中有{found}处可识别举报人的信息，请删去后再签发"] if found else []


def _leaves(owner: Frozen) -> Iterator[_Leaf]:
    for slot in slots(type(owner)):
        value = getattr(owner, slot.name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Frozen):
                yield from _leaves(each)
            else:
                yield _Leaf(owner, slot, each)


def _identity(content: PaperContent) -> Iterator[str]:
    """Whatever names the one who reported or who speaks for him, a unit's name included."""
    reporters = (each for each in content.people if each.reports)
    for piece in (getattr(content, "payer", None), getattr(content, "agent", None), *reporters):
        for leaf in _leaves(piece) if isinstance(piece, Frozen) else ():
            if leaf.is_personal and len(leaf.value) >= _SHORTEST_NAME and leaf.value != NAMELESS:
                yield from forms(leaf.slot.mask, leaf.value, closely=True)


def _without_payer(content: _Content) -> _Content:
    blank: dict[str, Any] = {}  # Any: fields differ from paper to paper
    for name in ("payer", "agent"):
        piece = getattr(content, name, None)
        if isinstance(piece, PartyPiece):
            blank[name] = PartyPiece(name=WITHHELD, kind=piece.kind, is_unit=True)
        elif isinstance(piece, AgentPiece):
            blank[name] = None
    if getattr(content, "representatives", ()):
        blank["representatives"] = ()
    return replace(content, **blank)


def folded(text: str) -> str:
    """One form for 154 0000 0018, full-width digits, lower-case x, a name with or without dot."""
    folded = unicodedata.normalize("NFKC", text).upper().translate(SHAPES)
    return "".join(each for each in folded if each.isalnum())
