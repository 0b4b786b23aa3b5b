"""受理登记表 before its review: for the payer at the counter to read and sign (五(一), R041)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from confidentiality.models import AccessRecord
from confidentiality.reveal import record_access
from departments.views.gate import OfficerRequest
from disputes.choices import State
from papers.layout.days import moment
from web.files_out import PDF, as_file
from workflow.intake.papers import registration
from workflow.issuing.allowance import why_not
from workflow.issuing.drafts import foreseen
from workflow.procedure.who import works_for
from workflow.verbs.page import dispute_or_404

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute

NOT_NUMBERED: Final = "（审核后编号）"
NOT_HERS: Final = "受理登记表由登记的单位打印给缴费人签字，本次请求已记录。"


@dataclass(frozen=True)
class Ahead:
    """A review that has not happened."""

    dispute: Dispute
    by: Officer
    at: datetime


@require_safe
def counter_sheet(request: OfficerRequest, pk: int) -> HttpResponse:
    """The sheet that the review will issue, its line empty; recorded as a print before it goes."""
    found = dispute_or_404(request.user, pk)
    if found.state != State.REGISTERED:
        return redirect(found)  # reviewed: the paper itself stands there
    try:
        record(found, request, "打印受理登记表（审核前，供缴费人签字）", NOT_HERS)
    except PermissionDenied as refused:
        return render(request, "403.html", {"reason": str(refused)}, status=403)
    name = f"受理登记表（签字用）-{found.number}.pdf"
    return as_file(sheet(found, request.user), PDF, name, shown=True)


def sheet(dispute: Dispute, by: Officer) -> bytes:
    """As it will be issued, with the line that says who printed it and what for."""
    from papers.printing import pdf  # 30 MiB that a web process does without
    from papers.printing.overlay import laid_over

    at = timezone.now()
    drawn = registration(Ahead(dispute, by, at), reviewed=False)
    unit = by.department.short_name if by.department else ""
    who = (
        f"打印人 {by.name}　{unit}　{moment(timezone.localtime(at))}　审核前打印，供缴费人核对签字"
    )
    return laid_over(pdf.render(foreseen(drawn, NOT_NUMBERED), masked=False), line=who, mark="")


def record(dispute: Dispute, request: OfficerRequest, purpose: str, not_his: str) -> None:
    """It shows in clear what is sealed: his to take, and within what he may see today."""
    officer, number = request.user, dispute.number or ""
    refusal = "" if works_for(officer, dispute.receiving_department_id) else not_his
    refusal = refusal or why_not(officer, number)
    record_access(
        officer,
        dispute,
        ["full"],
        action=AccessRecord.Action.PRINT,
        purpose=purpose,
        dispute_number=number,
        address=request.META.get("REMOTE_ADDR", ""),
        result=AccessRecord.Result.REFUSED if refusal else AccessRecord.Result.DONE,
    )
    if refusal:
        raise PermissionDenied(refusal)
