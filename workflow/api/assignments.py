"""`/api/v1/assignments/`: what departments owe, and the verbs that answer it."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from departments.models import Officer
from disputes.api.filters import Codes, told_of
from disputes.models import Dispute
from workflow import offers
from workflow.actions import ASSIGNMENT_ACTIONS
from workflow.api.answers import ActionAnswer, AssignmentAnswer, assignment_answers
from workflow.api.asking import officer_of
from workflow.api.listing import ListFilter, listed, units
from workflow.api.performing import perform, told
from workflow.api.replay import replayed
from workflow.assignment_table import ASSIGNMENT_TABLE
from workflow.choices import AssignmentState
from workflow.forms import ASSIGNMENT_FORMS
from workflow.models import Assignment


class AssignmentFilter(ListFilter):
    state = Codes(AssignmentState.values, "状态")
    department = units()


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
    return Response(assignment_answers([_or_404(officer_of(request), pk)])[0])


@extend_schema(operation_id="assignment_actions", summary="交办可办的动作",
               responses=list[ActionAnswer])  # fmt: skip
@api_view(["GET"])
def actions(request: Request, pk: int) -> Response:
    """His verbs on this assignment in its state."""
    officer = officer_of(request)
    found = _or_404(officer, pk)
    offered = offers.open_to_assignment(officer, found)
    return Response(told(offered, found, officer, ASSIGNMENT_FORMS))


@extend_schema(operation_id="assignment_act", summary="办理交办",
               request={"application/json": ASSIGNMENT_FORMS},
               responses=AssignmentAnswer)  # fmt: skip
@api_view(["POST"])
@replayed
def act(request: Request, pk: int, verb: str) -> Response:
    """签收、退回、书面意见、审核 … (procedure.md, The assignment)."""
    found = _or_404(officer_of(request), pk)
    perform(request, found, verb, ASSIGNMENT_TABLE, ASSIGNMENT_FORMS, ASSIGNMENT_ACTIONS)
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
