"""The duty matrix as plain values, read once a version; routing and severity look here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db.models import Q
from django.utils import timezone

from departments.models import (
    Category,
    Department,
    DutyRule,
    MatrixVersion,
    SignalRule,
    SwitchDate,
    Town,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: when it speaks, and whom it names."""

    group: str
    insurance: str
    relation: str
    people_from: int
    lead: tuple[str, ...]
    supporting: tuple[str, ...]
    joint: bool
    clause: str
    text: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Signal:
    """One sign of a weighty matter: threshold, score, who helps because of it."""

    topic: str
    field: str
    at_least: int
    subject: str
    score: int
    brings: tuple[str, ...]
    clause: str
    text: str


@dataclass(frozen=True, slots=True)
class CategoryRules:
    """A category and its rules, the first that fits speaks."""

    code: str
    name: str
    handling: str
    period_matters: bool
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """A department as far as routing must know it."""

    name: str
    may_lead: bool


@dataclass(frozen=True, slots=True)
class DutyMatrix:
    """Everything a suggestion follows from; equal matrices give equal answers (方案四(二))."""

    version: int
    categories: Mapping[str, CategoryRules]
    signals: tuple[Signal, ...]
    switch_dates: Mapping[str, date]
    departments: Mapping[str, Seat]
    towns: Mapping[str, str]
    outside: frozenset[str]
    heirs: Mapping[str, str] = field(default_factory=dict)  # 机构改革: who stands in whose place

    @property
    def town_governments(self) -> tuple[str, ...]:
        return tuple(code for code in self.towns.values() if code)


class NoMatrix(LookupError):
    """No edition of the matrix is in force."""


def load_matrix(on: date | None = None) -> DutyMatrix:
    """The edition in force on `on` (today), with today's departments, towns and switch dates."""
    edition = MatrixVersion.objects.current(on or timezone.localdate()).first()
    if edition is None:
        raise NoMatrix("没有已施行的职责表，请安全管理员检查施行日期。")
    towns = Town.objects.filter(is_active=True).select_related("department")
    categories, signals = _edition(edition.pk)
    known = Department.objects.filter(Q(is_active=True) | Q(succeeded_by__isnull=False))
    units = list(known.select_related("succeeded_by"))
    return DutyMatrix(
        version=edition.number,
        categories=categories,
        signals=signals,
        switch_dates=_switch_dates(),
        departments={row.code: Seat(row.name, row.may_lead) for row in units if row.is_active},
        heirs={row.code: row.succeeded_by.code for row in units if row.succeeded_by},
        towns={
            town.code: town.department.code if town.department else ""
            for town in towns
            if not town.is_outside
        },
        outside=frozenset(town.code for town in towns if town.is_outside),
    )


def _switch_dates() -> dict[str, date]:
    known = SwitchDate.objects.filter(switched_on__isnull=False)
    return {row.insurance: row.switched_on for row in known if row.switched_on}


@lru_cache(maxsize=8)
def _edition(pk: int) -> tuple[Mapping[str, CategoryRules], tuple[Signal, ...]]:
    """Rows of an edition never change, so they are read once in the life of a process."""
    rules = list(DutyRule.objects.filter(version_id=pk).order_by("order"))
    categories = {
        category.code: CategoryRules(
            code=category.code,
            name=category.name,
            handling=category.handling,
            period_matters=category.period_matters,
            rules=tuple(_rule(row) for row in rules if row.category_id == category.pk),
        )
        for category in Category.objects.filter(is_active=True)
    }
    signals = SignalRule.objects.filter(version_id=pk).order_by("order")
    return categories, tuple(_signal(row) for row in signals)


def _rule(row: DutyRule) -> Rule:
    return Rule(
        group=row.group,
        insurance=row.insurance,
        relation=row.relation,
        people_from=row.people_from or 0,
        lead=tuple(row.lead),
        supporting=tuple(row.supporting),
        joint=row.joint,
        clause=row.clause,
        text=row.text,
        basis=row.basis,
    )


def _signal(row: SignalRule) -> Signal:
    return Signal(
        topic=row.topic,
        field=row.field,
        at_least=row.at_least,
        subject=row.subject,
        score=row.score,
        brings=tuple(row.brings),
        clause=row.clause,
        text=row.text,
    )
