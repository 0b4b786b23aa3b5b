"""管理 → 运行情况: for whoever keeps the system; it names no case (三员分立, R099)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from departments.roles import Role
from departments.views.gate import OfficerRequest, for_roles
from departments.views.places import page
from web.refusals import NotAllowed
from workflow.operations.actions import retry
from workflow.operations.righting import confirm_time
from workflow.operations.running import label_of
from workflow.operations.running import running as read_running


@require_safe
@for_roles(Role.SYSADMIN, Role.LOGADMIN)
def running(request: OfficerRequest) -> HttpResponse:
    """The clock, the outbox, the clocks that could not be taken, the years of the calendar."""
    shown = read_running(timezone.localdate())
    may_retry = request.user.has_role(Role.SYSADMIN)
    return page(request, "running", "running", running=shown, may_retry=may_retry)


@require_POST
@for_roles(Role.SYSADMIN)
def running_retry(request: OfficerRequest) -> HttpResponse:
    """立即重试 everything of one kind that failed."""
    topic = request.POST.get("topic", "")
    try:
        count = retry(topic, by=request.user)
    except NotAllowed as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, f"{label_of(topic)}：{count} 条将在一分钟内重试。")
    return redirect("running")


@require_POST
@for_roles(Role.SYSADMIN)
def running_confirm(request: OfficerRequest) -> HttpResponse:
    """时间无误: the clock may work on."""
    try:
        confirm_time(by=request.user)
    except NotAllowed as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, "已确认服务器时间无误，一分钟内接着查期限。")
    return redirect("running")
