"""Which limit applies to a step, and whether a set of limits can be kept at all (R100, R023)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from django.apps import apps as current_apps
from django.db.models import QuerySet

from deadlines.due import Limit, Unit, parse_limit
from deadlines.limits import DEFAULTS, EXTENSION_KEYS, ORDER, ROADS, WHOLE, DefaultLimit
from deadlines.models import DeadlinePolicy
from web.statements import compiled

#: The plan is in force since this day; the first version of every limit as well.
FIRST_VALID = date(2025, 12, 19)


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom a limit is asked: the narrowest row that fits wins."""

    mode: str = ""
    department_id: int | None = None
    category: str = ""


@dataclass(frozen=True, slots=True)
class PolicyBook:
    """All limits in force on a day, or those of some steps, loaded once."""

    rows: tuple[DeadlinePolicy, ...]

    @classmethod
    def on(cls, day: date, keys: Collection[str] = ()) -> PolicyBook:
        """The newest version of every row that is valid on that day; of these steps, if any."""
        return PolicyVersions.until(day, keys).on(day)

    def find(self, key: str, scope: Scope | None = None) -> DeadlinePolicy:
        """The limit of a step: by department and category before mode before everybody's."""
        fitting = [row for row in self.rows if row.key == key and _fits(row, scope or Scope())]
        if not fitting:
            raise LookupError(f"没有环节“{key}”的办理时限")
        return max(fitting, key=_narrowness)

    def in_order(self) -> list[DeadlinePolicy]:
        """In the order of the procedure, everybody's limit before the narrower ones."""
        return sorted(self.rows, key=lambda row: (ORDER.get(row.key, len(ORDER)), _narrowness(row)))

    def with_rows(self, changed: Iterable[DeadlinePolicy]) -> PolicyBook:
        """The book as it would be with these rows in the place of the old ones."""
        newest = {_place(row): row for row in (*self.rows, *changed)}
        return PolicyBook(tuple(newest.values()))


@dataclass(frozen=True, slots=True)
class PolicyVersions:
    """Every version of the limits until a day, loaded once: what started earlier keeps its own."""

    rows: tuple[DeadlinePolicy, ...]

    @classmethod
    def until(cls, day: date, keys: Collection[str] = ()) -> PolicyVersions:
        """Those valid by then, the older ones first; of these steps, if any."""
        return cls(tuple(_versions(day=day, keys=frozenset(keys))))

    def on(self, day: date) -> PolicyBook:
        """The newest that were valid on that day."""
        newest = {_place(row): row for row in self.rows if row.valid_from <= day}
        return PolicyBook(tuple(newest.values()))


@compiled(day=date)
def _versions(day: date, keys: frozenset[str]) -> QuerySet[DeadlinePolicy]:
    versions = DeadlinePolicy.objects.filter(valid_from__lte=day).order_by("version")
    if keys:
        versions = versions.filter(key__in=sorted(keys))
    return versions.select_related("department")


def policy_for(key: str, *, on: date, scope: Scope | None = None) -> DeadlinePolicy:
    """The limit of one step that starts on a day (R100: later starts take later versions)."""
    return PolicyBook.on(on, [key]).find(key, scope)


def check_policies(book: PolicyBook) -> list[str]:
    """What cannot be kept: limits beyond the law, steps that together exceed their total."""
    problems = [sentence for row in book.rows if (sentence := beyond_the_law(row))]
    for scope in _scopes(book.rows):
        problems += [sentence for mode in ROADS if (sentence := _too_long(book, mode, scope))]
    return list(dict.fromkeys(problems))


def beyond_the_law(row: DeadlinePolicy) -> str:
    """The sentence that refuses a limit wider than its legal maximum."""
    legal = row.as_legal
    if legal is None or _fits_within(row.as_limit, legal):
        return ""
    return f"“{row.label}”{row.as_limit}超过法定上限{legal}，不能保存"


def install_policies(apps: Any = current_apps) -> None:  # Any: a migration's state registry
    """Put in the default limits where a step has none; never touches edited ones."""
    policies: Any = apps.get_model("deadlines", "DeadlinePolicy")
    known = set(policies.objects.values_list("key", "mode"))
    policies.objects.bulk_create(
        policies(**_fields(default))
        for default in DEFAULTS
        if (default.key, default.mode) not in known
    )


def _fields(default: DefaultLimit) -> dict[str, object]:
    limit = parse_limit(default.limit)
    legal = parse_limit(default.legal) if default.legal else None
    return {
        "key": default.key,
        "label": default.label,
        "mode": default.mode,
        "limit": limit.days,
        "unit": limit.unit.value,
        "legal_limit": legal.days if legal else None,
        "legal_unit": legal.unit.value if legal else "",
        "extension": default.extension,
        "extender": default.extender,
        "clause": default.clause,
        "version": 1,
        "valid_from": FIRST_VALID,
    }


def _place(row: DeadlinePolicy) -> tuple[str, str, int | None, str]:
    """What a row is the limit of; its versions share it."""
    return (row.key, row.mode, row.department_id, row.category)


def _fits(row: DeadlinePolicy, scope: Scope) -> bool:
    return (
        row.mode in ("", scope.mode)
        and row.department_id in (None, scope.department_id)
        and row.category in ("", scope.category)
    )


def _narrowness(row: DeadlinePolicy) -> tuple[bool, bool, bool]:
    return (row.department_id is not None, row.category != "", row.mode != "")


def _scopes(rows: Sequence[DeadlinePolicy]) -> list[Scope]:
    """Every combination of department and category that some row speaks of."""
    named = {(row.department_id, row.category) for row in rows} | {(None, "")}
    departments = sorted({d for d, _ in named}, key=lambda d: d or 0)
    categories = sorted({c for _, c in named})
    return [Scope("", d, c) for d in departments for c in categories]


def _too_long(book: PolicyBook, mode: str, place: Scope) -> str:
    """The sentence that refuses a road whose steps exceed its total."""
    scope = Scope(mode, place.department_id, place.category)
    total = book.find(WHOLE[mode], scope)
    steps = [book.find(key, scope) for key in ROADS[mode]]
    needed = sum(_workdays(step.as_limit) for step in steps)
    if needed <= _workdays(total.as_limit):
        return ""
    return f"各环节合计 {needed} 个工作日，超过“{total.label}”{total.as_limit}：" + "、".join(
        f"{step.label}{step.as_limit}" for step in steps
    )


def _workdays(limit: Limit) -> int:
    """A limit in working days; calendar days by the week of seven, rounded up."""
    return limit.days if limit.unit is Unit.WORKDAYS else ceil(limit.days * 5 / 7)


def _fits_within(limit: Limit, legal: Limit) -> bool:
    """Compare across units by the week: five working days are seven calendar days."""
    weights = {Unit.WORKDAYS: 7, Unit.DAYS: 5}
    return limit.days * weights[limit.unit] <= legal.days * weights[legal.unit]


def extension_policy(book: PolicyBook, policy: DeadlinePolicy) -> DeadlinePolicy | None:
    """The row that says how long an extension may be, or None when none may be asked for."""
    if policy.extension not in EXTENSION_KEYS:
        return None
    return book.find(policy.extension, Scope(policy.mode, policy.department_id, policy.category))
