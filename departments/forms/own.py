"""Forms of 我的登录和令牌, and of the slip for a new password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from departments.actions import tokens
from departments.forms.fields import ReasonField
from departments.models import ApiToken, Officer
from web.form_fields import LineField


class TokenForm(forms.Form):
    """What a program is called, what it may do, and for how long."""

    layout = "name:6 scope:3 days:3 units:12"

    name = LineField(label="名称", max_length=60, help_text="哪个系统用，例如：12345 工单推送")
    scope = forms.ChoiceField(label="范围", choices=ApiToken.Scope.choices)
    days = forms.IntegerField(
        label="有效天数",
        min_value=1,
        max_value=tokens.MOST_DAYS,
        initial=tokens.DAYS,
        help_text=f"最多 {tokens.MOST_DAYS} 天",
    )
    units = forms.MultipleChoiceField(
        label="限于单位",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选为您的全部岗位",
    )

    def __init__(self, data: Any, officer: Officer) -> None:  # Any: a QueryDict or nothing
        super().__init__(data)
        named = [(unit.code, unit.name) for unit in officer.units]
        self.fields["units"].choices = named  # type: ignore[attr-defined]
        if len(named) < 2:
            del self.fields["units"]
            self.layout = "name:6 scope:3 days:3"


class PasswordForm(forms.Form):
    """His present password once more: a screen left open binds nobody's telephone."""

    password = forms.CharField(
        label="现在的密码",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, data: Any, officer: Officer) -> None:  # Any: a QueryDict or nothing
        super().__init__(data)
        self.officer = officer

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.officer.check_password(password):
            raise ValidationError("密码不对。")
        return password


class BindForm(forms.Form):
    """The first code of a telephone."""

    code = forms.CharField(
        label="动态码",
        max_length=10,
        help_text="手机验证器上的 6 位数字",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class SlipReasonForm(forms.Form):
    """Why, and whether his telephone is lost too."""

    layout = "reason:12 drops_factor:12"

    reason = ReasonField()
    drops_factor = forms.BooleanField(
        label="同时解除两步验证", required=False, help_text="手机遗失、换号，备用码也用完了才勾选"
    )
