"""Unified social credit codes (GB 32100-2015), rural collectives (N1, N2) included.

The inner organisation code (GB 11714) only warns, since older registrations do not all satisfy it.
"""

from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError

from confidentiality.identifiers.text import is_digits, without_dashes

LENGTH: Final = 18
ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_INNER_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_LOOKALIKES: Final = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}
_KINDS: Final = {
    "11": "机关",
    "12": "事业单位",
    "51": "社会团体",
    "52": "民办非企业单位",
    "53": "基金会",
    "91": "企业",
    "92": "个体工商户",
    "93": "农民专业合作社",
    "N1": "农村集体经济组织",
    "N2": "农村集体经济组织",
}


@dataclass(frozen=True)
class CreditCode:
    """A valid code and what its first two characters say."""

    code: str
    kind: str
    warning: str = ""

    @property
    def is_personal(self) -> bool:
        """个体工商户: the code stands for a natural person and is sealed like one."""
        return self.code.startswith("92")


def normalise_credit_code(text: str) -> str:
    """Half width, capital letters, no spaces or dashes."""
    return without_dashes(text)


def check_character(body: str) -> str:
    """C18 of the first 17 characters."""
    total = sum(_VALUES[char] * weight for char, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def check_credit_code(text: str) -> CreditCode:
    """The code as it should be stored, or a sentence saying what is wrong with it."""
    code = normalise_credit_code(text)
    _refuse_malformed(code)
    if check_character(code[:17]) != code[17]:
        raise ValidationError(
            "统一社会信用代码的校验位不符，某一位可能输错了，请对照证照逐位核对。"
        )
    warning = "" if _inner_code_agrees(code[8:17]) else "其中的组织机构代码校验不符，请核对。"
    return CreditCode(code=code, kind=_KINDS.get(code[:2], "其他"), warning=warning)


def is_credit_code(text: str) -> bool:
    """Whether a text already in normal form carries a right check character."""
    if len(text) != LENGTH or any(character not in _VALUES for character in text):
        return False
    return is_digits(text[2:8]) and check_character(text[:17]) == text[17]


def has_known_kind(text: str) -> bool:
    """Whether it begins as a code does, whatever its check character says."""
    return text[:2] in _KINDS and all(each in _VALUES or each in _LOOKALIKES for each in text)


def _refuse_malformed(code: str) -> None:
    if not code:
        raise ValidationError("请填写统一社会信用代码。")
    if len(code) != LENGTH:
        word = "只有" if len(code) < LENGTH else "有"
        raise ValidationError(f"统一社会信用代码{word} {len(code)} 位，应为 18 位。")
    for place, character in enumerate(code, start=1):
        if character in _LOOKALIKES:
            raise ValidationError(
                f"统一社会信用代码第 {place} 位是“{character}”，代码中不用这个字母，"
                f"是否应为“{_LOOKALIKES[character]}”？"
            )
        if character not in _VALUES:
            raise ValidationError(
                f"统一社会信用代码第 {place} 位是“{character}”，应为数字或大写字母。"
            )
    if not is_digits(code[2:8]):
        raise ValidationError("统一社会信用代码第 3 至 8 位是行政区划码，应为数字。")


def _inner_code_agrees(inner: str) -> bool:
    """GB 11714: eight characters and a check character; letters count from A=10 in full order."""
    total = sum(
        int(char, 36) * weight for char, weight in zip(inner[:8], _INNER_WEIGHTS, strict=True)
    )
    return inner[8] == "0123456789X0"[11 - total % 11]
