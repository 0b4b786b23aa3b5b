"""What may happen at any stage: suspension, another officer, recusal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from deadlines.due import chinese_date
from deadlines.limits import SUSPENSION_REVIEW
from departments.roles import HEADS, STAFF, Role
from disputes.choices import State
from disputes.locking import forget_stand_ins
from disputes.models import Dispute, Recusal, ReporterGrant, StandIn
from web.refusals import Mistyped
from workflow.messages import notices
from workflow.models import Pause
from workflow.procedure.facts import is_foreign
from workflow.procedure.move import Move
from workflow.procedure.moving import moving
from workflow.procedure.needs import OUTSIDE_NOW, way_out
from workflow.procedure.next_move import Desk
from workflow.procedure.presence.calling import call
from workflow.procedure.presence.passing_on import heir_of
from workflow.procedure.presence.standing_in import may_stand_in, unit_of, unmanned, why_unfit
from workflow.procedure.timeline import signature_of_head
from workflow.procedure.who import belongs_to, stands_for

if TYPE_CHECKING:
    from departments.models import Department, Officer
    from disputes.models import Dispute


def suspend(
    dispute: Dispute,
    *,
    by: Officer,
    ground: str,
    evidence: str = "",
    until: date | None = None,
    version: int | None = None,
) -> None:
    """中止: clocks stand still, open assignments are frozen (R100)."""
    with moving(dispute, "suspend", by=by, version=version) as move:
        pause = Pause(
            jurisdiction=move.dispute.jurisdiction,
            dispute=move.dispute,
            began_on=move.today,
            ground=ground,
            evidence=evidence,
            expected_on=until,
        )
        move.clocks.pause(pause)
        move.to(State.SUSPENDED)
        _tell_asked(move, f"{move.dispute.number} 中止办理，交办随之冻结：{ground}")
        proof = f"，凭证：{evidence}" if evidence else ""
        expected = f"，预计至{chinese_date(until)}" if until else ""
        move.say(f"{_head(move)} 中止办理：{ground}{proof}{expected}。")


def resume(dispute: Dispute, *, by: Officer, version: int | None = None) -> None:
    """恢复: the true length of the suspension is added, no more."""
    with moving(dispute, "resume", by=by, version=version) as move:
        move.clocks.resume(move.dispute)
        move.to(State.HANDLING)
        way = way_out(move.dispute) if is_foreign(move.dispute) else ""
        goes_on = f"{OUTSIDE_NOW}，请先与受理部门联系" if way else "请继续办理交办"
        _tell_asked(move, f"{move.dispute.number} 恢复办理，期限已顺延，{goes_on}。")
        if way:  # it was corrected while it stood still
            text = f"{move.dispute.number} 恢复办理。{way}"
            move.tell(move.dispute.receiving_department_id, STAFF, text)
        move.say(f"{_head(move)} 恢复办理，期限按实际中止天数顺延。{way}")


def _head(move: Move) -> str:
    return signature_of_head(move.by, move.dispute, move.dispute.deciding_department_id)


def _tell_asked(move: Move, text: str) -> None:
    """Whoever still owes an answer knows that it stands still, and when it goes on."""
    owed = move.dispute.assignments.open().values_list("department_id", flat=True)
    for department_id in dict.fromkeys(owed):
        move.tell(department_id, STAFF, text)


def prolong(
    dispute: Dispute,
    *,
    by: Officer,
    ground: str,
    evidence: str,
    until: date,
    version: int | None = None,
) -> None:
    """续报中止: the same suspension goes on, so that its true length needs no adding up."""
    with moving(dispute, "prolong", by=by, version=version) as move:
        expected = move.clocks.of(move.dispute)[SUSPENSION_REVIEW].due_on
        if until <= expected:
            raise Mistyped({"until": [f"新的日期应晚于原来的{chinese_date(expected)}。"]})
        pause = move.dispute.pauses.get(resumed_on__isnull=True)
        pause.dispute = move.dispute
        pause.ground, pause.evidence, pause.expected_on = ground, evidence, until
        move.clocks.prolong(pause)
        move.say(
            f"{_head(move)} 续报中止：{ground}，凭证：{evidence}，"
            f"预计恢复由{chinese_date(expected)}改为{chinese_date(until)}。"
        )


def hand_over(
    dispute: Dispute,
    *,
    by: Officer,
    officer: Officer,
    tells: bool = True,
    version: int | None = None,
) -> None:
    """移交经办: another officer of the same department; the first contact stays shown (R038).

    Of many that go over at once each hears in one message, which is not this one's to write.
    """
    with moving(dispute, "hand_over", by=by, version=version) as move:
        units = (move.dispute.receiving_department_id, move.dispute.lead_department_id)
        own = [pk for pk in units if stands_for(by, move.dispute, pk, HEADS)]
        if not any(belongs_to(officer, department_id) for department_id in own):
            raise Mistyped({"officer": ["只能移交给本单位现任的经办人员。"]})
        if officer.pk == move.dispute.responsible_officer_id:
            raise Mistyped({"officer": [f"本件现在就由{officer.name}经办，请选择其他人员。"]})
        if move.dispute.recusals.filter(officer=officer).exists():
            raise Mistyped({"officer": [f"{officer.name}已回避本件，请移交给其他人员。"]})
        before = move.dispute.responsible_officer
        move.dispute.responsible_officer = officer
        if tells:
            notices.to_officer(officer, move.dispute, f"{move.dispute.number} 移交您经办。")
        if tells and before.pk not in {officer.pk, by.pk}:
            text = f"{move.dispute.number} 已由{officer.name}接办，您不再经办。"
            notices.to_officer(before, move.dispute, text)
        move.say(f"{by.name} 将本件由{before.name}移交{officer.name}经办。")


def recuse(
    dispute: Dispute, *, by: Officer, officer: Officer, reason: str, version: int | None = None
) -> None:
    """回避: the officer himself or a head of his department; he is excluded from then on (R108)."""
    with moving(dispute, "recuse", by=by, version=version) as move:
        if not _may_recuse(by, officer):
            raise Mistyped({"officer": ["只能为自己申请回避，或由本单位负责人指定回避。"]})
        if move.dispute.recusals.filter(officer=officer).exists():
            raise Mistyped({"officer": [f"{officer.name}已回避本件，不用重复登记。"]})
        Recusal.objects.create(dispute=move.dispute, officer=officer, reason=reason, recorded_by=by)
        _replace(move.dispute, officer, by)
        move.say(f"{officer.name} 回避本件：{reason}{_tell_unmanned(move, officer)}")


def entrust(
    dispute: Dispute, *, by: Officer, officer: Officer, reason: str, version: int | None = None
) -> None:
    """授权查看举报人: one officer who works on it, by name and with a reason (六(三), R075)."""
    with moving(dispute, "entrust", by=by, version=version) as move:
        if not Dispute.objects.visible_to(officer).filter(pk=move.dispute.pk).exists():
            raise Mistyped({"officer": [f"{officer.name}不参与办理本件，不能授权。"]})
        if move.dispute.reporter_grants.filter(officer=officer).exists():
            raise Mistyped({"officer": [f"{officer.name}已经授权，不用重复。"]})
        ReporterGrant.objects.create(
            dispute=move.dispute, officer=officer, reason=reason, granted_by=by
        )
        notices.to_officer(
            officer, move.dispute, f"{move.dispute.number} {by.name}已授权您查看举报人。"
        )
        move.say(f"{by.name} 授权{officer.name}查看举报人：{reason}。")


def _tell_unmanned(move: Move, gone: Officer) -> str:
    """Where he was the only one: the office names somebody for this case, his head hears of it."""
    empty = unmanned(move.dispute)
    if not empty:
        return ""
    said = call(move, empty)
    told = f"{move.dispute.number} {gone.name}回避后{said}。"
    for desk in empty:
        if desk.department and notices.holders(desk.department_id, HEADS, move.dispute).exists():
            move.tell(desk.department_id, HEADS, told)
    return f"。{said}"


def designate(
    dispute: Dispute,
    *,
    by: Officer,
    officer: Officer,
    reason: str,
    department: Department | None = None,
    version: int | None = None,
) -> None:
    """指定代办: where the post is empty or recused, somebody for this one case (方案三)."""
    with moving(dispute, "designate", by=by, version=version) as move:
        desk = _empty_desk(move.dispute, department, officer)
        _check_stand_in(move.dispute, desk, officer, by)
        StandIn.objects.create(
            dispute=move.dispute,
            department=desk.department,
            role=desk.role,
            officer=officer,
            reason=reason,
            named_by=by,
        )
        forget_stand_ins(move.dispute)
        _take_over(move.dispute, desk, officer)
        text = f"{move.dispute.number} 由您代{desk.post_words}办理：{reason}"
        notices.to_officer(officer, move.dispute, text)
        move.say(f"{by.name} 指定{officer.name}代{desk.post_words}办理本件：{reason}")


def _empty_desk(dispute: Dispute, department: Department | None, officer: Officer) -> Desk:
    """The one that is meant; of several, the one that he is fit for."""
    empty = unmanned(dispute)
    wanted = [desk for desk in empty if department is None or unit_of(desk) == department]
    words = "、".join(desk.post_words for desk in empty)
    if not wanted:
        raise Mistyped({"department": [f"该单位有人能办；无人能办的是{words}，请改选或留空。"]})
    if len(wanted) == 1:
        return wanted[0]
    fit = [d for d in wanted if may_stand_in(dispute, d).filter(pk=officer.pk).exists()]
    if len({unit_of(desk) for desk in fit}) > 1:
        told = f"有几处无人能办：{words}。请选择空缺的单位，专班组长的选专班办公室。"
        raise Mistyped({"department": [told]})
    return fit[0] if fit else wanted[0]


def _take_over(dispute: Dispute, desk: Desk, officer: Officer) -> None:
    """Whoever answers for the case can act in it (R006)."""
    if desk.role != Role.CLERK or desk.department_id != dispute.deciding_department_id:
        return
    there = notices.holders(desk.department_id, STAFF, dispute)
    if not there.filter(pk=dispute.responsible_officer_id).exists():
        dispute.responsible_officer = officer


def _check_stand_in(dispute: Dispute, desk: Desk, officer: Officer, by: Officer) -> None:
    """Never who did the work, nor in his own cause; one of the unit while it has anybody."""
    fit = may_stand_in(dispute, desk).exclude(pk=by.pk)
    if fit.filter(pk=officer.pk).exists():
        return
    whom = "、".join(fit.values_list("name", flat=True)[:5])
    offered = f"可以指定的有{whom}" if whom else "现在没有可以指定的人，请先由管理员增补岗位"
    why = "不能指定自己" if officer.pk == by.pk else why_unfit(dispute, desk, officer)
    said = f"{officer.name}不能代{desk.post_words}办理：{why}；{offered}。"
    raise Mistyped({"officer": [said]})


def _may_recuse(by: Officer, officer: Officer) -> bool:
    if by.pk == officer.pk:
        return True
    own = {p.department_id for p in by.posts_today if p.role in HEADS}
    return any(belongs_to(officer, department_id) for department_id in own)


def _replace(dispute: Dispute, officer: Officer, by: Officer) -> None:
    """Somebody else of the same department answers for it now (R006)."""
    if dispute.responsible_officer_id != officer.pk:
        return
    department_id = next(iter(officer.department_ids), dispute.receiving_department_id)
    others = notices.holders(department_id, STAFF, dispute).exclude(pk=officer.pk)
    successor = others.order_by("pk").first()
    successor = successor or heir_of(dispute, officer)
    if successor is None:  # the law obliges him; it stays in his name until somebody is named
        return
    dispute.responsible_officer = successor
    if successor.pk != by.pk:
        text = f"{dispute.number} {officer.name}回避，现由您经办。"
        notices.to_officer(successor, dispute, text)
