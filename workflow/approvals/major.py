"""五(二)、五(三)2: major disputes go to the leader first; special handling needs his word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from departments.codes import THREE_BUREAUS
from departments.models import Department
from departments.roles import THE_LEADER
from disputes.choices import Mode, Severity, State
from workflow.approvals import papers as approvals_papers
from workflow.approvals import review
from workflow.handling.together import (
    default_lead,
    invited_beside,
    refuse_lead,
    refuse_uninvitable,
    told_with_whom,
)
from workflow.issuing import assigning, pieces
from workflow.issuing import assignment_papers as papers
from workflow.issuing.drafts import issue
from workflow.models import Approval
from workflow.models.asks import ASKS_TO_DECIDE
from workflow.models.choices import ApprovalKind, ApprovalState, AssignmentKind
from workflow.procedure import routing_records
from workflow.procedure.move import Move
from workflow.procedure.moving import moving
from workflow.procedure.sides.other_side import (
    kept_out,
    not_to_lead,
    refuse_kept_out,
    refuse_other_side,
    without_kept_out,
)
from workflow.procedure.timeline import signs_as

if TYPE_CHECKING:
    from departments.models import Officer
    from departments.routing import RoutingAnswer
    from disputes.models import Dispute


def report_major(
    dispute: Dispute,
    *,
    by: Officer,
    reason: str,
    departments: Sequence[Department] = (),
    lead: Department | None = None,
    version: int | None = None,
) -> None:
    """报请组长审批 (R047): the leader is asked, the dispute waits."""
    with moving(dispute, "report_major", by=by, version=version) as move:
        team, leading = _special_group(move.dispute, departments, lead)
        answer = routing_records.keep(move, [leading, *team], reason)
        _ask_leader(move, team, leading, reason, answer)
        said = _team_words(move.dispute, departments, team)
        move.say(f"{by.name} 报请专班组长审批，拟作专案办理{said}：{reason}")


def escalate(
    dispute: Dispute,
    *,
    by: Officer,
    reason: str,
    departments: Sequence[Department] = (),
    lead: Department | None = None,
    version: int | None = None,
) -> None:
    """升级为重大疑难 (R051): open assignments stay while the leader decides."""
    with moving(dispute, "escalate", by=by, version=version) as move:
        team, leading = _special_group(move.dispute, departments, lead)
        answer = routing_records.suggestion(move.dispute)
        _ask_leader(move, team, leading, reason, answer)
        said = _team_words(move.dispute, departments, team)
        move.say(f"{by.name} 报请升级为重大疑难事项{said}：{reason}")


def _special_group(
    dispute: Dispute, named: Sequence[Department], lead: Department | None
) -> tuple[list[Department], Department]:
    """专案组 and who leads it: the three bureaus always, others beside them (五(二), R049)."""
    refuse_lead(lead)
    refuse_uninvitable(named)
    refuse_kept_out(dispute, named, "departments")
    if lead is not None:
        refuse_other_side(dispute, lead, "lead", "请另选主办单位")
    bureaus = list(Department.objects.in_place_of(THREE_BUREAUS))
    wanted = [*named, *(each for each in bureaus if each not in named)]
    team = without_kept_out(dispute, wanted)
    return team, lead or default_lead(dispute, team)


def _team_words(dispute: Dispute, named: Sequence[Department], team: Sequence[Department]) -> str:
    """A bureau that was left out is neither dropped nor added in silence."""
    added = [each.short_name for each in team if each not in named] if named else []
    said = f"（三局固定参加专案组，{'、'.join(added)}未勾选，一并列入）" if added else ""
    bureaus = Department.objects.in_place_of(THREE_BUREAUS) if kept_out(dispute) else []
    return said + _left_words(dispute, list(bureaus))


def _left_words(dispute: Dispute, due: Sequence[Department]) -> str:
    """Who of those that are due stays out: the report is kept secret from them."""
    left = [each.short_name for each in due if each.pk in kept_out(dispute)]
    return f"（{'、'.join(left)}是争议对方，本件举报保密，不参加专案组）" if left else ""


def _ask_leader(
    move: Move,
    team: Sequence[Department],
    lead: Department,
    reason: str,
    answer: RoutingAnswer,
) -> None:
    dispute, severity = move.dispute, answer.severity
    approval = Approval(
        kind=ApprovalKind.MAJOR,
        dispute=dispute,
        reason=reason,
        lead=lead,
        score=severity.score,
        hits=[hit.to_json() for hit in severity.hits],
        reported_state=dispute.state,
        reported_mode=dispute.mode,
        reported_severity=dispute.severity,
        requested_by=move.by,
        requested_department=move.by.department or dispute.receiving_department,
        requested_at=move.at,
    )
    review.begin(move, approval)
    approval.save()
    approval.departments.set(team)
    dispute.severity = Severity.MAJOR
    dispute.severity_reason = reason
    move.to(State.AWAITING_APPROVAL)


def _decide(move: Move, state: ApprovalState, comment: str) -> Approval:
    """Close the pending approval; who decided is named as he was that day (R009, R048)."""
    approval = review.pending(move.dispute)
    move.actor_label = signs_as(move.by)
    approval.state = state
    approval.decided_by, approval.decided_at = move.by, move.at
    approval.decider_label, approval.comment = move.actor_label, comment
    return approval


def approve_major(
    dispute: Dispute,
    *,
    by: Officer,
    comment: str = "",
    meeting: bool = False,
    version: int | None = None,
) -> None:
    """同意专案办理: only now do special assignments exist (R047); `meeting` consents to one."""
    with moving(dispute, "approve_major", by=by, version=version) as move:
        approval = _decide(move, ApprovalState.APPROVED, comment)
        approval.meeting_consent = meeting
        approval.awaits, approval.desk = "", None  # of a post that nobody holds any more
        approval.save()
        was_referred = approval.reported_mode == Mode.REFERRAL
        left = assigning.leave_referral(move, "转为专案办理") if was_referred else []
        fixed = assigning.designated_of(left)
        move.dispute.mode = Mode.SPECIAL
        asked_for = list(approval.departments.all())
        named = {each.pk for each in asked_for}
        asked_for += [
            each.department for each in left if each.designated and each.department_id not in named
        ]
        team = without_kept_out(move.dispute, asked_for)
        move.dispute.lead_department = _who_leads(move.dispute, approval, team)
        move.to(State.HANDLING)
        shared = pieces.about(move.dispute)
        asked = _asked_of_team(move, team, approval.reason, fixed)
        issue(
            approvals_papers.major_approval(move, approval, team, shared),
            *papers.joint_notices(move, assigning.assign(move, *asked), shared),
            *told_with_whom(move, team, anew=was_referred),
        )
        also = "，并同意召开专题会议" if meeting else ""
        stays_out = _left_words(move.dispute, asked_for)
        move.say(f"{move.actor_label} 同意专案办理{also}{stays_out}。{comment}")


def _who_leads(dispute: Dispute, approval: Approval, team: Sequence[Department]) -> Department:
    """As was asked for; the other side may have been corrected since into the one to lead."""
    lead = approval.lead or dispute.lead_department
    return default_lead(dispute, team) if lead.pk in not_to_lead(dispute) else lead


def _asked_of_team(
    move: Move, named: Sequence[Department], question: str, fixed: set[int]
) -> list[assigning.Asked]:
    """Every department of the team but the receiving one owes a signed opinion (R062)."""
    team = invited_beside(move.dispute, named, move.dispute.lead_department)
    busy = set(
        move.dispute.assignments.open()
        .filter(kind=AssignmentKind.SPECIAL)
        .values_list("department_id", flat=True)
    )
    fresh = [d for d in team if d.pk not in busy]
    return assigning.together(fresh, AssignmentKind.SPECIAL, question, fixed=fixed)


def _back(move: Move, approval: Approval) -> str:
    """To the state, mode and severity it was reported from; what became of it beside."""
    approval.save()
    move.dispute.mode = approval.reported_mode
    move.dispute.severity = approval.reported_severity
    move.to(State(approval.reported_state))
    return assigning.give_up_when_deserted(move)  # while the leader was asked, all sent it back


def reject_major(
    dispute: Dispute, *, by: Officer, comment: str, version: int | None = None
) -> None:
    """不同意: back to the receiving department as it was (R048)."""
    with moving(dispute, "reject_major", by=by, version=version) as move:
        then = _back(move, _decide(move, ApprovalState.REJECTED, comment))
        move.say(_with(f"{move.actor_label} 不同意专案办理：{comment}", then))


def withdraw_report(
    dispute: Dispute, *, by: Officer, reason: str, version: int | None = None
) -> None:
    """撤回报请: reported by mistake and read by nobody; whoever was asked need not answer."""
    with moving(dispute, "withdraw_report", by=by, version=version) as move:
        approval = review.pending(move.dispute)
        text = f"{move.dispute.number} 的报请已撤回，不用批示：{reason}"
        move.tell(approval.desk_id, review.asked_now(approval), text)
        approval.state, approval.comment = ApprovalState.WITHDRAWN, reason
        approval.awaits, approval.desk = "", None
        move.clocks.take_back_steps(move.dispute)
        move.say(_with(f"{by.name} 撤回报请：{reason}", _back(move, approval)))


def ask_more(dispute: Dispute, *, by: Officer, comment: str, version: int | None = None) -> None:
    """补充材料: back to the receiving department, which may report again."""
    with moving(dispute, "ask_more", by=by, version=version) as move:
        then = _back(move, _decide(move, ApprovalState.MORE, comment))
        move.say(_with(f"{move.actor_label} 要求补充材料：{comment}", then))


def _with(said: str, then: str) -> str:
    return f"{said}。{then}" if then else said


def deescalate(dispute: Dispute, *, by: Officer, reason: str, version: int | None = None) -> None:
    """申请降级: files an approval; special goes on until the leader agrees (R051)."""
    with moving(dispute, "deescalate", by=by, version=version) as move:
        Approval.objects.create(
            kind=ApprovalKind.DEESCALATION,
            dispute=move.dispute,
            reason=reason,
            reported_state=move.dispute.state,
            reported_mode=move.dispute.mode,
            reported_severity=move.dispute.severity,
            requested_by=by,
            requested_department=by.department or move.dispute.receiving_department,
            requested_at=move.at,
        )
        text = f"{move.dispute.number} 申请降级，请审批。"
        asks = f"{ASKS_TO_DECIDE}{ApprovalKind.DEESCALATION}"
        move.tell(None, THE_LEADER, text, asks=asks)
        move.say(f"{by.name} 申请降为一般事项：{reason}")
