"""Pages of member units and towns (三、六(一), R010, R011)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from departments.actions import members
from departments.forms.units import (
    ContactForm,
    DecisionForm,
    MemberForm,
    ReasonForm,
    SwitchesForm,
    TownForm,
)
from departments.models import Department, MembershipDecision, Reform, Term, Town
from departments.roles import Role
from departments.views.gate import OfficerRequest, carried_out, for_roles, found
from departments.views.places import Ask, ask, page, ways
from departments.views.proof import proven_afresh
from workflow.membership import actions as joining


def departments(request: OfficerRequest) -> HttpResponse:
    """Everybody finds the others here."""
    rows = Department.objects.select_related("membership", "hosted_by")
    may = ways(request, ("admit", Role.SYSADMIN, reverse("department_new")))
    confirms = joining.waiting() if request.user.may_act_for_leader else set()
    return page(request, "departments", "departments", rows=rows, may=may, confirms=confirms)


def department(request: OfficerRequest, code: str) -> HttpResponse:
    """One unit: where to find it, how it works, who holds its posts today."""
    unit = found(
        Department.objects.select_related("membership", "hosted_by", "succeeded_by"), code=code
    )
    today = Term.objects.on(timezone.localdate()).select_related("officer")
    posts = unit.posts.prefetch_related(Prefetch("terms", today, to_attr="now"))
    may = ways(
        request,
        ("contact", Role.SYSADMIN, reverse("department_contact", args=[code])),
        ("switches", Role.SECADMIN, reverse("department_switches", args=[code])),
        (
            "leave",
            Role.SYSADMIN,
            reverse("department_leave", args=[code]) if unit.is_active else "",
        ),
        *_reforming(unit),
        (
            "again",
            Role.SYSADMIN,
            reverse("department_again", args=[code]) if joining.may_be_reported(unit) else "",
        ),
    )
    switches = [(label, getattr(unit, name)) for name, label in members.SWITCHES.items()]
    answer = joining.last_answer(unit.membership)
    shown = {"unit": unit, "posts": posts, "may": may, "switches": switches, "answer": answer}
    shown |= {"registered": joining.registered_in(unit.membership)}
    shown |= {"names": unit.names.standing(), "today": timezone.localdate()}
    shown["reforms"] = Reform.objects.filter(Q(source=unit) | Q(target=unit))
    return page(request, "departments", "department", **shown)


def _reforming(unit: Department) -> list[tuple[str, Role, str]]:
    """What 机构改革 may do to a unit at work; the office is nobody's to merge."""
    if not unit.is_active:
        return []
    rename = ("rename", Role.SYSADMIN, reverse("department_rename", args=[unit.code]))
    if unit.is_office:
        return [rename]
    return [rename, ("reform", Role.SYSADMIN, reverse("reform_new", args=[unit.code]))]


@for_roles(Role.SYSADMIN)
@proven_afresh
def department_new(request: OfficerRequest) -> HttpResponse:
    """Register a unit that the task force has decided to admit (R010)."""
    form = MemberForm(request.POST or None)
    if carried_out(
        form, lambda: joining.admit(form.unit(), by=request.user, decision=form.decision())
    ):
        messages.success(request, "已登记，待专班组长确认后自生效日启用")
        return redirect("departments")
    says = "增加成员单位须有专班决定；组长确认、到生效日后才启用（六(一)）。"
    what = Ask("登记增加成员单位", "登记并报组长确认", reverse("departments"), says)
    return ask(request, "departments", what, form)


@for_roles(Role.SYSADMIN)
@proven_afresh
def department_again(request: OfficerRequest, code: str) -> HttpResponse:
    """The decision is put right and comes before the leader again (R010)."""
    unit = found(Department.objects.select_related("membership"), code=code)
    form = DecisionForm(request.POST or None, row=unit.membership)
    if carried_out(
        form, lambda: joining.report_again(unit, by=request.user, decision=form.decision())
    ):
        messages.success(request, "已重新报请组长审批")
        return redirect(unit)
    what = Ask(f"{unit.name}的增加决定", "重新报请组长", unit.get_absolute_url())
    return ask(request, "departments", what, form)


