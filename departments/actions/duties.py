"""The duty matrix changes by whole editions: who, why, from when; old ones stay (R014)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.utils import timezone

from departments.actions.authority import hold, record, require
from departments.models import DutyRule, MatrixVersion, SignalRule, SwitchDate
from departments.roles import Role
from web.refusals import Mistyped, NotAllowed

if TYPE_CHECKING:
    from departments.models import Officer

Row = TypeVar("Row", DutyRule, SignalRule)
Replaced = Mapping[int, list[Row]]

#: What a row points to beside its edition.
_RELATIONS: Mapping[type, tuple[str, ...]] = {DutyRule: ("category",), SignalRule: ()}

#: What narrows a rule; a category's last row has none of it.
CONDITIONS = ("group", "insurance", "relation", "people_from")


@dataclass(frozen=True, slots=True)
class Edition:
    """What every new edition says of itself."""

    reason: str
    effective_from: date


@transaction.atomic
def revise_rule(
    rule: DutyRule, *, by: Officer, edition: Edition, **changes: object
) -> MatrixVersion:
    """A new edition in which this one row reads otherwise."""
    if rule.is_catch_all and any(changes.get(name) for name in CONDITIONS):
        raise NotAllowed("每个类别的最后一条不得限定条件，否则会有事项无人主办。")
    changed = _copy(rule, **changes)
    version = _issue(rule.version, by, edition, rules={rule.pk: [changed]})
    _record(by, version, before=rule.says, after=changed.says)
    return version


@transaction.atomic
def add_rule(
    following: DutyRule, *, by: Officer, edition: Edition, **changes: object
) -> MatrixVersion:
    """A new edition with one more row before `following`, so that it speaks first."""
    if not any(changes.get(name) for name in CONDITIONS):
        raise Mistyped({"group": ["新增条目须限定险种、期间或人数，否则其后的条目不再起作用。"]})
    blank = {"group": "", "insurance": "", "relation": "", "people_from": None}
    added = _copy(following, **{**blank, **changes})
    rows = [added, _copy(following)]
    version = _issue(following.version, by, edition, rules={following.pk: rows})
    _record(by, version, after=added.says)
    return version


@transaction.atomic
def drop_rule(rule: DutyRule, *, by: Officer, edition: Edition) -> MatrixVersion:
    """A new edition without this row."""
    if rule.is_catch_all:
        raise NotAllowed("每个类别的最后一条不能删去，否则会有事项无人主办。")
    version = _issue(rule.version, by, edition, rules={rule.pk: []})
    _record(by, version, before=rule.says)
    return version


@transaction.atomic
def revise_signal(
    signal: SignalRule, *, by: Officer, edition: Edition, **changes: object
) -> MatrixVersion:
    """A new edition with another threshold, score or helper of one sign (domain 5.4)."""
    changed = _copy(signal, **changes)
    version = _issue(signal.version, by, edition, signals={signal.pk: [changed]})
    _record(by, version, before=signal.says, after=changed.says)
    return version


@transaction.atomic
def set_switch_date(row: SwitchDate, *, by: Officer, switched_on: date | None, basis: str) -> None:
    """From when payers declare this kind themselves (“统模式”, A14)."""
    require(by, Role.SECADMIN)
    if switched_on and not basis:
        raise Mistyped({"basis": ["请写明切换日的依据（文号）。"]})
    hold(row)
    before = str(row)
    row.switched_on, row.basis = switched_on, basis
    row.save(update_fields=["switched_on", "basis"])
    record(by, "设定切换日", row.get_insurance_display(), before=before, after=row, reason=basis)


def _issue(
    base: MatrixVersion,
    by: Officer,
    edition: Edition,
    *,
    rules: Replaced[DutyRule] | None = None,
    signals: Replaced[SignalRule] | None = None,
) -> MatrixVersion:
    """The next edition: all rows of `base`, some of them replaced."""
    require(by, Role.SECADMIN)
    _refuse_untimely(base, edition)
    version = MatrixVersion.objects.create(
        number=base.number + 1,
        effective_from=edition.effective_from,
        note=edition.reason,
        made_by=by,
    )
    DutyRule.objects.bulk_create(_renumbered(base.rules.order_by("order"), rules or {}, version))
    SignalRule.objects.bulk_create(
        _renumbered(base.signals.order_by("order"), signals or {}, version)
    )
    return version


def _refuse_untimely(base: MatrixVersion, edition: Edition) -> None:
    """Only the newest edition is revised, and never for the past (R026)."""
    hold(base)  # first: whoever revises it in the same moment has made the newest when we look
    newest = MatrixVersion.objects.order_by("-number").first()
    if newest is None or newest.pk != base.pk:
        raise NotAllowed("职责表已有新版，请在最新版上修订。")
    earliest = max(base.effective_from, timezone.localdate())
    if edition.effective_from < earliest:
        raise Mistyped({"effective_from": [f"施行日期不能早于 {earliest}。"]})


def _renumbered(rows: Iterable[Row], replaced: Replaced[Row], version: MatrixVersion) -> list[Row]:
    kept = [new for row in rows for new in replaced.get(row.pk, [_copy(row)])]
    for place, row in enumerate(kept, start=1):
        row.version, row.order = version, place * 10
    return kept


def _copy(row: Row, **changes: object) -> Row:
    own = (*row.SECRECY, *_RELATIONS[type(row)])
    return type(row)(**{name: getattr(row, name) for name in own} | changes)


def _record(by: Officer, version: MatrixVersion, *, before: str = "", after: str = "") -> None:
    record(by, "修订职责表", version, before=before, after=after, reason=version.note)
