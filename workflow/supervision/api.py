"""`/api/v1/supervisions/`: who has to explain himself, and the verbs that end it (R104)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from departments.api import units
from departments.models import Officer
from departments.tokens import officer_of
from disputes import words
from web.asking import Heard, local
from web.filters import Codes, told_of
from web.listing import ListFilter, listed
from web.replay import replayed
from workflow.issuing.looking import let_program_in, read_by
from workflow.models import Supervision
from workflow.models.supervision import SupervisionLevel, SupervisionState
from workflow.procedure import offers
from workflow.supervision.verbs import SUPERVISIONS
from workflow.verbs.api import ActionAnswer, perform, told

#: Whose names its free text may tell.
PEOPLE: Final = "dispute__parties"


class SupervisionAnswer(Heard):
    """One department answers for one dispute."""

    id: int
    dispute: int
    number: str
    department: str
    level: str
    level_label: str
    cause: str
    cause_label: str
    state: str
    state_label: str
    version: int
    reason: str
    opened_at: datetime
    opener: str
    due_on: date
    answer: str
    answered_at: datetime | None
    conclusion: str
    closed_at: datetime | None


class SupervisionFilter(ListFilter):
    state = Codes(SupervisionState.values, "状态")
    level = Codes(SupervisionLevel.values, "级别")
    department = units()


@extend_schema(operation_id="supervisions_list", summary="督办列表",
               parameters=told_of(SupervisionFilter),
               responses=list[SupervisionAnswer])  # fmt: skip
@api_view(["GET"])
def supervisions(request: Request) -> Response:
    """Newest first."""
    rows = Supervision.objects.visible_to(officer_of(request)).prefetch_related(PEOPLE)
    return listed(request, SupervisionFilter, rows, _in_a_list)


@extend_schema(operation_id="supervision_read", summary="一件督办", responses=SupervisionAnswer)
@api_view(["GET"])
def supervision(request: Request, pk: int) -> Response:
    officer = officer_of(request)
    found = _or_404(officer, pk)
    if case := read_by(officer, found.dispute):
        let_program_in(case, officer, address=request.META.get("REMOTE_ADDR", ""))
    return Response(supervision_answer(found))


@extend_schema(operation_id="supervision_actions", summary="督办可办的动作",
               responses=list[ActionAnswer])  # fmt: skip
@api_view(["GET"])
def actions(request: Request, pk: int) -> Response:
    """His verbs on this supervision in its state."""
    officer = officer_of(request)
    found = _or_404(officer, pk)
    offered = offers.open_to_supervision(officer, found)
    return Response(told(offered, found, officer, SUPERVISIONS))


@extend_schema(operation_id="supervision_act", summary="办理督办",
               request={"application/json": SUPERVISIONS.forms},
               responses=SupervisionAnswer)  # fmt: skip
@api_view(["POST"])
@replayed
def act(request: Request, pk: int, verb: str) -> Response:
    """答复、退回重答、升级、销号; a new one is the dispute's verb `supervise`."""
    found = _or_404(officer_of(request), pk)
    perform(request, found, verb, SUPERVISIONS)
    return Response(supervision_answer(found))


def _in_a_list(page: Iterable[Supervision]) -> list[SupervisionAnswer]:
    return [supervision_answer(each, words.listed) for each in page]


def supervision_answer(
    supervision: Supervision, words_of: words.Telling = words.shown
) -> SupervisionAnswer:
    dispute = supervision.dispute
    return {
        "id": supervision.pk,
        "dispute": supervision.dispute_id,
        "number": dispute.number or "",
        "department": supervision.department.code,
        "level": supervision.level,
        "level_label": supervision.get_level_display(),
        "cause": supervision.cause,
        "cause_label": supervision.get_cause_display(),
        "state": supervision.state,
        "state_label": supervision.get_state_display(),
        "version": supervision.version,
        "reason": words_of(supervision.reason, dispute),
        "opened_at": timezone.localtime(supervision.opened_at),
        "opener": supervision.opener_label,
        "due_on": supervision.due_on,
        "answer": words_of(supervision.answer, dispute),
        "answered_at": local(supervision.answered_at),
        "conclusion": words_of(supervision.conclusion, dispute),
        "closed_at": local(supervision.closed_at),
    }


def _or_404(officer: Officer, pk: int) -> Supervision:
    """What he may not know of looks like what is not there."""
    found = Supervision.objects.visible_to(officer).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
