"""Closed lists of words the procedure uses beside the dispute's own."""

from django.db import models


class AssignmentKind(models.TextChoices):
    """What a department was asked for (procedure.md, The assignment)."""

    REFERRAL = "referral", "报送转办"
    JOINT = "joint", "联办"
    SPECIAL = "special", "专案"
    ASSIST = "assist", "协助"
    TASK = "task", "专班交办"
    RESOLUTION = "resolution", "议定事项"


#: Kinds whose answer is an opinion the decision waits for.
OPINION_KINDS = (AssignmentKind.JOINT, AssignmentKind.SPECIAL)
#: Kinds that are asked of a department because the matter is its duty.
DUTY_KINDS = (*OPINION_KINDS, AssignmentKind.REFERRAL)
#: Kinds that stand beside the road the dispute takes: reported on, never returned.
TASKS = (AssignmentKind.TASK, AssignmentKind.RESOLUTION)


class AssignmentState(models.TextChoices):
    """One department owes one answer."""

    SENT = "sent", "待签收"
    ACCEPTED = "accepted", "办理中"
    DRAFTED = "drafted", "待审核"
    ANSWERED = "answered", "已反馈"
    RETURNED = "returned", "已退回"
    RECALLED = "recalled", "已撤回"
    EXCUSED = "excused", "逾期未提供"


OPEN_ASSIGNMENT = (AssignmentState.SENT, AssignmentState.ACCEPTED, AssignmentState.DRAFTED)
#: Sent back or taken back: whoever was asked has no part in it any more.
GONE_ASSIGNMENT = (AssignmentState.RETURNED, AssignmentState.RECALLED)


class MeetingKind(models.TextChoices):
    """方案五(三)3、四(二)."""

    GENERAL = "general", "一般事项会商"
    MAJOR = "major", "重大事项会商"
    CONFERENCE = "conference", "联席会议"


class MeetingForm(models.TextChoices):
    """How it is held (R059)."""

    MEETING = "meeting", "会议"
    CONSULTATION = "consultation", "磋商"
    TALK = "talk", "座谈"
    WRITTEN = "written", "书面"
    PHONE = "phone", "电话"


class MeetingState(models.TextChoices):
    AWAITING_APPROVAL = "awaiting_approval", "待组长同意"
    PLANNED = "planned", "已拟定"
    CALLED = "called", "已通知"
    HELD = "held", "已召开"
    MINUTED = "minuted", "已记录"
    ISSUED = "issued", "纪要已签发"
    CANCELLED = "cancelled", "已取消"


class ApprovalKind(models.TextChoices):
    """What the leader, or for more time a head, is asked for (procedure.md, Approvals)."""

    MAJOR = "major", "重大事项专案"
    MEETING = "meeting", "重大事项会商"
    EXTENSION = "extension", "延期"
    DISCLOSURE = "disclosure", "信息提供"
    MEMBER = "member", "增加成员单位"
    DEESCALATION = "deescalation", "降级"


class ApprovalState(models.TextChoices):
    PENDING = "pending", "待批"
    APPROVED = "approved", "同意"
    REJECTED = "rejected", "不同意"
    MORE = "more", "补充材料"
    WITHDRAWN = "withdrawn", "已撤回"


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


class PaperKind(models.TextChoices):
    """The papers of the procedure; labels are their exact names (procedure.md)."""

    REGISTRATION = "registration", "受理登记表"
    NOTIFICATION = "notification", "告知单"
    REFERRAL = "referral", "报送单"
    TRANSFER_LETTER = "transfer_letter", "移交函"
    JOINT_NOTICE = "joint_notice", "会办通知"
    OPINION = "opinion", "部门书面意见书"
    APPROVAL_OPINION = "approval_opinion", "部门书面审批意见书"
    RECEIPT = "receipt", "回执"
    MAJOR_APPROVAL = "major_approval", "重大事项审批表"
    MEETING_NOTICE = "meeting_notice", "会商通知"
    MINUTES = "minutes", "会议纪要"
    DECISION = "decision", "处理意见告知书"
    SERVICE_PROOF = "service_proof", "送达回证"
    REPORT_UP = "report_up", "上报表"
    TASK_SHEET = "task_sheet", "交办单"
    EXTENSION_FORM = "extension_form", "延期审批表"
    EXTENSION_NOTICE = "extension_notice", "延期告知书"
    SUPERVISION_ORDER = "supervision_order", "督办单"
    SUPERVISION_REPLY = "supervision_reply", "督办反馈单"
