"""A package leaves: who takes which, written down first (六(三), R096)."""

from __future__ import annotations

from django.http import FileResponse, Http404

from confidentiality.models import AccessRecord
from confidentiality.reveal import record_access
from confidentiality.sealed_files import SealedTemp
from departments.models import Officer
from departments.roles import Role
from reports.archives.extracts import may_know_reporter, taken
from reports.archives.package import sealed
from reports.archives.whole_texts import may_take
from workflow.issuing.allowance import why_not
from workflow.issuing.looking import refuse_closed
from workflow.models import CaseFile
from workflow.models.rendered import Copy


def handed_out(
    found: CaseFile, officer: Officer, *, edition: int, purpose: str, address: str
) -> FileResponse:
    """The one that is asked for, whole or as 节本; Http404 when there is no such supplement."""
    refuse_closed(found, officer)
    package = next((each for each in sealed(found) if each.edition == edition), None)
    if package is None:
        raise Http404
    others = may_take(package, officer)
    copy = Copy.FULL if takes_whole(found, officer) else Copy.MASKED
    record_taking(found, officer, copy, purpose=f"{purpose}第{edition}份", address=address)
    waiting = SealedTemp()
    taken(package, waiting, whole=copy == Copy.FULL, others=others)
    supplement = f"-补充{edition - 1}" if edition > 1 else ""
    less = "-节本" if copy == Copy.MASKED else "" if others else "-不含会商全文"
    name = f"{found.dispute.number}{supplement}{less}.zip"
    kind = "application/zip"
    return FileResponse(waiting.finished(), as_attachment=True, filename=name, content_type=kind)


def record_taking(
    found: CaseFile, officer: Officer, copy: Copy, *, purpose: str, address: str
) -> None:
    """Written down before anything leaves (R096)."""
    record_access(
        officer,
        found,
        [copy],
        action=AccessRecord.Action.DOWNLOAD,
        purpose=purpose,
        dispute_number=found.dispute.number or "",
        address=address,
    )


def takes_whole(found: CaseFile, officer: Officer) -> bool:
    """Who may read the full papers, and the archivist who keeps them; a reporter stays hidden.

    In confidence may have reported whoever speaks for a payer that is not named himself.

    It shows what is sealed, as a full paper does: beyond his day's number it is the 节本.
    """
    dispute = found.dispute
    payer = dispute.payer
    his = payer is not None and payer.may_be_revealed_to(officer)
    if not may_know_reporter(dispute, officer):
        return False
    keeps = officer.has_role(Role.ARCHIVIST) and not dispute.confidential_report
    return (his or keeps) and not why_not(officer, dispute.number or "")
