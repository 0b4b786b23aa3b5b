"""Choices as a paper prints them: every word with □ or √."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

_INSURANCES = (
    ("pension", "养老"),
    ("medical", "医疗"),
    ("unemployment", "失业"),
    ("injury", "工伤"),
    ("maternity", "生育"),
    ("pension_resident", "城乡居民养老"),
    ("medical_resident", "城乡居民医疗"),
)


class Box(NamedTuple):
    label: str
    ticked: bool


def boxes(choices: Iterable[tuple[str, object]], chosen: str) -> list[Box]:
    """One for each (code, word), the chosen one ticked."""
    return [Box(str(word), code == chosen) for code, word in choices]


def insurance_boxes(codes: Sequence[str]) -> list[Box]:
    """Every insurance (领域 3.2)."""
    return [Box(word, code in codes) for code, word in _INSURANCES]
