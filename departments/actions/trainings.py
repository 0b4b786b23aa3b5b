"""The register of trainings: put in, put right with a reason, struck out, never deleted (R024)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction

from confidentiality.uploads import admit
from departments.actions.authority import record, told
from departments.models import Training
from departments.trainings import NOT_HIS_OWN, keeper_of, keeps, kind_of
from web.refusals import Mistyped, NotAllowed, NotYours

if TYPE_CHECKING:
    from departments.models import Officer

FACTS = {
    "held_on": "日期",
    "subject": "主题",
    "place": "地点",
    "lecturer": "讲师",
    "hours": "课时",
    "village_officials": "大学生村干部",
    "grid_workers": "网格员",
    "others": "其他人员",
    "sheet_name": "签到附件",
}
Facts = Any  # a day, words and numbers, by the names above


@transaction.atomic
def register(*, by: Officer, sheet: File[bytes] | None = None, **facts: Facts) -> Training:
    """登记: by a town its trainings, by 人社局 its events against injuries (R025)."""
    department = keeper_of(by)
    kind = kind_of(department) if department else None
    if department is None or kind is None:
        raise NotYours("培训由各镇登记，工伤预防宣传由区人社局登记。")
    training = Training(department=department, kind=kind, recorded_by=by, **facts)
    _keep_sheet(training, sheet)
    training.save()
    return training


@transaction.atomic
def correct(
    training: Training,
    *,
    by: Officer,
    reason: str,
    sheet: File[bytes] | None = None,
    **facts: Facts,
) -> None:
    """更正: what stood there before is kept in the record of changes."""
    locked = _own(training, by)
    before = told(locked, FACTS)
    for name, value in facts.items():
        setattr(locked, name, value)
    _keep_sheet(locked, sheet)
    locked.save()
    record(by, "更正培训登记", locked, before=before, after=told(locked, FACTS), reason=reason)


@transaction.atomic
def strike_out(training: Training, *, by: Officer, reason: str) -> None:
    """作废: it stays in the list and counts no more."""
    locked = _own(training, by)
    locked.void_reason = reason
    locked.save(update_fields=["void_reason"])
    record(by, "作废培训登记", locked, reason=reason)


def _own(training: Training, by: Officer) -> Training:
    locked = Training.objects.select_for_update(of=("self",)).get(pk=training.pk)
    if not keeps(by, locked):
        raise NotYours(NOT_HIS_OWN)
    if locked.void_reason:
        raise NotAllowed("这条登记已经作废，不能再改。")
    return locked


def _keep_sheet(training: Training, sheet: File[bytes] | None) -> None:
    """Looked into as materials are, stored under a name that says nothing (质量 6)."""
    if sheet is None:
        return
    try:
        taken = admit(sheet)
    except ValidationError as error:
        raise Mistyped({"sheet": list(error.messages)}) from error
    known = taken.facts
    training.sheet_name, training.sheet_type = known.name, known.media_type
    training.sheet_sha256 = known.sha256
    training.sheet.save(known.name, taken.content, save=False)
