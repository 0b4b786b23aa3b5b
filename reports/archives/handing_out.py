"""A package leaves: who takes which, written down first (六(三), R096)."""

from __future__ import annotations

from django.http import FileResponse, Http404

from confidentiality.models import AccessRecord
from confidentiality.reveal import record_access
from confidentiality.sealed_files import SealedTemp
from departments.models import Officer
from reports.archives.package import may_take_whole, sealed, taken
from workflow.models import CaseFile


def handed_out(
    found: CaseFile, officer: Officer, *, edition: int, purpose: str, address: str
) -> FileResponse:
    """The one that is asked for, whole or as 节本; Http404 when there is no such supplement."""
    package = next((each for each in sealed(found) if each.edition == edition), None)
    if package is None:
        raise Http404
    whole = may_take_whole(found, officer)
    record_access(
        officer,
        found,
        [f"第{edition}份", "全本" if whole else "节本"],
        action=AccessRecord.Action.DOWNLOAD,
        purpose=purpose,
        dispute_number=found.dispute.number or "",
        address=address,
    )
    waiting = SealedTemp()
    taken(package, waiting, whole=whole)
    supplement = f"-补充{edition - 1}" if edition > 1 else ""
    name = f"{found.dispute.number}{supplement}{'' if whole else '-节本'}.zip"
    kind = "application/zip"
    return FileResponse(waiting.finished(), as_attachment=True, filename=name, content_type=kind)
