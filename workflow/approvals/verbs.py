"""报请组长、专案: the verbs by which a dispute becomes a major one, or ceases to be (五(二))."""

from __future__ import annotations

from departments.codes import THREE_BUREAUS
from departments.models import Department, Officer
from disputes.models import Dispute
from papers.choices import PaperKind
from workflow.approvals import actions, forms, major, review
from workflow.procedure import routing_records
from workflow.procedure.sides.other_side import kept_out, not_to_lead
from workflow.verbs.book import Start, Verb
from workflow.verbs.forms import (
    Comment,
    CommentNeeded,
    Reason,
    VerbForm,
    always_tick,
    leads,
    limit_to,
    members,
)


def _bureaus(dispute: Dispute) -> list[str]:
    """The three of the plan, or who stands in their place (机构改革), but whoever must not know."""
    unknowing = kept_out(dispute)
    units = Department.objects.in_place_of(THREE_BUREAUS)
    return [unit.code for unit in units if unit.pk not in unknowing]


def _bureaus_and_signs(dispute: Dispute) -> Start:
    """The three bureaus of 五(二), and the reasons that the signs give."""
    answer = routing_records.suggestion(dispute)
    hits = answer.severity.hits
    able = Department.objects.filter(code__in=answer.lead).exclude(pk__in=not_to_lead(dispute))
    codes = set(able.values_list("code", flat=True))
    return {
        "lead": next((code for code in answer.lead if code in codes), ""),
        "departments": _bureaus(dispute),
        "reason": "；".join(hit.text for hit in hits),
    }


def _team(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    limit_to(form, "departments", members())
    always_tick(form, "departments", _bureaus(dispute))
    limit_to(form, "lead", leads())


#: What a leader or head says to a question, whatever it is about.
ANSWERS = {
    "approve": Verb(Comment, actions.approve),
    "ask_more": Verb(CommentNeeded, actions.ask_more),
    "reject": Verb(CommentNeeded, actions.reject),
}

VERBS = {
    "report_major": Verb(
        forms.ReportMajor, major.report_major, starts=_bureaus_and_signs, narrows=_team
    ),
    "review_major": Verb(Comment, review.review_major),
    "return_major": Verb(CommentNeeded, review.return_major),
    "withdraw_report": Verb(Reason, major.withdraw_report),
    "approve_major": Verb(
        forms.ApproveMajor,
        major.approve_major,
        papers=(
            PaperKind.MAJOR_APPROVAL,
            PaperKind.JOINT_NOTICE,
            PaperKind.NOTIFICATION,
            PaperKind.ACCEPTANCE_NOTICE,
        ),
    ),
    "ask_more": Verb(CommentNeeded, major.ask_more),
    "reject_major": Verb(CommentNeeded, major.reject_major),
    "escalate": Verb(forms.ReportMajor, major.escalate, starts=_bureaus_and_signs, narrows=_team),
    "deescalate": Verb(Reason, major.deescalate),
}
