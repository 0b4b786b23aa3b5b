"""下一步: what this officer can do about a case, first what his department owes (方案五)."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse

from departments.models import Officer
from departments.roles import Role
from departments.routing import RoutingAnswer, UnknownCategory
from disputes.choices import State
from disputes.models import Dispute
from web.components import Act
from workflow.handling.convening import meeting_address
from workflow.models import Assignment
from workflow.models.choices import OPINION_KINDS, AssignmentState
from workflow.procedure import routing_records
from workflow.procedure.offers import Offer, open_to, open_to_assignment
from workflow.procedure.who import works_for
from workflow.summary.opinions import OWN
from workflow.summary.read import CaseRead

#: What may always be done and is never what one should do next.
ASIDE = frozenset(
    {
        "escalate", "deescalate", "invite", "withdraw", "merge", "hand_over", "recuse", "suspend",
        "withdraw_part", "join_payer", "prolong", "return_major", "withdraw_report", "reroute",
        "reopen", "extend", "correct", "cancel_service", "cancel_response", "cancel_attempt",
        "cancel_remedy", "cancel_telling", "return_intake", "return_decision", "reject_major",
        "ask_more", "notify_only",
        "give_task", "request_convening", "urge", "supervise", "undo_triage", "attempt",
        "disclose", "replace_paper", "entrust", "hold_file", "release_file", "record_finding",
        "record_consultation", "record_settlement", "cancel_recording",
        "move_originals",
    }
)  # fmt: skip
#: Not worth a line on the page where there is no occasion for it.
ON_OCCASION = frozenset(
    {
        "tell_extension", "undo_triage", "review_major", "return_major", "withdraw_report",
        "designate", "entrust", "cancel_service", "cancel_response", "cancel_attempt",
        "cancel_recording", "cancel_remedy", "cancel_telling", "tell_withdrawal", "release_file",
        "appraise_file",
        "decide_appraisal", "move_originals",
    }
)  # fmt: skip

MEETABLE = frozenset({State.TRIAGE, State.HANDLING, State.AWAITING_SIGNOFF})


def next_steps(read: CaseRead, officer: Officer) -> list[Act]:
    """His own assignment first, then the dispute's verbs, the suggested one leading."""
    owed = [act for each in read.assignments for act in _of_assignment(each, officer)]
    offers = open_to(officer, read.dispute)
    offers = [each for each in offers if each.allowed or each.verb not in ON_OCCASION]
    own = [_of_dispute(read, offer) for offer in offers]
    suggested = suggestion_for(read, officer)
    if suggested:
        own = _leading(own, read.dispute, suggested)
    acts = owed + own
    meeting = _meeting(read, officer)
    if meeting:
        acts.insert(1, meeting)
    return sorted(acts, key=lambda act: (not act.allowed, not act.is_forward))


def _of_dispute(read: CaseRead, offer: Offer) -> Act:
    if offer.verb == "register":  # on the form, where what the reviewer misses is filled in
        form = reverse("draft", args=[read.dispute.pk])
        return Act("补充登记", form, offer.clause, offer.allowed, "按审核意见补充后重新送审")
    url = reverse("dispute_verb", args=[read.dispute.pk, offer.verb])
    hint = offer.hint
    if offer.verb == "draft_decision" and _all_in(read):
        hint = "意见已收齐，由受理部门汇总"
    forward = offer.verb not in ASIDE
    return Act(offer.label, url, offer.clause, offer.allowed, hint, offer.why_not, forward)


def _all_in(read: CaseRead) -> bool:
    asked = [a for a in read.assignments if a.kind in OPINION_KINDS]
    return any(a.state == AssignmentState.ANSWERED for a in asked) and not any(
        a.is_open for a in asked
    )


def _of_assignment(assignment: Assignment, officer: Officer) -> list[Act]:
    """Those of his own department, on the assignment's page where the case stands beside it."""
    if not (assignment.is_open and works_for(officer, assignment.department_id)):
        return []
    kind = assignment.get_kind_display()
    return [
        Act(
            f"{offer.label}（{kind}）",
            assignment_url(assignment, offer.verb),
            offer.clause,
            offer.allowed,
            offer.hint,
            offer.why_not,
            offer.verb not in {"return_back", "send_back"},
        )
        for offer in open_to_assignment(officer, assignment)
        if offer.verb in OWN
    ]


def assignment_url(assignment: Assignment, verb: str) -> str:
    return f"{assignment.get_absolute_url()}#{verb}"


def suggestion_for(read: CaseRead, officer: Officer) -> RoutingAnswer | None:
    """The matrix's word while a new dispute waits to be classified; one that came back needs a
    person's eye and not the same word again."""
    dispute = read.dispute
    if dispute.state != State.TRIAGE or dispute.returns:
        return None
    if not works_for(officer, dispute.receiving_department_id):
        return None
    try:
        answer = routing_records.suggestion(dispute)
    except UnknownCategory:
        return None
    was_taken_wrongly = any(entry.verb == "reroute" for entry in read.timeline)
    return None if was_taken_wrongly and answer.mode == "accept_single" else answer


def _leading(acts: list[Act], dispute: Dispute, answer: RoutingAnswer) -> list[Act]:
    """The suggested verb first, saying that it is only a suggestion."""
    url = reverse("dispute_verb", args=[dispute.pk, answer.mode])
    why = answer.reasons[0].text if answer.reasons else ""
    why = answer.severity.says if answer.severity.is_major else why
    return sorted(
        (
            replace(a, reason=f"系统建议：{why}", is_forward=True)
            if a.url == url and a.allowed
            else a
            for a in acts
        ),
        key=lambda a: a.url != url,
    )


def _meeting(read: CaseRead, officer: Officer) -> Act | None:
    """召集会商 is no verb of the dispute: any department that takes part may call one."""
    url = meeting_url(read, officer)
    if not url:
        return None
    answered = sum(a.state == AssignmentState.ANSWERED for a in read.assignments)
    hint = f"{answered} 家意见可先会商再拟定" if answered > 1 else ""
    return Act("召集会商", url, "五(三)3", reason=hint, is_forward=False)


def meeting_url(read: CaseRead, officer: Officer) -> str:
    """Where a meeting on this dispute is planned; empty for whoever may not call one."""
    dispute = read.dispute
    asked = {a.department_id for a in read.assignments if a.is_open}
    own = {dispute.receiving_department_id, dispute.lead_department_id} | asked
    called = any(works_for(officer, pk) for pk in own) or _must_convene(read, officer)
    return meeting_address(dispute) if called and dispute.state in MEETABLE else ""


def _must_convene(read: CaseRead, officer: Officer) -> bool:
    """The office that answered 召集 calls the meeting itself (R013)."""
    promised = any(each.convenes for each in read.convenings)
    return promised and Role.OFFICE in officer.roles
