"""What hangs on a dispute: its verbs, timeline, papers, assignments, deadlines."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, parser_classes
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from departments.tokens import officer_of
from departments.views.proof import proven_program
from disputes.api.answers import DisputeAnswer, dispute_answer
from disputes.api.views import visible_or_404
from disputes.models import Dispute
from disputes.words import shown
from web.replay import replayed
from workflow.assignments.api import AssignmentAnswer, assignment_answers
from workflow.cases.verbs import DISPUTES, GIVES_RIGHTS
from workflow.clocks import lines as clock_reading
from workflow.clocks.lines import DeadlineLine
from workflow.issuing.looking import let_program_in
from workflow.models import Paper, TimelineEntry
from workflow.procedure import offers
from workflow.verbs.api import ActionAnswer, perform, told, with_files


@extend_schema(operation_id="dispute_actions", summary="可办的动作", responses=list[ActionAnswer])
@api_view(["GET"])
def actions(request: Request, pk: int) -> Response:
    """Every verb that is ever his on this dispute, with what stands against it now."""
    officer = officer_of(request)
    found = visible_or_404(officer, pk)
    return Response(told(offers.rights_to(officer, found), found, officer, DISPUTES))


@extend_schema(operation_id="dispute_act", summary="办理",
               request={"application/json": DISPUTES.forms,
                        "multipart/form-data": with_files(DISPUTES.forms)},
               responses=DisputeAnswer)  # fmt: skip
@api_view(["POST"])
@parser_classes([JSONParser, MultiPartParser])
@proven_program(*GIVES_RIGHTS)
@replayed
def act(request: Request, pk: int, verb: str) -> Response:
    """One row of the table, done (方案五)."""
    found = visible_or_404(officer_of(request), pk)
    perform(request, found, verb, DISPUTES)
    return Response(dispute_answer(pk))


class TimelineAnswer(TypedDict):
    """One thing that happened, in a plain sentence."""

    at: datetime
    actor: str
    verb: str
    text: str
    clause: str
    state_before: str
    state_after: str


@extend_schema(operation_id="dispute_timeline", summary="经过", responses=list[TimelineAnswer])
@api_view(["GET"])
def timeline(request: Request, pk: int) -> Response:
    """What happened, in plain sentences, oldest first."""
    found = _read_by(request, pk)
    return Response([timeline_answer(entry, found) for entry in found.timeline.all()])


class PaperAnswer(TypedDict):
    """One issued paper; `label` is its Chinese name."""

    id: int
    kind: str
    label: str
    number: str
    issued_at: datetime
    void: bool
    void_reason: str
    party: str
    of: int | None
    department: str


@extend_schema(operation_id="dispute_papers", summary="文书", responses=list[PaperAnswer])
@api_view(["GET"])
def papers(request: Request, pk: int) -> Response:
    """The papers in the file, in the order they were issued."""
    found = _read_by(request, pk)
    rows = found.papers.select_related("department").prefetch_related("voids")
    return Response([paper_answer(paper, found) for paper in rows])


@extend_schema(operation_id="dispute_assignments", summary="交办", responses=list[AssignmentAnswer])
@api_view(["GET"])
def assignments(request: Request, pk: int) -> Response:
    """Who was asked for what, and by when."""
    found = _read_by(request, pk)
    rows = found.assignments.select_related("dispute", "department", "sender")
    return Response(assignment_answers(list(rows)))


class DeadlineAnswer(TypedDict):
    """One clock."""

    key: str
    label: str
    owner: str
    starts_on: date
    due_on: date
    lamp: str
    words: str
    sentence: str
    provisional: bool


@extend_schema(operation_id="dispute_deadlines", summary="期限", responses=list[DeadlineAnswer])
@api_view(["GET"])
def deadlines(request: Request, pk: int) -> Response:
    """All clocks, running ones first."""
    found = _read_by(request, pk)
    lines = clock_reading.deadline_lines(found, timezone.localdate())
    return Response([deadline_answer(line) for line in lines])


def _read_by(request: Request, pk: int) -> Dispute:
    """What he may see; once it is archived, after 查阅登记."""
    officer = officer_of(request)
    found = visible_or_404(officer, pk)
    let_program_in(found, officer, address=request.META.get("REMOTE_ADDR", ""))
    return found


def paper_answer(paper: Paper, dispute: Dispute) -> PaperAnswer:
    return {
        "id": paper.pk,
        "kind": paper.kind,
        "label": paper.label,
        "number": paper.number,
        "issued_at": timezone.localtime(paper.issued_at),
        "void": paper.is_void,
        "void_reason": shown(paper.void_reason, dispute),
        "party": paper.party,
        "of": paper.of_id,
        "department": paper.department.code,
    }


def timeline_answer(entry: TimelineEntry, dispute: Dispute) -> TimelineAnswer:
    return {
        "at": timezone.localtime(entry.at),
        "actor": entry.actor_label,
        "verb": entry.verb,
        "text": shown(entry.text, dispute),
        "clause": entry.clause,
        "state_before": entry.state_before,
        "state_after": entry.state_after,
    }


def deadline_answer(line: DeadlineLine) -> DeadlineAnswer:
    return {
        "key": line.key,
        "label": line.label,
        "owner": line.owner,
        "starts_on": line.starts_on,
        "due_on": line.due_on,
        "lamp": line.lamp.colour.value,
        "words": line.words,
        "sentence": line.sentence,
        "provisional": line.provisional,
    }
