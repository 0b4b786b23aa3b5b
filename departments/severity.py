"""Is a matter 重大疑难? Signs add up to a suggestion; a person decides (方案五(二), R045, A02)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from departments.matrix import Signal
from departments.models.matrix import Subject

GENERAL: Final = "general"
MAJOR: Final = "major"

#: From this score on 重大疑难 is suggested; one sign of 3 reaches it alone (domain 5.4).
MAJOR_FROM: Final = 3
#: At this score the officer is told to keep an eye on it.
WATCH_FROM: Final = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """One sign that was found, with the sentence shown for it."""

    signal: str
    score: int
    clause: str
    text: str
    brings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        return {
            "signal": self.signal,
            "score": self.score,
            "clause": self.clause,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class Severity:
    """What the signs suggest, and which they were."""

    suggested: str
    score: int
    hits: tuple[Hit, ...]

    @property
    def is_major(self) -> bool:
        return self.suggested == MAJOR

    @property
    def says(self) -> str:
        """One line for the officer."""
        if self.is_major:
            return f"命中 {len(self.hits)} 项、{self.score} 分，建议按重大疑难事项报请组长"
        if self.score >= WATCH_FROM:
            return f"{self.score} 分，建议按一般事项办理并予关注"
        return f"{self.score} 分，建议按一般事项办理"

    def to_json(self) -> dict[str, object]:
        return {
            "suggested": self.suggested,
            "score": self.score,
            "hits": [hit.to_json() for hit in self.hits],
        }


def weigh(signals: Mapping[str, object], rows: Iterable[Signal]) -> Severity:
    """Score `signals` by the table; of one topic only the heaviest row counts (domain 5.4)."""
    best: dict[str, Signal] = {}
    for row in rows:
        if _found(row, signals) and (row.topic not in best or row.score > best[row.topic].score):
            best[row.topic] = row
    hits = tuple(
        Hit(row.topic, row.score, row.clause, row.text, row.brings) for row in best.values()
    )
    score = sum(hit.score for hit in hits)
    return Severity(MAJOR if score >= MAJOR_FROM else GENERAL, score, hits)


def _found(row: Signal, signals: Mapping[str, object]) -> bool:
    if row.subject == Subject.UNIT and not _is_unit(signals):
        return False
    if row.subject == Subject.PERSON and _is_unit(signals):
        return False
    return quantity(signals.get(row.field)) >= row.at_least


def _is_unit(signals: Mapping[str, object]) -> bool:
    """The claim is an employer's own (`org`) or names employers (`units`)."""
    return quantity(signals.get("org")) > 0 or quantity(signals.get("units")) > 0


def quantity(value: object) -> Decimal:
    """What was ticked or typed as a number; words that are none count for nothing."""
    if isinstance(value, bool):
        return Decimal(int(value))
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)
    return number if number.is_finite() else Decimal(0)
