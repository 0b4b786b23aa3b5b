"""Keeping the calendar and the limits (管理): who may, what is refused, and who changed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from deadlines.due import Limit
from deadlines.models import DeadlinePolicy
from deadlines.policies import PolicyBook, beyond_the_law, check_policies
from departments.actions.authority import hold, record, require
from departments.roles import Role
from web.refusals import Mistyped, NotAllowed

if TYPE_CHECKING:
    from departments.models import Department, Officer

#: What a new version of a limit keeps of the old one.
KEPT = (
    "key",
    "label",
    "mode",
    "department",
    "category",
    "legal_limit",
    "legal_unit",
    "extension",
    "extender",
    "clause",
)


@dataclass(frozen=True, slots=True)
class Revision:
    """What every change of a limit says of itself."""

    limit: Limit
    valid_from: date
    reason: str


@transaction.atomic
def revise_limit(row: DeadlinePolicy, *, by: Officer, revision: Revision) -> DeadlinePolicy:
    """A new version of one limit, for steps that start later (R100)."""
    require(by, Role.SECADMIN)
    hold(row)  # first: whoever revises it in the same moment has made the newest when we look
    versions = DeadlinePolicy.objects.filter(
        key=row.key, mode=row.mode, department=row.department, category=row.category
    )
    newest = versions.order_by("-version").first()
    if newest is None or newest.pk != row.pk:
        raise NotAllowed("这条时限已有新版，请在最新版上修改。")
    return _write(row, row.version + 1, by, revision, {})


@transaction.atomic
def narrow_limit(
    row: DeadlinePolicy,
    *,
    by: Officer,
    revision: Revision,
    department: Department | None,
    category: str,
) -> DeadlinePolicy:
    """A limit of its own for one department, one category, or both (R023)."""
    require(by, Role.SECADMIN)
    if department is None and not category:
        raise Mistyped({"department": ["请选择适用的部门或类别，至少一项。"]})
    own = {"department": department, "category": category}
    if DeadlinePolicy.objects.filter(key=row.key, mode=row.mode, **own).exists():
        raise Mistyped({"department": ["这个部门和类别已单独设过，请在那一条上修改。"]})
    return _write(row, 1, by, revision, own)


def _write(
    base: DeadlinePolicy,
    version: int,
    by: Officer,
    revision: Revision,
    own: dict[str, Department | str | None],
) -> DeadlinePolicy:
    """Check the whole set as it would be, then write and remember."""
    fields = {name: getattr(base, name) for name in KEPT} | own
    row = DeadlinePolicy(
        **fields,
        limit=revision.limit.days,
        unit=revision.limit.unit.value,
        version=version,
        valid_from=revision.valid_from,
        changed_by=by,
    )
    _refuse(row, revision)
    row.save()
    before = "" if own else str(base)
    record(by, "修改办理时限", base.label, before=before, after=row, reason=revision.reason)
    return row


def _refuse(row: DeadlinePolicy, revision: Revision) -> None:
    """Not for the past, not beyond the law, not more steps than the total allows."""
    if revision.valid_from < timezone.localdate():
        raise Mistyped({"valid_from": ["起用日期不能早于今天；已起算的环节不受影响。"]})
    problem = beyond_the_law(row)
    if problem:
        raise Mistyped({"limit": [problem]})
    problems = check_policies(PolicyBook.on(revision.valid_from).with_rows([row]))
    if problems:
        raise Mistyped({"limit": problems})
