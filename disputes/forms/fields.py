"""Fields of registration: forgiving about width and spaces, strict about what cannot be meant."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.choices import CallableChoiceIterator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from confidentiality.identifiers import check_amount
from confidentiality.identifiers.text import as_it_reads, normalise
from web.form_fields import WrittenDay, WrittenMoment, with_plain_breaks

_TICKS: Final = {
    True: {"true", "on", "1", "yes", "是"},
    False: {"false", "off", "0", "no", "否", ""},
}


_CHOSEN: Final = SafeString(" selected")


def plain(value: Any) -> str:  # Any: JSON or what a page sent
    """A text, or a number written as text; nothing else was meant as words."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal | date):
        raise ValidationError("应为文字。", code="invalid")
    return str(value)


class WordsField(forms.CharField):
    """Words; rows decide whether a page draws a line or an area."""

    def __init__(self, label: str, *, length: int, rows: int = 0, **kwargs: Any) -> None:
        # Any: Django's own
        if rows:
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows})
        kwargs.setdefault("required", False)
        too_long = {"max_length": f"{label}不能超过{length}字。"}
        super().__init__(label=label, max_length=length, error_messages=too_long, **kwargs)

    def to_python(self, value: Any) -> str:  # Any: JSON
        text = with_plain_breaks(super().to_python(plain(value)) or "")
        if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
            raise ValidationError(f"{self.label}中有无法识别的字符，请重新输入。")
        return as_it_reads(text)


class CheckedField(WordsField):
    """Words that must be a number or name of some kind; kept in the form the check gives."""

    def __init__(self, label: str, check: Callable[[str], str], **kwargs: Any) -> None:
        # Any: Django's own
        super().__init__(label, length=120, **kwargs)
        self.check = check

    def to_python(self, value: Any) -> str:  # Any: JSON
        text = super().to_python(value)
        return self.check(text) if text else ""


class CodeField(WordsField):
    """One word of a closed list that may live in the database."""

    def __init__(self, label: str, pairs: Callable[[], Iterable[tuple[str, str]]], **kwargs: Any):
        # Any: Django's own
        self.pairs = pairs
        blank = CallableChoiceIterator(lambda: [("", "请选择"), *pairs()])
        kwargs.setdefault("widget", forms.Select(choices=blank))
        super().__init__(label, length=20, **kwargs)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """For pages and the API's list of fields."""
        return list(self.pairs())

    def to_python(self, value: Any) -> str:  # Any: JSON
        code = super().to_python(value).strip()
        if code and code not in {str(known) for known, _ in self.pairs()}:
            raise ValidationError(f"没有“{code}”这个{self.label}，请从列表中选择。", code="invalid")
        return code


class QuickSelect(forms.Select):
    """As the site draws one, without a template for each choice: a list has fifteen of them."""

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:  # Any: Django's own
        chosen = set(self.format_value(value))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((code, _CHOSEN if str(code) in chosen else "", label) for code, label in self.choices),
        )
        own = flatatt({"class": "form-select", **self.build_attrs(self.attrs, attrs)})
        return format_html('<select name="{}"{}>{}</select>', name, own, options)


class CodesField(forms.Field):
    """Several words of a closed list, each once, in the order given."""

    api_type = "list"

    def __init__(self, label: str, pairs: Callable[[], Iterable[tuple[str, str]]]) -> None:
        self.pairs = pairs
        widget = forms.CheckboxSelectMultiple(choices=CallableChoiceIterator(pairs))
        super().__init__(label=label, required=False, widget=widget)

    @property
    def choices(self) -> list[tuple[str, str]]:
        return list(self.pairs())

    def to_python(self, value: Any) -> list[str]:  # Any: JSON
        if value in (None, ""):
            return []
        if not isinstance(value, list | tuple):
            raise ValidationError(f"{self.label}应为列表。", code="invalid")
        known = {str(code) for code, _ in self.pairs()}
        for each in value:
            if not isinstance(each, str) or each not in known:
                raise ValidationError(
                    f"没有“{each}”这个{self.label}，请从列表中选择。", code="invalid"
                )
        return list(dict.fromkeys(value))


