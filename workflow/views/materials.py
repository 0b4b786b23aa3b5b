"""Materials: put in, taken out; each taking is recorded first (六(三), R096)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from confidentiality.models import AccessRecord
from confidentiality.reveal import record_access
from departments.views.gate import OfficerRequest
from disputes.models import Dispute, Material
from workflow.actions.materials import add_material
from workflow.forms.materials import MaterialForm
from workflow.pages.beside import beside
from workflow.pages.case_lines import material_files
from workflow.refusals import Refusal
from workflow.views.finding import dispute_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def dispute_materials(request: OfficerRequest, pk: int) -> HttpResponse:
    """添加材料: a page with a form; a dropped file (`?part=list`) gets the new list back."""
    found = dispute_or_404(request.user, pk)
    dropped = request.GET.get("part") == "list"
    form = MaterialForm(request.POST, request.FILES) if request.method == "POST" else MaterialForm()
    if request.method == "POST" and added(form, found, request, to_raise=not dropped):
        return (
            _list(request, found) if dropped else redirect(f"{found.get_absolute_url()}#materials")
        )
    if dropped and request.method == "POST":
        return JsonResponse({"errors": form.errors}, status=400)
    shown = {"form": form, "case": beside(found, request.user, "add_material")}
    status = 400 if form.is_bound else 200
    return render(request, "workflow/dispute/materials.html", shown, status=status)


def added(form: MaterialForm, dispute: Dispute, request: OfficerRequest, *, to_raise: bool) -> bool:
    """Store the file; why it may not come in stands at its field, for a dropped one all of it."""
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        add_material(
            dispute,
            by=request.user,
            upload=given["file"],
            **{name: given[name] for name in ("source", "title", "purpose")},
        )
    except ValidationError as error:
        form.add_error("file", error)
    except Refusal as refusal:
        if to_raise:
            raise
        form.add_error("file", refusal.sentence)
    return form.is_valid()


def _list(request: OfficerRequest, dispute: Dispute) -> HttpResponse:
    return render(
        request,
        "workflow/dispute/_materials.html",
        {"materials": material_files(dispute.materials.all())},
        status=201,
    )


@require_safe
def material(request: OfficerRequest, pk: int) -> FileResponse:
    """One file as an attachment that no browser runs; who took it is written down first."""
    found = Material.objects.select_related("dispute").filter(pk=pk).first()
    visible = Dispute.objects.visible_to(request.user)
    if found is None or not visible.filter(pk=found.dispute_id).exists():
        raise Http404
    record_access(
        request.user,
        found,
        action=AccessRecord.Action.DOWNLOAD,
        purpose="下载材料",
        dispute_number=found.dispute.number or "",
        address=request.META.get("REMOTE_ADDR", ""),
    )
    answer = FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=found.title,
        content_type=found.media_type,
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
