"""Citizen identity numbers (GB 11643-1999), residence permits of the same form, travel documents.

Only form, birthday and check digit decide. An unknown division code is a hint, never an error:
old codes such as 230706 stay on people's cards for life (领域 4.1、陷阱 11).
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.utils import timezone

from confidentiality.identifiers.text import is_digits, without_dashes

LENGTH: Final = 18
OLD_LENGTH: Final = 15
OLDEST: Final = 130
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS: Final = "10X98765432"
_PROVINCES: Final = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 "
    "50 51 52 53 54 61 62 63 64 65 71 81 82 83"
)
_YICHUN: Final = "230717 230718 230719 230722 230723 230724 230725 230726 230751 230781"
_PERMITS: Final = ("810000", "820000", "830000")


@dataclass(frozen=True)
class IdNumber:
    """A valid number and what can be read off it."""

    number: str
    birthday: date
    sex: str
    age: int
    hint: str = ""


def normalise_id_number(text: str) -> str:
    """18 digits, capital X; an old 15-digit number becomes its 18-digit successor.

    H12345678(01): how often a permit was issued anew stands in brackets, which others leave out.
    """
    number = re.sub(r"[().·]", "", without_dashes(text))
    if len(number) == OLD_LENGTH and is_digits(number):
        return with_check_digit(f"{number[:6]}19{number[6:]}")
    return number


def with_check_digit(body: str) -> str:
    """The first 17 digits followed by their check character."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + _CHECK_CHARACTERS[total % 11]


def check_id_number(text: str, *, historical: bool = False, today: date | None = None) -> IdNumber:
    """The number as it should be stored, with birthday, sex and age; or a sentence (R030).

    `historical=True` also takes the 15-digit numbers of old files and converts them.
    """
    today = today or timezone.localdate()
    number = _well_formed(without_dashes(text), historical=historical)
    birthday = _birthday(number, today)
    if with_check_digit(number[:17]) != number:
        raise ValidationError("身份证号的校验位不符，某一位可能输错了，请对照证件逐位核对。")
    return IdNumber(
        number=number,
        birthday=birthday,
        sex="男" if int(number[16]) % 2 else "女",
        age=_age(birthday, today),
        hint=_hint(number),
    )


def _well_formed(number: str, *, historical: bool) -> str:
    """18 characters of the right kind."""
    if not number:
        raise ValidationError("请填写身份证号。")
    if len(number) == OLD_LENGTH and is_digits(number):
        if historical:
            return normalise_id_number(number)
        raise ValidationError("这是 15 位旧号，应填 18 位身份证号；只有历史档案可用旧号。")
    if len(number) != LENGTH:
        word = "只有" if len(number) < LENGTH else "有"
        raise ValidationError(f"身份证号{word} {len(number)} 位，应为 18 位。")
    for place, character in enumerate(number[:17], start=1):
        if not is_digits(character):
            raise ValidationError(f"身份证号第 {place} 位是“{character}”，应为数字。")
    if not is_digits(number[17]) and number[17] != "X":
        raise ValidationError(f"身份证号末位是“{number[17]}”，应为数字或 X。")
    return number


def _birthday(number: str, today: date) -> date:
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    try:
        birthday = date(year, month, day)
    except ValueError:
        raise ValidationError(
            f"身份证号第 7 至 14 位是出生日期，没有 {year} 年 {month} 月 {day} 日这一天。"
        ) from None
    if birthday > today:
        raise ValidationError("身份证号第 7 至 14 位是出生日期，不应晚于今天。")
    if _age(birthday, today) > OLDEST:
        raise ValidationError(f"按身份证号推算已超过 {OLDEST} 岁，请核对第 7 至 10 位的出生年份。")
    return birthday


def _age(birthday: date, today: date) -> int:
    had_birthday = (today.month, today.day) >= (birthday.month, birthday.day)
    return today.year - birthday.year - (not had_birthday)


def is_province(number: str) -> bool:
    """Whether it begins with a division that ever was, residence permits included."""
    return number[:2] in _PROVINCES.split() or number.startswith("9")


def _hint(number: str) -> str:
    """What a clerk may want to look at twice; never a reason to refuse."""
    if number.startswith(_PERMITS):
        return "这是港澳台居民居住证号码。"
    if number.startswith("9"):
        return "这是外国人永久居留身份证号码。"
    if number[:2] not in _PROVINCES.split():
        return "前两位不是现行的省级代码，请核对。"
    if number.startswith("2307") and number[:6] not in _YICHUN.split():
        return "前六位是伊春市的历史或未启用代码，旧号可以照用。"
    return ""


def check_travel_document(text: str) -> str:
    """A passport or travel permit: only its characters and length can be checked."""
    number = re.sub(r"[()]", "", without_dashes(text))
    if not re.fullmatch(r"[0-9A-Z]*", number):
        raise ValidationError("护照、通行证号码只能由字母和数字组成。")
    if not 5 <= len(number) <= 15:
        raise ValidationError(f"护照、通行证号码有 {len(number)} 位，应为 5 至 15 位。")
    return number
