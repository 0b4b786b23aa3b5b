"""签到表 before the minutes are issued: laid out on the table for the pen (五(三)3, 领域 3.5 ⑥)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from confidentiality.models import AccessRecord
from confidentiality.reveal import record_access
from departments.views.gate import OfficerRequest
from disputes import words
from papers.layout.days import moment
from web.files_out import PDF, as_file
from web.refusals import NotYours
from workflow.issuing.drafts import WithoutCase, foreseen
from workflow.meetings import papers
from workflow.models import Meeting
from workflow.models.choices import MeetingState
from workflow.procedure.who import works_for

if TYPE_CHECKING:
    from departments.models import Officer

NOT_NUMBERED: Final = "（签发纪要后编号）"
#: From the notice on; afterwards the numbered one stands among the papers.
_OPEN: Final = (MeetingState.CALLED, MeetingState.HELD, MeetingState.MINUTED)


def may_print(officer: Officer, meeting: Meeting) -> bool:
    """Whoever calls it together, and the task force, while there is one to sign."""
    return _is_open(meeting) and _is_his(officer, meeting)


def _is_open(meeting: Meeting) -> bool:
    return meeting.state in _OPEN and papers.is_signed_in_to(meeting)


def _is_his(officer: Officer, meeting: Meeting) -> bool:
    return officer.sees_all or works_for(officer, meeting.convenor_id)


@require_safe
def attendance_sheet(request: OfficerRequest, pk: int) -> HttpResponse:
    """With nobody's name but the leaders'; who prints it is written down first."""
    meeting = Meeting.objects.visible_to(request.user).filter(pk=pk).first()
    if meeting is None:
        raise Http404
    if not _is_his(request.user, meeting):
        raise NotYours("签到表由召集单位打印。")
    if not _is_open(meeting):
        return redirect(meeting)
    record_access(
        request.user,
        meeting,
        ["attendance_sheet"],
        action=AccessRecord.Action.PRINT,
        purpose="打印签到表（签名用）",
        address=request.META.get("REMOTE_ADDR", ""),
    )
    return as_file(sheet(meeting, request.user), PDF, f"签到表（签名用）-{pk}.pdf", shown=True)


def sheet(meeting: Meeting, by: Officer) -> bytes:
    """What lies on the table is read by all who come: its title as every page shows it."""
    from papers.printing import pdf  # 30 MiB that a web process does without
    from papers.printing.overlay import laid_over

    at = timezone.now()
    cases = meeting.cases
    [draft] = papers.attendance_sheet(
        WithoutCase(by, at), meeting=meeting, shown=lambda text: words.shown(text, *cases)
    )
    drawn = pdf.render(foreseen(draft, NOT_NUMBERED), masked=False)
    unit = by.department.short_name if by.department else ""
    line = f"打印人 {by.name}　{unit}　{moment(timezone.localtime(at))}　供到会人员签名"
    return laid_over(drawn, line=line, mark="")
