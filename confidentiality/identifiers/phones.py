"""Telephone numbers: mobile, landline with area code, and service numbers (领域 4.1)."""

import re
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError

from confidentiality.identifiers.text import is_digits, with_plain_dashes

MOBILE_LENGTH: Final = 11
#: 013912345678: other systems dial long distance; 86 without a plus only before a mobile number.
_COUNTRY: Final = re.compile(r"^(?:\+86|0086|(?:86|0)(?=1[3-9][0-9]{9}$))")
_EXTENSION: Final = re.compile(r"(?:转|EXT\.?|#|-)([0-9]{1,6})$")
_AREA: Final = r"(010|02[0-9]|0[3-9][0-9]{2})"
_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE: Final = re.compile(_AREA + r"-?([2-9][0-9]{6,7})(?:(?:转|EXT\.?|#|-)([0-9]{1,6}))?")
#: +86 458 …: abroad the zero of the area is left out.
_FROM_ABROAD: Final = re.compile(
    r"^(?:\+86|0086)-?0?(?!400|800)(?=(?:10|2[0-9]|[3-9][0-9]{2})-?[2-9][0-9]{6,7}(?![0-9]))"
)
_LOCAL: Final = re.compile(r"[2-9][0-9]{6,7}(?:(?:转|EXT\.?|#|-)[0-9]{1,6})?")
#: Of this province, its own city first: what may stand before a number typed without its area.
AREAS: Final = ("0458", *(f"045{n}" for n in "12345679"), "0464", "0467", "0468", "0469")
_SERVICE: Final = re.compile(r"[48]00[0-9]{7}|95[0-9]{3,6}|12[0-9]{3}")


@dataclass(frozen=True)
class Phone:
    """A valid number in the form it is stored: 15400000018, 0458-3900018, 0458-3900018-12."""

    number: str
    kind: str

    @property
    def takes_messages(self) -> bool:
        return self.kind == "mobile"


def normalise_phone(text: str) -> str:
    """One form for storing and searching; an unknown shape only loses its spaces and brackets.

    Taken until nothing changes any more, so that what is stored is found however it was typed.
    """
    number = _plainer(text)
    return number if number == text else normalise_phone(number)


def _plainer(text: str) -> str:
    number = re.sub(r"[()（）]", "", with_plain_dashes(text))
    number = _FROM_ABROAD.sub("0", re.sub(r"(?<=[0-9])[.·](?=[0-9])", "-", number))
    number = _COUNTRY.sub("", number).lstrip("-")
    landline = _LANDLINE.fullmatch(number)
    if landline:
        return "-".join(part for part in landline.groups() if part)
    bare = number.replace("-", "")
    return bare if is_digits(bare) else number


def spelled_out(text: str) -> list[str]:
    """The forms in which a number may be kept that is typed as people here say it: no area."""
    number = normalise_phone(text)
    typed = with_plain_dashes(text).strip("-")
    for local in (typed, number):
        if _LOCAL.fullmatch(local):
            return [number, *(normalise_phone(f"{area}-{local}") for area in AREAS)]
    return [number]


def check_phone(text: str) -> Phone:
    """The number as it should be stored, or a sentence saying what it should look like."""
    number = normalise_phone(text)
    if _MOBILE.fullmatch(number):
        return Phone(number, "mobile")
    if _LANDLINE.fullmatch(number):
        return Phone(number, "landline")
    if _SERVICE.fullmatch(number):
        return Phone(number, "service")
    raise ValidationError(_what_is_wrong(number))


def _what_is_wrong(number: str) -> str:
    if not number:
        return "请填写联系电话。"
    if not is_digits(number.replace("-", "")):
        return "电话号码只能由数字组成，分机号写成 0458-3900018-12。"
    length = len(number)
    if number.startswith("0"):
        return "固定电话应为区号加 7 或 8 位号码，例如 0458-3900018。"
    if number.startswith("1") and length != MOBILE_LENGTH:
        word = "只有" if length < MOBILE_LENGTH else "有"
        return f"手机号{word} {length} 位，应为 11 位。"
    if number.startswith("1"):
        return f"手机号第 2 位是“{number[1]}”，应为 3 至 9。"
    if length in (7, 8):
        return "固定电话缺少区号，伊春市的区号是 0458，例如 0458-3900018。"
    return "电话号码不对：应为 11 位手机号、带区号的固定电话，或 400、800、95、12 开头的号码。"
