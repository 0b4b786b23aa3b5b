"""What a post may do, said plainly; the database stores only who holds which, from when to when."""

from dataclasses import dataclass
from typing import Final

from django.db import models


class Role(models.TextChoices):
    """The kinds of post (方案三, A23)."""

    CLERK = "clerk", "经办员"
    REVIEWER = "reviewer", "审核员"
    HEAD = "head", "部门负责人"
    TOWN_LEAD = "town_lead", "分管领导"
    OFFICE = "office", "专班办公室"
    LEADER = "leader", "专班组长"
    DEPUTY = "deputy", "专班副组长"
    ARCHIVIST = "archivist", "档案员"
    AUDITOR = "auditor", "审计员"
    SYSADMIN = "sysadmin", "系统管理员"
    SECADMIN = "secadmin", "安全管理员"
    LOGADMIN = "logadmin", "审计管理员"


@dataclass(frozen=True, slots=True)
class Duty:
    """A role as the roles page tells it."""

    role: Role
    says: str
    may: tuple[str, ...]
    may_not: str = ""


#: Who answers for a department; a town's is its 分管领导.
HEADS: Final = frozenset({Role.HEAD, Role.TOWN_LEAD})
#: Posts of the departments that handle cases; they see the cases their department takes part in.
STAFF: Final = frozenset({Role.CLERK, Role.REVIEWER}) | HEADS
#: The task force sees every dispute but drafts, and the registers of every unit (R003).
TASK_FORCE: Final = frozenset({Role.LEADER, Role.DEPUTY, Role.OFFICE})
#: One post alone, as whoever is told something there or asked for a step.
THE_OFFICE: Final = frozenset({Role.OFFICE})
THE_LEADER: Final = frozenset({Role.LEADER})
#: Who lead the task force, and sign for it whatever unit's paper it is.
LEADERS: Final = frozenset({Role.LEADER, Role.DEPUTY})
#: Who speak for the task force by their own post; a deputy does so only by delegation (A11).
OFFICE_OR_LEADER: Final = frozenset({Role.OFFICE, Role.LEADER})

#: Desks that a person sits at one at a time: of two units he acts for one, or for the office (A8).
DESKS: Final = STAFF | THE_OFFICE

#: Whoever holds one of these holds no other post at the same time (三员分立, R099).
SEPARATE_ROLES: Final = frozenset({Role.SYSADMIN, Role.SECADMIN, Role.LOGADMIN, Role.AUDITOR})

#: The three administrators (三员): they keep the system and never see a case.
ADMINISTRATORS: Final = (Role.SYSADMIN, Role.SECADMIN, Role.LOGADMIN)


def posts_at(desk: str) -> frozenset[str]:
    """Who sits at a desk that is named by a role: a head's, in a town, is its 分管领导's."""
    return HEADS if desk == Role.HEAD else frozenset({desk})


DUTIES: Final = (
    Duty(
        Role.CLERK,
        "第一个接待群众、具体办理事项的人",
        (
            "登记并送审",
            "签收交办",
            "起草书面意见和处理意见",
            "登记送达和当事人意见",
            "归档",
        ),
        "不审核自己登记的事项",
    ),
    Duty(
        Role.REVIEWER,
        "受理部门里审核登记的人",
        ("审核通过或退回补充", "经办员能办的事"),
        "不审核自己登记的事项",
    ),
    Duty(
        Role.HEAD,
        "对本单位意见负责的人",
        (
            "签发处理意见",
            "审核书面意见",
            "批准逾期未提供",
            "中止与恢复",
            "移交经办、决定回避",
            "答复对本单位的督办",
        ),
        "不签发自己起草的意见",
    ),
    Duty(
        Role.TOWN_LEAD,
        "镇里分管此项工作的领导，专班成员",
        ("审核本镇的协助意见", "查看本镇参与的事项", "登记本镇培训", "经办员能办的事"),
    ),
    Duty(
        Role.OFFICE,
        "专班办公室，协调各成员单位",
        (
            "查看全区事项与统计",
            "连退两次后指定承办单位",
            "答复提请召集",
            "审定到期鉴定意见",
            "下达交办任务",
            "催办，督办、升级、退回重答和销号",
        ),
    ),
    Duty(
        Role.LEADER,
        "专班组长",
        (
            "同意或不同意专案办理",
            "同意召开重大事项会商并签发纪要",
            "确认增加成员单位",
            "催办，督办、升级督办",
            "查看全区事项",
        ),
    ),
    Duty(
        Role.DEPUTY,
        "专班副组长",
        ("查看全区事项与统计", "持有效书面授权时代组长批示"),
        "没有书面授权不得代组长批示",
    ),
    Duty(
        Role.ARCHIVIST,
        "档案员",
        (
            "查看办结和归档的案卷",
            "审核归档：确认保管期限，批准缺项",
            "暂缓销毁，提出到期鉴定意见",
        ),
        "不审核自己归档的案卷，不审定自己的鉴定意见",
    ),
    Duty(
        Role.AUDITOR,
        "审计员",
        ("只读查看归档案卷，每次查看留痕", "提出审计发现，复核整改情况"),
        "不办理业务，不兼任其他岗位",
    ),
    Duty(
        Role.SYSADMIN,
        "系统管理员（三员之一）",
        (
            "建立、停用账号，开密码重置单",
            "维护成员单位联系方式和辖区",
            "登记增加、退出成员单位",
            "查看运行情况，重试没有送出的",
        ),
        "看不到任何案情，不能授予岗位，不兼任其他岗位",
    ),
    Duty(
        Role.SECADMIN,
        "安全管理员（三员之一）",
        (
            "任免岗位",
            "确认密码重置单，解除登录等待",
            "维护职责表、切换日和内控开关",
            "登记组长授权",
        ),
        "看不到任何案情，不能建账号，不能给自己任职，不兼任其他岗位",
    ),
    Duty(
        Role.LOGADMIN,
        "审计管理员（三员之一）",
        ("查看管理变更记录和操作留痕",),
        "看不到任何案情，不能改任何设置，不兼任其他岗位",
    ),
)
