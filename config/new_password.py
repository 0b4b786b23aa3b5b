"""Passwords that their officer chooses: in place of an old one, or with a slip (重置单)."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordMixin
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.signing_in import WAIT
from departments import sittings, waiting
from departments.actions import passwords
from departments.backends import known_as
from departments.models import Officer, PasswordSlip
from web.refusals import Mistyped


class NewPasswordForm(PasswordChangeForm):
    """A password of one's own ends the demand to change the one that was given or is too old."""

    def save(self, commit: bool = True) -> Officer:  # noqa: FBT001, FBT002 (Django's own signature)
        passwords.choose(self.user, self.cleaned_data["new_password1"])
        return self.user


class NewPassword(PasswordChangeView):
    """His other sittings end with the old password."""

    form_class = NewPasswordForm

    def get_context_data(self, **shown: Any) -> dict[str, Any]:  # Any: a template's values
        officer = cast("Officer", self.request.user)
        return super().get_context_data(password_too_old=passwords.is_too_old(officer), **shown)

    def form_valid(self, form: Any) -> HttpResponse:  # Any: Django's own
        response = super().form_valid(form)
        sittings.end_all(form.user, but=self.request.session.session_key)
        return response


class SlipForm(SetPasswordMixin, forms.Form):  # type: ignore[type-arg]  # only in the stubs
    """Both halves, and the password that nobody else knows."""

    username = forms.CharField(label="工号", max_length=80)
    code = forms.CharField(
        label="重置码", max_length=40, help_text="系统管理员给的重置单上，12 位字母和数字"
    )
    second_code = forms.CharField(
        label="确认码", max_length=20, help_text="安全管理员告知，8 位数字"
    )
    new_password1, new_password2 = SetPasswordMixin.create_password_fields("新密码", "再填一次")

    def __init__(self, request: HttpRequest) -> None:
        data = request.POST if request.method == "POST" else None
        super().__init__(data, initial={"username": request.GET.get("username", "")})
        self.address = request.META.get("REMOTE_ADDR", "")
        self.slip: PasswordSlip | None = None

    def clean_username(self) -> str:
        return known_as(self.cleaned_data["username"])

    def clean(self) -> dict[str, Any]:
        """The codes are looked at only with a password that could be taken."""
        self.validate_passwords("new_password1", "new_password2")
        if not self.errors:
            self._look_at(self.cleaned_data)
        if self.slip is not None:
            self.validate_password_for_user(self.slip.officer, "new_password2")
        return self.cleaned_data

    def _look_at(self, typed: dict[str, Any]) -> None:
        counted = waiting.of_password(typed["username"], self.address)
        if seconds := waiting.charge(counted):
            raise ValidationError(WAIT.format(seconds), code="wait")
        try:
            self.slip = passwords.slip_of(typed["username"], typed["code"], typed["second_code"])
        except Mistyped as refusal:
            self.add_error("code", refusal.errors["code"])
        else:
            waiting.forgive(counted)


@login_not_required
def by_slip(request: HttpRequest) -> HttpResponse:
    """用重置单设置密码: whoever has both codes is the officer of the slip."""
    form = SlipForm(request)
    if request.method == "POST" and form.is_valid():
        assert form.slip is not None  # or it were not valid
        passwords.use_slip(form.slip, form.cleaned_data["new_password1"])
        return render(request, "registration/slip_done.html")
    return render(request, "registration/slip.html", {"form": form})
