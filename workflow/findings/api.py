"""`/api/v1/findings/`: what auditors found in archived files, and how it was put right (R082)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from deadlines.calendar import WorkCalendar
from deadlines.calendar_days import current_calendar
from departments.api import units
from departments.models import Officer
from departments.tokens import officer_of
from disputes.words import shown
from web.asking import Heard, local
from web.filters import Codes, told_of
from web.listing import ListFilter, listed
from web.replay import replayed
from workflow.findings.clock import lamp_of
from workflow.findings.page import finding_or_404, may_read_answer
from workflow.findings.verbs import FINDINGS
from workflow.models import Finding
from workflow.models.finding import FindingState
from workflow.procedure import offers
from workflow.verbs.api import ActionAnswer, perform, told


class FindingAnswer(Heard):
    """One department puts one thing right; `about` is `whole`, `step:` or `paper:` with its id."""

    id: int
    dispute: int
    number: str
    nth: int
    state: str
    state_label: str
    version: int
    department: str
    about: str
    found: str
    basis: str
    demand: str
    finder: str
    found_at: datetime
    due_on: date
    lamp: str
    lamp_words: str
    answer: str
    answered_at: datetime | None
    conclusion: str
    ended_at: datetime | None


class FindingFilter(ListFilter):
    state = Codes(FindingState.values, "状态")
    department = units()


@extend_schema(operation_id="findings_list", summary="审计发现列表",
               parameters=told_of(FindingFilter),
               responses=list[FindingAnswer])  # fmt: skip
@api_view(["GET"])
def findings(request: Request) -> Response:
    """Newest first; a new one is the archived dispute's verb `record_finding`."""
    officer = officer_of(request)
    rows = Finding.objects.visible_to(officer).prefetch_related("dispute__parties")
    return listed(request, FindingFilter, rows, lambda page: finding_answers(page, officer))


@extend_schema(operation_id="finding_read", summary="一件审计发现", responses=FindingAnswer)
@api_view(["GET"])
def finding(request: Request, pk: int) -> Response:
    officer = officer_of(request)
    return Response(finding_answers([finding_or_404(officer, pk)], officer)[0])


@extend_schema(operation_id="finding_actions", summary="审计发现可办的动作",
               responses=list[ActionAnswer])  # fmt: skip
@api_view(["GET"])
def actions(request: Request, pk: int) -> Response:
    """His verbs on this finding in its state."""
    officer = officer_of(request)
    found = finding_or_404(officer, pk)
    return Response(told(offers.open_to_finding(officer, found), found, officer, FINDINGS))


@extend_schema(operation_id="finding_act", summary="办理审计发现",
               request={"application/json": FINDINGS.forms}, responses=FindingAnswer)  # fmt: skip
@api_view(["POST"])
@replayed
def act(request: Request, pk: int, verb: str) -> Response:
    """写整改情况、审签、退改、整改到位、退回整改、催办、撤销."""
    officer = officer_of(request)
    found = finding_or_404(officer, pk)
    perform(request, found, verb, FINDINGS)
    return Response(finding_answers([found], officer)[0])


def finding_answers(findings: Iterable[Finding], officer: Officer) -> list[FindingAnswer]:
    calendar = current_calendar()
    return [_answer(each, officer, calendar) for each in findings]


def _answer(own: Finding, officer: Officer, calendar: WorkCalendar) -> FindingAnswer:
    """A draft is its own department's until it is signed."""
    light, dispute = lamp_of(own, calendar), own.dispute
    key = own.step_id or own.paper_id
    return {
        "id": own.pk,
        "dispute": own.dispute_id,
        "number": dispute.number or "",
        "nth": own.nth,
        "state": own.state,
        "state_label": own.get_state_display(),
        "version": own.version,
        "department": own.department.code,
        "about": f"{own.place}:{key}" if key else own.place,
        "found": shown(own.found, dispute),
        "basis": shown(own.basis, dispute),
        "demand": shown(own.demand, dispute),
        "finder": own.finder_label,
        "found_at": timezone.localtime(own.found_at),
        "due_on": own.due_on,
        "lamp": light.colour.value,
        "lamp_words": light.words,
        "answer": shown(own.answer, dispute) if may_read_answer(own, officer) else "",
        "answered_at": local(own.answered_at),
        "conclusion": shown(own.conclusion, dispute),
        "ended_at": local(own.ended_at),
    }
