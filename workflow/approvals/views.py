"""审批: the queues of leader and heads, one case per screen, on a telephone too (R048, R103)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from departments.models import Officer
from departments.roles import HEADS, TASK_FORCE
from departments.views.gate import OfficerRequest, for_roles
from departments.views.proof import led_to_prove
from web.refusals import NotAllowed
from workflow.approvals import actions
from workflow.approvals.forms import APPROVE, AnswerApproval
from workflow.approvals.page import approval_page
from workflow.approvals.queue import queue
from workflow.approvals.verbs import ANSWERS
from workflow.approvals.waiting import next_in_queue
from workflow.issuing.looking import refuse_unregistered
from workflow.issuing.rehearsing import ASKED, previewed
from workflow.models import Approval
from workflow.models.choices import ApprovalState


@require_safe
@for_roles(*TASK_FORCE, *HEADS)
def approvals(request: OfficerRequest) -> HttpResponse:
    """审批队列: what waits, and what was answered."""
    decided = request.GET.get("tab") == "decided"
    shown = queue(request.user, decided=decided, cursor=request.GET.get("cursor", ""))
    return render(request, "workflow/approval/queue.html", {"queue": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: OfficerRequest, pk: int) -> HttpResponse:
    """One question; when it is answered, the next one."""
    found = approval_or_404(request.user, pk)
    if found.membership_id and (prove := led_to_prove(request)):
        return prove  # whoever joins the task force sees its cases
    if found.dispute is not None:
        refuse_unregistered(found.dispute, request.user)
    looks = ASKED in request.POST
    posted = request.POST if request.method == "POST" else None
    form = AnswerApproval(as_agreed(request.POST) if looks else posted)
    if looks and (seen := previewed(request, lambda: bool(answered(form, found, request.user)))):
        return seen
    if form.is_bound and not looks and (said := answered(form, found, request.user)):
        messages.success(request, said)
        return redirect(next_in_queue(pk, request.user))
    shown = {"page": approval_page(found, request.user), "form": form}
    pending = found.state == ApprovalState.PENDING
    status = 200 if not form.is_bound else 400 if pending else 409
    return render(request, "workflow/approval/page.html", shown, status=status)


def as_agreed(posted: QueryDict) -> QueryDict:
    """Papers leave by consent alone, so that is what a preview takes for granted."""
    agreed = posted.copy()
    agreed["answer"] = APPROVE
    return agreed


def approval_or_404(officer: Officer, pk: int) -> Approval:
    rows = Approval.objects.visible_to(officer).select_related("dispute", "lead", "requested_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def answered(form: AnswerApproval, approval: Approval, officer: Officer) -> str:
    """Do it and say so; empty when the form has to be shown again with its sentences."""
    actions.check_decider(approval, officer)
    if approval.decided_by_id == officer.pk:  # the second click
        return f"{approval}：刚才已经批示，没有重复办理。"
    if not form.is_valid():
        return ""
    try:
        ANSWERS[form.cleaned_data["answer"]].does(approval, by=officer, **form.keywords)
    except NotAllowed as refusal:
        approval.refresh_from_db()
        form.add_error(None, refusal.sentence)
        return ""
    approval.refresh_from_db()
    if approval.state == ApprovalState.PENDING:
        return f"{approval}：已审核，呈报下一环节。"
    return f"{approval}：已批示“{approval.get_state_display()}”。"
