"""Which administrator may do what (三员分立, R099), and the record every change leaves (R106)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from departments.models import ChangeRecord
from departments.models.department import Kind
from departments.roles import Role
from web.refusals import NotYours

if TYPE_CHECKING:
    from departments.models import Department, Officer


def require(by: Officer, role: Role) -> None:
    """Refuse whoever does not hold `role` today."""
    if not by.has_role(role):
        raise NotYours(f"此项由{role.label}办理，您今天不担任该岗位。")


def require_reach(by: Officer, role: Role, department: Department | None) -> None:
    """An administrator of one unit keeps that unit, one of the task-force office all (R099)."""
    require(by, role)
    if department is not None and not reaches(by, role, department):
        raise NotYours(f"您只能管理本单位，{department.name}请由专班办公室的{role.label}办理。")


def reaches(by: Officer, role: Role, department: Department) -> bool:
    """`by` keeps `department` in this role."""
    own = [post.department for post in by.posts_today if post.role == role]
    return any(unit.kind == Kind.OFFICE or unit.pk == department.pk for unit in own)


def hold(row: models.Model) -> None:
    """Its row is ours until the transaction ends, and says what stands now (R107).

    Read before, it may say what another has changed since.
    """
    model = row._meta.model  # of an officer who is signed in, too, whom Django reads lazily
    rows: models.QuerySet[models.Model] = models.QuerySet(model).select_for_update(
        of=("self",), no_key=True
    )
    row.refresh_from_db(from_queryset=rows)


def record(
    by: Officer | None,
    verb: str,
    subject: object,
    *,
    before: object = "",
    after: object = "",
    reason: str = "",
) -> None:
    """Write down who changed what, from what to what, and why."""
    ChangeRecord.objects.create(
        by=by,
        verb=verb,
        subject=str(subject)[:120],
        before=str(before),
        after=str(after),
        reason=reason,
    )


def told(obj: object, labels: dict[str, str]) -> str:
    """The named fields of `obj` as one line of label and value."""
    return "；".join(f"{label}：{_word(getattr(obj, name))}" for name, label in labels.items())


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "未填" if value in {None, ""} else str(value)
