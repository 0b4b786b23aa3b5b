"""Names of people: 2 to 30 characters, a dot and rare characters welcome (领域 4.1)."""

import re
import unicodedata
from typing import Final

from django.core.exceptions import ValidationError

from confidentiality.identifiers.text import HALF_WIDTH, INVISIBLE, normalise

SHORTEST, LONGEST = 2, 30
DOT: Final = "·"
_DOTS: Final = dict.fromkeys(map(ord, "•‧∙⋅・･․.．●"), DOT)
_HAN: Final = (
    r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0002fa1f\U00030000-\U000323af"
)
_CHINESE: Final = re.compile(rf"[{_HAN}]+(?:·[{_HAN}]+)*")
_LATIN: Final = re.compile(r"[^\W\d_]+(?:[ ·'’-]+[^\W\d_]+)*·?")


def check_name(text: str) -> str:
    """The name as it should be stored: the typed characters, dot and spaces made one form."""
    name = _tidy(text)
    if not name:
        raise ValidationError("请填写姓名。")
    if not SHORTEST <= len(name) <= LONGEST:
        word = "只有" if len(name) < SHORTEST else "有"
        raise ValidationError(f"姓名{word} {len(name)} 个字，应为 2 至 30 个字。")
    if not _CHINESE.fullmatch(name) and not _LATIN.fullmatch(name):
        raise ValidationError(_what_is_wrong(name))
    return name


def normalise_name(text: str) -> str:
    """For the blind index: neither spaces nor the shape of the dot make a different person."""
    return normalise(text.translate(_DOTS)).translate(_DOTS)


def _tidy(text: str) -> str:
    """Half width without NFKC, which would turn rare characters into common ones."""
    name = INVISIBLE.sub(" ", text.translate(HALF_WIDTH)).strip().translate(_DOTS)
    if _LATIN.fullmatch(name) and not re.search(f"[{_HAN}]", name):
        return name
    return name.replace(" ", "")


def _what_is_wrong(name: str) -> str:
    for place, character in enumerate(name, start=1):
        if unicodedata.category(character)[0] == "N" and character != "〇":
            return f"姓名第 {place} 个字是数字，请核对。"
        if unicodedata.category(character) in {"Co", "Cs", "Cn"}:
            return f"姓名第 {place} 个字无法识别，请换用输入法里的标准字。"
    return "姓名只能是汉字或字母，少数民族和外国人名中间用“·”隔开。"
