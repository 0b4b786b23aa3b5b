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
#: What the portal writes on every paper, and nobody types.
_OF_THE_PAPER = frozenset(
    [
        "number",
        "dispute_number",
        "department",
        "organ",
        "signed_by",
        "nonce",
        "verify_code",
        "verify_at",
        "replaces",
    ]
)
#: How the forms call what is typed.
_FIELDS = {
    "facts": "主要事实",
    "claim": "争议诉求",
    "place": "地点",
    "basis": "依据",
    "decision": "处理意见",
    "opinion": "意见",
    "question": "需办理的事项",
    "reason": "理由",
    "title": "标题",
    "subject": "议题",
    "dissent": "不同意见",
    "recipient": "接收单位",
    "purpose": "用途",
    "items": "信息项",
    "note": "备注",
    "comment": "批示",
    "answer": "答复",
    "conclusion": "结论",
    "materials": "材料",
    "text": "正文",
    "summary": "摘要",
    "refusal": "拒收情况",
}

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
    if content.identity_withheld and _is_his(content):
        content = _reaching_nobody(content)
    content = _without_secrets(content)
    shown = {
        form: mask(leaf.slot.mask, form)
        for leaf in _leaves(content)
        if leaf.is_personal and not leaf.is_open and len(leaf.value) >= _SHORTEST_NAME
        for form in forms(leaf.slot.mask, leaf.value)
    }
    shown.pop(WITHHELD, None)

    def rewrite(owner: Frozen, slot: Slot, value: Any) -> Any:  # Any: a field's value
        if not slot.mask or not value or _Leaf(owner, slot, value).is_open:
            return value
        if slot.mask == "text":
            return mask_text(replaced(value, shown))
        return mask(slot.mask, value) if isinstance(value, str) else None

    return rewritten(content, rewrite)


def withheld(content: _Content) -> _Content:
    """The copy without the one who reported (举报保密): column, agent and running text (R075).

    Those who so reported another case, and whom its words may name, are in none either.
    """
    if content.identity_withheld and content.withholds:
        content = _told_by_nobody(content)
    return _without_secrets(content)


def _without_secrets(content: _Content) -> _Content:
    """The paper's own people stay, whatever else they reported."""
    own = {leaf.value for each in content.people if not each.secret for leaf in _leaves(each)}
    hidden = {
        leaf.value: WITHHELD
        for each in content.people
        if each.secret
        for leaf in _leaves(each)
        if leaf.is_personal and leaf.value not in own and len(leaf.value) >= _SHORTEST_NAME
    }
    if not hidden:
        return content

    def rewrite(_owner: Frozen, slot: Slot, value: Any) -> Any:  # Any: a field's value
        return replaced(value, hidden) if slot.mask in {"text", "name"} and value else value

    return rewritten(content, rewrite)


def _told_by_nobody(content: _Content) -> _Content:
    """What quotes him says （保密，另函）; what still tells of him afterwards says nothing else."""
    known = _known(content)

    def rewrite(_owner: Frozen, slot: Slot, value: Any) -> Any:  # Any: a field's value
        found = _is_quoted(content, slot) and _tells(value, known)
        return WITHHELD if found else value

    return rewritten(_quoting_nobody(content), rewrite)


#: Of a letter to himself: who took it for him, and by which parcel it can be traced.
_TRACES = frozenset({"relation", "mail_number"})
_OF_PERSONS = frozenset({"name", "id_number", "credit_code", "phone", "address"})


def _reaching_nobody(content: _Content) -> _Content:
    """His own letter, as whoever is not to know him may read it (R075)."""

    def rewrite(owner: Frozen, slot: Slot, value: Any) -> Any:  # Any: a field's value
        if not isinstance(value, str) or not value or _Leaf(owner, slot, value).is_open:
            return value
        return WITHHELD if slot.mask in _OF_PERSONS or slot.name in _TRACES else value

    return rewritten(content, rewrite)


def _quoting_nobody(content: _Content) -> _Content:
    hidden = dict.fromkeys(_identity(content), WITHHELD)

    def rewrite(_owner: Frozen, slot: Slot, value: Any) -> Any:  # Any: a field's value
        if slot.mask == "hidden" and value and isinstance(value, str):
            return WITHHELD  # what was put right of a person
        quoted = isinstance(value, str) and _is_quoted(content, slot)
        return replaced(value, hidden) if quoted else value

    return rewritten(_without_payer(content), rewrite)


def _is_quoted(content: PaperContent, slot: Slot) -> bool:
    """Whatever somebody typed; a letter to himself names whom it goes to."""
    if slot.name in _OF_THE_PAPER:
        return False
    return slot.mask == "text" if _is_his(content) else slot.mask in {"text", "name", ""}


def _is_his(content: PaperContent) -> bool:
    return bool(getattr(content, "party", "") == PartySide.PAYER)


def check_confidential(content: PaperContent, secrets: Iterable[str] = ()) -> list[str]:
    """Why a paper may not go to somebody who is not to know who reported (R075); empty when it
    tells nobody's name, or goes to himself.

    The last look, at what is left where everything quoted was put away: by another way of looking.
    """
    kept = content.identity_withheld and (not content.withholds or _is_his(content))
    if kept:
        return []
    known = [*secrets, *(_known(content) if content.identity_withheld else ())]
    shown = _quoting_nobody(content) if content.identity_withheld else content
    leaves = _leaves(replace(shown, people=()))
    quoted = [each for each in leaves if _is_quoted(content, each.slot)]
    told = [_FIELDS.get(e.slot.name, "文书内容") for e in quoted if _tells(e.value, known)]
    return [f"“{field}”里有可识别举报人的信息，请删去后再办。" for field in dict.fromkeys(told)]


def _known(content: PaperContent) -> list[str]:
    return list(_identity(content)) if content.identity_withheld else []


def _tells(value: Any, secrets: Iterable[str]) -> bool:  # Any: a field's value
    """By letters and digits alone, whatever shape they have; two of them may stand anywhere."""
    if not isinstance(value, str) or not value:
        return False
    said = folded(value)
    keys = (folded(secret) for secret in secrets)
    return any(len(key) > _SHORTEST_NAME and key in said for key in keys)


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
