"""Homes: which part of an address is the town, and how else the rest of it may be written."""

import re
from collections.abc import Iterator
from typing import Final

from confidentiality.identifiers.text import normalise

#: Province, city, district, town: what the mask of an address may show (领域 4.3).
TOWN: Final = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,6}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,6}?(?:市|自治州|地区|盟))?"
    r"(?:[\u4e00-\u9fff]{1,6}?(?:(?<![小社园校厂林库矿院])区|县|旗))?(?:[\u4e00-\u9fff]{1,6}?(?:镇|乡))?"
)
DIGITS: Final = {
    "0": "零〇○",
    "1": "一壹幺",
    "2": "二贰两",
    "3": "三叁",
    "4": "四肆",
    "5": "五伍",
    "6": "六陆",
    "7": "七柒",
    "8": "八捌",
    "9": "九玖",
}
TO_DIGITS: Final = {ord(word): digit for digit, words in DIGITS.items() for word in words}
_UNIT: Final = "(?:号楼|单元|[号组楼室栋幢座层排户队委门巷弄])"
_COUNTED: Final = re.compile(rf"[{''.join(DIGITS.values())}十百]+(?={_UNIT}|$)")
_PARTS: Final = re.compile(rf"[0-9]+(?:-[0-9]+)*{_UNIT}")
_SHORTEST: Final = 4


def forms_of_address(text: str, *, closely: bool = False) -> Iterator[str]:
    """The whole, and what is left without its town where a house or a group is told.

    `closely`, of who must not be known at all: also as far as the house, the stairs, the village.
    """
    whole = _COUNTED.sub(_in_digits, normalise(text))
    rest = whole[len(TOWN.match(whole).group()) :]  # type: ignore[union-attr]  # matches always
    if not rest:
        return  # a town is nobody's home
    yield text
    forms = [whole, rest]
    if closely:
        forms += [rest[: found.end()] for found in _PARTS.finditer(rest)]
    for form in dict.fromkeys(forms):
        told = closely or any(map(str.isdigit, form))
        if form != text and told and sum(map(str.isalnum, form)) >= _SHORTEST:
            yield form


def _in_digits(found: re.Match[str]) -> str:
    """十二 as 12, 五〇一 as 501; what is neither stays."""
    words = found.group().translate(TO_DIGITS)
    hundreds, hundred, below = words.rpartition("百")
    tens, ten, ones = below.rpartition("十")
    if not hundred and not ten:
        return words
    parts = [hundreds or "0", (tens or "1") if ten else "0", ones or "0"]
    try:
        return str(sum(int(part) * step for part, step in zip(parts, (100, 10, 1), strict=True)))
    except ValueError:
        return found.group()


def counted(number: str) -> list[str]:
    """12 as 十二, 105 as 一百零五: how a small number is spoken."""
    if not 1 <= len(number) <= 3 or number.startswith("0") or len(number) == 1:
        return []
    word = {digit: words[0] for digit, words in DIGITS.items()}
    hundreds, tens, ones = tuple(number.rjust(3, "0"))
    last = word[ones] if ones != "0" else ""
    if hundreds == "0":
        return [f"{'' if tens == '1' else word[tens]}十{last}"]
    middle = f"{word[tens]}十" if tens != "0" else "零" if last else ""
    return [f"{word[hundreds]}百{middle}{last}"]
