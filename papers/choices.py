"""The kinds of paper the procedure issues, under their exact names."""

from __future__ import annotations

from django.db import models


class PaperKind(models.TextChoices):
    """The papers of the procedure; labels are their exact names (procedure.md)."""

    REGISTRATION = "registration", "受理登记表"
    NOTIFICATION = "notification", "告知单"
    ACCEPTANCE_NOTICE = "acceptance_notice", "接收告知书"
    REFERRAL = "referral", "报送单"
    TRANSFER_LETTER = "transfer_letter", "移交函"
    JOINT_NOTICE = "joint_notice", "会办通知"
    OPINION = "opinion", "部门书面意见书"
    APPROVAL_OPINION = "approval_opinion", "部门书面审批意见书"
    ASSIST_REPLY = "assist_reply", "协助情况反馈单"
    RECEIPT = "receipt", "回执"
    MAJOR_APPROVAL = "major_approval", "重大事项审批表"
    MEETING_NOTICE = "meeting_notice", "会商通知"
    ATTENDANCE_SHEET = "attendance_sheet", "签到表"
    CONSULTATION = "consultation", "会商记录"
    MINUTES = "minutes", "会议纪要"
    DECISION = "decision", "处理意见告知书"
    SERVICE_PROOF = "service_proof", "送达回证"
    REPORT_UP = "report_up", "上报表"
    TASK_SHEET = "task_sheet", "交办单"
    EXTENSION_FORM = "extension_form", "延期审批表"
    EXTENSION_NOTICE = "extension_notice", "延期告知书"
    SETTLEMENT = "settlement", "调解（和解）协议登记表"
    SUPERVISION_ORDER = "supervision_order", "督办单"
    SUPERVISION_REPLY = "supervision_reply", "督办反馈单"
    CORRECTION = "correction", "更正单"
    WITHDRAWAL_NOTICE = "withdrawal_notice", "撤回告知书"
    DISCLOSURE_FORM = "disclosure_form", "信息提供（发布）审批表"
    DISCLOSURE_SHEET = "disclosure_sheet", "信息提供件"
    PERIOD_REPORT = "period_report", "办理情况报告"
    MEMBERSHIP = "membership", "增加成员单位决定登记表"
    APPRAISAL_REPORT = "appraisal_report", "档案鉴定报告"
    DESTRUCTION_LIST = "destruction_list", "档案销毁清册"
