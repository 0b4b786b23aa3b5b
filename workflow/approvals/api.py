"""`/api/v1/approvals/`: the queues of leader and heads; approving is the dispute's own verb."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from deadlines.calendar import WorkCalendar
from deadlines.calendar_days import current_calendar
from departments.models import Officer
from departments.tokens import officer_of
from departments.views.proof import refuse_unproven
from disputes.models import Dispute
from disputes.words import shown
from web.asking import Heard, body, cleaned, heard, local
from web.filters import CodesField, told_of
from web.replay import replayed
from workflow.approvals import actions as answering
from workflow.approvals.verbs import ANSWERS, VERBS
from workflow.approvals.waiting import lamp_of
from workflow.disclosure.page import rows_waiting_for
from workflow.issuing.looking import let_program_in
from workflow.models import Approval, Disclosure
from workflow.models.choices import ApprovalKind, ApprovalState
from workflow.models.disclosure import AT_A_DESK, DisclosureState
from workflow.verbs.forms import VerbForm

MOST: Final = 200
#: Whose names its free text may tell.
APPROVAL_PEOPLE: Final = ("dispute__parties", "meeting__items__dispute__parties")
ANSWERED_WITH: Final = (
    "requested_department", "dispute", "meeting", "membership", "desk", "clock"
)  # fmt: skip


class ApprovalFilter(forms.Form):
    """The queue is what is pending; `state` asks for what was answered.

    信息提供 are told to whom asks for their kind: they have no approval's `id`.
    """

    state = CodesField(ApprovalState.values, label="状态", required=False)
    kind = CodesField(ApprovalKind.values, label="事由", required=False)


class ApprovalAnswer(Heard):
    """One question; `desk` is the department whose head decides, empty for the leader's.

    信息提供 has no `id` here: it is signed as /disclosures/{disclosure}/actions/.
    """

    id: int | None
    disclosure: int | None
    kind: str
    kind_label: str
    dispute: int | None
    meeting: int | None
    state: str
    state_label: str
    desk: str
    awaits: str
    reason: str
    requested_by: str
    requested_at: datetime
    due_on: date | None
    lamp: str
    words: str
    clock: str
    until: date | None
    comment: str
    decider: str
    decided_at: datetime | None


@extend_schema(operation_id="approvals_list", summary="审批队列",
               parameters=told_of(ApprovalFilter),
               responses=list[ApprovalAnswer])  # fmt: skip
@api_view(["GET"])
def approvals(request: Request) -> Response:
    """The leader's and deputies': all; a department's: what it asked for, a head's: his own too.

    Asked for by kind, also the pending 信息提供 that wait for his own name (六(三)).
    """
    officer, asked_for = officer_of(request), cleaned(ApprovalFilter(request.query_params))
    states, kinds = asked_for["state"] or [ApprovalState.PENDING], asked_for["kind"]
    rows = _visible_to(officer).filter(state__in=states)
    found = approval_answers((rows.filter(kind__in=kinds) if kinds else rows)[:MOST])
    waits = ApprovalState.PENDING in states and ApprovalKind.DISCLOSURE in kinds
    leaving = rows_waiting_for(officer) if waits else []
    prefetch_related_objects(leaving, "dispute__parties")
    asked = [_leaving(each) for each in leaving if each.state in AT_A_DESK]
    return Response([*found, *asked])


@extend_schema(operation_id="approval_read", summary="一件审批", responses=ApprovalAnswer)
@api_view(["GET"])
def approval(request: Request, pk: int) -> Response:
    officer = officer_of(request)
    found = _or_404(officer, pk)
    if found.dispute is not None:
        let_program_in(found.dispute, officer, address=request.META.get("REMOTE_ADDR", ""))
    return Response(approval_answer(found))


@extend_schema(operation_id="approval_act", summary="批示",
               request={"application/json": {
                   "approve": VERBS["approve_major"].form,
                   "reject": ANSWERS["reject"].form,
                   "ask_more": ANSWERS["ask_more"].form,
               }},
               responses=ApprovalAnswer)  # fmt: skip
@api_view(["POST"])
@replayed
def act(request: Request, pk: int, verb: str) -> Response:
    """同意、不同意、补充材料."""
    officer = officer_of(request)
    found = _or_404(officer, pk)
    if verb not in ANSWERS:
        raise Http404
    answering.check_decider(found, officer)
    if found.membership_id:
        refuse_unproven(request)
    ANSWERS[verb].does(found, by=officer, **_typed(request, found, verb))
    found.refresh_from_db()
    return Response(approval_answer(found))


def _typed(request: Request, found: Approval, verb: str) -> dict[str, Any]:  # Any: cleaned values
    """A comment; with the approval of a major dispute also consent to meetings on it."""
    form = _form(found, verb)(
        body(request), subject=found.dispute or found.meeting or found, officer=officer_of(request)
    )
    return {name: value for name, value in heard(request, form).items() if name != "version"}


def _form(found: Approval, verb: str) -> type[VerbForm]:
    """Approving a major dispute says one thing more: whether meetings on it may be called."""
    major = verb == "approve" and found.kind == ApprovalKind.MAJOR
    return VERBS["approve_major"].form if major else ANSWERS[verb].form


def _visible_to(officer: Officer) -> QuerySet[Approval]:
    """What he finds on the pages, and what his department asked for."""
    visible = Dispute.objects.visible_to(officer).order_by().values("pk")
    asked = Q(requested_department__in=officer.department_ids)
    asked &= Q(dispute=None) | Q(dispute__in=visible)
    on_pages = Q(pk__in=Approval.objects.visible_to(officer).order_by().values("pk"))
    rows = Approval.objects.select_related(*ANSWERED_WITH)
    asked &= ~Q(pk__in=Approval.objects.recused_from(officer).order_by().values("pk"))
    return rows.filter(asked | on_pages).prefetch_related(*APPROVAL_PEOPLE)


def _or_404(officer: Officer, pk: int) -> Approval:
    found = _visible_to(officer).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def approval_answers(approvals: Iterable[Approval]) -> list[ApprovalAnswer]:
    """A list of them; the calendar is asked for once."""
    calendar = current_calendar()
    return [_answer(approval, calendar) for approval in approvals]


def approval_answer(approval: Approval) -> ApprovalAnswer:
    return _answer(approval, current_calendar())


def _answer(approval: Approval, calendar: WorkCalendar) -> ApprovalAnswer:
    light = lamp_of(approval, calendar)
    clock, cases = approval.clock, approval.cases
    return {
        "id": approval.pk,
        "disclosure": None,
        "kind": approval.kind,
        "kind_label": approval.get_kind_display(),
        "dispute": approval.dispute_id,
        "meeting": approval.meeting_id,
        "state": approval.state,
        "state_label": approval.get_state_display(),
        "desk": approval.desk.code if approval.desk else "",
        "awaits": approval.awaits,
        "reason": shown(approval.reason, *cases),
        "requested_by": approval.requested_department.code,
        "requested_at": timezone.localtime(approval.requested_at),
        "due_on": clock.due_on if clock else approval.due_on,
        "lamp": light.colour.value if light else "",
        "words": light.words if light else "",
        "clock": clock.key if clock else "",
        "until": approval.until,
        "comment": shown(approval.comment, *cases),
        "decider": approval.decider_label,
        "decided_at": local(approval.decided_at),
    }


def _leaving(own: Disclosure) -> ApprovalAnswer:
    """What is to leave, as one question among the others; it runs against no clock."""
    heads = own.state == DisclosureState.HEAD
    return {
        "id": None,
        "disclosure": own.pk,
        "kind": ApprovalKind.DISCLOSURE.value,
        "kind_label": str(ApprovalKind.DISCLOSURE.label),
        "dispute": own.dispute_id,
        "meeting": None,
        "state": ApprovalState.PENDING.value,
        "state_label": own.get_state_display(),
        "desk": own.department.code if heads else "",
        "awaits": own.state,
        "reason": shown(own.purpose, own.dispute),
        "requested_by": own.department.code,
        "requested_at": timezone.localtime(own.requested_at),
        "due_on": None,
        "lamp": "",
        "words": "",
        "clock": "",
        "until": None,
        "comment": "",
        "decider": "",
        "decided_at": None,
    }
