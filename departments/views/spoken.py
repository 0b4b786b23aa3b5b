"""Rows of the duty matrix as a reader says them: names of units instead of codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self

from departments.models import Department, DutyRule, SignalRule
from web.components import Tab

#: The words of a row that stand for a department (departments.routing).
WORDS: Final = {
    "@bureaus": "各险种主管局",
    "@core": "首个险种主管局",
    "@receiving": "受理部门",
    "@town": "事项所在镇",
    "@towns": "各镇",
}

#: How categories begin, and what the family is called (domain 5.1).
FAMILIES: Final = {
    "TAX": "申报征收",
    "MED": "医疗、生育",
    "HR": "养老、工伤、失业",
    "CRS": "跨部门",
    "GEN": "咨询、线索",
    "OUT": "不属受理范围",
}

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule and whom it names."""

    rule: DutyRule
    lead: str
    supporting: str

    @classmethod
    def of(cls, rule: DutyRule, names: Names) -> Self:
        """The rule with names for codes."""
        return cls(rule, spoken(rule.lead, names), spoken(rule.supporting, names))


@dataclass(frozen=True, slots=True)
class ShownSignal:
    """A sign and whom it brings."""

    signal: SignalRule
    threshold: str
    brings: str

    @classmethod
    def of(cls, signal: SignalRule, names: Names) -> Self:
        """The sign with names for codes."""
        threshold = "有" if signal.at_least == 1 else f"≥ {signal.at_least:,}"
        return cls(signal, threshold, spoken(signal.brings, names))


def family_of(asked: str) -> str:
    """The family asked for, or the first."""
    return asked if asked in FAMILIES else next(iter(FAMILIES))


def family_tabs(current: str) -> list[Tab]:
    """One tab for each family of categories."""
    return [
        Tab(name, f"?family={code}", current=code == current) for code, name in FAMILIES.items()
    ]


def spoken_names() -> Names:
    """What every code and word is called; of a unit that was merged, who stands in its place."""
    units = Department.objects.select_related("succeeded_by")
    return {unit.code: _called(unit) for unit in units} | WORDS


def _called(unit: Department) -> str:
    heir = unit.succeeded_by
    return f"{heir.short_name}（原{unit.short_name}）" if heir else unit.short_name


def spoken(tokens: Iterable[str], names: Names) -> str:
    """税务局、各险种主管局；`a|b` is 甲（无则乙）."""
    return "、".join(_one(token.split("|"), names) for token in tokens)


def _one(words: list[str], names: Names) -> str:
    first, *others = (names.get(word, word) for word in words)
    return first + "".join(f"（无则{other}）" for other in others)
