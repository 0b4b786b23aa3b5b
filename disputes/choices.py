"""The closed lists of words a dispute is described with; codes are the contract of the API."""

from __future__ import annotations

from django.db import models

from confidentiality.identifiers.names import is_unit_name
from departments.codes import TAX


class State(models.TextChoices):
    """Where a dispute stands in the procedure (方案五)."""

    DRAFT = "draft", "暂存"
    REGISTERED = "registered", "待审核"
    TRIAGE = "triage", "待分类"
    AWAITING_APPROVAL = "awaiting_approval", "待组长审批"
    HANDLING = "handling", "办理中"
    AWAITING_SIGNOFF = "awaiting_signoff", "待签发"
    FEEDBACK = "feedback", "待反馈"
    OBJECTED = "objected", "有异议"
    CONCLUDED = "concluded", "已办结"
    SUSPENDED = "suspended", "中止"
    DECLINED = "declined", "不予受理"
    NOTIFIED = "notified", "已告知"
    WITHDRAWN = "withdrawn", "已撤回"
    MERGED = "merged", "已并案"
    ARCHIVED = "archived", "已归档"


#: Nothing more is owed to the payer in these; only archiving remains.
ENDED = frozenset({State.CONCLUDED, State.DECLINED, State.NOTIFIED, State.WITHDRAWN, State.MERGED})
#: Ended by a notice to the payer alone: nothing was decided that another party would be told.
ONLY_TOLD = frozenset({State.DECLINED, State.NOTIFIED})
#: The decision is signed: the parties are told, and say what they think of it.
WITH_PARTIES = frozenset({State.FEEDBACK, State.OBJECTED})
#: Registered and not yet ended: what the work lists and clocks look at.
OPEN = frozenset(State) - ENDED - {State.DRAFT, State.ARCHIVED}


class Severity(models.TextChoices):
    """How weighty a dispute is (方案五(二); A01: independent of the mode)."""

    GENERAL = "general", "一般"
    MAJOR = "major", "重大疑难"


class Mode(models.TextChoices):
    """How a dispute is handled (A01)."""

    SINGLE = "single", "单独办理"
    REFERRAL = "referral", "告知移交"
    JOINT = "joint", "联合办理"
    SPECIAL = "special", "专案办理"
    NOTIFY = "notify", "仅告知"


#: Somebody leads it: by which road it goes was decided, and it was not only told (四(二)).
LED = frozenset({Mode.SINGLE, Mode.REFERRAL, Mode.JOINT, Mode.SPECIAL})
#: Several departments handle it together.
TOGETHER = frozenset({Mode.JOINT, Mode.SPECIAL})


class Channel(models.TextChoices):
    """How the dispute reached the first department (R028)."""

    VISIT = "visit", "来访"
    PHONE = "phone", "电话"
    LETTER = "letter", "来信"
    WEB = "web", "网络"
    H12345 = "h12345", "12345热线"
    H12333 = "h12333", "12333热线"
    H12366 = "h12366", "12366热线"
    H12393 = "h12393", "12393热线"
    PETITION = "petition", "信访转送"
    GRID = "grid", "网格上报"
    SUPERIOR = "superior", "上级交办"


#: Channels that carry the number of another platform's work order (R029).
NUMBERED_CHANNELS = frozenset(
    {Channel.H12345, Channel.H12333, Channel.H12366, Channel.H12393, Channel.PETITION}
)
#: The payer himself is there or on the line: nobody sent it, so it has no other source.
SPOKEN_CHANNELS = frozenset({Channel.VISIT, Channel.PHONE})


#: From so many people on a group speaks through representatives (信访工作条例20条, R042).
GROUP_FROM = 5
#: At most so many of them.
REPRESENTATIVES = 5


class Urgency(models.TextChoices):
    """紧急程度 printed on the 报送单 (domain 3.2)."""

    NORMAL = "normal", "平件"
    URGENT = "urgent", "加急"
    CRITICAL = "critical", "特急"


class PayerKind(models.TextChoices):
    """Who the payer is (五要素·基本情况)."""

    EMPLOYEE = "employee", "用人单位职工"
    EMPLOYER = "employer", "用人单位"
    SELF_EMPLOYED = "self_employed", "个体工商户"
    RESIDENT = "resident", "城乡居民"
    FLEXIBLE = "flexible", "灵活就业人员"
    RETIRED = "retired", "退休人员"
    UNEMPLOYED = "unemployed", "失业人员"
    OTHER = "other", "其他"


