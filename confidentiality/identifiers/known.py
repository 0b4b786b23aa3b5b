"""What a case itself knows of its people, looked for in text however it is written there.

Text is folded first (`HALF_WIDTH`, the same length), so that places agree. Between the signs of a
name or a number may stand whatever is neither letter nor digit: blanks of any length, line ends,
brackets, dots. Only a name of two characters is not looked for across the end of a clause, for
老王，明天 names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from confidentiality.identifiers.addresses import DIGITS, TO_DIGITS, counted, forms_of_address
from confidentiality.identifiers.names import SHAPES
from confidentiality.identifiers.phones import normalise_phone
from confidentiality.identifiers.text import HALF_WIDTH, is_digits

#: Underscores are a dash here; the star belongs to masks (欧*试), which are looked for as well.
_BETWEEN: Final = r"(?:[^\w*]|_)*"
_IN_A_CLAUSE: Final = r"(?:[^\w*，,；;：:！!？?…]|_)*"
_WITH_STARS: Final = r"[\W_]*"
_ROUND: Final = {"十": "01", "百": "01", "廿": "2"}


def forms(kind: str, value: str, *, closely: bool = False) -> Iterator[str]:
    """What else is the same value: an address without its town, a telephone without its area,
    the ID number of before 1999."""
    if kind == "address":
        yield from forms_of_address(value, closely=closely)
        return
    yield value
    if kind == "phone":
        area, dash, local = normalise_phone(value).partition("-")
        if dash and is_digits(area) and len(local.partition("-")[0]) >= 7:
            yield local.partition("-")[0]
    if kind == "id_number" and len(value) == 18 and value[6:8] == "19":
        yield f"{value[:6]}{value[8:17]}"


def however_written(known: str) -> re.Pattern[str]:
    """A name or a number in any spacing, width and numerals; nothing is nothing but signs."""
    plain = known.translate(HALF_WIDTH)
    words = re.findall(r"[0-9]+|[^0-9]", plain)
    signs = [each for each in words if is_digits(each) or _counts(each)]
    between = _gap("".join(signs))
    found = [_numerals(each, between) if is_digits(each) else _shapes_of(each) for each in signs]
    return re.compile(between.join(found) or "(?!)", re.IGNORECASE)


def may_stand_in(folded: str, known: str) -> bool:
    """Whether all its signs are there, in any shape and order: quickly asked of many names."""
    there = folded.translate(SHAPES).upper()
    signs = {
        each for each in known.translate(HALF_WIDTH).translate(SHAPES).upper() if _counts(each)
    }
    missing = {each for each in signs if each not in there}
    return not missing or (all(map(is_digits, missing)) and missing <= _spoken(there))


def _spoken(text: str) -> set[str]:
    """The digits that are there as words."""
    return set(text.translate(TO_DIGITS)).union(*(_ROUND[each] for each in text if each in _ROUND))


def _gap(signs: str) -> str:
    if "*" in signs:
        return _BETWEEN
    return _IN_A_CLAUSE if len(signs) < 3 else _WITH_STARS


def _counts(sign: str) -> bool:
    """Letters and digits; and the star of a mask that an older text holds (欧*试)."""
    return sign.isalnum() or sign == "*"


def _numerals(number: str, between: str) -> str:
    """12 also as 一二 and 十二."""
    one_by_one = between.join(f"[{digit}{DIGITS[digit]}]" for digit in number)
    spoken = [between.join(map(_either, word)) for word in counted(number)]
    return f"(?:{'|'.join([one_by_one, *spoken])})"


def _either(word: str) -> str:
    """壹 for 一."""
    return f"[{DIGITS[TO_DIGITS[ord(word)]]}]" if ord(word) in TO_DIGITS else word


def _shapes_of(sign: str) -> str:
    """A character of a name may be printed in the shape of an older register."""
    shapes = {sign, chr(SHAPES.get(ord(sign), ord(sign)))}
    shapes |= {chr(old) for old, new in SHAPES.items() if chr(new) in shapes}
    return re.escape(sign) if len(shapes) == 1 else f"[{''.join(sorted(shapes))}]"
