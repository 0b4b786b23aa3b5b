"""Papers as PDF: the masked copy, or the full one after it is written down who took it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from departments.roles import STAFF, TASK_FORCE, Role
from departments.views.gate import OfficerRequest, for_roles
from papers.choices import PaperKind
from web.files_out import PDF, SHEET, as_file
from web.pace import too_often
from workflow.issuing.book import register, verifying
from workflow.issuing.drafts import hurry
from workflow.issuing.looking import asks_first, read_by
from workflow.issuing.taking import drawn, paper_seen_by, take
from workflow.models import Paper, PeriodReport
from workflow.models.rendered import Copy

#: Who reads the register of papers: their own unit's, or every unit's.
READERS = (*STAFF, *TASK_FORCE, Role.AUDITOR)
TOO_FAST = "核验得太频繁，请过一分钟再查。"


@require_safe
@for_roles(*READERS)
def papers(request: OfficerRequest) -> HttpResponse:
    """发文登记."""
    listed = register.register(request.user, request.GET, request.GET.get("cursor", ""))
    return render(request, "workflow/paper/register.html", {"list": listed})


@require_POST
@for_roles(*READERS)
def papers_export(request: OfficerRequest) -> HttpResponse:
    """导出: the register as a spreadsheet, after it was written down who took it."""
    asked = QueryDict(request.POST.get("query", ""))
    sheet = register.exported(request.user, asked, request.META.get("REMOTE_ADDR", ""))
    return as_file(sheet, SHEET, f"papers-{timezone.localtime():%Y%m%d-%H%M}.xlsx")


@login_not_required
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """核验: where a code is typed that stands on a paper."""
    form = verifying.Asked(request.GET or None)
    if form.is_valid():
        return redirect("verify_paper", verifying.read(form.cleaned_data["code"]) or "none")
    return render(request, "workflow/paper/verify.html", {"form": form})


@login_not_required
@require_safe
def verify_paper(request: HttpRequest, code: str) -> HttpResponse:
    """Genuine, issued on, void or not, and nothing else; without an account, at a pace."""
    if too_often(f"verify.{request.META.get('REMOTE_ADDR', '')}", 60, settings.VERIFIES_A_MINUTE):
        answer = render(request, "429.html", {"reason": TOO_FAST}, status=429)
        answer.headers["Retry-After"] = "60"
        return answer
    told = verifying.found(verifying.read(code))
    shown = {"form": verifying.Asked(), "asked": True, "told": told}
    status = 200 if told else 404
    return render(request, "workflow/paper/verify.html", shown, status=status)


@require_safe
def paper_pdf(request: OfficerRequest, pk: int) -> HttpResponse:
    """The copy asked for; 202 and a page that waits while it is being drawn."""
    paper = paper_seen_by(request.user, pk)
    if paper is None:
        raise Http404
    case = read_by(request.user, paper.dispute) if paper.supervision_id else paper.dispute
    if case is not None and (registers := asks_first(case, request.user)):
        return redirect(registers)
    copy = Copy.FULL if request.GET.get("copy") == "full" else Copy.MASKED
    row = drawn(paper, copy)
    if row is None:
        return _wait(request, paper)
    if request.headers.get("HX-Request"):  # the waiting page asked: let the browser open it
        return HttpResponseClientRedirect(request.get_full_path())
    try:
        taken = take(
            paper,
            row,
            by=request.user,
            address=request.META.get("REMOTE_ADDR", ""),
            printing="print" in request.GET,
        )
    except PermissionDenied as refused:
        return render(request, "403.html", {"reason": str(refused)}, status=403)
    return as_file(taken.pdf, PDF, taken.filename, shown=True)


def _wait(request: OfficerRequest, paper: Paper) -> HttpResponse:
    shown = {"paper": paper, "url": request.get_full_path(), "back": _back(paper)}
    asks_again = bool(request.headers.get("HX-Request"))
    if not asks_again:
        hurry(paper)
    name = "_drawing" if asks_again else "drawing"
    return render(request, f"workflow/paper_waiting/{name}.html", shown, status=202)


def _back(paper: Paper) -> str:
    """To the 督办 where it is one's: its reader may not see the case."""
    if paper.supervision_id:
        return reverse("supervision", args=[paper.supervision_id])
    if paper.errand is not None:
        return paper.errand.get_absolute_url()
    if paper.dispute_id is None and paper.disclosure is not None:
        return paper.disclosure.get_absolute_url()
    if paper.kind == PaperKind.PERIOD_REPORT:
        return PeriodReport.objects.get(paper=paper).get_absolute_url()
    if paper.kind == PaperKind.MEMBERSHIP:
        return reverse("departments")
    if paper.kind in {PaperKind.APPRAISAL_REPORT, PaperKind.DESTRUCTION_LIST}:
        return reverse("appraisal_reports")
    if paper.dispute_id is None:
        return reverse("meeting", args=[paper.meeting_id])
    return reverse("dispute", args=[paper.dispute_id])
