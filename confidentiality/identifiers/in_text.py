"""Numbers of people in running text, however they are spaced, dashed or bracketed (领域 4.3).

Text is folded first (`HALF_WIDTH`, the same length), so that places agree. One wrong digit hides
nobody: what stands behind 身份证, or has the birthday of a person in it, is taken for what it
was meant to be. Orders of other systems carry the days of these years and stay as they are. What is
spaced digit by digit is a number as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone

from confidentiality.identifiers.credit_codes import has_known_kind, is_credit_code
from confidentiality.identifiers.id_numbers import OLDEST, check_id_number, is_province
from confidentiality.identifiers.names import DOTS
from confidentiality.identifiers.text import DASHES, is_digits

#: Orders of other systems carry the days of these years.
GROWN: Final = 3
#: What stands between the digits of one number: spaces of any width, dots, dashes.
_SIGNS: Final = (
    DASHES + " \\t" + DOTS + r"\u00a0\u00ad\u2000-\u200f\u202a-\u202f\u2060-\u2069\ufeff"
)
_ON_A_LINE: Final = rf"[{_SIGNS}]{{0,3}}"
#: Where a line ends in the middle of it, too.
GAP: Final = rf"[{_SIGNS}\r\n]{{0,3}}"
_BEGIN, _END = r"(?<![0-9])", r"(?![0-9]|s\b)"  # 0.0123456789012345s is how long a task took
_AFTER_WORD: Final = r"(?:号码|编号|号|为|是|[:(\s])*"


class Sight(NamedTuple):
    """How a kind of number looks, and what else must hold of its characters."""

    kind: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool]


def _digits(least: int, most: int) -> str:
    """So many digits with gaps between them; the last one may be X."""
    return rf"[0-9](?:{GAP}[0-9]){{{least - 2},{most - 2}}}{GAP}[0-9Xx]"


def _born() -> str:
    """Six digits, a day of this or the last century, three digits and the last one."""
    century = f"(?:1{GAP}9|2{GAP}0)"
    places = [*["[0-9]"] * 6, century, "[0-9]", "[0-9]", "[01]", "[0-9]", "[0-3]", *["[0-9]"] * 4]
    return GAP.join([*places, "[0-9Xx]"])


def _sight(kind: str, pattern: str, holds: Callable[[str], bool] = bool) -> Sight:
    return Sight(kind, re.compile(pattern), holds)


def _is_id_number(number: str) -> bool:
    """By its check digit, or by the birthday in it where one digit may be wrong."""
    try:
        check_id_number(number, historical=True)
    except ValidationError:
        return len(number) == 18 and is_province(number) and GROWN <= _age(number) <= OLDEST
    return True


def _is_childs(number: str) -> bool:
    """Behind a word for a child not even the year tells it from an order."""
    return is_province(number) and 0 <= _age(number) <= OLDEST


def _age(number: str) -> int:
    """By the year inside the number alone: the day may be the digit that is wrong."""
    return timezone.localdate().year - int(number[6:10])


def _is_code(number: str) -> bool:
    return is_credit_code(number) or (not is_digits(number) and has_known_kind(number))


def _is_bank_card(number: str) -> bool:
    """Luhn, for the 16 to 19 digits that cards here have; of cards of this country (62) one digit
    may be wrong, unless it is four amounts in a row, which end in tens."""
    if not is_digits(number) or not 16 <= len(number) <= 19:
        return False
    if number.startswith("62"):
        return len(number) > 16 or any(number[end] != "0" for end in (3, 7, 11, 15))
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _is_landline(number: str) -> bool:
    return bool(re.fullmatch(f"{_AREA}[2-9][0-9]{{6,7}}", number))


def _is_no_day(number: str) -> bool:
    """D20261129 is somebody's order of that day."""
    return not re.search(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]$", number)


