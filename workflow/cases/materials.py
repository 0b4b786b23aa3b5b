"""Materials: put into a case by whoever handles it (五(一))."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from departments.models import Officer
from departments.views.gate import OfficerRequest
from disputes.choices import State
from disputes.locking import lock
from disputes.materials import keep_material, with_origin
from disputes.models import Dispute, Material
from web.file_storage import NotKept
from web.form_fields import line, upload
from web.refusals import NotAllowed, NotYours, Refusal
from workflow.issuing.looking import refuse_unregistered
from workflow.models import TimelineEntry
from workflow.procedure.timeline import signature
from workflow.procedure.who import works_for
from workflow.summary.beside import beside
from workflow.summary.lines import material_count, material_files, who_brings
from workflow.verbs.page import dispute_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def dispute_materials(request: OfficerRequest, pk: int) -> HttpResponse:
    """添加材料: a page with a form; a dropped file (`?part=list`) gets the new list back."""
    found = dispute_or_404(request.user, pk)
    refuse_unregistered(found, request.user)
    dropped = request.GET.get("part") == "list"
    is_sent = request.method == "POST"
    form = MaterialForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial={"source": who_brings(found, request.user)},
    )
    if is_sent and added(form, found, request, to_raise=not dropped):
        return (
            _list(request, found) if dropped else redirect(f"{found.get_absolute_url()}#materials")
        )
    if dropped and is_sent:
        return JsonResponse({"errors": form.errors}, status=form.status)
    shown = {"form": form, "case": beside(found, request.user, "add_material")}
    status = form.status if form.is_bound else 200
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
    except NotKept as refusal:
        form.add_error("file", refusal.sentence)
        form.status = 507
    except Refusal as refusal:
        if to_raise:
            raise
        form.add_error("file", refusal.sentence)
    return form.is_valid()


def _list(request: OfficerRequest, dispute: Dispute) -> HttpResponse:
    held = list(with_origin(dispute.materials.all()))
    shown = {
        "materials": material_files(held, request.user, dispute),
        "count": material_count(held),
    }
    return render(request, "workflow/dispute/_materials.html", shown, status=201)


@transaction.atomic
def add_material(
    dispute: Dispute,
    *,
    by: Officer,
    upload: File[bytes],
    source: str = "",
    title: str = "",
    purpose: str = "",
) -> Material:
    """添加材料: by whoever handles the case, until it is archived (五(一)、五(五)).

    It moves nobody's version: who is writing an opinion meanwhile is not thrown out of his form.
    """
    locked = lock(dispute)
    _check(locked, by)
    material = keep_material(
        locked,
        upload,
        by=by,
        source=source or who_brings(locked, by),
        title=title,
        purpose=purpose,
    )
    if locked.state != State.DRAFT:
        _remember(locked, by, material)
    return material


def _check(dispute: Dispute, by: Officer) -> None:
    asked = {a.department_id for a in dispute.assignments.all() if a.is_open}
    own = {dispute.receiving_department_id, dispute.lead_department_id} | asked
    if not any(works_for(by, department_id) for department_id in own):
        raise NotYours("材料由承办该件的部门添加。")
    if dispute.state == State.ARCHIVED:
        raise NotAllowed("案卷已归档，不能再添加材料。")


def _remember(dispute: Dispute, by: Officer, material: Material) -> None:
    TimelineEntry.objects.create(
        dispute=dispute,
        version=dispute.version,
        at=timezone.now(),
        actor=by,
        actor_label=signature(by),
        department=by.department,
        verb="add_material",
        text=f"{signature(by)} 添加材料：{material.title}。",
        clause="五(一)",
        state_before=dispute.state,
        state_after=dispute.state,
    )


PURPOSES = [
    ("", "一般材料"),
    ("withdrawal", "撤回申请"),
    ("settlement", "调解（和解）协议"),
    ("stamped", "盖章扫描件"),
    ("proof", "送达凭证"),
    ("receipt", "签收件"),
]


class MaterialForm(forms.Form):
    """One file."""

    status = 400  # of the page that shows it again: what was typed, or 507 for a full disk

    file = upload("文件", help_text="PDF、OFD、图片、Word、Excel、WPS、txt、邮件、录音或视频")
    title = line("名称", required=False, help_text="不填则用文件名", length=100)
    source = forms.ChoiceField(label="提供人", choices=Material.Source.choices, required=False)
    purpose = forms.ChoiceField(label="用途", choices=PURPOSES, required=False)
