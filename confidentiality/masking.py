"""Masking: one table, one function, on the server (领域 4.3, R092)."""

import re
from collections.abc import Callable, Mapping
from typing import Final, Literal, NamedTuple

from confidentiality.identifiers import normalise_phone
from confidentiality.identifiers.addresses import TOWN
from confidentiality.identifiers.in_text import SHAPES_ALONE, SIGHTS, Sight
from confidentiality.identifiers.known import however_written, may_stand_in
from confidentiality.identifiers.text import HALF_WIDTH, normalise, without_dashes

Audience = Literal["inside", "public"]
STARS: Final = "***"


def _keep(head: int, tail: int) -> Callable[[str], str]:
    """Keep this many characters at both ends; a text too short for that is hidden whole."""

    def masked(text: str) -> str:
        hidden = len(text) - head - tail
        if hidden < 1:
            return "*" * len(text)
        return f"{text[:head]}{'*' * hidden}{text[len(text) - tail :]}"

    return masked


#: Stands where a name would, and is nobody's.
NAMELESS: Final = "匿名"
#: Said behind a name, or in place of one, of whoever took a paper; names nobody.
_SAID_OF_HIM: Final = re.compile(r"（?(?:本人|会计|出纳|经理|门卫)）?$")


def _name(text: str) -> str:
    """张*, 王*明, 阿*提, 王*国本人: the length of a long name is not told either."""
    name = "".join(text.split())
    if name == NAMELESS:
        return name
    if said := _SAID_OF_HIM.search(name):
        return _name(name[: said.start()]) + said.group()
    if len(name) <= 1:
        return "*" * len(name)
    if len(name) == 2:
        return f"{name[0]}*"
    return f"{name[0]}*{name[-1]}"


def _id_number(head: int, tail: int) -> Callable[[str], str]:
    """Numbers of 15 and 18 by the table; shorter ones (passports) keep the ends only."""

    def masked(text: str) -> str:
        number = without_dashes(text)
        return _keep(head, tail)(number) if len(number) >= 15 else _keep(1, 2)(number)

    return masked


def _phone(text: str) -> str:
    """154****0018 and 0458-*****18; other digits keep their last two, anything else nothing."""
    number = normalise_phone(text)
    if re.fullmatch(r"1[3-9][0-9]{9}", number):
        return _keep(3, 4)(number)
    area, dash, rest = number.partition("-")
    if dash and not (area.isascii() and area.isdigit() and rest):
        return "*" * len(number)
    local = rest.partition("-")[0] if dash else area
    stars = "*" * max(len(local) - 2, 1) + local[-2:] if len(local) > 3 else "*" * len(local)
    return f"{area}-{stars}" if dash else stars


def _address(text: str) -> str:
    """Up to the town, or the district, or nothing."""
    place = TOWN.match(normalise(text))
    return f"{place.group() if place else ''}{STARS}"


def _bank_card(text: str) -> str:
    return _keep(0, 4)(without_dashes(text))


def _credit_code(text: str) -> str:
    return _keep(8, 2)(without_dashes(text))


def _hidden(text: str) -> str:
    return STARS


def _as_is(text: str) -> str:
    return text


class _Rule(NamedTuple):
    """How one kind of value looks to officers, and in material for the public."""

    inside: Callable[[str], str]
    public: Callable[[str], str]


def _unit_public(text: str) -> str:
    return "某单位"


# 领域 4.3, row by row. A credit code reaches this table as sealed only when it is a person's own.
MASKS: Final[dict[str, _Rule]] = {
    "name": _Rule(_name, _name),
    "id_number": _Rule(_id_number(3, 4), _id_number(3, 2)),
    "phone": _Rule(_phone, _phone),
    "address": _Rule(_address, _address),
    "bank_card": _Rule(_bank_card, _bank_card),
    "unit_name": _Rule(_as_is, _unit_public),
    "credit_code": _Rule(_credit_code, _credit_code),
    "unit_credit_code": _Rule(_as_is, _credit_code),
    "hidden": _Rule(_hidden, _hidden),
}


def mask(kind: str, text: str, *, audience: Audience = "inside") -> str:
    """The masked form of a value; an empty value stays empty, an unknown kind is an error."""
    rule = MASKS[kind]
    if not text:
        return ""
    return rule.public(text) if audience == "public" else rule.inside(text)


def mask_text(text: str, *, by_check_digit: bool = True) -> str:
    """Free text with ID numbers, phones, bank cards and credit codes masked (领域 4.3).

    `by_check_digit=False` masks whatever has the shape, for logs, where too much does no harm.
    """
    for sight in SIGHTS if by_check_digit else SIGHTS + SHAPES_ALONE:
        text = _without(sight, text)
    return text


def _without(sight: Sight, text: str) -> str:
    """Each such number masked; one that fails its test may begin with another."""
    folded = text.translate(HALF_WIDTH)  # the same length, so that places agree
    pieces, end, place = [], 0, 0
    while found := sight.pattern.search(folded, place):
        number = re.sub(r"[^0-9A-Za-z]", "", found[1]).upper()
        place = found.start() + 1
        if sight.holds(number):
            pieces += [text[end : found.start(1)], mask(sight.kind, number)]
            end = place = found.end(1)
    return "".join([*pieces, text[end:]])


def replaced(text: str, shown: Mapping[str, str]) -> str:
    """What is known, each by what is shown for it, however it is written there.

    Longest first, so that 王小明 is not cut short by 王小.
    """
    folded = text.translate(HALF_WIDTH)
    for secret in sorted(shown, key=len, reverse=True):
        if may_stand_in(folded, secret):
            text = _put(text, however_written(secret), shown[secret])
    return text


def _put(text: str, secret: re.Pattern[str], put: str) -> str:
    pieces, end = [], 0
    for found in secret.finditer(text.translate(HALF_WIDTH)):  # the same length: places agree
        pieces += [text[end : found.start()], put]
        end = found.end()
    return "".join([*pieces, text[end:]])
