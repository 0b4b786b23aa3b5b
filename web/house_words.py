"""What a form says where it has no sentence of its own: in the words of the other pages.

Django's translations speak of variables and options; a clerk is told what to do (interface.md 1).
"""

from __future__ import annotations

from django import forms
from django.core import validators

_FROM_THE_LIST = "请从列表中选择，没有“%(value)s”这一项。"


def speak() -> None:
    """Once, when the portal starts; fields with sentences of their own keep them."""
    _say(forms.ChoiceField, invalid_choice=_FROM_THE_LIST)
    _say(
        forms.MultipleChoiceField, invalid_choice=_FROM_THE_LIST, invalid_list="请以列表形式填写。"
    )
    _say(forms.ModelChoiceField, invalid_choice="请从列表中选择。")
    _say(
        forms.ModelMultipleChoiceField,
        invalid_choice=_FROM_THE_LIST,
        invalid_pk_value=_FROM_THE_LIST,
        invalid_list="请以列表形式填写。",
    )
    _say(forms.IntegerField, invalid="请填写整数。")
    validators.MaxLengthValidator.message = "最多 %(limit_value)d 个字，现在有 %(show_value)d 个。"
    validators.MinValueValidator.message = "不能小于 %(limit_value)s。"
    validators.MaxValueValidator.message = "不能大于 %(limit_value)s。"


def _say(field: type[forms.Field], **sentences: str) -> None:
    field.default_error_messages = {**field.default_error_messages, **sentences}
