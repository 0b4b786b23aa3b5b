"""What one edition of the duty matrix changed against the one before (R014)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from departments.models import MatrixVersion


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that went, and the one that came in its place; either may be empty."""

    before: str
    after: str


def differences(version: MatrixVersion) -> list[Difference]:
    """Rows that only the old or only the new edition has, side by side."""
    earlier = MatrixVersion.objects.filter(number=version.number - 1).first()
    if earlier is None:
        return []
    old, new = _lines(earlier), _lines(version)
    gone = [line for line in old if line not in new]
    come = [line for line in new if line not in old]
    return [Difference(*pair) for pair in zip_longest(gone, come, fillvalue="")]


def _lines(version: MatrixVersion) -> list[str]:
    rules = version.rules.select_related("category")
    return [*(rule.says for rule in rules), *(signal.says for signal in version.signals.all())]
