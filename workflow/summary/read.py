"""Everything a dispute's page reads, in a fixed number of statements however long its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Exists,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
)
from django.db.models.functions import JSONObject
from django.utils import timezone

from confidentiality.free_text import opened_json
from departments.models import Category, Officer, Term, Town
from departments.models.officer import Standing
from departments.roles import THE_OFFICE
from disputes.choices import ENDED, Mode, State
from disputes.joining import merged_into
from disputes.locking import MET, met_with
from disputes.models import Dispute, Material, Party, Recusal, StandIn
from disputes.words import know_also
from web.statements import bring, compiled
from workflow.issuing.looking import unread_files, visit_began
from workflow.issuing.remaining import bring_up_to_date
from workflow.models import (
    AgendaItem,
    Approval,
    Assignment,
    Consultation,
    Convening,
    Correction,
    Decision,
    Disclosure,
    Finding,
    Paper,
    PartyResponse,
    Remedy,
    Service,
    ServiceAttempt,
    Settlement,
    Supervision,
    TimelineEntry,
    Urging,
)
from workflow.procedure.sides.fellows import fellows_of
from workflow.summary import relations

#: Before these nobody was asked and nothing was called, save in special cases.
EARLY = frozenset({State.DRAFT, State.REGISTERED, State.TRIAGE})
#: From feedback on there are services, responses and remedies to tell.
LATE = frozenset({State.FEEDBACK, State.OBJECTED, State.ARCHIVED}) | ENDED


@dataclass(frozen=True)
class CaseRead:
    """One dispute with all that its page shows, out of the prefetched rows."""

    dispute: Dispute
    category: str
    town: str
    assignments: list[Assignment]
    agenda: list[AgendaItem]
    materials: list[Material]
    papers: list[Paper]
    timeline: list[TimelineEntry]
    services: list[Service]
    attempts: list[ServiceAttempt]
    responses: list[dict[str, Any]]  # Any: JSON of PartyResponse
    remedies: list[Remedy]
    decision: dict[str, Any] | None  # Any: JSON of Decision
    corrections: list[dict[str, Any]]  # Any: JSON of Correction, what was corrected and when
    approvals: list[Approval]
    convenings: list[Convening]
    supervisions: list[Supervision]
    records: list[Any]  # Any: 会商记录 and 协议 with annotations
    joined: list[Any]  # Any: merged disputes with annotations
    file_to_sign_for: int | None  # 查阅登记 comes first


def read_case(officer: Officer, pk: int) -> CaseRead | None:
    """The case as far as this officer may see it, or None."""
    asked = {"pk": pk, "today": timezone.localdate(), "since": visit_began()}
    row = next(iter(_row(**asked, standing=officer.standing)), None)
    if row is None:
        return None
    loaded = _wanted(row, officer)
    for name, found in loaded.items():
        bring(row, name, found, of="dispute")
    if row.was_called:
        know_also(row, fellows_of([row]).get(row.pk, ()))

    def those(name: str) -> list[Any]:  # Any: rows of the named relation
        return list(getattr(row, name).all()) if name in loaded else []

    return CaseRead(
        dispute=row,
        category=row.category_name or row.category or "未分类",
        town=row.town_name or "",
        assignments=those("assignments"),
        agenda=those("agenda_items"),
        materials=those("materials"),
        papers=those("papers"),
        timeline=those("timeline"),
        services=those("services"),
        attempts=those("service_attempts"),
        responses=[opened_json(PartyResponse, each) for each in row.answers or []],
        remedies=those("remedies"),
        decision=opened_json(Decision, row.latest_decision),
        corrections=row.corrected or [],
        approvals=those("approvals"),
        convenings=those("convenings"),
        supervisions=those("supervisions"),
        records=[*those("consultations"), *those("settlements")],
        joined=_joined_to(officer, pk) if row.was_joined else [],
        file_to_sign_for=row.file_to_sign_for,
    )


@compiled(pk=int, today=date, since=datetime)
def _row(pk: int, today: date, since: datetime, standing: Standing) -> Any:
    """The dispute, with what one more small statement each would fetch folded in."""
    officer = standing.officer
    decisions = Decision.objects.filter(dispute=OuterRef("pk")).order_by("-id")
    responses = PartyResponse.objects.filter(dispute=OuterRef("pk")).order_by("id")
    corrections = Correction.objects.filter(dispute=OuterRef("pk")).order_by("id")
    return (
        Dispute.objects.visible_to(officer)
        .with_people()
        .select_related("merged_into", "continues")
        .annotate(
            category_name=Subquery(_name_of(Category, "category")),
            town_name=Subquery(_name_of(Town, "town")),
            was_asked=Exists(Assignment.objects.filter(dispute=OuterRef("pk"))),
            was_documented=Exists(Material.objects.filter(dispute=OuterRef("pk"))),
            was_appealed=Exists(Remedy.objects.filter(dispute=OuterRef("pk"))),
            was_tried=Exists(ServiceAttempt.objects.filter(dispute=OuterRef("pk"))),
            was_convened=Exists(Convening.objects.filter(dispute=OuterRef("pk"))),
            **{MET: met_with()},
            was_called=Exists(AgendaItem.objects.filter(dispute=OuterRef("pk"))),
            was_stood_in=Exists(StandIn.objects.filter(dispute=OuterRef("pk"))),
            was_joined=Exists(
                Dispute.objects.filter(
                    Q(merged_into=OuterRef("pk")) | Q(merged_into=OuterRef("continues"))
                )
            )
            | Exists(Party.objects.filter(dispute=OuterRef("pk"), of__isnull=False)),
            was_consulted=Exists(Consultation.objects.filter(dispute=OuterRef("pk"))),
            was_settled=Exists(Settlement.objects.filter(dispute=OuterRef("pk"))),
            was_supervised=Exists(Supervision.objects.filter(dispute=OuterRef("pk"))),
            was_disclosed=Exists(Disclosure.objects.filter(dispute=OuterRef("pk"))),
            office_is_left=_office_left(today),
            was_questioned=Exists(Finding.objects.filter(dispute=OuterRef("pk"))),
            was_continued=Exists(Dispute.objects.filter(continues=OuterRef("pk"))),
            was_urged=Exists(Urging.objects.filter(dispute=OuterRef("pk"), officer=officer)),
            file_to_sign_for=Subquery(
                unread_files(officer, since).filter(dispute=OuterRef("pk")).values("pk")
            ),
            latest_decision=Subquery(decisions.values(json=_decision())[:1]),
            answers=ArraySubquery(responses.values(json=_response())),
            corrected=ArraySubquery(corrections.values(json=_correction())),
        )
        .filter(pk=pk)
        .order_by()
    )


def _joined_to(officer: Officer, pk: int) -> list[Any]:  # Any: disputes with annotations
    """The merged cases, the earliest first contact first, in a fixed number of statements."""
    names = _name_of(Category, "category")
    seen = Dispute.objects.visible_to(officer).filter(pk=OuterRef("pk"))
    rows = (
        Dispute.objects.filter(pk__in=merged_into(pk))
        .select_related("first_contact_department", "first_contact_officer")
        .prefetch_related(
            "materials",
            Prefetch("consultations", relations.with_paper(Consultation.objects.all())),
            Prefetch("settlements", relations.with_paper(Settlement.objects.all())),
        )
        .annotate(category_name=Subquery(names), is_seen=Exists(seen))
    )
    found = list(rows.order_by("registered_at", "pk"))
    bring_up_to_date(found)
    return found


def _name_of(model: type[Category] | type[Town], field: str) -> Any:  # Any: a values queryset
    return model.objects.filter(code=OuterRef(field)).values("name")[:1]


def _decision() -> JSONObject:
    return JSONObject(
        state="state",
        seal_id="seal_id",
        facts="facts",
        basis="basis",
        decision="decision",
        comment="comment",
        drafted_by="drafted_by__name",
        drafted_at="drafted_at",
        signer="signer_label",
        signed_at="signed_at",
    )


def _response() -> JSONObject:
    return JSONObject(
        seal_id="seal_id",
        party="party",
        of="of_id",
        answer="answer",
        channel="channel",
        note="note",
        at="recorded_at",
        struck_at="struck_at",
    )


def _correction() -> JSONObject:
    """Which field and when; the values stay sealed."""
    return JSONObject(field="field", label="label", at="corrected_at")


def _wanted(row: Any, officer: Officer) -> dict[str, list[Any]]:  # Any: a dispute with annotations
    """The relations this state can have anything in, by name; empty ones cost no statement."""
    state, late = row.state, row.state in LATE
    conditions = {
        "materials": row.was_documented,
        "timeline": True,
        "papers": state != State.DRAFT,
        "assignments": row.was_asked or state not in EARLY,
        "agenda_items": row.was_called or state == State.HANDLING,
        "convenings": row.was_convened,
        "decisions": state == State.AWAITING_SIGNOFF,
        "services": late,
        "service_attempts": row.was_tried,
        "remedies": row.was_appealed or state == State.OBJECTED,
        "supervisions": row.was_supervised,
        "consultations": row.was_consulted,
        "settlements": row.was_settled,
        "approvals": state == State.AWAITING_APPROVAL
        or (state == State.HANDLING and row.mode == Mode.SPECIAL),
    }
    return {
        name: relations.READ[name](dispute=row.pk, standing=officer.standing)
        if name == "agenda_items"
        else relations.READ[name](dispute=row.pk)
        for name, wanted in conditions.items()
        if wanted
    }


def when(text: str | None) -> datetime | None:
    """A time out of PostgreSQL's JSON."""
    return datetime.fromisoformat(text) if text else None


def _office_left(today: date) -> Exists:
    """Somebody of the office is not recused from it; else the leader stands in for it."""
    recused = Recusal.objects.filter(dispute=OuterRef(OuterRef("pk")), officer=OuterRef("officer"))
    sitting = Term.objects.on(today).filter(post__role__in=THE_OFFICE)
    return Exists(sitting.filter(~Exists(recused), officer__is_active=True))
