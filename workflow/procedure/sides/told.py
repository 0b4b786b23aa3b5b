"""What is asked of who was told the outcome, what each said to it, where he took it (五(四))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disputes.choices import ONLY_TOLD, State
from disputes.models.party import Side
from workflow.procedure.rows.table import Need
from workflow.procedure.sides import case_sides, letters
from workflow.procedure.who import works_for

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute

SOMEONE_UNSERVED: Need[Dispute] = Need(
    "someone_unserved",
    "应送达的当事人均已登记送达。",
    lambda o, d: bool(case_sides.unserved(d)),
)


def own_sides_unserved(officer: Officer, dispute: Dispute) -> list[Side]:
    """Those that are a unit of his and have not signed for their 告知书."""
    desks, left = case_sides.sides_with_a_desk(dispute), case_sides.unserved(dispute)
    return [s for s, unit in desks.items() if s in left and works_for(officer, unit)]


OTHER_SIDE_UNSERVED: Need[Dispute] = Need(
    "other_side_unserved",
    "处理意见告知书已登记送达，不用再签收。",
    lambda o, d: bool(own_sides_unserved(o, d)),
)
SOMEONE_SERVED: Need[Dispute] = Need(
    "someone_served",
    "请先登记送达，再登记当事人意见。",
    lambda o, d: bool(case_sides.served_sides(d)),
)
BOTH_SERVED: Need[Dispute] = Need(
    "both_served",
    "双方都登记送达（或注明免予送达）后才能终结。",
    lambda o, d: not case_sides.unserved(d),
)
SOMETHING_SERVED: Need[Dispute] = Need(
    "something_served",
    "没有可以更正的送达登记。",
    lambda o, d: bool(case_sides.served_sides(d)),
)
SOMEBODY_TRIED: Need[Dispute] = Need(
    "somebody_tried",
    "没有可以更正的送达未果登记。",
    lambda o, d: bool(case_sides.tried_sides(d)),
)
SOMETHING_SAID: Need[Dispute] = Need(
    "something_said",
    "没有可以更正的当事人意见。",
    lambda o, d: bool(case_sides.answered_sides(d)),
)
HAS_OTHER_SIDE: Need[Dispute] = Need(
    "has_other_side",
    "本件没有登记争议对方，无从登记双方的协议；漏登的请先更正登记。",
    lambda o, d: case_sides.has_counterparty(d),
)
WITHDRAWAL_UNTOLD: Need[Dispute] = Need(
    "withdrawal_untold",
    "没有需要登记告知的撤回告知书、告知单、接收告知书。",
    lambda o, d: bool(letters.untold(d)),
)
PAYER_TOLD: Need[Dispute] = Need(
    "payer_told",
    "还没有告知缴费人，不能归档：请先登记送达，或者注明免予送达的情形。",
    lambda o, d: d.state not in ONLY_TOLD or not case_sides.unserved(d),
)
STILL_TO_TELL: Need[Dispute] = Need(
    "still_to_tell",
    "缴费人已经告知，登记内容不再更正；缴费人另有诉求的，请另行登记。",
    lambda o, d: d.state not in ONLY_TOLD or bool(case_sides.unserved(d)),
)
NO_REMEDY: Need[Dispute] = Need(
    "no_remedy",
    "已经登记救济渠道，当事人的意见不能再更正；当事人另有意见的，请继续登记。",
    lambda o, d: not d.remedies.all(),
)
HAS_REMEDY: Need[Dispute] = Need(
    "has_remedy",
    "请先登记救济渠道。",
    lambda o, d: bool(d.remedies.all()),
)
#: A court or a reviewing body goes on, or ends it by its own word: that word is recorded first.
REMEDY_ENDED: Need[Dispute] = Need(
    "remedy_ended",
    "已登记的救济还没有结果，不能按撤回终止：请先办理“救济终结”，"
    "把撤诉、撤回申请、未受理等结果写明，本件即办结。",
    lambda o, d: d.state != State.OBJECTED or all(r.closed_at for r in d.remedies.all()),
)
