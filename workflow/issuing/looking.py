"""查阅登记: an archived case is read after its reader has said why (六(三), R082)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from confidentiality.models import AccessRecord
from confidentiality.reveal import record_access
from departments.models import Officer
from disputes.choices import State
from disputes.models import Dispute
from workflow.models import CaseFile

VISIT: Final = timedelta(minutes=30)
FILE_TYPE: Final = CaseFile._meta.label_lower
#: Whoever has just closed the file goes on with it.
CLOSING: Final = "归档"


def asks_first(dispute: Dispute, officer: Officer) -> str:
    """Where he registers his look, when the case is archived and he has not within a visit."""
    if dispute.state != State.ARCHIVED:
        return ""
    return leads_to(
        unread_files(officer).filter(dispute=dispute).values_list("pk", flat=True).first()
    )


def leads_to(pk: int | None) -> str:
    """To the register of that file, if there is one to sign."""
    return CaseFile(pk=pk).get_absolute_url() if pk else ""


def unread_files(officer: Officer) -> QuerySet[CaseFile]:
    """Those at which he registered no look within this visit."""
    rows = CaseFile.objects.annotate(key=Cast("pk", CharField()))
    return rows.exclude(Exists(_looks(officer)))


def looked(file: CaseFile, officer: Officer) -> bool:
    """Whether he registered a look within the last half hour."""
    rows = CaseFile.objects.filter(pk=file.pk).annotate(key=Cast("pk", CharField()))
    return rows.filter(Exists(_looks(officer))).exists()


def enter(file: CaseFile, officer: Officer, *, purpose: str, address: str) -> None:
    """Write down who looks, when and why; without the record there is no look."""
    record_access(
        officer,
        file,
        action=AccessRecord.Action.VIEW,
        purpose=purpose,
        dispute_number=file.dispute.number or "",
        address=address,
    )


def _looks(officer: Officer) -> QuerySet[AccessRecord]:
    """His looks of this visit at the file of the row outside."""
    rows: QuerySet[AccessRecord] = AccessRecord.objects.filter(
        officer_id=officer.pk,
        action=AccessRecord.Action.VIEW,
        object_type=FILE_TYPE,
        object_id=OuterRef("key"),
        at__gte=timezone.now() - VISIT,
    )
    return rows
