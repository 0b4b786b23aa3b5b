"""年度四性检测: archived files are looked at again each year, some at a time (DA/T 70)."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from time import monotonic
from typing import IO, Final

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from confidentiality.digests import digests_of
from confidentiality.one_at_a_time import Turn, wait_for
from confidentiality.sealing import SealBroken
from departments.roles import THE_OFFICE, Role
from reports.archives.four_checks import (
    Examined,
    Finding,
    Held,
    Quality,
    chained,
    looked_into,
    next_number,
)
from reports.archives.package import faults_of
from reports.archives.verify_package import CHAIN, MANIFEST, follows
from workflow.messages import notices
from workflow.messages.notices import Letter
from workflow.models import CaseFile, FileTest, SealedPackage

#: So many, and so many seconds, before the next are left to the next time.
BATCH: Final = 50
PATIENCE: Final = 120.0
_HEAR: Final = THE_OFFICE | {Role.ARCHIVIST}


def make_due(patience: float = PATIENCE) -> int:
    """Of those archived before this year, whichever has no report of it yet; how many were made."""
    year, began = timezone.localdate().year, monotonic()
    made = 0
    rows = CaseFile.objects.filter(year__lt=year)
    done = FileTest.objects.filter(stage=FileTest.Stage.KEEPING, year=year).values("case_file")
    for pk in rows.exclude(pk__in=done).order_by("pk").values_list("pk", flat=True)[:BATCH]:
        made += _examined(pk, year)
        if monotonic() - began > patience:
            break
    return made


@transaction.atomic
def _examined(pk: int, year: int) -> bool:
    """Once a year, whoever comes first; a file that is found bad is told to those who keep it."""
    wait_for(Turn.PACKAGE, pk)
    own = CaseFile.objects.get(pk=pk)
    if own.tests.filter(stage=FileTest.Stage.KEEPING, year=year).exists():
        return False
    tested = Examined(next_number(), list(findings_of(list(own.packages.all()))))
    tested.kept(own, FileTest.Stage.KEEPING)
    if not tested.passed:
        text = f"案卷{own.number}{year}年度四性检测不合格：{tested.summary}请在案卷页查看并处理。"
        notices.tell([Letter(None, None, _HEAR, text)], None)
    return True


def findings_of(packages: Sequence[SealedPackage]) -> Iterator[Finding]:
    """长期保存环节: each package as it lies in the store today."""
    if not packages:
        yield Finding(Quality.WHOLE, "信息包", ok=False, says="归档后没有封装信息包")
        return
    told = [json.loads(each.statement) for each in packages]
    in_row = all(follows(later, one) for one, later in pairwise(told))
    says = f"{len(packages)}份，{'依次相接' if in_row else '与前一份接不上'}"
    yield Finding(Quality.WHOLE, "信息包", in_row, says)
    for each in packages:
        yield from _of_package(each)


def _of_package(package: SealedPackage) -> Iterator[Finding]:
    which = f"第{package.edition}份"
    try:
        with package.file.open("rb") as file:
            yield _recorded(package, file, which)
            yield Finding(Quality.SAFE, "密封存储", ok=True, says=f"{which}能解封")
            faults = faults_of(file)
            says = f"{which}：{''.join(faults) or '签名、清单、目录、页数一致'}"
            yield Finding(Quality.GENUINE, "签名和清单", not faults, says)
            if not faults:
                yield from _inside(file, which)
    except (SealBroken, OSError):
        says = f"{which}不在存储中，或者不能解封、被改动过"
        yield Finding(Quality.SAFE, "密封存储", ok=False, says=says)


def _recorded(package: SealedPackage, file: File[bytes], which: str) -> Finding:
    file.seek(0)
    size, _, sm3 = digests_of(file)
    same = (size, sm3) == (package.size, package.sm3)
    says = f"{which}的大小、SM3 与登记的{'一致' if same else '不同'}"
    return Finding(Quality.GENUINE, "校验值", same, says)


def _inside(file: IO[bytes], which: str) -> Iterator[Finding]:
    file.seek(0)
    with zipfile.ZipFile(file) as held:
        yield chained(held.read(CHAIN))
        for each in looked_into(_files(held)):
            yield Finding(each.quality, each.name, each.ok, f"{which}：{each.says}")


def _files(held: zipfile.ZipFile) -> Iterator[Held]:
    for each in json.loads(held.read(MANIFEST))["files"]:
        if each["order"]:
            yield Held(each["path"], each["media_type"], held.read(each["path"]))
