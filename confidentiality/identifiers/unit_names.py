"""What is the name of a unit and what the name of a person: companies are never masked (A06)."""

import re
from typing import Final

from confidentiality.identifiers.text import normalise

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


def is_unit_name(text: str) -> bool:
    """Whether it ends as the names of units do: 示例木业有限公司, 兴林木制品加工厂, 区税务局."""
    name = normalise(text)
    return "·" not in name and bool(_UNIT.search(name) or _TWO.search(name))
