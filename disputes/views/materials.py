"""Files dropped onto a draft: one request a file, the list comes back (R036)."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from departments.roles import STAFF
from departments.views.gate import OfficerRequest, for_roles
from disputes import drafts
from disputes.materials import keep_material
from web.file_storage import NotKept


@require_POST
@for_roles(*STAFF)
def draft_materials(request: OfficerRequest, key: UUID) -> HttpResponse:
    """Check one file and keep it with the draft, which is made for it when need be."""
    upload = request.FILES.get("file")
    if upload is None:
        return JsonResponse({"detail": "没有收到文件，请重新选择。"}, status=400)
    try:
        draft = drafts.begin(request.user, key)
        keep_material(draft, upload, by=request.user)
    except drafts.NotYourDraft:
        raise Http404 from None
    except ValidationError as error:
        return JsonResponse({"detail": "；".join(error.messages)}, status=400)
    except NotKept as refusal:
        return JsonResponse({"detail": refusal.sentence}, status=507)
    shown = {"materials": draft.materials.all(), "key": key}
    return render(request, "disputes/_materials.html", shown)


@require_POST
@for_roles(*STAFF)
def draft_material_removed(request: OfficerRequest, key: UUID, pk: int) -> HttpResponse:
    """移除: while it is a draft, its author may take a file out again."""
    draft = drafts.begun(request.user, key)
    material = draft.materials.filter(pk=pk, added_by=request.user).first() if draft else None
    if draft is None or material is None:
        raise Http404
    with transaction.atomic():  # the row first: a file without one is swept, a row needs its file
        material.delete()
        transaction.on_commit(partial(default_storage.delete, str(material.file.name)), robust=True)
    shown = {"materials": draft.materials.all(), "key": key}
    return render(request, "disputes/_materials.html", shown)
