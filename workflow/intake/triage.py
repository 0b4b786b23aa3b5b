"""五(一)、五(二): where a reviewed dispute goes; the verb chosen is the decision on severity."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from departments.models import Department
from departments.roles import HEADS, STAFF
from disputes.choices import Mode, OutReason, Severity, State
from web.refusals import Mistyped, NotAllowed
from workflow.intake import papers
from workflow.intake.agendas import leave_agendas
from workflow.issuing import assigning, assignment_papers
from workflow.issuing.drafts import issue
from workflow.issuing.exemptions import exempt_nobody
from workflow.models.choices import AssignmentKind
from workflow.procedure import routing_records
from workflow.procedure.move import Move
from workflow.procedure.moving import moving
from workflow.procedure.needs import IN_SCOPE
from workflow.procedure.sides.other_side import refuse_other_side
from workflow.procedure.timeline import signature_of_head
from workflow.procedure.who import works_for

if TYPE_CHECKING:
    from departments.models import Officer
    from departments.routing import RoutingAnswer
    from disputes.models import Dispute


def general(move: Move, mode: Mode, severity_reason: str, answer: RoutingAnswer) -> None:
    """A verb that makes it general; when the score says major the reason is demanded (R045)."""
    if answer.severity.suggested == Severity.MAJOR and not severity_reason:
        raise Mistyped(
            {"severity_reason": ["按信号打分建议为重大疑难，按一般事项办理须写明理由。"]}
        )
    move.dispute.severity = Severity.GENERAL
    move.dispute.mode = mode
    move.dispute.severity_reason = severity_reason


def accept_single(
    dispute: Dispute,
    *,
    by: Officer,
    reason: str = "",
    severity_reason: str = "",
    version: int | None = None,
) -> None:
    """本单位办理 (A): the receiving department handles it alone (R034)."""
    with moving(dispute, "accept_single", by=by, version=version) as move:
        answer = routing_records.keep(move, [move.dispute.receiving_department], reason)
        general(move, Mode.SINGLE, severity_reason, answer)
        move.dispute.lead_department = move.dispute.receiving_department
        move.to(State.HANDLING)
        issue(*papers.told_again(move), *papers.accepted(move))
        move.say(f"{by.name} 确定由本单位单独办理。{reason}")


def refer(
    dispute: Dispute,
    *,
    by: Officer,
    reason: str,
    department: Department | None = None,
    outside_body: str = "",
    due_on: date | None = None,
    severity_reason: str = "",
    version: int | None = None,
) -> None:
    """告知并移交 (B): 告知单 and 报送单 together (A04, 社会保险法82条); outside only the letter."""
    with moving(dispute, "refer", by=by, version=version) as move:
        if department is None:
            _send_outside(move, outside_body, reason)
        else:
            _send_to(move, department, reason, due_on, severity_reason)


def _send_to(
    move: Move, department: Department, reason: str, due_on: date | None, severity_reason: str
) -> None:
    dispute = move.dispute
    if dispute.is_outside:
        raise NotAllowed("事项辖区在区外，请移交区外有权处理的单位。")
    if not IN_SCOPE.holds(move.by, dispute):
        raise NotAllowed(IN_SCOPE.why(move.by, dispute))
    if department.pk == dispute.receiving_department_id:
        raise Mistyped({"department": ["不能移交给本单位，请选择“本单位办理”。"]})
    if not department.may_lead:
        raise Mistyped({"department": [f"{department.name}不得作主办单位，请选择职能部门。"]})
    refuse_other_side(dispute, department)
    answer = routing_records.keep(move, [department], reason)
    general(move, Mode.REFERRAL, severity_reason, answer)
    dispute.lead_department = department
    move.to(State.HANDLING)
    asked = assigning.Asked(department, AssignmentKind.REFERRAL, reason, due_on)
    [referral] = assigning.assign(move, asked)
    issue(
        *papers.notifications(move, reason, department=department, outcome="transferred"),
        assignment_papers.referral(move, referral, reason),
    )
    move.say(f"{move.by.name} 书面告知缴费人并移交{department.name}办理。{reason}")


def _send_outside(move: Move, outside_body: str, reason: str) -> None:
    general(move, Mode.NOTIFY, "不在本区办理", routing_records.suggestion(move.dispute))
    _let_go(move, "移交区外办理")
    move.to(State.NOTIFIED)
    issue(
        *papers.notifications(move, reason, outside_body=outside_body, outcome="transferred"),
        papers.transfer_letter(move, outside_body, reason),
    )
    move.say(f"{move.by.name} 书面告知缴费人并移交{outside_body}。{reason}{exempt_nobody(move)}")


def notify_only(
    dispute: Dispute,
    *,
    by: Officer,
    reason: str,
    department: Department | None = None,
    outside_body: str = "",
    version: int | None = None,
) -> None:
    """仅告知: told where to go and nothing more; the reason is kept (R035)."""
    with moving(dispute, "notify_only", by=by, version=version) as move:
        _refuse_here(move.dispute, department)
        where = department.name if department else outside_body
        move.dispute.severity = Severity.GENERAL
        move.dispute.mode = Mode.NOTIFY
        _let_go(move, "仅告知，不再办理")
        move.to(State.NOTIFIED)
        told = papers.notifications(move, reason, department=department, outside_body=outside_body)
        issue(*told)
        untold = exempt_nobody(move)
        move.say(f"{by.name} 告知缴费人向{where}反映，不移交。{reason}{untold}")


def _refuse_here(dispute: Dispute, department: Department | None) -> None:
    """Nobody is sent away to where he stands already, nor to an office that hears nobody."""
    if department is None:
        return
    if department.pk == dispute.receiving_department_id:
        raise Mistyped({"department": ["缴费人就在本单位，请选择其他单位，或者“本单位办理”。"]})
    if department.is_office:
        raise Mistyped({"department": ["专班办公室不接待缴费人，请选择成员单位。"]})


def answer_now(dispute: Dispute, *, by: Officer, answer: str, version: int | None = None) -> None:
    """即时答复: a consultation answered on the spot; the answer stays in the timeline."""
    with moving(dispute, "answer_now", by=by, version=version) as move:
        move.dispute.severity = Severity.GENERAL
        move.dispute.concluded_at = move.at
        leave_agendas(move, "已即时答复办结")
        move.to(State.CONCLUDED)
        move.say(f"{by.name} 即时答复：{answer}")


def _let_go(move: Move, why: str) -> None:
    """Nothing more is asked about it, nor spoken of: whoever was asked or called is told."""
    assigning.recall_open(move, why)
    leave_agendas(move, why)


def _head(move: Move) -> str:
    return signature_of_head(move.by, move.dispute, move.dispute.receiving_department_id)


def reroute(dispute: Dispute, *, by: Officer, reason: str, version: int | None = None) -> None:
    """退回分类: what it took upon itself wrongly is classified anew and may be handed on (R084)."""
    with moving(dispute, "reroute", by=by, version=version) as move:
        assigning.back_to_triage(move, "退回分类")
        move.same_person = not works_for(by, dispute.receiving_department_id, HEADS)
        move.tell(dispute.receiving_department_id, STAFF, f"{dispute.number} 退回分类：{reason}")
        together = "（同人办理）" if move.same_person else ""
        move.say(f"{_head(move)} 退回分类{together}：{reason}")


def decline(
    dispute: Dispute, *, by: Officer, reason: str, channel: str, version: int | None = None
) -> None:
    """不予受理: no contribution dispute; told in writing where to go (R001)."""
    with moving(dispute, "decline", by=by, version=version) as move:
        known = reason in OutReason.values
        move.dispute.out_reason = reason if known else OutReason.OTHER
        words = OutReason(reason).label if known else reason
        _let_go(move, "不予受理")
        move.to(State.DECLINED)
        issue(*papers.notifications(move, words, outside_body=channel, outcome="declined"))
        untold = f"。{told}" if (told := exempt_nobody(move)) else ""
        move.say(f"{_head(move)} 决定不予受理：{words}。应走渠道：{channel}{untold}")
