"""登记会商记录: units have settled something without a formal meeting (五(三)3, 六(二))."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from deadlines.due import chinese_date
from departments.models import Department
from departments.roles import STAFF
from web.refusals import Mistyped, NotAllowed
from workflow.handling.recording import papers
from workflow.issuing.drafts import issue
from workflow.models import Consultation
from workflow.procedure import facts
from workflow.procedure.moving import moving
from workflow.procedure.sides.other_side import refuse_kept_out
from workflow.procedure.timeline import without_names
from workflow.procedure.who import stands_for

if TYPE_CHECKING:
    from datetime import date

    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.models import Paper
    from workflow.procedure.move import Move


def record_consultation(
    dispute: Dispute,
    *,
    by: Officer,
    form: str,
    held_on: date,
    departments: Sequence[Department],
    said: str,
    agreed: str,
    present: str = "",
    dissent: str = "",
    version: int | None = None,
) -> None:
    """会商记录 is a paper of the file; where minutes are due it is none of them (R050, R063)."""
    with moving(dispute, "record_consultation", by=by, version=version) as move:
        refuse_kept_out(move.dispute, departments, "departments")
        own = _own_unit(move)
        others = [each for each in departments if each != own]
        _check(move, held_on, others)
        kept = Consultation(
            dispute=move.dispute,
            department=own,
            form=form,
            held_on=held_on,
            units=[each.code for each in (own, *others)],
            present=present,
            said=said,
            agreed=agreed,
            dissent=dissent,
            recorded_by=by,
            recorded_at=move.at,
        )
        _refuse_same(kept)
        [paper] = issue(papers.consultation(move, kept, [own, *others]))
        kept.paper = paper
        kept.save()
        named = "、".join(each.short_name for each in others)
        how = f"{chinese_date(held_on)}与{named}会商（{kept.get_form_display()}）"
        taking_part = facts.departments_taking_part(move.dispute)
        text = f"{move.dispute.number} {own.short_name}登记了{how}的记录，见案卷文书。"
        move.tell_workers(taking_part - {own.pk}, text)
        _tell_named(move, own, [each for each in others if each.pk not in taking_part], how, paper)
        told = without_names(move.dispute, agreed)
        move.say(f"{by.name} 登记会商记录（{paper.number}）：{how}，{told}")


def _tell_named(
    move: Move, own: Department, units: Sequence[Department], how: str, paper: Paper
) -> None:
    """Whoever takes no part learns what stands in his name, and nothing of the case (六(三))."""
    for unit in units:
        text = (
            f"{own.short_name}登记了{how}的记录（{paper.number}），写有你单位的意见，"
            f"不交由你单位办理；与实际不符的，请与{own.short_name}联系更正。"
        )
        move.tell(unit.pk, STAFF, text)


def _own_unit(move: Move) -> Department:
    """For which of those that work on it he puts it down: the deciding one, else his own."""
    dispute, by = move.dispute, move.by
    asked = [each.department_id for each in dispute.assignments.all() if each.is_open]
    units = [dispute.deciding_department_id, *asked]
    return Department.objects.get(pk=next(pk for pk in units if stands_for(by, dispute, pk)))


def _check(move: Move, held_on: date, others: Sequence[Department]) -> None:
    if not others:
        raise Mistyped({"departments": ["请选择本单位以外的会商单位。"]})
    if any(each.is_office for each in others):
        raise Mistyped({"departments": ["专班办公室不是会商单位，请去掉。"]})
    if held_on < timezone.localdate(move.dispute.visited_at):
        raise Mistyped({"held_on": ["会商日期不能早于缴费人来反映的那天，请核对。"]})


def _refuse_same(kept: Consultation) -> None:
    """Sent twice it is one record; its words are sealed, and read one by one."""
    rows = kept.dispute.consultations.filter(
        held_on=kept.held_on, form=kept.form, paper__voids=None
    )
    if any((each.said, each.agreed) == (kept.said, kept.agreed) for each in rows):
        raise NotAllowed("同样的会商记录已经登记，不用重复登记。")
