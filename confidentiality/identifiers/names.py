"""Names of people, 2 to 30 characters, in other scripts 120 (领域 4.1), and of units (A06)."""

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

#: How units here call themselves; what may end a person's name too needs a longer one before it.
_SURE: Final = (
    "公司|集团|超市|商场|商行|医院|卫生院|法院|检察院|敬老院|养老院|福利院|幼儿园|合作社|旅行社|报社|中心|"
    "工程队|施工队|学校|小学|中学|大学|学院|事务所|派出所|林场|农场|牧场|煤矿|委员会|居委会|村委会|协会|学会|商会|"
    "基金会|工会|政府|办事处|办公室|工作室|经营部|门市部|项目部|营业部|分部|联社|银行|支行|分行|物业|企业"
)
_FOUR: Final = "厂|店|局"  # 王建厂 is somebody
_LONGER: Final = "行|院|社|队|站|所|场|矿|部|馆|园|会|处"
_BRACKET: Final = "(?:[(（][^()（）]{1,30}[)）])?$"
_UNIT: Final = re.compile(f"(?:..(?:{_SURE})|...(?:{_FOUR})|....(?:{_LONGER})){_BRACKET}")
_TWO: Final = re.compile(f".(?:公司|集团|医院|学校|超市|银行){_BRACKET}")


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


def is_unit_name(text: str) -> bool:
    """Whether it ends as the names of units do: 示例木业有限公司, 兴林木制品加工厂, 区税务局."""
    name = normalise(text)
    return "·" not in name and bool(_UNIT.search(name) or _TWO.search(name))


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
