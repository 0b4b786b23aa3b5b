"""Choices as a paper prints them: every word with □ or √."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from departments.insurance import Insurance

#: In the order and the short words of 领域 3.2.
_INSURANCES = (
    (Insurance.PENSION, "养老"),
    (Insurance.MEDICAL, "医疗"),
    (Insurance.UNEMPLOYMENT, "失业"),
    (Insurance.INJURY, "工伤"),
    (Insurance.MATERNITY, "生育"),
    (Insurance.PENSION_RESIDENT, "城乡居民养老"),
    (Insurance.MEDICAL_RESIDENT, "城乡居民医疗"),
)


class Box(NamedTuple):
    label: str
    ticked: bool


def boxes(choices: Iterable[tuple[str, object]], chosen: str) -> list[Box]:
    """One for each (code, word), the chosen one ticked."""
    return [Box(str(word), code == chosen) for code, word in choices]


def insurance_boxes(codes: Sequence[str]) -> list[Box]:
    """One for each insurance, those named ticked."""
    return [Box(word, code in codes) for code, word in _INSURANCES]
