"""One material: looked at in the browser, or taken; who did is recorded first (六(三), R096)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from confidentiality.models import AccessRecord
from confidentiality.reveal import record_access
from departments.models import Officer
from departments.views.gate import OfficerRequest
from disputes.joining import survivors_of
from disputes.models import Dispute, Material
from disputes.words import shown
from web.refusals import NotYours
from workflow.issuing.looking import refuse_unregistered

#: A player asks for a film in many pieces, a page for its picture: together they are one look.
ONE_LOOK: Final = timedelta(minutes=10)
PIECE: Final = 256 * 1024
_RANGE: Final = re.compile(r"bytes=(\d{1,18})-(\d{0,18})")
TELLS_WHO_REPORTED: Final = (
    "举报保密：举报人提供的材料会说明举报人是谁，只有受理、主办单位的承办人和负责人可以打开。"
    "确需查阅的，请受理单位负责人用“授权查看举报人”授权并写明理由。"
)
_LOCKED_UP: Final = "sandbox; default-src 'none'"


@require_safe
def material(request: OfficerRequest, pk: int) -> FileResponse:
    """The file as an attachment that no browser runs."""
    found = material_or_404(request, pk)
    _record(request, found, AccessRecord.Action.DOWNLOAD, "下载材料")
    answer = FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=found.filename,
        content_type=found.media_type,
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = _LOCKED_UP
    return answer


@require_safe
def material_look(request: OfficerRequest, pk: int) -> HttpResponse:
    """A page with the picture, the player, or the browser's own viewer of a PDF."""
    found = material_or_404(request, pk)
    if not found.shown_as:
        return redirect("material", pk)
    _record(request, found, AccessRecord.Action.VIEW, "查看材料")
    told = {"material": found, "title": shown(found.title, found.dispute), "dispute": found.dispute}
    return render(request, "workflow/dispute/material.html", told)


@require_safe
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # any request, not an officer's
def material_shown(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Its bytes for the page, of a type that was read from them; nothing is kept in the browser."""
    found = material_or_404(request, pk)
    if not found.shown_as:
        raise Http404
    if not _is_looking(request, found):
        _record(request, found, AccessRecord.Action.VIEW, "查看材料")
    answer = _whole_or_part(request, found)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=False, filename=found.filename) or "inline"
    )
    if found.shown_as == "pdf":  # the browser's viewer stands in our page, and not locked up
        answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    else:
        answer.headers["Content-Security-Policy"] = _LOCKED_UP
    return answer


def material_or_404(request: OfficerRequest, pk: int) -> Material:
    """Seen by whoever sees its dispute, or the one that was merged into; NotYours where it would
    show who reported in confidence.
    """
    found = Material.objects.select_related("dispute").filter(pk=pk).first()
    read_through = _read_through(request.user, found.dispute_id) if found else None
    if found is None or read_through is None:
        raise Http404
    refuse_unregistered(read_through, request.user)
    if not found.may_be_opened_by(request.user, read_through):
        raise NotYours(TELLS_WHO_REPORTED)
    return found


def _read_through(officer: Officer, dispute_id: int) -> Dispute | None:
    """The case, or the one it was merged into, whichever he sees (R043)."""
    visible = Dispute.objects.visible_to(officer).order_by()
    own: Dispute | None = visible.filter(pk=dispute_id).first()
    return own or visible.filter(pk__in=survivors_of(dispute_id)).first()


def _record(request: OfficerRequest, found: Material, action: str, purpose: str) -> None:
    record_access(
        request.user,
        found,
        action=AccessRecord.Action(action),
        purpose=purpose,
        dispute_number=found.dispute.number or "",
        address=request.META.get("REMOTE_ADDR", ""),
    )


def _is_looking(request: OfficerRequest, found: Material) -> bool:
    looks = AccessRecord.objects.filter(
        officer=request.user,
        action=AccessRecord.Action.VIEW,
        object_type="disputes.material",
        object_id=str(found.pk),
        at__gt=timezone.now() - ONE_LOOK,
    )
    return looks.exists()


def _whole_or_part(request: OfficerRequest, found: Material) -> HttpResponseBase:
    """A player that winds forward asks for a part (RFC 9110, 14.2)."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if found.shown_as == "pdf" or asked is None:
        answer = FileResponse(found.file.open("rb"), content_type=found.media_type)
        answer.headers["Accept-Ranges"] = "none" if found.shown_as == "pdf" else "bytes"
        return answer
    first = int(asked[1])
    last = min(int(asked[2] or found.size), found.size - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.size}"})
    pieces = _pieces(found, first, last)
    part = StreamingHttpResponse(pieces, status=206, content_type=found.media_type)
    part.headers["Content-Range"] = f"bytes {first}-{last}/{found.size}"
    part.headers["Content-Length"] = str(last - first + 1)
    part.headers["Accept-Ranges"] = "bytes"
    return part


def _pieces(found: Material, first: int, last: int) -> Iterator[bytes]:
    with found.file.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