@for_roles(Role.SYSADMIN)
def department_contact(request: OfficerRequest, code: str) -> HttpResponse:
    """Address, telephone, hours."""
    unit = found(Department.objects.all(), code=code)
    form = ContactForm(request.POST or None, instance=unit)
    if carried_out(
        form, lambda: members.change_contact(unit, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "联系方式已改")
        return redirect(unit)
    what = Ask(f"{unit.name}的联系方式", "保存", unit.get_absolute_url(), "印在告知单上。")
    return ask(request, "departments", what, form)


@for_roles(Role.SECADMIN)
@proven_afresh
def department_switches(request: OfficerRequest, code: str) -> HttpResponse:
    """How strict the unit works."""
    unit = found(Department.objects.all(), code=code)
    form = SwitchesForm(request.POST or None, instance=unit)
    if carried_out(form, lambda: members.set_switches(unit, by=request.user, **form.cleaned_data)):
        messages.success(request, "内控开关已改")
        if form.told:
            messages.warning(request, form.told)
        return redirect(unit)
    says = "关闭某项后由同一人办理的，记录标明“同人办理”；专案一律从严。"
    what = Ask(f"{unit.name}的内控开关", "保存", unit.get_absolute_url(), says)
    return ask(request, "departments", what, form)


@for_roles(Role.SYSADMIN)
@proven_afresh
def department_leave(request: OfficerRequest, code: str) -> HttpResponse:
    """The unit leaves the task force (R011)."""
    unit = found(Department.objects.all(), code=code)
    form = ReasonForm(request.POST or None)
    held = joining.open_count(unit)
    if carried_out(
        form,
        lambda: members.leave(unit, by=request.user, open_disputes=held, **form.cleaned_data),
    ):
        messages.success(request, f"{unit.name}已退出，历史记录保留")
        return redirect(unit)
    warns = f"退出后{unit.name}的人员不能再办理事项，已办事项和档案不受影响。"
    what = Ask(f"{unit.name}退出专班", "退出", unit.get_absolute_url(), f"在办 {held} 件。", warns)
    return ask(request, "departments", what, form)


@proven_afresh
def membership(request: OfficerRequest, pk: int) -> HttpResponse:
    """The leader confirms the decision that admits a unit (R010)."""
    if not request.user.may_act_for_leader:
        raise PermissionDenied("增加成员单位须由专班组长确认。")
    decision = found(MembershipDecision.objects.prefetch_related("departments"), pk=pk)
    form = Form(request.POST if request.method == "POST" else None)
    if carried_out(form, lambda: joining.confirm(decision, by=request.user)):
        messages.success(request, "已确认，自生效日启用")
        return redirect("departments")
    shown = {"decision": decision, "form": form, "back": reverse("departments")}
    return page(request, "departments", "membership", **shown)


def towns(request: OfficerRequest) -> HttpResponse:
    """Where matters may lie (R005)."""
    rows = Town.objects.select_related("department")
    may = ways(request, ("town", Role.SYSADMIN, reverse("town_new")))
    return page(request, "towns", "towns", rows=rows, may=may)


@for_roles(Role.SYSADMIN)
def town_new(request: OfficerRequest) -> HttpResponse:
    """A further town."""
    form = TownForm(request.POST or None)
    if carried_out(form, lambda: members.add_town(by=request.user, **form.cleaned_data)):
        messages.success(request, "辖区已增加")
        return redirect("towns")
    what = Ask("增加辖区", "增加", reverse("towns"), "代码用 9 位统计用区划代码。")
    return ask(request, "towns", what, form)


@for_roles(Role.SYSADMIN)
def town(request: OfficerRequest, code: str) -> HttpResponse:
    """Rename, re-assign or close one."""
    row = found(Town.objects.all(), code=code)
    form = TownForm(request.POST or None, instance=row)
    if carried_out(form, lambda: members.change_town(row, by=request.user, **form.cleaned_data)):
        messages.success(request, "辖区已改")
        return redirect("towns")
    return ask(request, "towns", Ask(f"修改{row.name}", "保存", reverse("towns")), form)
