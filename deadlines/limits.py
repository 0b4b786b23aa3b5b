"""The default limits of the mechanism as one readable table; rows in the database start from it.

None of the plan's 规定时限 has a number, so these are proposals that administrators edit;
the legal column is the bound they may not exceed (A07, R100).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

GENERAL: Final = "extend.general"
MAJOR: Final = "extend.major"
EXTENSION_KEYS: Final = (GENERAL, MAJOR)
SUSPENSION_REVIEW: Final = "suspension.review"
SUPERVISION_ANSWER: Final = "supervision.answer"
CONVENING_ANSWER: Final = "convening.answer"
FINDING_ANSWER: Final = "finding.answer"


@dataclass(frozen=True, slots=True)
class DefaultLimit:
    """One row: a step, its limit, the law's limit, and who may extend it."""

    key: str
    label: str
    limit: str
    clause: str
    legal: str = ""
    extension: str = ""
    extender: str = ""
    mode: str = ""


DEFAULTS: Final = (
    DefaultLimit("intake.register", "首问登记", "1wd", "五(一)"),
    DefaultLimit("intake.review", "登记审核", "1wd", "五(二)"),
    DefaultLimit("intake.triage", "分类流转", "2wd", "五(二)", legal="15d"),
    DefaultLimit("intake.notice", "书面告知接收情况", "5wd", "五(一)", legal="15d"),
    DefaultLimit("transfer.sign", "签收", "1wd", "五(三)"),
    DefaultLimit("transfer.reject", "不属职责退回", "2wd", "五(二)", legal="5wd"),
    DefaultLimit("transfer.feedback", "报送单回执", "10wd", "附件备注", extension=GENERAL),
    DefaultLimit(
        "transfer.feedback", "报送单回执", "15wd", "附件备注", extension=GENERAL, mode="special"
    ),
    DefaultLimit("consult.instant", "咨询答复", "3wd", "五(一)"),
    DefaultLimit(
        "general.single", "单独办理总时限", "15wd", "五(二)", legal="60d", extension=GENERAL
    ),
    DefaultLimit(
        "referral.total", "告知移交总时限", "20wd", "五(一)", legal="60d", extension=GENERAL
    ),
    DefaultLimit("decision.draft", "拟定处理意见", "2wd", "五(三)"),
    DefaultLimit("decision.sign", "签发处理意见", "1wd", "五(三)"),
    DefaultLimit("remedy.guide", "告知救济渠道", "3wd", "五(四)"),
    DefaultLimit("general.joint.opinion", "部门书面意见", "7wd", "五(三)1(3)", extension=GENERAL),
    DefaultLimit(
        "general.joint.total",
        "联办总时限",
        "20wd",
        "五(三)1",
        legal="60d",
        extension=GENERAL,
    ),
    DefaultLimit("major.approve", "组长审批", "3wd", "五(二)"),
    DefaultLimit("major.opinion", "部门书面审批意见", "10wd", "五(三)2(3)", extension=GENERAL),
    DefaultLimit("major.meeting", "召开会商", "5wd", "五(三)2(3)"),
    DefaultLimit("major.minutes", "签发会议纪要", "5wd", "五(三)2(3)"),
    DefaultLimit("major.total", "重大事项总时限", "40wd", "五(三)2", legal="60d", extension=MAJOR),
    DefaultLimit("feedback.both", "反馈双方", "3wd", "五(四)"),
    DefaultLimit("stance.wait", "送达后等待表态", "15d", "五(四)"),
    DefaultLimit(GENERAL, "一般事项延期", "10wd", "信访工作条例34条", legal="30d", extender="head"),
    DefaultLimit(MAJOR, "重大事项延期", "30d", "信访工作条例34条", legal="30d", extender="leader"),
    DefaultLimit("archive.electronic", "电子归档", "5wd", "五(五)"),
    DefaultLimit("task.assigned", "专班交办任务", "10wd", "四(二)", extension=GENERAL),
    DefaultLimit(CONVENING_ANSWER, "答复召集请求", "3wd", "四(二)"),
    DefaultLimit(SUSPENSION_REVIEW, "恢复办理或续报中止", "30d", "五(三)"),
    DefaultLimit(SUPERVISION_ANSWER, "督办答复", "3wd", "五(三)1(3)"),
    DefaultLimit(FINDING_ANSWER, "审计整改", "15wd", "审计法52条"),
)

#: The order of the procedure, in which pages list the steps.
ORDER: Final = {default.key: place for place, default in reversed(list(enumerate(DEFAULTS)))}

#: The whole-case clock of each mode: from registration until both parties are served.
WHOLE: Final = {
    "single": "general.single",
    "referral": "referral.total",
    "joint": "general.joint.total",
    "special": "major.total",
}
WHOLE_KEYS: Final = frozenset(WHOLE.values())

_INTAKE: Final = ("intake.review", "intake.triage")
_DECISION: Final = ("decision.draft", "decision.sign", "feedback.both")

#: The steps one after another on each road; together they may not exceed its total.
ROADS: Final = {
    "single": (*_INTAKE, *_DECISION),
    "referral": (*_INTAKE, "transfer.sign", "transfer.feedback", *_DECISION),
    "joint": (*_INTAKE, "transfer.sign", "general.joint.opinion", *_DECISION),
    "special": (
        *_INTAKE,
        "major.approve",
        "transfer.sign",
        "major.opinion",
        "major.meeting",
        "major.minutes",
        *_DECISION,
    ),
}

#: Steps that run outside the total, so its last day does not cap them.
OUTSIDE_TOTAL: Final = frozenset(
    {
        "remedy.guide",
        "stance.wait",
        "archive.electronic",
        "task.assigned",
        CONVENING_ANSWER,
        SUSPENSION_REVIEW,
        SUPERVISION_ANSWER,
        FINDING_ANSWER,
    }
)

#: Clocks beside the case: they run while it stands still, and are never the date it shows.
BESIDE_CASE: Final = frozenset({SUSPENSION_REVIEW, SUPERVISION_ANSWER})

#: Clocks of an assignment whose last day is the date printed on its paper.
ANSWER_KEYS: Final = frozenset(
    {"transfer.feedback", "general.joint.opinion", "major.opinion", "task.assigned"}
)
