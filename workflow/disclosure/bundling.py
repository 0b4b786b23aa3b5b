"""案卷包: archived files that are to leave together, for another auditor (R082, A18)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from confidentiality.identifiers.text import with_plain_dashes
from departments.roles import THE_OFFICE, Role
from disputes.choices import State
from disputes.models import Dispute
from web.refusals import Mistyped
from workflow.issuing.looking import why_closed
from workflow.models import AuditSample, CaseFile

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.seeking import SoughtQuerySet
    from workflow.models import DisclosureItem

#: More are asked for in a further request: each copy is written while somebody waits.
MOST: Final = 50
ASKERS: Final = THE_OFFICE | {Role.AUDITOR}


def files_meant(by: Officer, typed: Sequence[str]) -> list[CaseFile]:
    """By 档号 or 受理编号, in the order typed; the same is said of none and of one he may not see.

    Raises Mistyped with every number that is wrong.
    """
    if not typed:
        return []
    if not by.roles & ASKERS:
        raise Mistyped({"numbers": ["案卷包由专班办公室或者审计人员申请，请删去案卷。"]})
    wanted = list(dict.fromkeys(with_plain_dashes(each).upper() for each in typed))
    if len(wanted) > MOST:
        raise Mistyped({"numbers": [f"一次最多 {MOST} 卷，现有 {len(wanted)} 卷，请分几次申请。"]})
    found = {number: each for each in _visible_to(by, wanted) for number in _numbers_of(each)}
    wrong = [f"{number}：{said}" for number in wanted if (said := _unfit(found.get(number), by))]
    if wrong:
        raise Mistyped({"numbers": wrong})
    return list(dict.fromkeys(found[number] for number in wanted))


def _visible_to(officer: Officer, numbers: Sequence[str]) -> SoughtQuerySet:
    archived = Dispute.objects.visible_to(officer).filter(state=State.ARCHIVED)
    rows = CaseFile.objects.select_related("dispute", "department")
    rows = rows.filter(dispute__in=archived.order_by().values("pk"))
    named = rows.filter(number__in=numbers) | rows.filter(dispute__number__in=numbers)
    return named.order_by("pk")


def _numbers_of(file: CaseFile) -> tuple[str, str]:
    return file.number, file.dispute.number or ""


def _unfit(file: CaseFile | None, by: Officer) -> str:
    if file is None:
        return "没有这一卷，或者您不能查阅；请填写档号或者受理编号的全号。"
    if file.dispute.confidential_report:
        return "举报保密的事项不随案卷包提供，请在那一件上单独申请。"
    return why_closed(file, by)


def numbers_drawn(sample: str, officer: Officer) -> list[str]:
    """档号 of a sample (抽样) as they were drawn; what may not leave is left out."""
    if not re.fullmatch(r"[0-9]{1,9}", sample, re.ASCII) or Role.AUDITOR not in officer.roles:
        return []
    drawn = AuditSample.objects.filter(pk=int(sample)).first()
    return [each.number for each in _in_order(drawn.files if drawn else [])
            if not _unfit(each, officer)]  # fmt: skip


def files_of(item: DisclosureItem) -> list[CaseFile]:
    """Its files in their order."""
    return _in_order(item.case_files)


def _in_order(keys: Sequence[int]) -> list[CaseFile]:
    rows = CaseFile.objects.select_related("dispute", "department").in_bulk(keys)
    return [rows[pk] for pk in keys]
