"""抽样: drawn by lot, so that the auditor chooses nothing; anybody draws the same again (R082)."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db.models import Max

from departments.roles import Role
from web.refusals import Mistyped, NotYours
from workflow.models import AuditSample, CaseFile
from workflow.procedure.move import now
from workflow.procedure.timeline import signature

if TYPE_CHECKING:
    from departments.models import Officer


def draw(*, by: Officer, year: int, size: int, seed: str = "") -> AuditSample:
    """So many of the files that year has now; without a seed the portal throws one."""
    if not by.has_role(Role.AUDITOR):
        raise NotYours("抽样由审计员办理。")
    last = CaseFile.objects.filter(year=year).aggregate(last=Max("pk"))["last"] or 0
    numbers = _numbers(year, last)
    if size > len(numbers):
        raise Mistyped({"size": [f"{year} 年度只有 {len(numbers)} 卷，请少抽一些。"]})
    seed = seed or secrets.token_hex(8)
    return AuditSample.objects.create(
        year=year, size=size, seed=seed, last=last, of=len(numbers),
        files=_least(numbers, seed, size), drawn_by=by, drawer_label=signature(by), drawn_at=now(),
    )  # fmt: skip


def drawn_again(sample: AuditSample) -> bool:
    """Whether the same seed still draws the same files."""
    numbers = _numbers(sample.year, sample.last)
    return _least(numbers, sample.seed, sample.size) == sample.files


def _numbers(year: int, last: int) -> dict[int, str]:
    rows = CaseFile.objects.filter(year=year, pk__lte=last).order_by()
    return dict(rows.values_list("pk", "number"))


def _least(numbers: dict[int, str], seed: str, size: int) -> list[int]:
    """By what `printf 种子:档号 | sha256sum` says of each."""
    lot = {pk: sha256(f"{seed}:{number}".encode()).digest() for pk, number in numbers.items()}
    return sorted(lot, key=lot.__getitem__)[:size]
