"""`/api/v1/approvals/`: the queues of leader and heads; approving is the dispute's own verb."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from departments.models import Officer
from disputes.api.filters import CodesField, told_of
from disputes.models import Dispute
from workflow.actions import approvals as answering
from workflow.api.approval_answers import ApprovalAnswer, approval_answer, approval_answers
from workflow.api.asking import body, cleaned, officer_of
from workflow.api.replay import replayed
from workflow.choices import ApprovalKind, ApprovalState
from workflow.forms import DISPUTE_FORMS
from workflow.forms.base import VerbForm
from workflow.models import Approval
from workflow.pages.approvals import approvals_open_to

MOST: Final = 200
ANSWERED_WITH: Final = (
    "requested_department", "dispute", "meeting", "membership", "desk", "clock"
)  # fmt: skip
ACTIONS: Final = {
    "approve": answering.approve,
    "reject": answering.reject,
    "ask_more": answering.ask_more,
}


class ApprovalFilter(forms.Form):
    """The queue is what is pending; `state` asks for what was answered."""

    state = CodesField(ApprovalState.values, label="状态", required=False)


@extend_schema(operation_id="approvals_list", summary="审批队列",
               parameters=told_of(ApprovalFilter),
               responses=list[ApprovalAnswer])  # fmt: skip
@api_view(["GET"])
def approvals(request: Request) -> Response:
    """The leader's and deputies': all; a department's: what it asked for, a head's: his own too."""
    states = cleaned(ApprovalFilter(request.query_params))["state"] or [ApprovalState.PENDING]
    found = _visible_to(officer_of(request)).filter(state__in=states)[:MOST]
    return Response(approval_answers(found))


@extend_schema(operation_id="approval_read", summary="一件审批", responses=ApprovalAnswer)
@api_view(["GET"])
def approval(request: Request, pk: int) -> Response:
    return Response(approval_answer(_or_404(officer_of(request), pk)))


@extend_schema(operation_id="approval_act", summary="批示",
               request={"application/json": {
                   "approve": DISPUTE_FORMS["approve_major"],
                   "reject": DISPUTE_FORMS["reject_major"],
                   "ask_more": DISPUTE_FORMS["ask_more"],
               }},
               responses=ApprovalAnswer)  # fmt: skip
@api_view(["POST"])
@replayed
def act(request: Request, pk: int, verb: str) -> Response:
    """同意、不同意、补充材料."""
    officer = officer_of(request)
    found = _or_404(officer, pk)
    if verb not in ACTIONS:
        raise Http404
    answering.check_decider(found, officer)
    ACTIONS[verb](found, by=officer, **_typed(request, found, verb))
    found.refresh_from_db()
    return Response(approval_answer(found))


def _typed(request: Request, found: Approval, verb: str) -> dict[str, Any]:  # Any: cleaned values
    """A comment; with the approval of a major dispute also consent to meetings on it."""
    form = _form(found, verb)(
        body(request), subject=found.dispute or found.meeting or found, officer=officer_of(request)
    )
    return {name: value for name, value in cleaned(form).items() if name != "version"}


def _form(found: Approval, verb: str) -> type[VerbForm]:
    if verb != "approve":
        return DISPUTE_FORMS["reject_major"]
    return DISPUTE_FORMS["approve_major" if found.kind == ApprovalKind.MAJOR else "sign_decision"]


def _visible_to(officer: Officer) -> QuerySet[Approval]:
    """What he finds on the pages, and what his department asked for."""
    visible = Dispute.objects.visible_to(officer).order_by().values("pk")
    asked = Q(requested_department__in=officer.department_ids)
    asked &= Q(dispute=None) | Q(dispute__in=visible)
    on_pages = Q(pk__in=approvals_open_to(officer).order_by().values("pk"))
    rows = Approval.objects.select_related(*ANSWERED_WITH)
    return rows.filter(asked | on_pages)


def _or_404(officer: Officer, pk: int) -> Approval:
    found = _visible_to(officer).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
