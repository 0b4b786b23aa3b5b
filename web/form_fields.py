"""Form fields that web pages and the API share: departments by code, officers by username."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from confidentiality.identifiers.text import (
    HALF_WIDTH,
    INVISIBLE,
    as_it_reads,
    with_plain_dashes,
)
from confidentiality.uploads import ACCEPT

#: Any day typed here lies between these; beyond them somebody mistyped the year.
EARLIEST: Final = date(1949, 1, 1)
LATEST: Final = date(2100, 12, 31)


def with_plain_breaks(text: str) -> str:
    """A line break is one character, as the browser counts it; it sends two."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class LineField(forms.CharField):
    """A text that reads as it is stored: nothing in it turns it around (U+202E)."""

    def to_python(self, value: Any) -> str:  # Any: what was typed
        return as_it_reads(super().to_python(value) or "").strip()


class WrittenField(LineField):
    """A text of several lines: as many characters as the browser counted while one typed."""

    def to_python(self, value: Any) -> str:  # Any: what was typed
        return with_plain_breaks(super().to_python(value) or "").strip()


#: Between two numbers of a list that was pasted.
_BETWEEN: Final = re.compile(r"[\s,，、;；]+")


class NumbersField(LineField):
    """Numbers that were pasted, one a line or with commas between."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]  # Any: what was typed
        return [each for each in _BETWEEN.split(super().to_python(value)) if each]

    def prepare_value(self, value: Any) -> Any:  # Any: what was typed, or kept
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value


class DisputeNumberField(forms.CharField):
    """Another dispute, by its number (pages) or its id (API); the form says which may be known."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            max_length=40,
            error_messages={"required": f"请填写{label}。", "max_length": "受理编号没有这么长。"},
        )

    def to_python(self, value: Any) -> str:  # Any: what was typed
        return with_plain_dashes(super().to_python("" if value is None else str(value)) or "")


class Picking(forms.TextInput):
    """One line that offers what may stand there, found by any word of it; others may be typed."""

    template_name = "django/forms/widgets/picking.html"

    def __init__(self, offered: Sequence[tuple[str, str]]) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.offered = offered

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:  # Any: Django's
        shown = super().get_context(name, value, {**(attrs or {}), "list": f"offered-{name}"})
        return shown | {"offered": self.offered}


class YesNoField(forms.TypedChoiceField):
    """Two words to choose from; a program may send them as true and false."""

    def __init__(self, label: str, *, yes: str, no: str) -> None:
        super().__init__(
            label=label,
            choices=[("yes", yes), ("no", no)],
            coerce=lambda value: value == "yes",
            widget=forms.RadioSelect,
            error_messages={
                "required": f"请选择{yes}或{no}。",
                "invalid_choice": f"请选择{yes}或{no}。",
            },
        )

    def to_python(self, value: Any) -> str:  # Any: what was typed
        word: str = super().to_python(value)
        return {"true": "yes", "false": "no"}.get(word.lower(), word)


class ListOfObjectsField(forms.Field):
    """A list of JSON objects; a page sends it as text, the API as it is."""

    api_type = "objects"
    widget = forms.HiddenInput

    def to_python(self, value: Any) -> list[dict[str, Any]]:  # Any: JSON
        if value in (None, ""):
            return []
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError as error:  # no JSON, or a number of more digits than Python reads
                raise ValidationError("内容格式不对，请以列表形式填写。") from error
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise ValidationError("内容格式不对，请以列表形式填写。")
        return value


_TIME: Final = (
    r"(?:[T ]*(?P<hour>[0-9]{1,2})[:时点](?P<minute>[0-9]{1,2}|半)?分?"
    r"(?::?(?P<second>[0-9]{1,2})秒?)?)?"
)
_SEPARATED: Final = re.compile(
    r"(?P<year>[0-9]{4}) ?[-/.年] ?(?P<month>[0-9]{1,2})"
    r"(?: ?[-/.月] ?(?P<day>[0-9]{1,2}) ?日?|月?)" + _TIME
)
_TOGETHER: Final = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})?" + _TIME)


