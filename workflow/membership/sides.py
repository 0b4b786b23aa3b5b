"""A merged unit that was the other side: its heir is, and the office hears where it decides too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from django.db.models import prefetch_related_objects

from departments.roles import STAFF, THE_OFFICE
from disputes.choices import ENDED, WITH_PARTIES, PartyRole, State
from disputes.locking import DEPARTMENTS, forget_prefetched
from disputes.models import Dispute, Party
from workflow.procedure.sides import case_sides
from workflow.procedure.sides.other_side import strangers_to

if TYPE_CHECKING:
    from departments.models import Department, Reform
    from workflow.procedure.move import Move

#: What the name of an heir is followed by.
_FORMERLY: Final = "（原"
#: By the state, what the office can do about it; nothing is decided any more in the rest.
_TO_DO: Final = {
    State.TRIAGE: "请指定办理单位",
    State.HANDLING: "请指定办理单位",
    State.AWAITING_SIGNOFF: "请督促退回修改，再指定办理单位",
    State.SUSPENDED: "恢复办理后请指定办理单位",
    State.AWAITING_APPROVAL: "批示后请指定办理单位",
}


def pass_on(reform: Reform, disputes: Sequence[Dispute]) -> None:
    """Papers from now on name the heir, and who it was; those that were issued stay."""
    rows = Party.objects.filter(dispute__in=disputes, department=reform.source)
    sides = list(rows.order_by("pk"))
    for side in sides:
        side.department = reform.target
        side.unit_name = heir_words(reform.target.name, side.unit_name)
    Party.objects.bulk_update(sides, ["department", "unit_name"])
    for dispute in disputes:
        forget_prefetched(dispute, "parties")
    prefetch_related_objects(disputes, "parties")


def heir_words(name: str, was: str) -> str:
    """区人社局（原区医保局）; after a second merger all that it was."""
    last, _, earlier = was.partition(_FORMERLY)
    names = "、".join(each for each in (last, earlier.removesuffix("）")) if each)
    return f"{name}{_FORMERLY}{names}）" if names else name


def warn(move: Move) -> None:
    """It decides in its own cause now: nobody had designated it knowing that (A06)."""
    dispute = move.dispute
    unit = dispute.deciding_department_id
    if unit not in case_sides.counterparty_units(dispute) or dispute.state in ENDED:
        return
    if dispute.state not in WITH_PARTIES:
        dispute.designated = False
    names = {d.pk: d.short_name for d in (dispute.receiving_department, dispute.lead_department)}
    rest = "处理意见已签发，不能再指定，请督促依法送达、答复当事人"
    to_do = _TO_DO.get(State(dispute.state), rest if dispute.state in WITH_PARTIES else
                       "审核后请指定办理单位")  # fmt: skip
    text = f"{dispute.number} 争议对方是{names[unit]}，也是承办单位，{to_do}。"
    move.tell(None, THE_OFFICE, text)


def keeps_from(move: Move, heir: Department) -> bool:
    """What is reported in confidence against the heir goes to nobody there (R075)."""
    return heir.pk in strangers_to(move.dispute)


def tell_of_secret(move: Move, was: Department, heir: Department, what: str) -> None:
    """Who receives it asks another, and the office knows why."""
    told = (
        f"{move.dispute.number} {was.short_name}并入争议对方{heir.short_name}，本件举报保密，"
        f"不能让其知悉：原交{was.short_name}的{what}已经收回，请另请其他单位。"
    )
    move.tell(move.dispute.receiving_department_id, STAFF, told)
    move.tell(None, THE_OFFICE, told)


def secret_from(heir: Department, but: Sequence[int]) -> list[Dispute]:
    """Cases it is the other side of in confidence: what it inherits sees them no more (R075)."""
    names = {f"{name}__group" for name in DEPARTMENTS}
    rows = Dispute.objects.filter(confidential_report=True).exclude(pk__in=but)
    against = rows.filter(parties__role=PartyRole.COUNTERPARTY, parties__department=heir)
    return list(against.select_related(*names).distinct())
