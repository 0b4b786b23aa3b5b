"""Reading what a program sent: JSON objects, forms filled from them, and who sent them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, TypedDict

from django import forms
from django.http import QueryDict
from django.utils import timezone
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from web.form_fields import ListOfObjectsField, YesNoField
from web.refusals import Mistyped

#: So many names, so long, are told of what was passed over.
MOST_NAMES, LONGEST_NAME = 50, 60
_PASSED_OVER: Final = "portal.passed_over"
LARGEST: Final = 2**63 - 1
#: Errors of a form that belong to no field stand under this name.
WHOLE: Final = "all"
Json = dict[str, Any]  # Any: whatever a program sends


def body(request: Request) -> Json:
    """The JSON object that was sent; nothing at all is an empty one."""
    data = request.data
    if not isinstance(data, Mapping):
        raise ParseError("请求正文应为 JSON 对象。")
    if isinstance(data, QueryDict):  # a form of parts; its files are read from the request
        data = {name: value for name, value in data.items() if name not in request.FILES}
    for name, value in data.items():
        _refuse_unstorable("all", str(name))
        _refuse_unstorable(str(name), value)
    return dict(data)


def _refuse_unstorable(name: str, value: Any) -> None:  # Any: JSON
    """Text PostgreSQL cannot hold, and numbers beyond its own or beyond all (1e999)."""
    if isinstance(value, str) and ("\0" in value or any("\ud800" <= c <= "\udfff" for c in value)):
        raise Mistyped({name: ["含有无法识别的字符，请重新输入。"]})
    if isinstance(value, int | float) and not abs(value) <= LARGEST:
        raise Mistyped({name: ["数字太大。"]})
    if isinstance(value, Mapping):
        for key, each in value.items():
            _refuse_unstorable(name, key)
            _refuse_unstorable(name, each)
    if isinstance(value, list):
        for each in value:
            _refuse_unstorable(name, each)


def cleaned(form: forms.Form) -> Json:
    """The form's values, or 400 with every sentence beside its field."""
    wrong = _wrong_shapes(form)
    if wrong:
        form.data = {name: value for name, value in form.data.items() if name not in wrong}
    if not form.is_valid():
        wrong = sentences_of(form) | wrong
    if wrong:
        raise Mistyped(wrong)
    return form.cleaned_data


def heard(request: Request, form: forms.Form) -> Json:
    """The same of what a program sent; names that the form has not are told in the answer."""
    values = cleaned(form)
    pass_over(request, set(form.data) - set(form.fields))
    return values


def pass_over(request: Request, names: Iterable[object]) -> None:
    """Names that mean nothing here are not refused but answered as `ignored` (decision 0081)."""
    said = sorted({str(name)[:LONGEST_NAME] for name in names} - {"version"})
    request.META[_PASSED_OVER] = said[:MOST_NAMES]


def with_what_was_ignored(request: Request, response: Response) -> Response:
    """An answer that is an object says it, where there is anything to say."""
    ignored = request.META.get(_PASSED_OVER)
    if ignored and isinstance(response.data, dict):
        response.data = {**response.data, "ignored": ignored}
    return response


class Heard(TypedDict, total=False):
    """What the answer to a writing call says beside its own."""

    ignored: list[str]


def accepted(form: forms.Form) -> Json:
    """The same for a form whose fields look at the kind of a value themselves."""
    if not form.is_valid():
        raise Mistyped(sentences_of(form))
    return form.cleaned_data


def sentences_of(form: forms.Form) -> dict[str, list[str]]:
    """What a form says against what was typed, field by field."""
    return {
        WHOLE if name == "__all__" else name: [str(sentence) for sentence in sentences]
        for name, sentences in form.errors.items()
    }


def _wrong_shapes(form: forms.Form) -> dict[str, list[str]]:
    """JSON has kinds of values that a page cannot send and Django would take for words."""
    wrong: dict[str, list[str]] = {}
    for name, field in form.fields.items():
        sentence = _wrong_shape(field, form.data.get(name))
        if sentence:
            wrong[name] = [sentence]
    return wrong


def _wrong_shape(field: forms.Field, value: Any) -> str:  # Any: JSON
    if value is None or isinstance(field, ListOfObjectsField | YesNoField):
        return ""
    if _is_list(field):
        fits = isinstance(value, list) and all(_is_word(each) for each in value)
        return "" if fits else "应为列表。"
    if isinstance(value, bool) and getattr(field, "api_type", "") == "boolean":
        return ""
    if isinstance(field, forms.BooleanField):
        return (
            "" if isinstance(value, bool) or value in ("true", "false") else "应为 true 或 false。"
        )
    if isinstance(field, forms.DateField | forms.DateTimeField):
        return "" if isinstance(value, str) else "应为文字，写作 2026-03-05。"
    if isinstance(field, forms.FileField):
        return "文件请以 multipart/form-data 上传。"
    return "" if _is_word(value) else "应为文字或数字。"


def _is_list(field: forms.Field) -> bool:
    """Django's own, and those of ours that say so."""
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return True
    return getattr(field, "api_type", "") == "list"


def _is_word(value: Any) -> bool:  # Any: JSON
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def local(moment: datetime | None) -> datetime | None:
    """Beijing time, as everything is printed in."""
    return timezone.localtime(moment) if moment else None
