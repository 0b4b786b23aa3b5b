"""重置单: started by one administrator, confirmed by another, used by neither (等保 8.1.4.1)."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from departments import waiting
from departments.actions import passwords
from departments.actions.authority import record
from departments.forms.own import SlipReasonForm
from departments.forms.units import ReasonForm
from departments.models import Officer, PasswordSlip, Term
from departments.models.department import Kind
from departments.roles import Role
from departments.views.gate import OfficerRequest, carried_out, for_roles, found, made_by
from departments.views.places import ACCOUNTS, Ask, ask, page
from departments.views.proof import proven_afresh


def within_reach(by: Officer) -> QuerySet[Officer]:
    """All, for the task-force office; else one's own unit's and those without a post (R099)."""
    units = [post.department for post in by.posts_today if post.role in ACCOUNTS]
    if any(unit.kind == Kind.OFFICE for unit in units):
        return Officer.objects.all()
    own = Term.objects.filter(post__department__in=units)
    return Officer.objects.filter(Q(pk__in=own.values("officer")) | Q(terms=None))


def slips_to_confirm(by: Officer) -> QuerySet[PasswordSlip]:
    """Those that wait for a security administrator, oldest first."""
    waiting_ones = PasswordSlip.objects.open_at(timezone.now()).filter(confirmed_at=None)
    reached = waiting_ones.filter(officer__in=within_reach(by)).exclude(officer=by)
    return reached.select_related("officer", "started_by").order_by("id")


def slip_page(request: OfficerRequest, started: passwords.Started) -> HttpResponse:
    """To be printed: nobody can be shown its code again."""
    return page(request, "officers", "slip", started=started)


@for_roles(Role.SYSADMIN)
@proven_afresh
def officer_slip(request: OfficerRequest, username: str) -> HttpResponse:
    """开重置单: the slip with its code, shown and printed once."""
    row = found(within_reach(request.user), username=username)
    form = SlipReasonForm(request.POST or None)
    made = made_by(form, lambda: passwords.start_slip(row, by=request.user, **form.cleaned_data))
    if made is not None:
        return slip_page(request, made)
    says = (
        "重置单交给本人，由安全管理员核实身份后告知确认码，本人用两样设置新密码。"
        "您看不到新密码；本人设好之前，原密码照常使用。"
    )
    what = Ask(f"为{row.name}开密码重置单", "开单", row.get_absolute_url(), says)
    return ask(request, "officers", what, form)


@for_roles(Role.SECADMIN)
@proven_afresh
def slip_confirm(request: OfficerRequest, pk: int) -> HttpResponse:
    """确认: after he has made sure who asks; the code is shown once."""
    slips = PasswordSlip.objects.filter(officer__in=within_reach(request.user))
    slip = found(slips.select_related("officer", "started_by"), pk=pk)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].label = "怎样核实的本人"
    code = made_by(form, lambda: _confirmed(request.user, slip, form))
    if code is not None:
        return page(request, "officers", "second_code", slip=slip, code=code)
    by = slip.started_by.name if slip.started_by else "服务器管理人员"
    says = f"{by}为{slip.officer.name}开了密码重置单，理由：{slip.reason or '新账号'}。"
    warns = "请先当面或打办公电话核实是本人要求，再确认。"
    what = Ask("确认密码重置单", "确认", slip.officer.get_absolute_url(), says, warns)
    return ask(request, "officers", what, form)


@for_roles(Role.SECADMIN)
def officer_unlock(request: OfficerRequest, username: str) -> HttpResponse:
    """解除登录等待: whoever was slowed by wrong tries, his own or another's, may try at once."""
    row = found(within_reach(request.user), username=username)
    form = ReasonForm(request.POST or None)
    if carried_out(form, lambda: _unlocked(request.user, row, form.cleaned_data["reason"])):
        messages.success(request, f"{row.name}现在可以登录")
        return redirect(row)
    what = Ask(f"解除{row.name}的登录等待", "解除", row.get_absolute_url())
    return ask(request, "officers", what, form)


def _confirmed(by: Officer, slip: PasswordSlip, form: ReasonForm) -> str:
    return passwords.confirm_slip(slip, by=by, reason=form.cleaned_data["reason"])


def _unlocked(by: Officer, row: Officer, reason: str) -> None:
    freed = waiting.free(row.username)
    record(by, "解除登录等待", f"{row.name}（{row.username}）", before=f"{freed} 项", reason=reason)
