"""Taking a paper: who takes it is written down, then his copy is handed out (六(三), R096)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils import timezone

from confidentiality.models import AccessRecord
from confidentiality.reveal import record_access
from confidentiality.sealing import SealBroken, open_sealed_json
from departments.models import Officer
from disputes.models import Dispute
from disputes.words import shown
from papers.choices import PaperKind
from workflow.issuing.allowance import why_not
from workflow.models import (
    AppraisalReport,
    Disclosure,
    Errand,
    Meeting,
    Paper,
    PeriodReport,
    Supervision,
)
from workflow.models.rendered import Copy, RenderedPaper
from workflow.procedure.sides.case_sides import member_sides


class CopyDamaged(RuntimeError):
    """The stored file is not what was drawn."""


@dataclass(frozen=True)
class Taken:
    """One handed-out copy."""

    pdf: bytes
    filename: str


def papers_seen_by(officer: Officer) -> QuerySet[Paper]:
    """By whoever sees its dispute, errand, disclosure or topics, a 督办's by who answers it."""
    visible = Q(dispute__in=Dispute.objects.visible_to(officer))
    asked = Q(supervision__in=Supervision.objects.visible_to(officer).order_by())
    errands = Q(errand__in=Errand.objects.visible_to(officer).order_by())
    beside = Disclosure.objects.visible_to(officer).filter(dispute=None).order_by()
    told = Q(dispute__isnull=True, disclosure__in=beside)
    heard = Meeting.objects.visible_to(officer).telling_topics_to(officer).order_by()
    hidden = Dispute.objects.exclude(pk__in=Dispute.objects.visible_to(officer))
    knows = ~Q(is_whole=True, meeting__disputes__in=hidden)  # one text of several cases
    met = Q(dispute__isnull=True, meeting__in=heard) & knows
    kept = AppraisalReport.objects.visible_to(officer).order_by()
    reports = Q(appraisal_report__in=kept) | Q(destruction_of__in=kept)
    reports |= Q(kind=PaperKind.MEMBERSHIP)  # who the members are is said to all (六(一))
    reports |= Q(period_report__in=PeriodReport.objects.visible_to(officer).order_by())
    seen: QuerySet[Paper] = Paper.objects.filter(visible | asked | errands | met | told | reports)
    return seen.defer("content")


def paper_seen_by(officer: Officer, pk: int) -> Paper | None:
    found: Paper | None = papers_seen_by(officer).select_related("dispute").filter(pk=pk).first()
    return found


def drawn(paper: Paper, copy: Copy) -> RenderedPaper | None:
    """The copy when it is there; None while it is being drawn."""
    return RenderedPaper.objects.filter(paper=paper, copy=copy).last()


def take(
    paper: Paper, row: RenderedPaper, *, by: Officer, address: str = "", printing: bool = False
) -> Taken:
    """Record, then lay over the stored copy who has it, when, and 作废 (领域 3.2·3).

    A 正本 is printed to be sealed: clean, and counted. What is only read is marked, and no print.

    The full copy shows what is sealed, so whoever may not see that may not take it; the refusal
    is recorded as well.
    """
    from papers.printing.overlay import Taking, overlay  # 15 MiB that most web processes do without

    refusal = _why_not_masked(paper, by) if row.copy == Copy.MASKED else _why_not_full(paper, by)
    record_access(
        by,
        paper,
        [row.copy],
        action=_action(row.copy, printing=printing),
        purpose=f"{'打印' if printing else '阅览'}文书{row.get_copy_display()}：{paper.label}",
        dispute_number=(paper.dispute.number or "") if paper.dispute else "",
        address=address,
        result=AccessRecord.Result.REFUSED if refusal else AccessRecord.Result.DONE,
    )
    if refusal:
        raise PermissionDenied(refusal)
    unit = by.department.short_name if by.department else ""
    count = _count(paper, row.copy) if printing else 0
    void = shown(paper.void_reason, paper.dispute)
    taking = Taking(by.name, unit, timezone.localtime(), count, void)
    laid = overlay(stored(row), taking)
    about = paper.dispute.number if paper.dispute else paper.number
    return Taken(laid, f"{paper.label}-{about}-{paper.pk}.pdf")


ISSUED_TOO_EARLY: Final = (
    "本件后来转为举报保密，这份文书签发在先，写有举报人，只供受理单位查阅，本次请求已记录。"
)


def _why_not_masked(paper: Paper, officer: Officer) -> str:
    """A mask leaves a surname and four figures: enough to know him by (R075)."""
    dispute = paper.dispute
    if dispute is None or dispute.receiving_department_id in officer.department_ids:
        return ""
    return ISSUED_TOO_EARLY if tells_the_reporter(paper, dispute) else ""


def tells_the_reporter(paper: Paper, dispute: Dispute) -> bool:
    """Issued before anybody asked that he be kept secret."""
    return dispute.confidential_report and not open_sealed_json(paper.content)["identity_withheld"]


def _why_not_full(paper: Paper, officer: Officer) -> str:
    """Not his; or beyond what he may see in clear today, of which a full copy is one."""
    if not _may_take_full(paper, officer):
        return "文书全本由承办该件的部门取用，本次请求已记录。"
    return why_not(officer, (paper.dispute.number or "") if paper.dispute else "")


def _action(copy: str, *, printing: bool) -> AccessRecord.Action:
    """A full copy on the screen shows what is sealed, as any reveal does."""
    if printing:
        return AccessRecord.Action.PRINT
    return AccessRecord.Action.VIEW if copy == Copy.MASKED else AccessRecord.Action.REVEAL


def _may_take_full(paper: Paper, officer: Officer) -> bool:
    """As with the parties' plain values (disputes.models.Party.may_be_revealed_to)."""
    if paper.dispute is None:  # it names nobody but units
        return True
    payer = paper.dispute.payer
    if payer is not None and payer.may_be_revealed_to(officer):
        return True
    sides = member_sides(paper.dispute)  # a unit takes what is addressed to it (A06)
    return sides.get(paper.side) in officer.department_ids


def _count(paper: Paper, copy: str) -> int:
    """第 N 次打印: this one included, refused ones not."""
    done = AccessRecord.objects.filter(
        object_type="workflow.paper",
        object_id=str(paper.pk),
        action=AccessRecord.Action.PRINT,
        result=AccessRecord.Result.DONE,
        fields=[copy],
    )
    return done.count()


def stored(row: RenderedPaper) -> bytes:
    damaged = CopyDamaged(f"文书版式文件 {row.pk} 与生成时的校验值不符，请从备份恢复。")
    try:
        with row.file.open("rb") as file:
            content: bytes = file.read()
    except SealBroken:
        raise damaged from None
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise damaged
    return content
