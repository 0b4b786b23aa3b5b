"""Pages of the duty matrix, its editions, and the switch dates (四(二), R014)."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from departments.actions import duties
from departments.editions import differences
from departments.forms.duties import EditionForm, RuleForm, SignalForm, SwitchDateForm
from departments.models import DutyRule, MatrixVersion, SignalRule, SwitchDate
from departments.roles import Role
from departments.views.gate import OfficerRequest, carried_out, for_roles, found, made_by
from departments.views.places import Ask, ask, page
from departments.views.proof import proven_afresh
from departments.views.spoken import ShownRule, ShownSignal, family_of, family_tabs, spoken_names


def matrix(request: OfficerRequest, number: int | None = None) -> HttpResponse:
    """An edition for everybody to read: the one in force, or the one asked for (R014)."""
    current = MatrixVersion.objects.current(timezone.localdate())
    version = found(MatrixVersion.objects.all(), number=number) if number else found(current)
    newest = found(MatrixVersion.objects.order_by("-number"))
    names = spoken_names()
    family = family_of(request.GET.get("family", ""))
    rules = version.rules.select_related("category").filter(category__code__startswith=family)
    shown = {
        "version": version,
        "families": family_tabs(family),
        "rules": [ShownRule.of(rule, names) for rule in rules],
        "signals": [ShownSignal.of(signal, names) for signal in version.signals.all()],
        "versions": MatrixVersion.objects.select_related("made_by"),
        "differences": differences(version),
        "may_revise": request.user.has_role(Role.SECADMIN) and version == newest,
    }
    return page(request, "matrix", "matrix", **shown)


@for_roles(Role.SECADMIN)
@proven_afresh
def rule_revise(request: OfficerRequest, pk: int) -> HttpResponse:
    """A new edition in which this row reads otherwise."""
    rule = _rule(pk)
    form, edition = RuleForm(request.POST or None, instance=rule), EditionForm(request.POST or None)
    others = [("在前新增一条", reverse("rule_add", args=[pk]))]
    if not rule.is_catch_all:
        others.append(("删去这一条", reverse("rule_drop", args=[pk])))
    title = f"修订：{rule.category} {rule.condition}"
    return _revised(
        request,
        Ask(title, "存为新版", reverse("matrix"), _WHOLE, others=tuple(others)),
        (form, edition),
        lambda: duties.revise_rule(
            rule, by=request.user, edition=edition.edition(), **form.cleaned_data
        ),
    )


@for_roles(Role.SECADMIN)
@proven_afresh
def rule_add(request: OfficerRequest, pk: int) -> HttpResponse:
    """A new edition with one more row before this one."""
    rule = _rule(pk)
    form, edition = RuleForm(request.POST or None, instance=rule), EditionForm(request.POST or None)
    return _revised(
        request,
        Ask(
            f"新增：{rule.category}，先于“{rule.condition}”", "存为新版", reverse("matrix"), _WHOLE
        ),
        (form, edition),
        lambda: duties.add_rule(
            rule, by=request.user, edition=edition.edition(), **form.cleaned_data
        ),
    )


@for_roles(Role.SECADMIN)
@proven_afresh
def rule_drop(request: OfficerRequest, pk: int) -> HttpResponse:
    """A new edition without this row."""
    rule = _rule(pk)
    edition = EditionForm(request.POST or None)
    return _revised(
        request,
        Ask(f"删去：{rule.category} {rule.condition}", "存为新版", reverse("matrix"), rule.says),
        (edition,),
        lambda: duties.drop_rule(rule, by=request.user, edition=edition.edition()),
    )


@for_roles(Role.SECADMIN)
@proven_afresh
def signal_revise(request: OfficerRequest, pk: int) -> HttpResponse:
    """A new edition with another threshold or score of one sign."""
    signal = found(SignalRule.objects.select_related("version"), pk=pk)
    form = SignalForm(request.POST or None, instance=signal)
    edition = EditionForm(request.POST or None)
    return _revised(
        request,
        Ask(f"修订信号：{signal.text}", "存为新版", reverse("matrix"), _WHOLE),
        (form, edition),
        lambda: duties.revise_signal(
            signal, by=request.user, edition=edition.edition(), **form.cleaned_data
        ),
    )


_WHOLE = "修订后形成新一版职责表，旧版保留；已分流的事项仍按当时的版本解释。"

Forms = tuple[RuleForm | SignalForm | EditionForm, ...]


def _rule(pk: int) -> DutyRule:
    return found(DutyRule.objects.select_related("version", "category"), pk=pk)


def _revised(
    request: OfficerRequest, what: Ask, forms: Forms, act: Callable[[], MatrixVersion]
) -> HttpResponse:
    """Every form checked, the edition made, and the reader led to it."""
    made = made_by(forms[0], act, *forms[1:])
    if made is not None:
        messages.success(request, f"已存为{made}，自 {made.effective_from} 施行")
        return redirect("matrix_edition", made.number)
    return ask(request, "matrix", what, *forms)


@for_roles(Role.SECADMIN)
def switch_dates(request: OfficerRequest) -> HttpResponse:
    """From when payers declare each kind themselves (A14)."""
    return page(request, "switch_dates", "switch_dates", rows=SwitchDate.objects.all())


@for_roles(Role.SECADMIN)
@proven_afresh
def switch_date(request: OfficerRequest, insurance: str) -> HttpResponse:
    """Set one of them."""
    row = found(SwitchDate.objects.all(), insurance=insurance)
    form = SwitchDateForm(request.POST or None, instance=row)
    if carried_out(form, lambda: duties.set_switch_date(row, by=request.user, **form.cleaned_data)):
        messages.success(request, "切换日已改")
        return redirect("switch_dates")
    says = "之后的分流建议按新日期比较；已分流的不变。"
    what = Ask(f"{row.get_insurance_display()}的切换日", "保存", reverse("switch_dates"), says)
    return ask(request, "switch_dates", what, form)
