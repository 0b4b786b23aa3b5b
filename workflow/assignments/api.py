"""`/api/v1/assignments/`: what departments owe, and the verbs that answer it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from departments.api import units
from departments.models import Officer
from departments.tokens import officer_of
from disputes.models import Dispute
from disputes.words import shown
from web.asking import Heard, local
from web.filters import Codes, told_of
from web.listing import ListFilter, listed
from web.replay import replayed
from workflow.assignments.verbs import ASSIGNMENTS
from workflow.clocks.lines import assignment_lamps
from workflow.issuing.looking import let_program_in
from workflow.models import Assignment
from workflow.models.choices import AssignmentState
from workflow.procedure import offers
from workflow.verbs.api import ActionAnswer, perform, told


class AssignmentFilter(ListFilter):
    state = Codes(AssignmentState.values, "状态")
    department = units()


class AssignmentAnswer(Heard):
    """One department owes one answer."""

    id: int
    dispute: int
    kind: str
    kind_label: str
    state: str
    state_label: str
    version: int
    department: str
    sender: str
    question: str
    sent_at: datetime
    due_on: date
    lamp: str
    lamp_words: str
    accepted_at: datetime | None
    return_by: date | None
    answered_at: datetime | None
    meeting: int | None


@extend_schema(operation_id="assignments_list", summary="交办列表",
               parameters=told_of(AssignmentFilter),
               responses=list[AssignmentAnswer])  # fmt: skip
@api_view(["GET"])
def assignments(request: Request) -> Response:
    """Newest first."""
    return listed(request, AssignmentFilter, _rows(officer_of(request)), assignment_answers)


@extend_schema(operation_id="assignment_read", summary="一件交办", responses=AssignmentAnswer)
@api_view(["GET"])
def assignment(request: Request, pk: int) -> Response:
    officer = officer_of(request)
    found = _or_404(officer, pk)
    let_program_in(found.dispute, officer, address=request.META.get("REMOTE_ADDR", ""))
    return Response(assignment_answers([found])[0])


@extend_schema(operation_id="assignment_actions", summary="交办可办的动作",
               responses=list[ActionAnswer])  # fmt: skip
@api_view(["GET"])
def actions(request: Request, pk: int) -> Response:
    """His verbs on this assignment in its state."""
    officer = officer_of(request)
    found = _or_404(officer, pk)
    offered = offers.open_to_assignment(officer, found)
    return Response(told(offered, found, officer, ASSIGNMENTS))


@extend_schema(operation_id="assignment_act", summary="办理交办",
               request={"application/json": ASSIGNMENTS.forms},
               responses=AssignmentAnswer)  # fmt: skip
@api_view(["POST"])
@replayed
def act(request: Request, pk: int, verb: str) -> Response:
    """签收、退回、书面意见、审核 … (procedure.md, The assignment)."""
    found = _or_404(officer_of(request), pk)
    perform(request, found, verb, ASSIGNMENTS)
    return Response(assignment_answers([_read().get(pk=pk)])[0])


def _read() -> Any:  # Any: a queryset of assignments
    return Assignment.objects.select_related("dispute", "department", "sender")


def _rows(officer: Officer) -> Any:  # Any: as above
    visible = Dispute.objects.visible_to(officer).order_by().values("pk")
    return _read().filter(dispute__in=visible)


def _or_404(officer: Officer, pk: int) -> Assignment:
    """An assignment is seen by whoever sees its dispute."""
    found: Assignment | None = _rows(officer).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def assignment_answers(assignments: Sequence[Assignment]) -> list[AssignmentAnswer]:
    """Rows read with dispute, department and sender."""
    prefetch_related_objects(assignments, "dispute__parties")
    lamps = assignment_lamps(assignments, timezone.localdate())
    return [
        {
            "id": each.pk,
            "dispute": each.dispute_id,
            "kind": each.kind,
            "kind_label": each.get_kind_display(),
            "state": each.state,
            "state_label": each.get_state_display(),
            "version": each.version,
            "department": each.department.code,
            "sender": each.sender.code,
            "question": shown(each.question, each.dispute),
            "sent_at": timezone.localtime(each.sent_at),
            "due_on": each.due_on,
            "lamp": lamps[each.pk].colour.value,
            "lamp_words": lamps[each.pk].words,
            "accepted_at": local(each.accepted_at),
            "return_by": each.return_by,
            "answered_at": local(each.answered_at),
            "meeting": each.meeting_id,
        }
        for each in assignments
    ]
