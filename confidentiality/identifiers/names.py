"""Names of people: 2 to 30 characters, in other scripts 120; rare ones welcome (领域 4.1)."""

import re
import unicodedata
from typing import Final

from django.core.exceptions import ValidationError

from confidentiality.identifiers.text import DASHES, HALF_WIDTH, INVISIBLE, normalise

SHORTEST, LONGEST, LONGEST_LATIN = 2, 30, 120
DOT: Final = "·"
DOTS: Final = "·•‧∙⋅・･․.．●⸱⸳᛫˙。｡"
_DOTS: Final = dict.fromkeys(map(ord, DOTS), DOT)
#: Other shapes of one character, which registers of different age print for the same person.
SHAPES: Final[dict[int, int]] = str.maketrans(
    "呂吳黃內戶彥峯羣啓啟強溫眞愼靑淸髙麽",
    "吕吴黄内户彦峰群启启强温真慎青清高么",
)
_HAN: Final = (
    r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0002fa1f\U00030000-\U000323af"
)
_CHINESE: Final = re.compile(rf"[{_HAN}]+(?:·[{_HAN}]+)*")
_LATIN: Final = re.compile(r"[^\W\d_]+(?:[ ·'’-]+[^\W\d_]+)*·?")
_DASH_AS_DOT: Final = re.compile(f"(?<=[{_HAN}])[{DASHES}]+(?=[{_HAN}])")
_BETWEEN: Final = re.compile(rf"[{DASHES}·'’]+")


def check_name(text: str) -> str:
    """The name as it should be stored: the typed characters, dot and spaces made one form."""
    name = _tidy(text)
    if not name:
        raise ValidationError("请填写姓名。")
    longest = LONGEST if re.search(f"[{_HAN}]", name) else LONGEST_LATIN
    if not SHORTEST <= len(name) <= longest:
        word = "只有" if len(name) < SHORTEST else "有"
        raise ValidationError(f"姓名{word} {len(name)} 个字，应为 2 至 {longest} 个字。")
    if not _CHINESE.fullmatch(name) and not _LATIN.fullmatch(name):
        raise ValidationError(_what_is_wrong(name))
    return name


def normalise_name(text: str) -> str:
    """For the blind index: neither spaces, dots nor the shape of a character make another person.

    买买提·阿卜杜拉, 买买提—阿卜杜拉 and 买买提 阿卜杜拉 are one: nothing stands between the parts.
    """
    whole = normalise(text.translate(_DOTS)).translate(_DOTS)
    return _BETWEEN.sub("", whole).translate(SHAPES)


def _tidy(text: str) -> str:
    """Half width without NFKC, which would turn rare characters into common ones."""
    name = INVISIBLE.sub(" ", text.translate(HALF_WIDTH)).strip().translate(_DOTS)
    name = _DASH_AS_DOT.sub(DOT, name)
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
