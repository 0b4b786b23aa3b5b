"""Pages of posts, terms and the leader's delegation (三, R009, A11)."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from departments.actions import appointments, delegating
from departments.forms.people import (
    AllowDelegationForm,
    AppointForm,
    DelegationForm,
    EndTermForm,
    MajorReviewForm,
    PostForm,
    StandInForm,
)
from departments.forms.units import ReasonForm
from departments.models import Delegation, Post, TaskForceSettings, Term
from departments.roles import DUTIES, HEADS, Role
from departments.views.gate import OfficerRequest, carried_out, for_roles, found
from departments.views.places import ACCOUNTS, Ask, ask, page, ways
from departments.views.proof import proven_afresh


@for_roles(*ACCOUNTS)
def posts(request: OfficerRequest) -> HttpResponse:
    """Every seat by unit, with who holds it today."""
    terms = Term.objects.on(timezone.localdate()).select_related("officer")
    rows = Post.objects.select_related("department").prefetch_related(
        Prefetch("terms", terms, to_attr="now")
    )
    may = ways(request, ("post", Role.SECADMIN, reverse("post_new")))
    return page(request, "posts", "posts", rows=rows, may=may)


@for_roles(*ACCOUNTS)
def post(request: OfficerRequest, pk: int) -> HttpResponse:
    """One seat and everybody who ever held it (R009)."""
    row = found(Post.objects.select_related("department"), pk=pk)
    terms = row.terms.select_related("officer")
    may = ways(request, ("appoint", Role.SECADMIN, reverse("appoint", args=[pk])))
    return page(request, "posts", "post", post=row, terms=terms, may=may)


@for_roles(Role.SECADMIN)
@proven_afresh
def post_new(request: OfficerRequest) -> HttpResponse:
    """A further seat."""
    form = PostForm(request.POST or None)
    if carried_out(form, lambda: appointments.add_post(by=request.user, **form.cleaned_data)):
        messages.success(request, "岗位已增设")
        return redirect("posts")
    what = Ask("增设岗位", "增设", reverse("posts"), "岗位种类决定能办什么，定后不改；见岗位说明。")
    return ask(request, "posts", what, form)


@for_roles(Role.SECADMIN)
@proven_afresh
def appoint(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give the seat to somebody."""
    row = found(Post.objects.select_related("department"), pk=pk)
    form = AppointForm(request.POST or None)
    if carried_out(
        form, lambda: appointments.appoint(by=request.user, post=row, **form.cleaned_data)
    ):
        messages.success(request, "已任职")
        return redirect("post", pk)
    says = "三员和审计员不得兼任其他岗位；不能给自己任职。"
    return ask(
        request, "posts", Ask(f"任命{row.title}", "任职", row.get_absolute_url(), says), form
    )


@for_roles(*HEADS)
@proven_afresh
def stand_in(request: OfficerRequest) -> HttpResponse:
    """请假代理: a head names who stands in for him, from when to when."""
    own = request.user.acting_unit
    assert own is not None  # he heads one
    form = StandInForm(request.POST or None, department=own)
    if carried_out(form, lambda: appointments.stand_in(by=request.user, **form.cleaned_data)):
        messages.success(request, "代理已登记，期满自动终止；代理人签发、审签的记录写明“代理”。")
        return redirect("workbench")
    says = "代理期间代理人可以签发、审签、移交；不能签发、审签自己起草的，也不能办理其回避的事项。"
    return ask(request, "stand_in", Ask("指定代理", "登记", "/", says), form)


@for_roles(Role.SECADMIN)
@proven_afresh
def term_end(request: OfficerRequest, pk: int) -> HttpResponse:
    """End a term; what was done in it keeps its name."""
    term = found(Term.objects.select_related("officer", "post__department"), pk=pk)
    form = EndTermForm(request.POST or None)
    if carried_out(form, lambda: appointments.end_term(term, by=request.user, **form.cleaned_data)):
        messages.success(request, "已免职")
        return redirect("post", term.post_id)
    warns = f"次日起{term.officer.name}不再以{term.post.title}身份办理；已办记录仍显示其任职。"
    what = Ask(
        f"免去{term.officer.name}的{term.post.title}",
        "免职",
        term.post.get_absolute_url(),
        "",
        warns,
    )
    return ask(request, "posts", what, form)


def roles(request: OfficerRequest) -> HttpResponse:
    """What each kind of post may do, for everybody to read (A23)."""
    return page(request, "roles", "roles", duties=DUTIES)


@for_roles(Role.SECADMIN)
@proven_afresh
def delegations(request: OfficerRequest) -> HttpResponse:
    """Whether the leader may delegate at all, and to whom he has."""
    switch = TaskForceSettings.objects.get()
    form = AllowDelegationForm(request.POST or None, row=switch)
    if carried_out(form, lambda: delegating.allow_delegation(by=request.user, **form.cleaned_data)):
        messages.success(request, "设置已改")
        return redirect("delegations")
    rows = Delegation.objects.select_related("leader", "deputy", "recorded_by")
    shown = {"rows": rows, "form": form, "switch": switch, "today": timezone.localdate()}
    shown["may"] = ways(
        request,
        ("delegate", Role.SECADMIN, reverse("delegation_new")),
        ("review", Role.SECADMIN, reverse("major_review")),
    )
    return page(request, "delegations", "delegations", **shown)


@for_roles(Role.SECADMIN)
@proven_afresh
def major_review(request: OfficerRequest) -> HttpResponse:
    """Who reads a major matter before the leader does (R061)."""
    form = MajorReviewForm(request.POST or None, row=TaskForceSettings.objects.get())
    if carried_out(form, lambda: delegating.set_major_review(by=request.user, **form.cleaned_data)):
        messages.success(request, "设置已改")
        return redirect("delegations")
    says = (
        "《重大事项审批表》依次由受理部门负责人、专班办公室、副组长审核签字，再由组长签批。"
        "负责人是否先审，在各单位的内控开关中设置。已经报请的不受影响。"
    )
    return ask(
        request, "delegations", Ask("重大事项审核环节", "保存", reverse("delegations"), says), form
    )


@for_roles(Role.SECADMIN)
@proven_afresh
def delegation_new(request: OfficerRequest) -> HttpResponse:
    """Register what the leader put in writing."""
    form = DelegationForm(request.POST or None)
    if carried_out(form, lambda: delegating.delegate(by=request.user, **form.cleaned_data)):
        messages.success(request, "授权已登记")
        return redirect("delegations")
    says = "只能授权副组长；代批的每一条记录都写明“某某 代 组长”。"
    return ask(
        request, "delegations", Ask("登记组长授权", "登记", reverse("delegations"), says), form
    )


@for_roles(Role.SECADMIN, Role.LEADER)
@proven_afresh
def delegation_revoke(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take it back."""
    row = found(Delegation.objects.select_related("leader", "deputy"), pk=pk)
    form = ReasonForm(request.POST or None)
    if carried_out(form, lambda: delegating.revoke(row, by=request.user, **form.cleaned_data)):
        messages.success(request, "授权已撤销")
        return redirect("delegations" if request.user.has_role(Role.SECADMIN) else "roles")
    warns = f"{row.deputy.name}立即不能再代组长批示；已批的不受影响。"
    what = Ask("撤销组长授权", "撤销", reverse("delegations"), str(row), warns)
    return ask(request, "delegations", what, form)
