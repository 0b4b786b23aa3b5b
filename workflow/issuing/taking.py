"""Taking a paper: who takes it is written down, then his copy is handed out (六(三), R096)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from confidentiality.masking import mask_text
from confidentiality.models import AccessRecord
from confidentiality.reveal import record_access
from departments.models import Officer
from disputes.models import Dispute
from workflow.models import Disclosure, Errand, Meeting, Paper, Supervision
from workflow.models.rendered import Copy, RenderedPaper
from workflow.procedure.facts import Side, member_sides


class CopyDamaged(RuntimeError):
    """The stored file is not what was drawn."""


@dataclass(frozen=True)
class Taken:
    """One handed-out copy."""

    pdf: bytes
    filename: str


def paper_seen_by(officer: Officer, pk: int) -> Paper | None:
    """By whoever sees its dispute, errand, disclosure or topics, a 督办's by who answers it."""
    visible = Q(dispute__in=Dispute.objects.visible_to(officer))
    asked = Q(supervision__in=Supervision.objects.visible_to(officer).order_by())
    errands = Q(errand__in=Errand.objects.visible_to(officer).order_by())
    beside = Disclosure.objects.visible_to(officer).filter(dispute=None).order_by()
    told = Q(dispute__isnull=True, disclosure__in=beside)
    heard = Meeting.objects.visible_to(officer).telling_topics_to(officer).order_by()
    met = Q(dispute__isnull=True, meeting__in=heard)
    rows = Paper.objects.filter(visible | asked | errands | met | told).defer("content")
    found: Paper | None = rows.select_related("dispute").filter(pk=pk).first()
    return found


def drawn(paper: Paper, copy: Copy) -> RenderedPaper | None:
    """The copy when it is there; None while it is being drawn."""
    return RenderedPaper.objects.filter(paper=paper, copy=copy).last()


def take(paper: Paper, row: RenderedPaper, *, by: Officer, address: str = "") -> Taken:
    """Record, then lay printer, time, count and 作废 over the stored copy (领域 3.2·3).

    The full copy shows what is sealed, so whoever may not see that may not take it; the refusal
    is recorded as well.
    """
    from papers.printing.overlay import overlay  # 15 MiB that most web processes do without

    allowed = row.copy == Copy.MASKED or _may_take_full(paper, by)
    record_access(
        by,
        paper,
        [row.copy],
        action=AccessRecord.Action.PRINT,
        purpose=f"取文书{row.get_copy_display()}：{paper.label}",
        dispute_number=(paper.dispute.number or "") if paper.dispute else "",
        address=address,
        result=AccessRecord.Result.DONE if allowed else AccessRecord.Result.REFUSED,
    )
    if not allowed:
        raise PermissionDenied("文书全本由承办该件的部门取用，本次请求已记录。")
    laid = overlay(
        stored(row),
        printed_by=by.name,
        department=by.department.short_name if by.department else "",
        at=timezone.localtime(),
        count=_count(paper, row.copy),
        void=mask_text(paper.void_reason),
    )
    about = paper.dispute.number if paper.dispute else paper.number
    return Taken(laid, f"{paper.label}-{about}-{paper.pk}.pdf")


def _may_take_full(paper: Paper, officer: Officer) -> bool:
    """As with the parties' plain values (disputes.models.Party.may_be_revealed_to)."""
    if paper.dispute is None:  # it names nobody but units
        return True
    payer = paper.dispute.payer
    if payer is not None and payer.may_be_revealed_to(officer):
        return True
    sides = member_sides(paper.dispute)  # a unit takes what is addressed to it (A06)
    return sides.get(Side(paper.party, paper.of_id)) in officer.department_ids


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
    with row.file.open("rb") as file:
        content: bytes = file.read()
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise CopyDamaged(f"文书版式文件 {row.pk} 与生成时的校验值不符，请从备份恢复。")
    return content
