"""How the content of a paper is frozen: plain typed values, one JSON form, one digest."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime
from types import UnionType
from typing import (
    Annotated,
    Any,
    ClassVar,
    NamedTuple,
    Self,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

from papers.layout.days import FOR_A_NAME, day


class Masked(NamedTuple):
    """Says in the type of a field how the masked copy shows it."""

    kind: str  # a row of confidentiality.masking.MASKS, or "text" for running text


PersonName = Annotated[str, Masked("name")]
IdNumber = Annotated[str, Masked("id_number")]
CreditCode = Annotated[str, Masked("credit_code")]
Phone = Annotated[str, Masked("phone")]
Address = Annotated[str, Masked("address")]
Birthday = Annotated[date | None, Masked("hidden")]
Prose = Annotated[str, Masked("text")]


class Slot(NamedTuple):
    """One field of a frozen class: its name, its type, and its mask."""

    name: str
    type: Any  # a type or a union of types: Python has no name for both
    mask: str
    later: bool = False


_Default = TypeVar("_Default")


def later(default: _Default) -> _Default:
    """A field that papers issued before it did not have: their check code stays as printed."""
    return field(default=default, metadata={"later": True})


_SLOTS: dict[type[Frozen], tuple[Slot, ...]] = {}


def slots(cls: type[Frozen]) -> tuple[Slot, ...]:
    """The fields of a class in their order; read from the annotations once."""
    if cls not in _SLOTS:
        hints = get_type_hints(cls, include_extras=True)
        _SLOTS[cls] = tuple(
            _slot(each.name, hints[each.name])._replace(later="later" in each.metadata)
            for each in fields(cls)
        )
    return _SLOTS[cls]


def _slot(name: str, hint: Any) -> Slot:
    if get_origin(hint) is tuple:  # each of its values is masked like a single one
        return Slot(name, hint, _slot(name, get_args(hint)[0]).mask)
    if get_origin(hint) is not Annotated:
        return Slot(name, hint, "")
    inner, *marks = get_args(hint)
    return Slot(name, inner, next((mark.kind for mark in marks if isinstance(mark, Masked)), ""))


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """A value that goes to JSON and comes back the same."""

    def to_json(self) -> dict[str, Any]:  # Any: JSON
        told = ((slot, getattr(self, slot.name)) for slot in slots(type(self)))
        return {slot.name: _plain(value) for slot, value in told if value or not slot.later}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild; a field that older content does not have takes its default."""
        known = [slot for slot in slots(cls) if slot.name in data]
        return cls(**{slot.name: _typed(slot.type, data[slot.name]) for slot in known})


def _plain(value: Any) -> Any:
    if isinstance(value, Frozen):
        return value.to_json()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _typed(wanted: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(wanted) is UnionType:
        wanted = next(each for each in get_args(wanted) if each is not type(None))
    if get_origin(wanted) is tuple:
        return tuple(_typed(get_args(wanted)[0], each) for each in value)
    if get_origin(wanted) is Annotated:
        return _typed(get_args(wanted)[0], value)
    return _one(wanted, value)


def _one(wanted: Any, value: Any) -> Any:
    if is_dataclass(wanted) and isinstance(wanted, type) and issubclass(wanted, Frozen):
        return wanted.from_json(value)
    if wanted in (date, datetime):
        return wanted.fromisoformat(value)
    return wanted(value)


#: Given the piece that holds it, its slot and its value, says what a copy holds instead.
Rewrite = Callable[[Frozen, Slot, Any], Any]
Owner = TypeVar("Owner", bound=Frozen)


def rewritten(owner: Owner, rewrite: Rewrite) -> Owner:
    """A copy with every single value, down to the pieces of pieces, passed through `rewrite`."""

    def one(slot: Slot, value: Any) -> Any:  # Any: a field's value
        if isinstance(value, Frozen):
            return rewritten(value, rewrite)
        return rewrite(owner, slot, value)

    def each(slot: Slot) -> Any:  # Any: a field's value
        value = getattr(owner, slot.name)
        if isinstance(value, tuple):
            return tuple(one(slot, item) for item in value)
        return one(slot, value)

    return replace(owner, **{slot.name: each(slot) for slot in slots(type(owner))})


def fresh_nonce() -> str:
    return secrets.token_hex(8)


@dataclass(frozen=True, kw_only=True)
class KnownPerson(Frozen):
    """Somebody a paper is about: a party, an agent, a representative of one of its disputes."""

    name: PersonName = ""
    id_number: IdNumber = ""
    phone: Phone = ""
    address: Address = ""
    contact: PersonName = ""
    is_unit: bool = False
    reports: bool = False  # the one who reported, or who speaks for him
    secret: bool = later(False)  # noqa: FBT003 - of another case, which he reported in confidence


@dataclass(frozen=True, kw_only=True)
class PaperContent(Frozen):
    """What every paper carries (领域 3.3): number, dispute, issuer, signature, day.

    `identity_withheld` prints （保密，另函） for the payer (举报保密, R075). The nonce keeps the
    check code of a masked copy from confirming a guess at what is hidden. `people` is printed
    nowhere: it says whose names the other copies look for, whatever else the paper names.
    """

    kind: ClassVar[str] = ""
    #: What follows the unit's own 代字 in its number (领域 3.2, 编号).
    number_suffix: ClassVar[str] = ""
    #: False for what only the payer himself and the receiving department hold.
    withholds: ClassVar[bool] = True

    number: str
    dispute_number: str
    department: str
    signed_by: str
    issued_on: date
    signed_at: datetime | None = None
    identity_withheld: bool = False
    nonce: str = field(default_factory=fresh_nonce)
    organ: str = later("")  # the issuing organ by its statutory name
    people: tuple[KnownPerson, ...] = later(())
    verify_code: str = later("")  # by which anybody may ask whether it is genuine
    verify_at: str = later("")  # where, as the QR code says it
    replaces: str = later("")  # the number of the void one whose place it takes

    @property
    def instead_of(self) -> str:
        """代替〔2026〕5号: the unit's own 代字 stands in its own number already."""
        return f"代替{self.replaces[self.replaces.find('〔') :]}" if self.replaces else ""

    @property
    def issued(self) -> str:
        """The last line of a form."""
        signed = self.signed_by or FOR_A_NAME
        return f"签发人：{signed}　{self.department}　{day(self.issued_on)}"

    def lay_out(self) -> object:
        """What its template needs beside the content itself; many need nothing."""
        return None


def digest(content: PaperContent) -> str:
    """SHA-256 of the canonical JSON of the frozen content (R091)."""
    body = {"kind": content.kind, **content.to_json()}
    text = json.dumps(body, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check_code(content: PaperContent) -> str:
    """校验码: the first twelve digits of the digest, printed on every page (领域 3.2·4)."""
    return digest(content)[:12]
