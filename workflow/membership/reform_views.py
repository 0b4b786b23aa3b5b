"""Pages of 机构改革: a new name, what is registered, and how it is carried out (三、六)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from departments.actions import renaming
from departments.forms.reform import PlacesForm, ReformForm, RenameForm
from departments.forms.units import ReasonForm
from departments.insurance import Insurance
from departments.models import Category, Department, Officer, Reform, UnitName
from departments.roles import ADMINISTRATORS, TASK_FORCE, Role
from departments.views.gate import OfficerRequest, carried_out, for_roles, found, made_by
from departments.views.places import Ask, ask, page, ways
from departments.views.proof import proven_afresh
from web.paging import turn
from workflow.membership import reform as reforming
from workflow.membership.passing import cases_of
from workflow.procedure.rows.reform import CARRY_OUT

#: Lines on a page of 机构改革.
PAGE_SIZE = 30
READERS = (*ADMINISTRATORS, *TASK_FORCE)


@for_roles(Role.SYSADMIN)
@proven_afresh
def rename(request: OfficerRequest, code: str) -> HttpResponse:
    """更名: the same unit under another name from a day on."""
    unit = found(Department.objects.all(), code=code)
    form = RenameForm(request.POST or None)
    if carried_out(form, lambda: renaming.rename(unit, by=request.user, **form.cleaned_data)):
        messages.success(request, "更名已登记，到启用日期起使用新名称")
        return redirect(unit)
    says = (
        "到启用日期起，页面和新出的文书用新名称；已发文书、经过和编号不变，办理中的事项照常办理。"
    )
    what = Ask(f"{unit.name}更名", "登记更名", unit.get_absolute_url(), says)
    return ask(request, "departments", what, form)


@for_roles(Role.SYSADMIN)
@proven_afresh
def name_withdraw(request: OfficerRequest, pk: int) -> HttpResponse:
    """撤回: a new name that has not begun."""
    given = found(UnitName.objects.select_related("department"), pk=pk)
    form = ReasonForm(request.POST or None)
    if carried_out(
        form, lambda: renaming.withdraw_name(given, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "更名已撤回")
        return redirect(given.department)
    what = Ask(f"撤回更名：{given}", "撤回", given.department.get_absolute_url())
    return ask(request, "departments", what, form)


@for_roles(*READERS)
def reforms(request: OfficerRequest) -> HttpResponse:
    """All of them, the latest first."""
    rows = Reform.objects.select_related("source", "target")
    turned = turn(rows, request.GET, "-pk", PAGE_SIZE)
    return page(request, "reforms", "reforms", turned=turned)


@for_roles(*READERS)
def reform(request: OfficerRequest, pk: int) -> HttpResponse:
    """One of them: the decision, what goes over, and whose turn it is."""
    row = found(
        Reform.objects.select_related("source", "target", "registered_by", "done_by"), pk=pk
    )
    shown: dict[str, object] = {"reform": row, "waiting": ""}
    if row.is_under_way:
        shown["count"] = cases_of(row).count()
        shown["waiting"] = CARRY_OUT.refusal(request.user, row)
        shown["may"] = ways(
            request,
            ("carry_out", Role.SECADMIN, reverse("reform_carry_out", args=[pk])),
            ("cancel", Role.SYSADMIN, reverse("reform_cancel", args=[pk])),
        )
    kinds = dict(Category.objects.values_list("code", "name"))
    shown["categories"] = [f"{code} {kinds.get(code, '')}" for code in row.categories]
    shown["insurance"] = [Insurance(kind).label for kind in row.insurance_types]
    return page(request, "reforms", "reform", **shown)


@for_roles(Role.SYSADMIN)
@proven_afresh
def reform_new(request: OfficerRequest, code: str) -> HttpResponse:
    """登记: who goes on with what of this unit."""
    unit = found(Department.objects.all(), code=code)
    form = ReformForm(request.POST or None, source=unit)
    made = made_by(form, lambda: _registered(unit, request.user, form))
    if made is not None:
        messages.success(request, "已登记，待安全管理员安排岗位后落实")
        return redirect(made)
    what = Ask(f"登记机构改革：{unit.name}", "登记", unit.get_absolute_url(), _SAYS)
    return ask(request, "departments", what, form)


_SAYS = (
    "整体并入：本单位停用，全部在办事项、交办、督办、审批、会商席位和辖区由承接单位继续办理，"
    "归档案卷由承接单位查阅。部分划出：本单位保留，只有选定的在办事项和人员转到承接单位。"
    "登记后由安全管理员安排岗位并落实，落实之前一切照旧。"
)


def _registered(unit: Department, by: Officer, form: ReformForm) -> Reform:
    data = form.cleaned_data
    decided = reforming.Decided(
        data["document"], data["decided_on"], data["effective_on"], data["reason"]
    )
    scope = reforming.Scope(data["categories"], data["insurance_types"], data["numbers"])
    return reforming.register(
        unit, by=by, kind=data["kind"], target=data["target"], decided=decided, scope=scope
    )


@for_roles(Role.SECADMIN)
@proven_afresh
def reform_carry_out(request: OfficerRequest, pk: int) -> HttpResponse:
    """落实: every post of the unit is asked about, then all goes over at once."""
    row = found(Reform.objects.select_related("source", "target"), pk=pk)
    form = PlacesForm(request.POST if request.method == "POST" else None, reform=row)
    if carried_out(form, lambda: _carried_out(row, request.user, form)):
        row.refresh_from_db()
        messages.success(request, f"已落实，转办 {row.cases} 件，每件的经过都已记录")
        return redirect(row)
    gone = f"{row.source.name}随即停用，" if row.is_merger else ""
    warns = f"{gone}{cases_of(row).count()} 件在办事项立即转由{row.target.name}办理，不能撤回。"
    says = f"依据{row.document}。为原单位每名人员选择在{row.target.short_name}的岗位。"
    what = Ask(f"落实：{row}", "落实", row.get_absolute_url(), says, warns)
    return ask(request, "reforms", what, form)


def _carried_out(row: Reform, by: Officer, form: PlacesForm) -> Reform:
    note = form.cleaned_data["note"]
    return reforming.carry_out(row, by=by, places=form.places(), note=note)


@for_roles(Role.SYSADMIN)
@proven_afresh
def reform_cancel(request: OfficerRequest, pk: int) -> HttpResponse:
    """撤销登记 before it is carried out."""
    row = found(Reform.objects.select_related("source", "target"), pk=pk)
    form = ReasonForm(request.POST or None)
    if carried_out(form, lambda: reforming.cancel(row, by=request.user, **form.cleaned_data)):
        messages.success(request, "登记已撤销")
        return redirect(row)
    what = Ask(f"撤销登记：{row}", "撤销登记", row.get_absolute_url())
    return ask(request, "reforms", what, form)
