"""Days and hours as hands and other systems' exports write them, in the one form kept (ISO)."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from confidentiality.identifiers.text import HALF_WIDTH, INVISIBLE

_TIME: Final = (
    r"(?:[T ]*(?P<hour>[0-9]{1,2})[:时点](?P<minute>[0-9]{1,2})?分?"
    r"(?::?(?P<second>[0-9]{1,2})秒?)?)?"
)
_SEPARATED: Final = re.compile(
    r"(?P<year>[0-9]{4}) ?[-/.年] ?(?P<month>[0-9]{1,2})"
    r"(?: ?[-/.月] ?(?P<day>[0-9]{1,2}) ?日?|月?)" + _TIME
)
_TOGETHER: Final = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})?" + _TIME)


def as_iso(text: str) -> str:
    """2026/11/27 10:00:00, 2026年11月27日 10时, 202401: in ISO; what is none of them as it was."""
    plain = INVISIBLE.sub(" ", text.translate(HALF_WIDTH)).strip()
    found = _SEPARATED.fullmatch(plain) or _TOGETHER.fullmatch(plain)
    if found is None:
        return plain
    day = "-".join(found[part].zfill(2) for part in ("year", "month", "day") if found[part])
    if not found["hour"]:
        return day
    time = ":".join((found[part] or "0").zfill(2) for part in ("hour", "minute", "second"))
    return f"{day} {time}"


def _typed(value: Any) -> Any:  # Any: JSON, or a value of Python's own
    """A date may come as one or as words; no other kind of JSON says a day."""
    if isinstance(value, str):
        return as_iso(value)
    if value is None or isinstance(value, date):
        return value
    raise ValidationError("应为文字，写作 2026-03-05。", code="invalid")


class WrittenDay(forms.DateField):
    """A day, typed, picked or pasted."""

    def to_python(self, value: Any) -> date | None:  # Any: as above
        return super().to_python(_typed(value))


class WrittenMoment(forms.DateTimeField):
    """A day and an hour, typed, picked or pasted."""

    def to_python(self, value: Any) -> datetime | None:  # Any: as above
        return super().to_python(_typed(value))
