"""`/api/v1/assignments/`: what departments owe, and the verbs that answer it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from departments.models import Department, Officer
from disputes.api.filters import CodesFilter, told_of
from disputes.api.views import at
from disputes.models import Dispute
from disputes.paging import BadCursor, page_of
from workflow import offers
from workflow.actions import ASSIGNMENT_ACTIONS
from workflow.api.answers import ActionAnswer, AssignmentAnswer, assignment_answers
from workflow.api.asking import cleaned, officer_of
from workflow.api.performing import perform, told
from workflow.api.replay import replayed
from workflow.assignment_table import ASSIGNMENT_TABLE
from workflow.choices import AssignmentState
from workflow.forms import ASSIGNMENT_FORMS
from workflow.models import Assignment
from workflow.refusals import Mistyped

USUAL_PAGE = 200


class AssignmentFilter(forms.Form):
    """Both are optional."""

    state = CodesFilter(AssignmentState.values, "状态")
    department = CodesFilter(lambda: Department.objects.values_list("code", flat=True), "单位")
    page_size = forms.IntegerField(label="条数", required=False, min_value=1, max_value=USUAL_PAGE)
    cursor = forms.CharField(label="位置", required=False, max_length=60)


@extend_schema(operation_id="assignments_list", summary="交办列表",
               parameters=told_of(AssignmentFilter),
               responses=list[AssignmentAnswer])  # fmt: skip
@api_view(["GET"])
def assignments(request: Request) -> Response:
    """Newest first; when there are more, the header `Link` says where they go on (RFC 8288)."""
    form = AssignmentFilter(request.query_params)
    asked = cleaned(form)
    rows = _rows(officer_of(request))
    if asked["state"]:
        rows = rows.filter(state__in=asked["state"])
    if asked["department"]:
        rows = rows.filter(department__code__in=asked["department"])
    try:
        page = page_of(rows, asked["cursor"], asked["page_size"] or USUAL_PAGE)
    except BadCursor as error:
        raise Mistyped({"cursor": ["位置标记无效，请从第一页重新取。"]}) from error
    onward = {"Link": f'<{at(request, page.next)}>; rel="next"'} if page.next else {}
    return Response(assignment_answers(page.rows), headers=onward)


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
