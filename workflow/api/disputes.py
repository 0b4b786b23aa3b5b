"""What hangs on a dispute: its verbs, timeline, papers, assignments, deadlines."""

from __future__ import annotations

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from disputes.api.answers import DisputeAnswer, dispute_answer
from disputes.api.views import visible_or_404
from workflow import clock_reading, offers
from workflow.actions import DISPUTE_ACTIONS
from workflow.api.answers import (
    ActionAnswer,
    AssignmentAnswer,
    DeadlineAnswer,
    PaperAnswer,
    TimelineAnswer,
    assignment_answers,
    deadline_answer,
    paper_answer,
    timeline_answer,
)
from workflow.api.asking import officer_of
from workflow.api.performing import perform, told
from workflow.api.replay import replayed
from workflow.forms import DISPUTE_FORMS
from workflow.transitions import DISPUTE_TABLE


@extend_schema(operation_id="dispute_actions", summary="可办的动作", responses=list[ActionAnswer])
@api_view(["GET"])
def actions(request: Request, pk: int) -> Response:
    """Every verb that is ever his on this dispute, with what stands against it now."""
    officer = officer_of(request)
    found = visible_or_404(officer, pk)
    return Response(told(offers.rights_to(officer, found), found, officer, DISPUTE_FORMS))


@extend_schema(operation_id="dispute_act", summary="办理",
               request={"application/json": DISPUTE_FORMS}, responses=DisputeAnswer)  # fmt: skip
@api_view(["POST"])
@replayed
def act(request: Request, pk: int, verb: str) -> Response:
    """One row of the table, done (方案五)."""
    found = visible_or_404(officer_of(request), pk)
    perform(request, found, verb, DISPUTE_TABLE, DISPUTE_FORMS, DISPUTE_ACTIONS)
    return Response(dispute_answer(pk))


@extend_schema(operation_id="dispute_timeline", summary="经过", responses=list[TimelineAnswer])
@api_view(["GET"])
def timeline(request: Request, pk: int) -> Response:
    """What happened, in plain sentences, oldest first."""
    found = visible_or_404(officer_of(request), pk)
    return Response([timeline_answer(entry) for entry in found.timeline.all()])


@extend_schema(operation_id="dispute_papers", summary="文书", responses=list[PaperAnswer])
@api_view(["GET"])
def papers(request: Request, pk: int) -> Response:
    """The papers in the file, in the order they were issued."""
    found = visible_or_404(officer_of(request), pk)
    rows = found.papers.select_related("department").prefetch_related("voids")
    return Response([paper_answer(paper) for paper in rows])


@extend_schema(operation_id="dispute_assignments", summary="交办", responses=list[AssignmentAnswer])
@api_view(["GET"])
def assignments(request: Request, pk: int) -> Response:
    """Who was asked for what, and by when."""
    found = visible_or_404(officer_of(request), pk)
    rows = found.assignments.select_related("dispute", "department", "sender")
    return Response(assignment_answers(list(rows)))


@extend_schema(operation_id="dispute_deadlines", summary="期限", responses=list[DeadlineAnswer])
@api_view(["GET"])
def deadlines(request: Request, pk: int) -> Response:
    """All clocks, running ones first."""
    found = visible_or_404(officer_of(request), pk)
    lines = clock_reading.deadline_lines(found, timezone.localdate())
    return Response([deadline_answer(line) for line in lines])
