"""`/api/v1/errands/`: what the task force asked units for beside any case (四(二), R022)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from confidentiality.audit.appending import shows
from deadlines.calendar import WorkCalendar
from deadlines.calendar_days import current_calendar
from departments.api import units
from departments.models import Officer
from departments.tokens import officer_of
from disputes.models import Dispute
from disputes.words import shown
from web.asking import Heard, body, heard, local
from web.filters import Codes, told_of
from web.listing import ListFilter, listed
from web.refusals import NotYours
from web.replay import replayed
from workflow.errands.about import cases_about
from workflow.errands.actions import give
from workflow.errands.forms import GiveErrand
from workflow.errands.page import errand_or_404, lamp_of
from workflow.errands.verbs import ERRANDS
from workflow.models import Errand
from workflow.models.errand import ErrandState
from workflow.procedure import offers
from workflow.procedure.who import speaks_for_task_force
from workflow.verbs.api import ActionAnswer, perform, told


class ErrandAnswer(Heard):
    """One unit owes one answer, beside any case."""

    id: int
    number: str
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
    answered_at: datetime | None
    answer: str
    conclusion: str
    ended_at: datetime | None


class ErrandFilter(ListFilter):
    state = Codes(ErrandState.values, "状态")
    department = units()


@extend_schema(methods=["GET"], operation_id="errands_list", summary="专班交办列表",
               parameters=told_of(ErrandFilter), responses=list[ErrandAnswer])  # fmt: skip
@extend_schema(methods=["POST"], operation_id="errands_give", summary="下达专班交办",
               request=GiveErrand, responses={201: ErrandAnswer})  # fmt: skip
@api_view(["GET", "POST"])
@replayed
def errands(request: Request) -> Response:
    """Newest first; or a new one by the task force."""
    officer = officer_of(request)
    if request.method == "GET":
        rows = Errand.objects.visible_to(officer)
        return listed(request, ErrandFilter, rows, lambda page: errand_answers(page, officer))
    if not speaks_for_task_force(officer):
        raise NotYours("专班交办由专班组长或专班办公室下达。")
    made = give(by=officer, **heard(request, GiveErrand(body(request))))
    return Response(errand_answer(made, officer), status=201)


@extend_schema(operation_id="errand_read", summary="一件专班交办", responses=ErrandAnswer)
@api_view(["GET"])
def errand(request: Request, pk: int) -> Response:
    officer = officer_of(request)
    return Response(errand_answer(errand_or_404(officer, pk), officer))


@extend_schema(operation_id="errand_actions", summary="专班交办可办的动作",
               responses=list[ActionAnswer])  # fmt: skip
@api_view(["GET"])
def actions(request: Request, pk: int) -> Response:
    """His verbs on this errand in its state."""
    officer = officer_of(request)
    found = errand_or_404(officer, pk)
    return Response(told(offers.open_to_errand(officer, found), found, officer, ERRANDS))


@extend_schema(operation_id="errand_act", summary="办理专班交办",
               request={"application/json": ERRANDS.forms}, responses=ErrandAnswer)  # fmt: skip
@api_view(["POST"])
@replayed
def act(request: Request, pk: int, verb: str) -> Response:
    """签收、办理情况、审签、退改、办结、退回重办、催办、撤回."""
    officer = officer_of(request)
    found = errand_or_404(officer, pk)
    perform(request, found, verb, ERRANDS)
    return Response(errand_answer(found, officer))


def errand_answer(errand: Errand, officer: Officer) -> ErrandAnswer:
    cases = cases_about([errand]).get(errand.pk, [])
    shows(each.pk for each in cases)
    return _answer(errand, officer, current_calendar(), cases)


def errand_answers(errands: Iterable[Errand], officer: Officer) -> list[ErrandAnswer]:
    rows, calendar = list(errands), current_calendar()
    about = cases_about(rows)
    return [_answer(each, officer, calendar, about.get(each.pk, [])) for each in rows]


def _answer(
    errand: Errand, officer: Officer, calendar: WorkCalendar, cases: Sequence[Dispute]
) -> ErrandAnswer:
    """A draft is its own unit's until it is signed."""
    light = lamp_of(errand, calendar)
    reads = errand.answered_at is not None or errand.department_id in officer.department_ids
    return {
        "id": errand.pk,
        "number": errand.number,
        "state": errand.state,
        "state_label": errand.get_state_display(),
        "version": errand.version,
        "department": errand.department.code,
        "sender": errand.sender.code,
        "question": shown(errand.question, *cases),
        "sent_at": timezone.localtime(errand.sent_at),
        "due_on": errand.due_on,
        "lamp": light.colour.value,
        "lamp_words": light.words,
        "accepted_at": local(errand.accepted_at),
        "answered_at": local(errand.answered_at),
        "answer": shown(errand.answer, *cases) if reads else "",
        "conclusion": shown(errand.conclusion, *cases),
        "ended_at": local(errand.ended_at),
    }
