"""The words of the generated world: texts with known frequent, rare and absent words."""

from __future__ import annotations

from random import Random
from typing import Final

#: Words to search for, by how often they stand in the texts; the rare ones stand in 100 disputes.
EVERYWHERE_2: Final = "缴费"
FREQUENT_2: Final = "退费"
FREQUENT_4: Final = "灵活就业"
RARE_2: Final = "沉船"
RARE_4: Final = "沉船打捞"
ABSENT_2: Final = "飞碟"
ABSENT_4: Final = "绝无此词"
#: Each of its three windows is frequent, the word itself stands nowhere: the recheck's worst case.
DECEPTIVE_4: Final = "缴费工伤"

RARE_HITS: Final = 100
SHARE_OF: Final = {FREQUENT_2: 0.047, FREQUENT_4: 0.018}

_SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈"
_GIVEN: Final = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰春梅建国志海燕红云飞雪琴"
_TRADES: Final = (
    "木制品加工厂", "物业服务公司", "超市", "运输队", "餐饮店", "林下产品公司", "建筑公司",
    "养殖合作社", "供热公司", "诊所",
)  # fmt: skip
_PLACES: Final = (
    "翠林", "兴安", "青山", "锦山", "曙光", "红旗", "向阳", "东升", "前进", "昆仑", "尖山", "双子",
    "解放", "新风", "永胜", "金山",
)  # fmt: skip
_WHO: Final = (
    "我在{place}一家{trade}上班",
    "本人户口在{place}村",
    "我是{place}社区居民",
    "我们{trade}共有职工{count}人",
    "我父亲在{place}林场工作到退休",
    "我爱人在{trade}干了{count}个月",
)
_WHAT: Final = (
    "单位给办了参保登记，可是{count}个月没有申报缴费",
    "工资{count}00元，单位按最低基数申报，养老保险少缴",
    "大厅说系统里查不到登记，窗口让去另一个部门问",
    "养老保险到账比应缴少了{count}元，缴费工资与银行流水不符",
    "城乡居民医疗保险在手机上缴了两次，扣款{count}元",
    "补缴{year}年以前的养老保险，两个部门说法不一样",
    "去年停保没有办减员，现在催缴滞纳金{count}元",
    "工伤认定后发现单位没有缴工伤保险费",
    "失业登记时说缴费年限差{count}个月，档案里有记录",
    "转移接续办了{count}天，医疗保险待遇一直没有恢复",
    "单位已经注销，欠费{count}元没人管",
    "生育津贴因断缴{count}个月不能报销",
)
_WANT: Final = (
    "请核实后补记缴费记录",
    "要求单位按实际工资补足差额",
    "请书面答复由哪个部门办理",
    "请尽快办理，不要再来回跑",
    "要求说明滞纳金怎样计算",
    "请督促单位申报并缴清欠费",
)
_FREQUENT: Final = {
    FREQUENT_2: "多缴的部分要求退费，窗口说要先审核",
    FREQUENT_4: "以前按灵活就业人员身份参保",
}
_RARE: Final = "当年沉船打捞队集体参保，档案保存在原单位"


def facts(random: Random, nth: int, of: int) -> str:
    """What a payer says; `nth` of `of` decides whether the rare words are in it."""
    parts = [random.choice(_WHO), random.choice(_WHAT), random.choice(_WHAT)]
    parts += [text for word, text in _FREQUENT.items() if random.random() < SHARE_OF[word]]
    if is_rare(nth, of):
        parts.append(_RARE)
    fill = {
        "place": random.choice(_PLACES),
        "trade": random.choice(_TRADES),
        "count": random.randint(2, 98),
        "year": random.randint(1993, 2019),
    }
    return "，".join(parts).format(**fill) + f"。{random.choice(_WANT)}。"


def is_rare(nth: int, of: int) -> bool:
    """A hundred of them, evenly spread (all of a world that has fewer)."""
    return nth % max(1, of // RARE_HITS) == 0 and nth // max(1, of // RARE_HITS) < RARE_HITS


def claim(random: Random) -> str:
    return f"{random.choice(_WANT)}。"


def person(random: Random) -> str:
    given = "".join(random.choices(_GIVEN, k=random.choice((1, 2, 2))))
    return random.choice(_SURNAMES) + given


def unit(random: Random) -> str:
    return f"{random.choice(_PLACES)}{random.choice(_SURNAMES)}氏{random.choice(_TRADES)}"


def place(random: Random) -> str:
    return f"{random.choice(_PLACES)}村"
