"""两步验证: the second step at sign-in, again before rights are changed, and who must have one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse

from config.first_password import OPEN as BEFORE
from departments import entry, waiting
from departments.actions import factors
from departments.models import Officer
from departments.views.gate import OfficerRequest, within
from web.kept import refused

Answer = Callable[[HttpRequest], HttpResponse]

#: What an officer without a second factor may open where his posts ask for one.
OPEN: Final = (*BEFORE, "second_factor", "second_factor_bind", "prove")


class CodeForm(forms.Form):
    """The six figures that the telephone shows now, or a recovery code."""

    code = forms.CharField(
        label="动态码",
        max_length=20,
        help_text="手机验证器上的 6 位数字；手机不在身边时填一个备用码",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}
        ),
    )

    def __init__(self, request: HttpRequest, officer: Officer) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        self.officer = officer
        self.wait = 0

    def clean_code(self) -> str:
        """Charged first, as a password is."""
        counted = waiting.of_code(self.officer.username)
        self.wait = waiting.charge(counted)
        if self.wait:
            raise ValidationError(f"动态码错得多了，请等 {self.wait} 秒再填。", code="wait")
        code: str = self.cleaned_data["code"]
        if not factors.proves(self.officer, code):
            raise ValidationError(factors.WRONG, code="wrong")
        waiting.forgive(counted)
        return code


@login_not_required
def second_step(request: HttpRequest) -> HttpResponse:
    """At sign-in, after the password; whoever waits too long begins again."""
    here = entry.arrival(request)
    if here is None:
        entry.turn_away(request)
        return redirect("login")
    form = CodeForm(request, here.officer)
    if request.method == "POST" and form.is_valid():
        entry.complete(request, here.officer)
        return redirect(here.onward)
    return _asked(request, form, "登录的第二步", back=reverse("login"))


def prove(request: OfficerRequest) -> HttpResponse:
    """Again, before rights or keys are changed."""
    onward = _safe(request, request.GET.get("next", ""))
    if not request.user.has_second_factor:
        return redirect(onward)
    form = CodeForm(request, request.user)
    if request.method == "POST" and form.is_valid():
        entry.prove(request)
        return redirect(onward)
    return _asked(request, form, "请再验证一次", back=resolve_url("/"))


def second_factor_first(get_response: Answer) -> Answer:
    """Leads whoever's posts ask for a second factor to the page where he binds his telephone."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not _lacks_one(request):
            return get_response(request)
        refused(request)
        return redirect("second_factor")

    return answer


def _lacks_one(request: HttpRequest) -> bool:
    officer = request.user
    if not isinstance(officer, Officer) or request.session.get(entry.SETTLED):
        return False
    if request.path in map(reverse, OPEN) or not factors.must_have(officer):
        return False
    if officer.has_second_factor:
        request.session[entry.SETTLED] = True
    return not officer.has_second_factor


def _asked(request: HttpRequest, form: CodeForm, title: str, *, back: str) -> HttpResponse:
    shown = {"form": form, "title": title, "back": back}
    response = render(request, "registration/second_step.html", shown)
    if form.wait:
        response.status_code = 429
        response.headers["Retry-After"] = str(form.wait)
    return response


def _safe(request: HttpRequest, onward: str) -> str:
    return within(request, onward) or resolve_url("/")