_CODE: Final = rf"[0-9A-Za-z]{{2}}{GAP}[0-9]{{6}}{GAP}[0-9A-Za-z]{{4}}{GAP}[0-9A-Za-z]{{4}}{GAP}"
#: Not beyond the line: four amounts in a column are no card.
_CARD: Final = (
    rf"[0-9]{{4}}(?:{_ON_A_LINE}[0-9]{{4}}){{3}}(?:{_ON_A_LINE}[0-9]{{1,3}})?"
    rf"|[0-9]{{6}}{_ON_A_LINE}[0-9]{{10,13}}"
)
_MOBILE: Final = (
    rf"(?:1[3-9][0-9]{GAP}[0-9]{{4}}{GAP}[0-9]{{4}}|1[3-9][0-9]{{2}}{GAP}[0-9]{{3}}{GAP}[0-9]{{4}})"
)
_AREA: Final = r"\(?(?:010|02[0-9]|0[3-9][0-9]{2})\)?"
#: At least one sign between every two digits.
_APART: Final = rf"[{_SIGNS}]{{1,3}}"


def _apart(first: str, least: int, most: int, last: str = "[0-9]") -> str:
    """So many digits, each by itself, from where such a row begins."""
    return rf"(?<![0-9][{_SIGNS}]){first}(?:{_APART}[0-9]){{{least - 2},{most - 2}}}{_APART}{last}"


SIGHTS: Final = (
    _sight("id_number", rf"(?<=身份证){_AFTER_WORD}({_digits(15, 19)}){_END}"),
    _sight("id_number", rf"{_BEGIN}({_born()}){_END}", _is_id_number),
    _sight("id_number", rf"[孩儿女婴][^0-9\n]{{0,12}}+({_born()}){_END}", _is_childs),
    _sight("id_number", rf"{_BEGIN}([0-9]{{15}}){_END}", _is_id_number),
    _sight("id_number", rf"{_BEGIN}({_apart('[1-9]', 15, 15)}){_END}", _is_id_number),
    _sight(
        "credit_code",
        rf"(?<![0-9A-Za-z.])({_CODE}[0-9A-Za-z]{{2}})(?![0-9A-Za-z])",
        _is_code,
    ),
    _sight(
        "bank_card", rf"(?<=卡号|账号|帐号|行卡){_AFTER_WORD}({_digits(12, 19)}){_END}", is_digits
    ),
    _sight("bank_card", rf"{_BEGIN}({_CARD}){_END}", _is_bank_card),
    _sight("bank_card", rf"{_BEGIN}({_apart('[3-6]', 16, 19)}){_END}", _is_bank_card),
    _sight(
        "id_number",
        rf"(?<=护照|行证|住证|胞证|乡证){_AFTER_WORD}"
        r"([A-Za-z]{0,3}[ ]?[0-9]{6,10}(?:\([0-9A-Za-z]{1,2}\)|[A-Za-z]?))(?![0-9A-Za-z])",
    ),
    _sight(
        "id_number",
        r"(?<![0-9A-Za-z-])([EGDSPHMKLTeghmdsp][A-Za-z]?[ ]?[0-9]{7,8}(?:\([0-9]{2}\)|[0-9]{2})?)"
        r"(?![0-9A-Za-z]|-[0-9a-f]{4}-)",  # nor the beginning of a task's id
        _is_no_day,
    ),
    _sight("phone", rf"(?<![0-9+])((?:(?:\+|00)?86{GAP}|0)?{_MOBILE}){_END}"),
    _sight("phone", rf"{_BEGIN}({_apart(f'1{_APART}[3-9]', 10, 10)}){_END}"),
    _sight("phone", rf"{_BEGIN}({_apart('0', 10, 12)}){_END}", _is_landline),
    _sight("phone", rf"{_BEGIN}({_AREA}{GAP}[2-9][0-9]{{2,3}}{GAP}[0-9]{{4}}){_END}"),
)
#: For logs, where too much does no harm: whatever has the shape.
SHAPES_ALONE: Final = (
    _sight(
        "id_number",
        rf"{_BEGIN}([0-9]{{6}}[ -]?[0-9]{{8}}[ -]?[0-9]{{3}}[0-9Xx]|[0-9]{{15}}){_END}",
    ),
    _sight(
        "credit_code", r"(?<![0-9A-Za-z.])([0-9A-Za-z]{2}[0-9]{6}[0-9A-Za-z]{10})(?![0-9A-Za-z])"
    ),
    _sight(
        "bank_card", rf"{_BEGIN}([0-9]{{4}}(?:[ -]?[0-9]{{4}}){{3}}(?:[ -]?[0-9]{{1,3}})?){_END}"
    ),
)
