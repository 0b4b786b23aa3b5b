"""Closed lists of words the procedure uses beside the dispute's own."""

from __future__ import annotations

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


class Verdict(models.TextChoices):
    """审批意见 of a department in special handling (五(三)2(3), R062)."""

    AGREE = "agree", "同意"
    DISAGREE = "disagree", "不同意"
    SUGGEST = "suggest", "建议"


class Outcome(models.TextChoices):
    """办理情形 of a 回执; sending it back and more time are steps of their own (R076, R090)."""

    DONE = "done", "已办结"
    PARTIAL = "partial", "部分办结"
    JOINT = "joint", "需联合办理"


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


class ReviewStep(models.TextChoices):
    """Who reads a major matter before the leader, in this order; each is a post (R061)."""

    HEAD = "head", "受理部门负责人"
    OFFICE = "office", "专班办公室"
    DEPUTY = "deputy", "专班副组长"


class ApprovalState(models.TextChoices):
    PENDING = "pending", "待批"
    APPROVED = "approved", "同意"
    REJECTED = "rejected", "不同意"
    MORE = "more", "补充材料"
    WITHDRAWN = "withdrawn", "已撤回"