class Tick(forms.CheckboxInput):
    """Django's own takes every word for a yes."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # Any: JSON
        return data.get(name)


class TickField(forms.Field):
    """Yes or no; a word that is neither is an error, not a yes."""

    api_type = "boolean"
    widget = Tick

    def __init__(self, label: str, help_text: str = "") -> None:
        super().__init__(label=label, required=False, help_text=help_text)

    def to_python(self, value: Any) -> bool:  # Any: JSON
        word = str(value if value is not None else "").strip().lower()
        for meaning, words in _TICKS.items():
            if word in words:
                return meaning
        raise ValidationError(f"{self.label}应为 true 或 false。", code="invalid")


class AmountField(forms.Field):
    """Yuan, with or without commas and in any width (领域 4.1)."""

    api_type = "decimal"
    widget = forms.TextInput

    def __init__(self, label: str) -> None:
        super().__init__(label=label, required=False)

    def to_python(self, value: Any) -> Decimal | None:  # Any: JSON
        text = plain(value)
        return check_amount(text) if text.strip() else None


class CountField(forms.Field):
    """A number of people, 1 at least."""

    api_type = "integer"
    widget = forms.NumberInput

    def __init__(self, label: str, *, most: int) -> None:
        self.min_value, self.max_value = 1, most
        self.most = most
        super().__init__(label=label, required=False)

    def to_python(self, value: Any) -> int | None:  # Any: JSON
        text = normalise(plain(value)).removesuffix("人").removesuffix("名").strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:12]) <= self.most:
            raise ValidationError(f"{self.label}应为 1 至 {self.most} 的整数。", code="invalid")
        return int(text)


class DayField(WrittenDay):
    """A day; a month alone (2024-01 or 2024.01) is its first day."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%Y-%m"],
            error_messages={"invalid": f"{label}写作 2026-03-05，只知道月份写作 2026-03。"},
        )


class MomentField(WrittenMoment):
    """A day and an hour, in Beijing time unless another is said."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            input_formats=["%Y-%m-%d %H:%M:%S", "%Y-%m-%d"],
            error_messages={"invalid": f"{label}写作 2026-03-05 14:30。"},
        )


#: 重大疑难 signals that are numbers, the others are yes or no (interface §2, domain 5.4).
COUNTED: Final = {"people": "涉及人数", "amount": "涉及金额", "units": "同一做法的单位数"}
TICKED: Final = {
    "petition_risk": "有集体访、越级访苗头",
    "media": "有媒体或网络舆情",
    "policy": "政策性问题",
    "universal": "普遍性问题",
    "tendency": "倾向性问题",
    "legacy": "历史遗留",
    "court": "涉生效裁判、复议纠错或执行不能",
    "unclear_duty": "成员单位职责有争议",
    "superior": "领导批示或上级交办",
    "vulnerable": "涉特殊群体",
    "org": "诉求人是单位",
    "consult": "只是咨询",
    "split": "须拆分办理",
    "anonymous": "匿名反映",
    "out_of_area": "区外事项",
    "out_of_scope": "不属征缴争议",
    "in_reconsideration": "已在复议",
}
#: Which side of the switch date, when dates cannot tell (departments.periods).
WORDED: Final = {"period": "发生期间"}


class SignalsField(forms.Field):
    """{"people": 23, "petition_risk": true}; a page sends it as JSON text."""

    api_type = "object"
    widget = forms.HiddenInput

    def __init__(self, label: str) -> None:
        super().__init__(label=label, required=False)

    def to_python(self, value: Any) -> dict[str, object]:  # Any: JSON
        if value in (None, ""):
            return {}
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError as error:
                raise ValidationError("重大疑难信号的格式不对。", code="invalid") from error
        if not isinstance(value, dict):
            raise ValidationError("重大疑难信号应为键值形式。", code="invalid")
        return {str(key): _signal(str(key), given) for key, given in value.items()}


def _signal(key: str, value: Any) -> object:  # Any: JSON
    if key in COUNTED:
        return _counted(COUNTED[key], value)
    if key in TICKED:
        return TickField(TICKED[key]).to_python(value)
    if key in WORDED:
        return WordsField(WORDED[key], length=20).to_python(value)
    raise ValidationError(f"没有“{key[:40]}”这个重大疑难信号。", code="invalid")


def _counted(label: str, value: Any) -> float | int:  # Any: JSON
    if isinstance(value, bool) or value is None:
        return int(bool(value))
    number = check_amount(plain(value))
    return int(number) if number == int(number) else float(number)
