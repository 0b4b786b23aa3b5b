"""The relations of a case that its page shows, each in one statement that is compiled once."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from departments.models.officer import Standing
from disputes.materials import with_origin
from disputes.models import Material
from web.statements import Ask, compiled
from workflow.models import (
    AgendaItem,
    Approval,
    Assignment,
    Consultation,
    Convening,
    Decision,
    Meeting,
    Opinion,
    Paper,
    PaperVoid,
    Remedy,
    Service,
    ServiceAttempt,
    Settlement,
    Supervision,
    TimelineEntry,
)


@compiled(dispute=int)
def _materials(dispute: int) -> QuerySet[Material]:
    return with_origin(Material.objects.filter(dispute=dispute))


@compiled(dispute=int)
def _timeline(dispute: int) -> QuerySet[TimelineEntry]:
    return TimelineEntry.objects.filter(dispute=dispute)


@compiled(dispute=int)
def _papers(dispute: int) -> QuerySet[Any]:  # Any: with an annotation
    void = PaperVoid.objects.filter(paper=OuterRef("pk"))
    voided = Subquery(void.values(json=JSONObject(seal_id="seal_id", reason="reason")))
    rows = Paper.objects.filter(dispute=dispute).select_related("recipient", "department")
    return rows.defer("content").annotate(voided=voided)


@compiled(dispute=int)
def _assignments(dispute: int) -> Any:  # Any: with an annotation
    """Each with its latest opinion; the department that wrote it sees it before it leaves."""
    latest = Opinion.objects.filter(assignment=OuterRef("pk")).order_by("-id")
    rows = Assignment.objects.filter(dispute=dispute)
    return rows.select_related("department", "sender", "officer").annotate(
        latest_opinion=Subquery(latest.values(json=_opinion())[:1])
    )


def _opinion() -> JSONObject:
    return JSONObject(
        seal_id="seal_id",
        facts="facts",
        basis="basis",
        opinion="opinion",
        verdict="verdict",
        outcome="outcome",
        drafted_by="drafted_by__name",
        approver="approver_label",
        approved_at="approved_at",
        sent_back="sent_back",
    )


@compiled(dispute=int)
def _agenda(dispute: int, standing: Standing) -> QuerySet[AgendaItem]:
    """Where it is spoken about; of a meeting that is not called yet the convenor alone hears."""
    met = Meeting.objects.visible_to(standing.officer).order_by().values("pk")
    rows = AgendaItem.objects.filter(dispute=dispute, meeting__in=met)
    return rows.select_related("meeting", "responsible")


@compiled(dispute=int)
def _convenings(dispute: int) -> QuerySet[Convening]:
    rows = Convening.objects.filter(dispute=dispute)
    return rows.select_related("asked_department", "office")


@compiled(dispute=int)
def _decisions(dispute: int) -> QuerySet[Decision]:
    return Decision.objects.filter(dispute=dispute)


@compiled(dispute=int)
def _services(dispute: int) -> QuerySet[Service]:
    return Service.objects.filter(dispute=dispute)


@compiled(dispute=int)
def _attempts(dispute: int) -> QuerySet[ServiceAttempt]:
    return ServiceAttempt.objects.filter(dispute=dispute)


@compiled(dispute=int)
def _remedies(dispute: int) -> QuerySet[Remedy]:
    return Remedy.objects.filter(dispute=dispute)


@compiled(dispute=int)
def _supervisions(dispute: int) -> QuerySet[Supervision]:
    return Supervision.objects.filter(dispute=dispute).select_related("department")


@compiled(dispute=int)
def _approvals(dispute: int) -> QuerySet[Approval]:
    return Approval.objects.filter(dispute=dispute)


def with_paper(rows: Any) -> Any:  # Any: records, with annotations
    """With the number under which it stands in the book, and whether that is void."""
    void = PaperVoid.objects.filter(paper=OuterRef("paper"))
    return rows.annotate(paper_number=F("paper__number"), is_void=Exists(void))


@compiled(dispute=int)
def _consultations(dispute: int) -> Any:  # Any: as above
    return with_paper(Consultation.objects.filter(dispute=dispute))


@compiled(dispute=int)
def _settlements(dispute: int) -> Any:  # Any: as above
    return with_paper(Settlement.objects.filter(dispute=dispute))


#: By the name that the dispute knows them by.
READ: Final[dict[str, Ask]] = {
    "materials": _materials,
    "timeline": _timeline,
    "papers": _papers,
    "assignments": _assignments,
    "agenda_items": _agenda,
    "convenings": _convenings,
    "decisions": _decisions,
    "services": _services,
    "service_attempts": _attempts,
    "remedies": _remedies,
    "supervisions": _supervisions,
    "approvals": _approvals,
    "consultations": _consultations,
    "settlements": _settlements,
}
