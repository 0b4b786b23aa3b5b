"""Which verb a dispute on somebody's desk waits for, read from its state alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from departments.roles import Role
from disputes.choices import ENDED, Mode, State

if TYPE_CHECKING:
    from disputes.models import Dispute

#: State → the verb that leads on, its button, and what the sentence above the list says.
_NEXT = {
    State.REGISTERED: ("approve_intake", "审核", "登记等你审核"),
    State.TRIAGE: ("", "分类流转", "等你分类流转"),
    State.HANDLING: ("draft_decision", "拟处理意见", "等你单位拟定处理意见"),
    State.AWAITING_SIGNOFF: ("sign_decision", "签发", "处理意见等你签发"),
    State.FEEDBACK: ("serve", "登记送达", "处理意见还没有送达双方"),
    State.OBJECTED: ("record_remedy", "登记救济渠道", "当事人有异议，请告知并登记救济渠道"),
    State.SUSPENDED: ("resume", "恢复办理", "已中止，中止原因消除后请恢复"),
    State.NOTIFIED: ("", "送达、归档", "已告知，请登记送达后归档"),
    State.DECLINED: ("", "送达、归档", "不予受理，请登记送达后归档"),
}
_ARCHIVE = ("archive", "归档", "已办结，等你单位归档")


def next_verb(dispute: Dispute) -> tuple[str, str, str]:
    """Its name in the table (none: the page of the dispute), the button, the sentence's end."""
    state = State(dispute.state)
    if state == State.TRIAGE and dispute.owing_role == Role.OFFICE:
        return "assign", "指定办理", "两次退回，等专班办公室指定"
    if state == State.FEEDBACK and dispute.due_key == "stance.wait":
        return "record_response", "登记意见", "已送达，等当事人表态"
    if state == State.HANDLING and (dispute.mode == Mode.SPECIAL or dispute.needs_meeting):
        return "", "会商、拟意见", "意见已收齐，请会商并拟定处理意见"
    return _NEXT.get(state, _ARCHIVE if state in ENDED else ("", "查看", "等你办理"))
