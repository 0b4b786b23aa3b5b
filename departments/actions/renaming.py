"""更名: a unit is called otherwise from a day on; what was written before keeps the old name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from departments.actions.authority import record, require
from departments.models import Department, UnitName
from departments.roles import Role
from web.refusals import Mistyped, NotAllowed

if TYPE_CHECKING:
    from departments.models import Officer


@transaction.atomic
def rename(  # the unit, both its names, from when, and on what ground
    unit: Department,
    *,
    by: Officer,
    name: str,
    short_name: str,
    from_day: date,
    document: str,
    reason: str,
) -> UnitName:
    """The same unit, its cases and numbers; only the name is another from that day on."""
    require(by, Role.SYSADMIN)
    unit = Department.objects.select_for_update().get(pk=unit.pk)
    if not unit.is_active:
        raise NotAllowed(f"{unit.name}{unit.standing}，不能更名。")
    _refuse_wrong(unit, name, short_name, from_day)
    if not unit.names.exists():
        unit.names.create(name=unit.name, short_name=unit.short_name, recorded_by=by)
    given = unit.names.create(
        name=name, short_name=short_name, from_day=from_day, document=document, reason=reason,
        recorded_by=by,
    )  # fmt: skip
    record(by, "登记单位更名", unit, before=unit.name, after=given, reason=f"{document}；{reason}")
    apply_due_names(timezone.localdate())
    return given


def _refuse_wrong(unit: Department, name: str, short_name: str, from_day: date) -> None:
    errors: dict[str, list[str]] = {}
    if from_day < timezone.localdate():
        errors["from_day"] = ["启用日期不能早于今天：以前发出的文书已用原名称。"]
    elif unit.names.standing().filter(from_day=from_day).exists():
        errors["from_day"] = ["这一天已登记过更名，请先撤回那一项。"]
    if (name, short_name) == (unit.name, unit.short_name):
        errors["name"] = ["新名称与现名称相同，请核对。"]
    others = Department.objects.exclude(pk=unit.pk)
    pending = UnitName.objects.standing().exclude(department=unit)
    pending = pending.filter(from_day__gt=timezone.localdate())
    if others.filter(name=name).exists() or pending.filter(name=name).exists():
        errors["name"] = [f"“{name}”是另一单位的名称，请换一个。"]
    if errors:
        raise Mistyped(errors)


@transaction.atomic
def withdraw_name(given: UnitName, *, by: Officer, reason: str) -> None:
    """A name that has not begun is taken back; one that was borne stays in the history."""
    require(by, Role.SYSADMIN)
    given = UnitName.objects.select_for_update().get(pk=given.pk)
    if given.withdrawn_at is not None:
        raise NotAllowed("这项更名已经撤回。")
    if given.from_day is None or given.from_day <= timezone.localdate():
        raise NotAllowed("名称已启用，不能撤回；要改请另行登记更名。")
    given.withdrawn_at = timezone.now()
    given.save(update_fields=["withdrawn_at"])
    record(by, "撤回单位更名", given.department, before=given, reason=reason)


@transaction.atomic
def apply_due_names(today: date) -> list[Department]:
    """Units whose new name begins today or has begun; safe to ask again."""
    renamed = []
    due = UnitName.objects.standing().filter(from_day__lte=today, department__is_active=True)
    for unit in Department.objects.select_for_update().filter(pk__in=due.values("department")):
        now = UnitName.objects.on(today).filter(department=unit).first()
        if now is None or (now.name, now.short_name) == (unit.name, unit.short_name):
            continue
        before = unit.name
        _retitle(unit, now.short_name)
        unit.name, unit.short_name = now.name, now.short_name
        unit.statutory_name = ""  # it named the unit as it was called before
        unit.save(update_fields=["name", "short_name", "statutory_name"])
        record(None, "单位更名", unit, before=before, after=unit.name, reason=now.document)
        renamed.append(unit)
    return renamed


def _retitle(unit: Department, short_name: str) -> None:
    """医保局经办员 is 医疗保障局经办员 from now on; whoever holds the post holds it still."""
    for post in unit.posts.filter(title__startswith=unit.short_name):
        post.title = f"{short_name}{post.title.removeprefix(unit.short_name)}"[:60]
        post.save(update_fields=["title"])
