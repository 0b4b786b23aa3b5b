"""What a party is told by letter, which of it he is not shown to have received (R035), and what the
table asks of who was told the outcome, what each said to it, where he took it (五(四))."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Final

from django.db.models import prefetch_related_objects
from django.utils import timezone

from deadlines.calendar_days import current_calendar
from deadlines.due import chinese_date
from disputes.choices import ENDED, ONLY_TOLD, RemedyChannel, State
from disputes.joining import merged_into
from papers.choices import PaperKind
from papers.remedies import last_day
from workflow.models import Paper
from workflow.procedure.move import now
from workflow.procedure.rows.table import Need
from workflow.procedure.sides import case_sides

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.models import Service, WithdrawalTelling

WITHDRAWN: Final = PaperKind.WITHDRAWAL_NOTICE
#: Who works on it now (R035, 信访工作条例23条).
OF_THE_ROAD: Final = (PaperKind.NOTIFICATION, PaperKind.ACCEPTANCE_NOTICE)
#: What was put down beside the road (五(三)3、五(四)).
RECORDS: Final = (PaperKind.CONSULTATION, PaperKind.SETTLEMENT)


def untold(dispute: Dispute) -> list[Paper]:
    """撤回告知书 that nobody has been shown to have received, and the others while it goes on.

    Where a 告知单 is all that is told, it is served; one without a name reaches nobody.
    """
    issued = [
        paper
        for paper in _issued(dispute)
        if paper.kind == WITHDRAWN or case_sides.is_named(dispute, paper.side)
    ]
    told = {each.paper_id for each in tellings(dispute)} if issued else set()
    return [paper for paper in issued if paper.pk not in told]


def tellings(dispute: Dispute) -> list[WithdrawalTelling]:
    """What was recorded of them, but those that were struck; read once for several needs."""
    prefetch_related_objects([dispute], "withdrawal_tellings")
    return [each for each in dispute.withdrawal_tellings.all() if each.is_in_force]


def _issued(dispute: Dispute) -> list[Paper]:
    """A 告知单 of a road that was taken back tells nothing."""
    kinds = {WITHDRAWN} if dispute.state in ENDED else {WITHDRAWN, *OF_THE_ROAD}
    known = _of_kinds(dispute, kinds)
    return [paper for paper in known if paper.kind == WITHDRAWN or not paper.is_void]


def recorded(dispute: Dispute) -> list[Paper]:
    """会商记录 and 协议登记表 that stand, also those that came with a merged case (R043)."""
    own = _of_kinds(dispute, RECORDS)
    return [paper for paper in (*own, *_of_merged(dispute)) if not paper.is_void]


def _of_merged(dispute: Dispute) -> list[Paper]:
    if not getattr(dispute, "was_joined", True):  # a page that reads it whole knows
        return []
    found = Paper.objects.filter(dispute__in=merged_into(dispute.pk), kind__in=RECORDS)
    return list(found.defer("content").order_by("pk").prefetch_related("voids"))


def _of_kinds(dispute: Dispute, kinds: Collection[str]) -> list[Paper]:
    """In no statement where the papers of the case were read."""
    if "papers" in getattr(dispute, "_prefetched_objects_cache", {}):
        return [paper for paper in dispute.papers.all() if paper.kind in kinds]
    asked = dispute.papers.filter(kind__in=kinds).defer("content").order_by("pk")
    return list(asked.prefetch_related("voids"))


def remedy_ends_on(dispute: Dispute) -> date | None:
    """The last day on which anybody who objects may still sue (行政诉讼法46条), if it is known."""
    objecting = {each.side for each in case_sides.objections(dispute)}
    served = [s for s in case_sides.services_in_force(dispute) if s.side in objecting]
    days = [_may_sue_until(each) for each in served]
    known = [each for each in days if each is not None]
    return max(known) if known and len(known) == len(objecting) else None


def _may_sue_until(service: Service) -> date | None:
    if service.served_on is None:
        return None
    return last_day(RemedyChannel.LITIGATION, service.served_on, current_calendar())


def is_past_remedy(dispute: Dispute) -> bool:
    """Nobody who objects has gone anywhere, and nobody may any more."""
    last = remedy_ends_on(dispute)
    return last is not None and timezone.localdate(now()) > last


def _not_past_remedy(dispute: Dispute) -> str:
    last = remedy_ends_on(dispute)
    until = f"{chinese_date(last)}期满以后才能按未申请救济办结" if last else "须先登记送达"
    return f"请先登记救济渠道。一直没有申请救济的，{until}。"


SOMEONE_UNSERVED: Need[Dispute] = Need(
    "someone_unserved",
    "应送达的当事人均已登记送达。",
    lambda o, d: bool(case_sides.unserved(d)),
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
SOMETHING_RECORDED: Need[Dispute] = Need(
    "something_recorded",
    "没有可以更正的会商记录、协议登记。",
    lambda o, d: bool(recorded(d)),
)
HAS_OTHER_SIDE: Need[Dispute] = Need(
    "has_other_side",
    "本件没有登记争议对方，无从登记双方的协议；漏登的请先更正登记。",
    lambda o, d: case_sides.has_counterparty(d),
)
WITHDRAWAL_UNTOLD: Need[Dispute] = Need(
    "withdrawal_untold",
    "没有需要登记告知的撤回告知书、告知单、接收告知书。",
    lambda o, d: bool(untold(d)),
)
TELLING_RECORDED: Need[Dispute] = Need(
    "telling_recorded",
    "没有可以更正的书面告知登记。",
    lambda o, d: bool(_issued(d) and tellings(d)),
)
PAYER_TOLD: Need[Dispute] = Need(
    "payer_told",
    "还没有告知缴费人，不能归档：请先登记送达，或者注明免予送达的情形。",
    lambda o, d: d.state not in ONLY_TOLD or not case_sides.unserved(d),
)
PAYER_TOLD_BEFORE: Need[Dispute] = Need(
    "payer_told_before",
    "还没有告知缴费人，先登记送达再重启；分流点错了的，当天由本人“撤销分流”。",
    PAYER_TOLD.holds,
)
STILL_TO_TELL: Need[Dispute] = Need(
    "still_to_tell",
    "缴费人已经告知，登记内容不再更正；缴费人另有诉求的，请另行登记。",
    lambda o, d: d.state not in ONLY_TOLD or bool(case_sides.unserved(d)),
)
NO_REMEDY: Need[Dispute] = Need(
    "no_remedy",
    "已经登记救济渠道，当事人的意见不能再更正；当事人另有意见的，请继续登记。",
    lambda o, d: not case_sides.remedies_in_force(d),
)
REMEDY_RECORDED: Need[Dispute] = Need(
    "remedy_recorded",
    "没有可以更正的救济登记。",
    lambda o, d: bool(case_sides.remedies_in_force(d)),
)
HAS_REMEDY: Need[Dispute] = Need(
    "has_remedy",
    "请先登记救济渠道。一直没有申请救济的，法定期限届满以后才能办结。",
    lambda o, d: bool(case_sides.remedies_in_force(d)) or is_past_remedy(d),
    lambda o, d: _not_past_remedy(d),
)
#: A court or a reviewing body goes on, or ends it by its own word: that word is recorded first.
REMEDY_ENDED: Need[Dispute] = Need(
    "remedy_ended",
    "已登记的救济还没有结果，不能按撤回终止：请先办理“救济终结”，"
    "把撤诉、撤回申请、未受理等结果写明，本件即办结。",
    lambda o, d: (
        d.state != State.OBJECTED or all(r.closed_at for r in case_sides.remedies_in_force(d))
    ),
)
