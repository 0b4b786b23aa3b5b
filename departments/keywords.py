"""A hint of the category from a narrative's words: rules only; the officer chooses (domain 5.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Hint:
    """A category that the words speak for, and the words themselves."""

    code: str
    why: str


#: 已入法定程序: a court, a reconsideration, an arbitration or 信访 has the same matter (R109).
ELSEWHERE: Final = "OUT-4"
_PROCEDURES: Final = "行政复议|行政诉讼|仲裁|起诉|法院|信访(复查|复核|程序|受理|办理)"

#: Category and the words that speak for it; the first that is found in a text speaks first.
_SIGNS: Final = (
    (ELSEWHERE, rf"(申请|提起|已经?|正在)[^。，]{{0,8}}({_PROCEDURES})"),
    ("CRS-3", r"(几|[二三四五六七八九十\d]+)家[^。]{0,12}(一起|都|统一|职工)|行业[^。]{0,6}都"),
    ("CRS-1", r"五险都|什么保险都没|劳务(公司|派遣)|一样(保险|社保)都没"),
    ("OUT-2", r"(欠|拖欠|克扣)[^。，]{0,8}工资[^。]*专班|违约金|公积金"),
    ("GEN-2", r"不留(姓名|名)|匿名"),
    ("HR-9", r"费率"),
    ("HR-8", r"重复(交|缴)|退(费|款|钱)|要退|多(交|缴)了"),
    ("TAX-5", r"滞纳金|扣款|扣费|票据|完税"),
    ("HR-4", r"数据没传|信息没传|税务那边[^。]{0,12}没有"),
    ("TAX-1", r"(查得到|能查到|有)登记[^。]*(没报|没有申报|一个月都没有|忘报)|忘(了)?报"),
    ("TAX-2", r"申报了[^。]{0,10}(没缴|没交|未缴)|欠缴"),
    ("MED-6", r"生育津贴|报销|住院[^。]{0,8}(不给|不能)报"),
    ("MED-7", r"医保(缴费)?基数|基费核定"),
    ("TAX-4", r"最低基数|(按|报)[^。，]{0,6}(低|少)[^。，]{0,6}(工资|基数)|按实际工资|两套账"),
    ("MED-4", r"个人账户[^。]{0,20}(没有?划|没到账|没有记录)"),
    ("MED-2", r"停(了)?(医)?保[^。]*(在职参保|转)|仍在职参保|转移接续"),
    ("MED-3", r"居民医保|刷说没参保"),
    ("HR-3", r"欠费[^。]{0,10}万|一次性安置"),
    ("HR-2", r"补缴|没有记录[^。]*退休|办不了退休|森工"),
    ("HR-7", r"工伤|失业金|养老金|待遇"),
    ("GEN-1", r"(要不要|怎么办|到哪办|怎么交|交哪)"),
)


def suggest_category(text: str) -> list[Hint]:
    """At most three categories in the order of their rules, each with the words that were found."""
    found = ((code, re.search(words, text)) for code, words in _SIGNS)
    hints = [Hint(code, f"提到“{match.group()}”") for code, match in found if match]
    return hints[:3]
