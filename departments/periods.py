"""On which side of the switch to self-declaration (“统模式”) a period lies (R019, A14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from departments.insurance import Insurance
from departments.models.matrix import Relation

CLAUSE: Final = "四(二)"

#: What an officer chose himself, or how a narrative says it, when dates cannot tell.
_WORDS: Final = {
    "before": Relation.BEFORE,
    "统模式前": Relation.BEFORE,
    "after": Relation.AFTER,
    "统模式后": Relation.AFTER,
    "across": Relation.ACROSS,
    "跨期": Relation.ACROSS,
    "跨期需核实": Relation.ACROSS,
}


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the period lies, and the sentence that says how that is known."""

    relation: str
    says: str


def place(
    insurance_types: tuple[str, ...],
    start: date | None,
    end: date | None,
    switched: Mapping[str, date],
    chosen: object = None,
) -> Placed:
    """Compare the period with each kind's switch date; without dates take the officer's word."""
    unknown = [kind for kind in insurance_types if kind not in switched]
    if insurance_types and not unknown and (start or end):
        return _compared(insurance_types, start or end, end or start, switched)
    word = _WORDS.get(str(chosen), Relation.ANY)
    if word:
        return Placed(word, f"登记人选择期间为“{word.label}”")
    return Placed(Relation.ANY, _why_unknown(unknown, start or end))


def _compared(
    kinds: tuple[str, ...], start: date | None, end: date | None, switched: Mapping[str, date]
) -> Placed:
    sides = {kind: _side(start, end, switched[kind]) for kind in kinds}
    found = set(sides.values())
    relation = found.pop() if len(found) == 1 else Relation.ACROSS
    told = "；".join(f"{Insurance(kind).label}在{side.label}" for kind, side in sides.items())
    return Placed(relation, f"按发生期间与各险种切换日比较：{told}")


def _side(start: date | None, end: date | None, switched_on: date) -> Relation:
    if end is not None and end < switched_on:
        return Relation.BEFORE
    if start is not None and start >= switched_on:
        return Relation.AFTER
    return Relation.ACROSS


def _why_unknown(unknown: list[str], has_period: date | None) -> str:
    if unknown:
        names = "、".join(Insurance(kind).label for kind in unknown)
        return f"{names}的“统模式”切换日尚未确定，暂按类别的主管部门建议，切换日待确认"
    if not has_period:
        return "未填写发生期间，暂按类别的主管部门建议，请补充期间后再核"
    return "未选择险种，暂按类别的主管部门建议，切换日待确认"