class CounterpartyKind(models.TextChoices):
    """Who stands on the other side (A06)."""

    EMPLOYER = "employer", "用人单位"
    COLLECTOR = "collector", "征收机构"
    AGENCY = "agency", "经办机构"
    OTHER = "other", "其他"
    NONE = "none", "无"


def kind_of_member(code: str) -> CounterpartyKind:
    """A member unit is an authority to whoever disputes with it, never his employer (A06)."""
    return CounterpartyKind.COLLECTOR if code == TAX else CounterpartyKind.AGENCY


#: Kinds whose name is the name of a unit, which may be shown and searched in clear.
UNIT_KINDS = frozenset({"employer", "self_employed", "collector", "agency"})


def names_a_unit(kind: str, name: str) -> bool:
    """A company stays one whatever kind was chosen: its name is open, never masked (A06)."""
    return kind in UNIT_KINDS or is_unit_name(name)


def kind_by(role: str, name: str, credit_code: str) -> str:
    """The kind of a party of whom none was chosen: units say by name or code what they are."""
    if role == PartyRole.PAYER and credit_code.startswith("92"):
        return PayerKind.SELF_EMPLOYED
    is_unit = bool(credit_code) or is_unit_name(name)
    return PayerKind.EMPLOYER if is_unit and role != PartyRole.AGENT else ""


#: Those of them that employ: the tax bureau and the agencies are a party to everything.
EMPLOYERS = frozenset({"employer", "self_employed"})


class PartyRole(models.TextChoices):
    """What somebody is to the dispute."""

    PAYER = "payer", "缴费人"
    COUNTERPARTY = "counterparty", "争议对方"
    AGENT = "agent", "代理人"
    REPRESENTATIVE = "representative", "代表人"


class OutReason(models.TextChoices):
    """Why a matter is no contribution dispute (R001)."""

    SERVICE = "service", "服务投诉"
    WAGES = "wages", "劳动报酬争议"
    HOUSING = "housing", "住房公积金"
    LEGAL = "legal", "已进入法定程序"
    DUPLICATE = "duplicate", "重复反映"
    ELSEWHERE = "elsewhere", "不属本区管辖"
    OTHER = "other", "其他不属征缴争议的事项"


class ReopenGround(models.TextChoices):
    """Why a matter that was closed goes on (五(四))."""

    EVIDENCE = "evidence", "缴费人提供新证据"
    OBJECTION = "objection", "缴费人提出异议"


#: How the code of a category begins that is no contribution dispute to be handled here (R001, A21).
OUT_OF_SCOPE = "OUT-"
#: 事项辖区 outside the district: only 告知 and 移交 are possible (R005).
OUTSIDE_TOWN = "other"


class ServiceMethod(models.TextChoices):
    """How a paper reached a party (民诉法87-95条)."""

    DIRECT = "direct", "直接送达"
    PHONE = "phone", "电话告知"
    IN_PERSON = "in_person", "当面告知"
    LIEN = "lien", "留置送达"
    ELECTRONIC = "electronic", "电子送达"
    MAIL = "mail", "邮寄送达"
    RELAY = "relay", "转交送达"
    NOTICE = "notice", "公告送达"


#: Not in writing, so not enough in joint and special handling (方案五(三)).
SPOKEN = (ServiceMethod.PHONE, ServiceMethod.IN_PERSON)


class Exemption(models.TextChoices):
    """Why a party need not be served (R070)."""

    ANONYMOUS = "anonymous", "匿名"
    UNREACHABLE = "unreachable", "三次以上联系不上"
    ONE_PARTY = "one_party", "没有争议对方"
    CONFIDENTIAL = "confidential", "举报保密"


#: True by what was registered or is kept secret: this party is never asked for its word either.
NEVER_ASKED = frozenset({Exemption.ANONYMOUS, Exemption.ONE_PARTY, Exemption.CONFIDENTIAL})


class Answer(models.TextChoices):
    """What a party says to the decision (R072)."""

    NONE = "none", "无异议"
    OBJECTS = "objects", "有异议"
    SILENT = "silent", "逾期未表态"


class RemedyChannel(models.TextChoices):
    """Where an objection goes (方案五(四))."""

    MEDIATION = "mediation", "调解"
    ARBITRATION = "arbitration", "仲裁"
    RECONSIDERATION = "reconsideration", "行政复议"
    LITIGATION = "litigation", "行政诉讼"


class PartySide(models.TextChoices):
    PAYER = "payer", "缴费人"
    COUNTERPARTY = "counterparty", "争议对方"
