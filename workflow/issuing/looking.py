"""查阅登记: an archived case is read after its reader has said why (六(三), R082)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from confidentiality.models import AccessRecord
from confidentiality.reveal import record_access
from departments.models import Officer
from departments.roles import Role
from disputes.choices import State
from disputes.models import Dispute
from web.refusals import LookFirst, NotAllowed
from workflow.models import CaseFile
from workflow.procedure import keeping

VISIT: Final = timedelta(minutes=30)
FILE_TYPE: Final = CaseFile._meta.label_lower
#: Whoever has just closed the file goes on with it.
CLOSING: Final = "归档"
#: A program of a unit that took part need not ask twice: its call is the register's line.
OWN_CASE: Final = "查阅本单位参与办理的案卷（接口）"


def read_by(officer: Officer, dispute: Dispute | None) -> Dispute | None:
    """The archived case of a 督办, unless he answers without it (R052): then it is not shown."""
    if dispute is None or dispute.state != State.ARCHIVED:
        return None
    return Dispute.objects.visible_to(officer).filter(pk=dispute.pk).order_by().first()


def asks_first(dispute: Dispute, officer: Officer) -> str:
    """Where he registers his look, when the case is archived and he has not within a visit."""
    return leads_to(_unread(dispute, officer)) if dispute.state == State.ARCHIVED else ""


def refuse_unregistered(dispute: Dispute, officer: Officer) -> None:
    """On every page that shows a part of an archived case: first to its register."""
    if dispute.state == State.ARCHIVED and (pk := _unread(dispute, officer)):
        raise LookFirst(pk, leads_to(pk))


def let_program_in(dispute: Dispute, officer: Officer, *, address: str) -> None:
    """The same for the API, where a unit that took part is written down by its own call."""
    if dispute.state != State.ARCHIVED or not (pk := _unread(dispute, officer)):
        return
    part = dispute.participations.filter(group_id__in=officer.participating_group_ids)
    if not part.exists():
        raise LookFirst(pk, leads_to(pk))
    enter(dispute.case_file, officer, purpose=OWN_CASE, address=address)


def unread_among(disputes: Iterable[Dispute], officer: Officer) -> set[int]:
    """Of several cases the archived ones at which he has registered no look within a visit."""
    archived = [each.pk for each in disputes if each.state == State.ARCHIVED]
    if not archived:
        return set()
    files = unread_files(officer, visit_began()).filter(dispute__in=archived)
    return set(files.values_list("dispute", flat=True))


def _unread(dispute: Dispute, officer: Officer) -> int | None:
    files = unread_files(officer, visit_began())
    return files.filter(dispute=dispute).values_list("pk", flat=True).first()


def leads_to(pk: int | None) -> str:
    """To the register of that file, if there is one to sign."""
    return CaseFile(pk=pk).get_absolute_url() if pk else ""


def visit_began() -> datetime:
    """A look that was registered since then is still the same visit."""
    return timezone.now() - VISIT


def unread_files(officer: Officer, since: datetime) -> QuerySet[CaseFile]:
    """Those at which he registered no look within this visit, and those that nobody reads more."""
    rows = CaseFile.objects.annotate(key=Cast("pk", CharField()))
    looks = Q(Exists(_looks(officer, since)))
    if not officer.has_role(Role.ARCHIVIST):
        looks &= ~Q(keeping.is_closed())
    return rows.exclude(looks)


def looked(file: CaseFile, officer: Officer) -> bool:
    """Whether he registered a look within the last half hour."""
    return not unread_files(officer, visit_began()).filter(pk=file.pk).exists()


def why_closed(file: CaseFile, officer: Officer) -> str:
    """鉴定销毁 was registered: only the archivist, who keeps it, still opens it (0066)."""
    ended = None if officer.has_role(Role.ARCHIVIST) else keeping.closed(file)
    if ended is None:
        return ""
    number = ended.decision.number
    return f"本卷已登记销毁（{number}），停止查阅。确需查考的，请档案员写明理由暂缓销毁。"


def refuse_closed(file: CaseFile, officer: Officer) -> None:
    if sentence := why_closed(file, officer):
        raise NotAllowed(sentence)


def enter(file: CaseFile, officer: Officer, *, purpose: str, address: str) -> None:
    """Write down who looks, when and why; without the record there is no look."""
    refuse_closed(file, officer)
    record_access(
        officer,
        file,
        action=AccessRecord.Action.VIEW,
        purpose=purpose,
        dispute_number=file.dispute.number or "",
        address=address,
    )


def _looks(officer: Officer, since: datetime) -> QuerySet[AccessRecord]:
    """His looks of this visit at the file of the row outside."""
    rows: QuerySet[AccessRecord] = AccessRecord.objects.filter(
        officer_id=officer.pk,
        action=AccessRecord.Action.VIEW,
        object_type=FILE_TYPE,
        object_id=OuterRef("key"),
        at__gte=since,
    )
    return rows
