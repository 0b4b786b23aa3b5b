"""The other copies of a paper: the masked one, and the one that must not tell who reported."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from confidentiality.masking import mask, mask_text
from workflow.papers.freezing import Frozen, PaperContent, Slot, slots
from workflow.papers.pieces import AgentPiece, PartyPiece

WITHHELD = "（保密，另函）"
#: A unit's own name and code stay clear inside the mechanism (领域 4.3).
_OWN_OF_UNITS = frozenset({"name", "credit_code"})
_SHORTEST_NAME = 2

_Content = TypeVar("_Content", bound=PaperContent)
_Rewrite = Callable[[Frozen, Slot, Any], Any]  # Any: a field's value


def masked(content: _Content) -> _Content:
    """The copy for previews, the stub and the office (领域 3.2·1): nothing personal is left.

    Names typed into running text are found because the same paper says whose they are.
    """
    shown = {value: mask(kind, value) for kind, value in _personal(content)}

    def rewrite(owner: Frozen, slot: Slot, value: Any) -> Any:  # noqa: ANN401 a field's value
        if slot.mask == "text":
            return mask_text(_replaced(value, shown))
        if not isinstance(value, str):
            return None
        return value if _is_open(owner, slot) else mask(slot.mask, value)

    return _rewritten(content, rewrite)


def withheld(content: _Content) -> _Content:
    """The copy without the one who reported (举报保密): column, agent and running text (R075)."""
    if not content.identity_withheld:
        return content
    mine = [each for name in ("payer", "agent") if (each := getattr(content, name, None))]
    hidden = {text: WITHHELD for each in mine for _, text in _personal(each)}

    def rewrite(owner: Frozen, slot: Slot, value: Any) -> Any:  # noqa: ANN401 a field's value
        return _replaced(value, hidden) if slot.mask == "text" else value

    return _rewritten(_without_payer(content), rewrite)


def check_confidential(content: PaperContent, secrets: Iterable[str]) -> list[str]:
    """Where a paper to the other side still tells who reported; empty when it may go (R075)."""
    wanted = [key for secret in secrets if len(key := _folded(secret)) >= _SHORTEST_NAME]
    texts = [_folded(text) for text in _texts(withheld(content))]
    found = sum(any(key in text for text in texts) for key in wanted)
    return [f"文书内容中有{found}处可识别举报人的信息，请删去后再签发"] if found else []


def _personal(owner: Frozen) -> Iterator[tuple[str, str]]:
    """Mask and value of everything personal; a unit's own name does not count."""
    for slot in slots(type(owner)):
        value = getattr(owner, slot.name)
        for piece in value if isinstance(value, tuple) else (value,):
            if isinstance(piece, Frozen):
                yield from _personal(piece)
        if slot.mask not in {"", "text"} and isinstance(value, str) and not _is_open(owner, slot):
            if len(value) >= _SHORTEST_NAME:
                yield slot.mask, value


def _texts(owner: Frozen) -> Iterator[str]:
    for slot in slots(type(owner)):
        value = getattr(owner, slot.name)
        for piece in value if isinstance(value, tuple) else (value,):
            if isinstance(piece, Frozen):
                yield from _texts(piece)
            elif isinstance(piece, str):
                yield piece


def _is_open(owner: Frozen, slot: Slot) -> bool:
    return slot.mask in _OWN_OF_UNITS and getattr(owner, "is_unit", False)


def _replaced(text: str, shown: dict[str, str]) -> str:
    """Longest first, so that 王小明 is not cut short by 王小."""
    for secret in sorted(shown, key=len, reverse=True):
        text = text.replace(secret, shown[secret])
    return text


def _rewritten(owner: Any, rewrite: _Rewrite) -> Any:  # noqa: ANN401 same class as the owner
    changed = {slot.name: _changed(owner, slot, rewrite) for slot in slots(type(owner))}
    return replace(owner, **changed)


def _changed(owner: Frozen, slot: Slot, rewrite: _Rewrite) -> Any:  # noqa: ANN401 a field's value
    value = getattr(owner, slot.name)
    if isinstance(value, tuple):
        return tuple(_rewritten(e, rewrite) if isinstance(e, Frozen) else e for e in value)
    if isinstance(value, Frozen):
        return _rewritten(value, rewrite)
    return rewrite(owner, slot, value) if slot.mask and value else value


def _without_payer(content: _Content) -> _Content:
    blank: dict[str, Any] = {}  # Any: fields differ from paper to paper
    for name in ("payer", "agent"):
        piece = getattr(content, name, None)
        if isinstance(piece, PartyPiece):
            blank[name] = PartyPiece(name=WITHHELD, kind=piece.kind, is_unit=True)
        elif isinstance(piece, AgentPiece):
            blank[name] = None
    return replace(content, **blank)


def _folded(text: str) -> str:
    """One form for 154 0000 0018, full-width digits and lower-case x."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(each for each in folded if each.isalnum() or each == "·")
