"""受理回执 and 撤回申请书: printed for the payer while his matter is open (五(一), 领域 3.3 ⑰).

Neither is issued: the one he takes home, the other comes back signed and is scanned as a material.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from departments.views.gate import OfficerRequest
from disputes.choices import OPEN
from papers.choices import PaperKind
from papers.forms.intake_receipt import IntakeReceipt
from papers.forms.withdrawal_request import WithdrawalRequest
from papers.layout.days import moment
from web.files_out import PDF, as_file
from workflow.intake.counter.sheet import Ahead, record
from workflow.issuing import pieces
from workflow.issuing.drafts import Common, Draft, foreseen
from workflow.verbs.page import dispute_or_404

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute
    from papers.freezing import PaperContent

NOT_HIS: Final = "由受理单位打印给缴费人，本次请求已记录。"


def _receipt(d: Dispute, common: Common) -> IntakeReceipt:
    told = pieces.about(d)
    return IntakeReceipt(
        **common,
        matter=told["matter"],
        payer=told["payer"],
        anonymous=d.anonymous,
        materials=pieces.materials(d),
        first_contact_officer=d.first_contact_officer.name,
        office=pieces.office(d.receiving_department),
    )


def _request(d: Dispute, common: Common) -> WithdrawalRequest:
    return WithdrawalRequest(**common, **pieces.about(d), agent=pieces.agent(d))


@dataclass(frozen=True)
class Handout:
    """What it is called, what stands where a number would, what it is printed for."""

    label: str
    number: str
    purpose: str
    content: Callable[[Dispute, Common], PaperContent]


RECEIPT: Final = Handout("受理回执", "（交缴费人，不编号）", "交缴费人保存", _receipt)
REQUEST: Final = Handout("撤回申请书", "（供缴费人签名，不编号）", "供缴费人签名", _request)


@require_safe
def intake_receipt(request: OfficerRequest, pk: int) -> HttpResponse:
    return _printed(request, pk, RECEIPT)


@require_safe
def withdrawal_request(request: OfficerRequest, pk: int) -> HttpResponse:
    return _printed(request, pk, REQUEST)


def _printed(request: OfficerRequest, pk: int, what: Handout) -> HttpResponse:
    """Recorded as a print before it goes; of what has ended there is nothing to hand out."""
    found = dispute_or_404(request.user, pk)
    if found.state not in OPEN:
        return redirect(found)
    try:
        record(found, request, f"打印{what.label}（{what.purpose}）", f"{what.label}{NOT_HIS}")
    except PermissionDenied as refused:
        return render(request, "403.html", {"reason": str(refused)}, status=403)
    pdf = drawn(found, request.user, what)
    return as_file(pdf, PDF, f"{what.label}-{found.number}.pdf", shown=True)


def drawn(dispute: Dispute, by: Officer, what: Handout) -> bytes:
    """With the line that says who printed it and what for."""
    from papers.printing import pdf  # 30 MiB that a web process does without
    from papers.printing.overlay import laid_over

    act = Ahead(dispute, by, timezone.now())
    # It is never kept: of its kind nothing is asked but a word, should it have to be refused.
    kind, unit = PaperKind.REGISTRATION, dispute.receiving_department
    draft = Draft(act, kind, unit, lambda common: what.content(dispute, common))
    whose = by.department.short_name if by.department else ""
    line = f"打印人 {by.name}　{whose}　{moment(timezone.localtime(act.at))}　{what.purpose}"
    return laid_over(pdf.render(foreseen(draft, what.number), masked=False), line=line, mark="")
