"""How a paper writes days and times: no leading zeros (领域 3.1)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import is_aware, localtime

FOR_THE_PEN = "　　年　月　日"
FOR_A_NAME = "　　　　　　"
A_NAME_IN_TEXT = "____________"


def day(value: date | None) -> str:
    """2026年3月5日."""
    if isinstance(value, datetime):
        value = _local(value)
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def moment(value: datetime | None) -> str:
    """2026年3月5日 9:20."""
    if value is None:
        return ""
    local = _local(value)
    return f"{day(local)} {local.hour}:{local.minute:02}"


def by_day(due: date | None, issued: date) -> str:
    """The day in 并于 月 日前: the year only when it is another one (领域 3.2·2)."""
    if due is None:
        return "　月　日"
    return f"{due.month}月{due.day}日" if due.year == issued.year else day(due)


def dated(on: date | None, timeliness: str) -> str:
    """2026年3月19日（按期）: a day that is over, with how it ended."""
    return f"{day(on)}（{timeliness}）" if on and timeliness else day(on)


def _local(value: datetime) -> datetime:
    return localtime(value) if is_aware(value) else value
