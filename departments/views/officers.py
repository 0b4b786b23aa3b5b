"""Pages of accounts: opened, changed, disabled, given new passwords (等保 8.1.4, R099)."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from departments import waiting
from departments.actions import accounts
from departments.forms.people import AccountForm, NewAccountForm, SearchForm
from departments.forms.units import ReasonForm
from departments.models import Term
from departments.roles import Role
from departments.views.gate import OfficerRequest, carried_out, for_roles, found, made_by
from departments.views.places import ACCOUNTS, Ask, ask, page, ways
from departments.views.proof import proven_afresh
from departments.views.slips import slip_page, slips_to_confirm, within_reach
from web.paging import turn
from web.sought import leads_on, looked_for, put, sends

PAGE_SIZE = 30


@for_roles(*ACCOUNTS)
def officers(request: OfficerRequest) -> HttpResponse:
    """All accounts by the sounds of the name, found by number, name or sounds."""
    if sends(request):
        return leads_on(request)
    form = SearchForm(put(request.GET, looked_for(request)))
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    rows = within_reach(request.user)
    if words:
        like = Q(username__istartswith=words) | Q(name__contains=words)
        rows = rows.filter(like | Q(name_key__startswith=words.lower()))
    today = Term.objects.on(timezone.localdate()).select_related("post__department")
    rows = rows.prefetch_related(Prefetch("terms", today, to_attr="now"))
    turned = turn(rows, request.GET, "name_key", PAGE_SIZE)
    may = ways(request, ("open", Role.SYSADMIN, reverse("officer_new")))
    shown = {"form": form, "turned": turned, "may": may}
    if request.user.has_role(Role.SECADMIN):
        shown["slips"] = slips_to_confirm(request.user)
    return page(request, "officers", "officers", **shown)


@for_roles(*ACCOUNTS)
def officer(request: OfficerRequest, username: str) -> HttpResponse:
    """One account, its posts then and now."""
    row = found(within_reach(request.user), username=username)
    terms = row.terms.select_related("post__department")
    names = ("change", "slip", "disable", "enable")
    steps = [(name, Role.SYSADMIN, reverse(f"officer_{name}", args=[username])) for name in names]
    steps.append(("unlock", Role.SECADMIN, reverse("officer_unlock", args=[username])))
    shown = {"officer": row, "terms": terms, "may": ways(request, *steps)}
    shown["usable"] = row.may_sign_in(timezone.localdate())
    shown["slip"] = row.password_slips.open_at(timezone.now()).first()
    shown["waits"] = waiting.seconds_of(row.username)
    return page(request, "officers", "officer", **shown)


@for_roles(Role.SYSADMIN)
@proven_afresh
def officer_new(request: OfficerRequest) -> HttpResponse:
    """Open an account; the slip for its first password is shown once, on the answer itself."""
    form = NewAccountForm(request.POST or None)
    made = made_by(form, lambda: accounts.open_account(by=request.user, **form.cleaned_data))
    if made is not None:
        return slip_page(request, made)
    says = "账号建好后由安全管理员任命岗位，之后才能办理事项。"
    return ask(request, "officers", Ask("建立账号", "建立", reverse("officers"), says), form)


@for_roles(Role.SYSADMIN)
@proven_afresh
def officer_change(request: OfficerRequest, username: str) -> HttpResponse:
    """Name, telephone, address for messages, last day."""
    row = found(within_reach(request.user), username=username)
    form = AccountForm(request.POST or None, row=row)
    if carried_out(
        form, lambda: accounts.change_account(row, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "账号已改")
        return redirect(row)
    return ask(request, "officers", Ask(f"修改{row.name}", "保存", row.get_absolute_url()), form)


@for_roles(Role.SYSADMIN)
@proven_afresh
def officer_enable(request: OfficerRequest, username: str) -> HttpResponse:
    """The account works again."""
    row = found(within_reach(request.user), username=username)
    form = ReasonForm(request.POST or None)
    if carried_out(form, lambda: accounts.enable(row, by=request.user, **form.cleaned_data)):
        messages.success(request, f"{row.name}的账号已启用")
        return redirect(row)
    what = Ask(f"启用{row.name}的账号", "启用", row.get_absolute_url())
    return ask(request, "officers", what, form)
