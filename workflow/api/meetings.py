"""`/api/v1/meetings/`: planned, called, held, minuted, issued (五(三)3)."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from departments.models import Officer
from disputes.models import Dispute
from workflow import offers
from workflow.actions import MEETING_ACTIONS
from workflow.actions.meetings import plan
from workflow.api.answers import ActionAnswer, MeetingAnswer, meeting_answer
from workflow.api.asking import body, cleaned, officer_of
from workflow.api.performing import perform, told
from workflow.api.replay import replayed
from workflow.forms import MEETING_FORMS
from workflow.forms.others import PlanMeeting
from workflow.meeting_reach import meetings_visible_to
from workflow.meeting_table import MEETING_TABLE
from workflow.models import AgendaItem, Meeting
from workflow.refusals import NotYours

MOST = 200


@extend_schema(methods=["GET"], operation_id="meetings_list", summary="会商列表",
               responses=list[MeetingAnswer])  # fmt: skip
@extend_schema(methods=["POST"], operation_id="meetings_plan", summary="拟定会商",
               request=PlanMeeting, responses={201: MeetingAnswer})  # fmt: skip
@api_view(["GET", "POST"])
@replayed
def meetings(request: Request) -> Response:
    """Those he convenes, attends or whose agenda he may see, latest first; or a new one."""
    officer = officer_of(request)
    if request.method == "GET":
        return Response(_answers(officer, list(meetings_visible_to(officer)[:MOST])))
    if not (officer.department_ids or officer.has_role("office")):
        raise NotYours("会商由成员单位召集。")
    form = PlanMeeting(body(request), officer=officer)
    made = plan(by=officer, **cleaned(form))
    return Response(_answer(officer, made.pk), status=201)


@extend_schema(operation_id="meeting_read", summary="一次会商", responses=MeetingAnswer)
@api_view(["GET"])
def meeting(request: Request, pk: int) -> Response:
    officer = officer_of(request)
    return Response(_answers(officer, [meeting_or_404(officer, pk)])[0])


@extend_schema(operation_id="meeting_actions", summary="会商可办的动作",
               responses=list[ActionAnswer])  # fmt: skip
@api_view(["GET"])
def actions(request: Request, pk: int) -> Response:
    """His verbs on this meeting in its state."""
    officer = officer_of(request)
    found = meeting_or_404(officer, pk)
    return Response(told(offers.open_to_meeting(officer, found), found, officer, MEETING_FORMS))


@extend_schema(operation_id="meeting_act", summary="办理会商",
               request={"application/json": MEETING_FORMS}, responses=MeetingAnswer)  # fmt: skip
@api_view(["POST"])
@replayed
def act(request: Request, pk: int, verb: str) -> Response:
    """通知、召开、记录、会签、签发、取消 (procedure.md, The meeting)."""
    officer = officer_of(request)
    found = meeting_or_404(officer, pk)
    perform(request, found, verb, MEETING_TABLE, MEETING_FORMS, MEETING_ACTIONS)
    return Response(_answer(officer, pk))


def meeting_or_404(officer: Officer, pk: int) -> Meeting:
    """What he may not know of looks like what is not there."""
    found = meetings_visible_to(officer).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _answer(officer: Officer, pk: int) -> MeetingAnswer:
    """As it is now, even when the act ended his sight of it."""
    return _answers(officer, list(Meeting.objects.filter(pk=pk)))[0]


def _answers(officer: Officer, found: list[Meeting]) -> list[MeetingAnswer]:
    prefetch_related_objects(found, "convenor", "attendances__department", "items__responsible")
    agendas = AgendaItem.objects.filter(meeting__in=found).values("dispute")
    visible = Dispute.objects.visible_to(officer).order_by()
    seen = set(visible.filter(pk__in=agendas).values_list("pk", flat=True))
    return [meeting_answer(each, seen) for each in found]
