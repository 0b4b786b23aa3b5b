"""登记调解、和解协议: the parties have agreed; what is not settled goes on (五(四))."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from deadlines.due import chinese_date
from disputes.choices import PartySide
from disputes.materials import keep_agreement
from disputes.models.dispute import deciding_department
from disputes.models.party import Side
from web.refusals import Mistyped, NotAllowed
from workflow.handling.recording import papers
from workflow.issuing.drafts import issue
from workflow.models import Settlement
from workflow.procedure import facts
from workflow.procedure.moving import moving
from workflow.procedure.sides import case_sides
from workflow.procedure.timeline import without_names
from workflow.procedure.who import stands_for

if TYPE_CHECKING:
    from datetime import date

    from django.core.files.base import File

    from departments.models import Officer
    from disputes.models import Dispute


class Agreed(TypedDict, total=False):
    """What the agreement says (领域 3.3 ⑰)."""

    kind: str
    signed_on: date
    settles: str
    claims: str
    gist: str
    mediator: str
    perform_by: date | None


def record_settlement(
    dispute: Dispute,
    *,
    by: Officer,
    of: int | None = None,
    file: File[bytes] | None = None,
    version: int | None = None,
    **agreed: Unpack[Agreed],
) -> None:
    """It ends nothing by itself: the payer withdraws, or says what he thinks of the decision."""
    with moving(dispute, "record_settlement", by=by, version=version) as move:
        side = Side(PartySide.PAYER.value, of)
        _check_secret(move.dispute)
        _check_side(move.dispute, side)
        kept = Settlement(
            dispute=move.dispute, of_id=of, recorded_by=by, recorded_at=move.at, **agreed
        )
        _refuse_same(kept)
        word, d = kept.get_kind_display(), move.dispute
        scan = keep_agreement(d, file, by=by, title=word)
        units = (d.receiving_department, deciding_department(d))
        unit = next(each for each in units if stands_for(by, d, each.pk))
        [paper] = issue(papers.settlement(move, kept, unit, scanned=scan is not None))
        kept.paper = paper
        kept.save()
        text = f"{d.number} 当事人达成{word}，解决{kept.get_settles_display()}，见案卷文书。"
        move.tell_workers(facts.departments_taking_part(d), text)
        whom = case_sides.side_words(d, side)
        told = without_names(d, kept.claims)
        move.say(
            f"{by.name} 登记{whom}与争议对方{chinese_date(kept.signed_on)}签订的{word}"
            f"（{paper.number}），解决{kept.get_settles_display()}：{told}"
        )


def _check_side(dispute: Dispute, side: Side) -> None:
    if side not in case_sides.payers(dispute):
        raise Mistyped({"of": ["本件没有这名缴费人，或者他已退出，请核对。"]})
    if side.of is None and dispute.anonymous:
        raise Mistyped({"kind": ["匿名反映人的身份无从核实，不能登记协议；请先更正登记补上姓名。"]})


def _check_secret(dispute: Dispute) -> None:
    """Who signs beside the other side is known to it; here it must not know (R075)."""
    if dispute.confidential_report:
        said = (
            "本件举报保密，争议对方不应知道举报人，不能登记双方的协议；"
            "缴费人不再反映的，请办理“登记撤回”。"
        )
        raise NotAllowed(said)


def _refuse_same(kept: Settlement) -> None:
    """Sent twice it is one agreement; its words are sealed, and read one by one."""
    own = kept.dispute.settlements.filter(of=kept.of_id, signed_on=kept.signed_on, kind=kept.kind)
    rows = own.filter(paper__voids=None)
    if any((each.claims, each.gist) == (kept.claims, kept.gist) for each in rows):
        raise NotAllowed("同样的协议已经登记，不用重复登记。")