_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])", re.ASCII)


def as_iso(text: str) -> str:
    """2026/11/27 10:00:00, 2026年11月27日 10时, 202401: in ISO; what is none of them as it was."""
    plain = INVISIBLE.sub(" ", text.translate(HALF_WIDTH)).strip()
    found = _SEPARATED.fullmatch(plain) or _TOGETHER.fullmatch(plain)
    if found is None:
        return plain
    day = "-".join(found[part].zfill(2) for part in ("year", "month", "day") if found[part])
    if not found["hour"]:
        return day
    minute = "30" if found["minute"] == "半" else found["minute"]
    time = ":".join((part or "0").zfill(2) for part in (found["hour"], minute, found["second"]))
    return f"{day} {time}"


def _typed(value: Any) -> Any:  # Any: JSON, or a value of Python's own
    """A date may come as one or as words; no other kind of JSON says a day."""
    if isinstance(value, str):
        return _refuse_no_day(as_iso(value))
    if value is None or isinstance(value, date):
        return value
    raise ValidationError("应为文字，写作 2026-03-05。", code="invalid")


def _refuse_no_day(iso: str) -> str:
    """The 31st of November is well written and still no day."""
    if _DAY.match(iso):
        try:
            date.fromisoformat(iso[:10])
        except ValueError as error:
            year, month, day = (int(part) for part in iso[:10].split("-"))
            said = f"没有{year}年{month}月{day}日这一天，请核对。"
            raise ValidationError(said, code="invalid") from error
    return iso


def _refuse_outside(label: object, day: date | None) -> None:
    if day is not None and not EARLIEST <= day <= LATEST:
        said = f"{label or '日期'}应在 {EARLIEST.year} 年至 {LATEST.year} 年之间，请核对年份。"
        raise ValidationError(said, code="outside")


class WrittenDay(forms.DateField):
    """A day, typed, picked or pasted."""

    def to_python(self, value: Any) -> date | None:  # Any: as above
        day = super().to_python(_typed(value))
        _refuse_outside(self.label, day)
        return day


class WrittenMoment(forms.DateTimeField):
    """A day and an hour, typed, picked or pasted."""

    def to_python(self, value: Any) -> datetime | None:  # Any: as above
        try:
            moment = super().to_python(_typed(value))
            day = timezone.localdate(moment) if moment else None
        except OverflowError:  # another zone's last hour of the year 9999
            moment, day = None, date.max
        _refuse_outside(self.label, day)
        return moment


def upload(label: str, *, required: bool = True, help_text: str = "") -> forms.FileField:
    """A file; the dialog offers the kinds that may come in, the door looks into what comes."""
    asked = f"请选择{label}。"
    return forms.FileField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": asked,
            "missing": asked,
            "invalid": asked,
            "empty": "文件是空的，请重新选择。",
        },
    )


BIG = forms.Textarea(attrs={"rows": 4})


def words(
    label: str,
    *,
    required: bool = True,
    help_text: str = "",
    rows: int = 3,
    length: int = 5000,
    phrases: Sequence[str] = (),
) -> forms.CharField:
    """A text area; what is missing is said in words. `phrases` go into it at a tap."""
    offered = {"data-phrases": "|".join(phrases)} if phrases else {}
    return WrittenField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=length,
        widget=forms.Textarea(attrs={"rows": rows, **offered}),
        error_messages={
            "required": f"请填写{label}。",
            "max_length": f"{label}不能超过{length}字。",
        },
    )


def line(
    label: str, *, required: bool = True, help_text: str = "", length: int = 120
) -> forms.CharField:
    """One line of text."""
    return LineField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=length,
        error_messages={
            "required": f"请填写{label}。",
            "max_length": f"{label}不能超过{length}字。",
        },
    )


def day(label: str, *, required: bool = False, help_text: str = "") -> WrittenDay:
    """A date, typed or picked."""
    return WrittenDay(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": f"请填写{label}。",
            "invalid": "日期写作 2026-03-05。",
        },
    )
