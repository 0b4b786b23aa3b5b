"""How far a generated dispute has gone: its desk, and the sentences of its timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Step:
    """One line of the timeline."""

    verb: str
    text: str
    clause: str
    before: str
    after: str


_SIGNED: Final = "feedback"
STEPS: Final = (
    Step("register", "经办人登记缴费人反映的事项，送审核。", "五(一)", "draft", "registered"),
    Step("approve_intake", "审核通过登记，填发受理登记表。", "五(二)", "registered", "triage"),
    Step("accept_single", "分类为一般事项，确定主办单位和办理方式。", "五(二)", "triage",
         "handling"),
    Step("draft_decision", "拟定处理意见：事实、依据、意见齐全。", "五(三)", "handling",
         "awaiting_signoff"),
    Step("sign_decision", "签发处理意见告知书。", "五(三)", "awaiting_signoff", _SIGNED),
    Step("serve", "处理意见告知书已送达缴费人和争议对方。", "五(四)", _SIGNED, _SIGNED),
    Step("record_response", "双方无异议，事项办结。", "五(四)", _SIGNED, "concluded"),
    Step("archive", "案卷目录核对无缺，已归档。", "五(五)", "concluded", "archived"),
)  # fmt: skip
#: How many of the steps lie behind a dispute in this state.
BEHIND: Final = {
    "draft": 0, "registered": 1, "triage": 2, "awaiting_approval": 3, "handling": 3,
    "suspended": 3, "declined": 3, "notified": 3, "withdrawn": 3, "awaiting_signoff": 4,
    "feedback": 5, "objected": 6, "concluded": 7, "archived": 8,
}  # fmt: skip
#: States that are decided, and so have a decision and a paper of it.
DECIDED: Final = frozenset({"feedback", "objected", "concluded", "archived"})
#: Who owes the next move: the role, and whether it is the deciding department's.
DESKS: Final = {
    "registered": ("reviewer", False), "triage": ("clerk", False), "handling": ("clerk", True),
    "awaiting_signoff": ("head", True), "feedback": ("clerk", True), "objected": ("clerk", False),
    "suspended": ("head", True), "concluded": ("clerk", False), "declined": ("clerk", False),
    "notified": ("clerk", False), "withdrawn": ("clerk", False),
}  # fmt: skip
#: Before these there is no mode of handling yet.
UNDECIDED: Final = frozenset({"draft", "registered", "triage", "awaiting_approval", "declined",
                              "withdrawn"})  # fmt: skip
CLOCKED: Final = frozenset({"triage", "handling", "awaiting_signoff", "feedback"})


def steps(state: str) -> tuple[Step, ...]:
    return STEPS[: BEHIND[state]]
