"""放行查看明文: whoever has seen his day's number asks his head, who lets him go on that day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from confidentiality.allowance import allowed_today, seen_today
from departments.forms.fields import ReasonField
from departments.forms.units import ReasonForm
from departments.models import Officer
from departments.roles import HEADS, STAFF, Role
from departments.views.gate import OfficerRequest, carried_out, for_roles
from departments.views.places import Ask, ask
from departments.views.proof import proven_afresh
from workflow.issuing.allowance import ask_head, grant, lets_see, whom


class GrantForm(forms.Form):
    """Who, how many cases more, and why."""

    officer = forms.ModelChoiceField(Officer.objects.none(), label="经办人")
    more = forms.IntegerField(label="今天再看件数", min_value=1, max_value=50, initial=10)
    reason = ReasonField("理由")

    def __init__(self, data: Any, by: Officer) -> None:  # Any: Django's own
        super().__init__(data)
        people = [each.pk for each in lets_see(by)]
        self.fields["officer"].queryset = Officer.objects.filter(pk__in=people)  # type: ignore[attr-defined]  # of its field


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*STAFF)
def reveal_ask(request: OfficerRequest) -> HttpResponse:
    """请负责人放行: why he needs more today."""
    form = ReasonForm(request.POST or None)
    if carried_out(form, lambda: ask_head(request.user, form.cleaned_data["reason"])):
        messages.success(request, f"已告知{whom(request.user)}，放行后会收到消息。")
        return redirect("disputes")
    says = (
        f"今天看过 {len(seen_today(request.user))} 件明文，可看 {allowed_today(request.user)} 件。"
    )
    return ask(request, "", Ask("请负责人放行查看明文", "发出", "/", says), form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*HEADS, Role.OFFICE)
@proven_afresh
def reveal_grant(request: OfficerRequest) -> HttpResponse:
    """放行: for a named officer, for today."""
    form = GrantForm(request.POST or None, request.user)
    if carried_out(form, lambda: grant(request.user, **form.cleaned_data)):
        messages.success(request, "已放行，当天有效；谁放行、为什么，已记入审计。")
        return redirect("reveal_grant")
    says = "只对选定的人、只在今天有效；谁放行、放行几件、为什么，都记下来，不能改删。"
    return ask(request, "", Ask("放行查看明文", "放行", "/", says), form)
