"""案卷包 leaves: counted, each of its files recorded, then streamed (六(三), A18)."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from departments.models import Officer
from departments.views.gate import OfficerRequest
from departments.views.proof import proven_afresh
from reports.archives.bundles import writer_for
from web.refusals import NotAllowed
from workflow.disclosure.copies import hand_out
from workflow.disclosure.page import disclosure_or_404, item_or_404
from workflow.models import DisclosureItem


@require_POST
@proven_afresh
def bundle(request: OfficerRequest, pk: int, item: int) -> HttpResponse | FileResponse:
    """制作外发件 of a 案卷包."""
    found = disclosure_or_404(request.user, pk)
    try:
        return made(item_or_404(found, item), request.user, request.META.get("REMOTE_ADDR", ""))
    except NotAllowed as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found)


def made(item: DisclosureItem, officer: Officer, address: str) -> FileResponse:
    """Raises NotAllowed as `hand_out` does."""
    writer = writer_for(officer, address=address)
    given = hand_out(item, by=officer, address=address, writer=writer)
    file, kind = given.file, "application/zip"
    return FileResponse(file, as_attachment=True, filename=given.filename, content_type=kind)
