"""`/api/v1/meetings/`: planned, called, held, minuted, issued (五(三)3)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import TypedDict

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from confidentiality.audit.appending import shows
from deadlines.lamps import Lamp
from departments.models import Officer
from departments.tokens import officer_of
from disputes.choices import State
from disputes.models import Dispute
from disputes.words import shown
from web.asking import Heard, body, heard, local
from web.refusals import LookFirst, NotYours
from web.replay import replayed
from workflow.clocks.lines import Wanted, resolutions
from workflow.issuing.looking import let_program_in, unread_among
from workflow.meetings.forms import PlanMeeting
from workflow.meetings.plan import plan
from workflow.meetings.verbs import MEETINGS
from workflow.models import AgendaItem, Meeting
from workflow.procedure import offers
from workflow.verbs.api import ActionAnswer, perform, told

MOST = 200


class MeetingAnswer(Heard):
    """One meeting, with the part of its agenda that the officer may see."""

    id: int
    kind: str
    form: str
    state: str
    state_label: str
    version: int
    title: str
    starts_at: datetime
    place: str
    convenor: str
    chair: str
    countersigned: bool
    number: str
    issued_at: datetime | None
    departments: list[AttendanceAnswer]
    disputes: list[int]
    topics: list[str]
    items: list[AgendaAnswer]


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
        return Response(_answers(officer, list(Meeting.objects.visible_to(officer)[:MOST])))
    if not (officer.department_ids or officer.has_role("office")):
        raise NotYours("会商由成员单位召集。")
    form = PlanMeeting(body(request), officer=officer)
    made = plan(by=officer, **heard(request, form))
    return Response(_answer(officer, made.pk), status=201)


@extend_schema(operation_id="meeting_read", summary="一次会商", responses=MeetingAnswer)
@api_view(["GET"])
def meeting(request: Request, pk: int) -> Response:
    officer = officer_of(request)
    found = meeting_or_404(officer, pk)
    for case in found.disputes.filter(state=State.ARCHIVED):
        with suppress(LookFirst):  # else what was decided about it is left out
            let_program_in(case, officer, address=request.META.get("REMOTE_ADDR", ""))
    answer = _answers(officer, [found])[0]
    shows(answer["disputes"])
    return Response(answer)


@extend_schema(operation_id="meeting_actions", summary="会商可办的动作",
               responses=list[ActionAnswer])  # fmt: skip
@api_view(["GET"])
def actions(request: Request, pk: int) -> Response:
    """His verbs on this meeting in its state."""
    officer = officer_of(request)
    found = meeting_or_404(officer, pk)
    return Response(told(offers.open_to_meeting(officer, found), found, officer, MEETINGS))


@extend_schema(operation_id="meeting_act", summary="办理会商",
               request={"application/json": MEETINGS.forms}, responses=MeetingAnswer)  # fmt: skip
@api_view(["POST"])
@replayed
def act(request: Request, pk: int, verb: str) -> Response:
    """通知、召开、记录、会签、签发、取消 (procedure.md, The meeting)."""
    officer = officer_of(request)
    found = meeting_or_404(officer, pk)
    perform(request, found, verb, MEETINGS)
    return Response(_answer(officer, pk))


def meeting_or_404(officer: Officer, pk: int) -> Meeting:
    """What he may not know of looks like what is not there."""
    found = Meeting.objects.visible_to(officer).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _answer(officer: Officer, pk: int) -> MeetingAnswer:
    """As it is now, even when the act ended his sight of it."""
    return _answers(officer, list(Meeting.objects.filter(pk=pk)))[0]


def _answers(officer: Officer, found: list[Meeting]) -> list[MeetingAnswer]:
    parts = ("attendances__department", "items__responsible", "items__errand",
             "items__dispute__parties")  # fmt: skip
    prefetch_related_objects(found, "convenor", *parts)
    agendas = AgendaItem.objects.filter(meeting__in=found).values("dispute")
    visible = Dispute.objects.visible_to(officer).order_by()
    seen = set(visible.filter(pk__in=agendas).values_list("pk", flat=True))
    heard = Meeting.objects.telling_topics_to(officer).filter(pk__in=[m.pk for m in found])
    told = set(heard.order_by().values_list("pk", flat=True))
    owed = resolutions(found, timezone.localdate())
    cases = [item.dispute for each in found for item in each.items.all() if item.dispute]
    unread = unread_among(cases, officer)
    return [
        meeting_answer(each, _shown(each, seen, tells=each.pk in told), owed[each.pk], unread)
        for each in found
    ]


def _shown(meeting: Meeting, seen: Collection[int], *, tells: bool) -> list[AgendaItem]:
    """Of its agenda: the cases he may see, and its topics where they are told to him."""
    return [i for i in meeting.items.all() if i.dispute_id in seen or (i.topic and tells)]


class AgendaAnswer(TypedDict):
    """What a meeting settled about one dispute, or about one topic without a dispute."""

    id: int
    dispute: int | None
    topic: str
    errand: int | None
    decision: str
    dissent: str
    responsible: str | None
    due_on: date | None
    lamp: str
    lamp_words: str
    archived: bool  # what was decided is then told by its file, to whoever registers a look


class AttendanceAnswer(TypedDict):
    """A department invited, and whether it came (null: not held yet)."""

    department: str
    attended: bool | None


def meeting_answer(
    meeting: Meeting, items: Sequence[AgendaItem], owed: Wanted, unread: Collection[int]
) -> MeetingAnswer:
    """`items`: that part of its agenda which the officer may see; `unread`: of archived cases."""
    cases = meeting.cases
    return {
        "id": meeting.pk,
        "kind": meeting.kind,
        "form": meeting.form,
        "state": meeting.state,
        "state_label": meeting.get_state_display(),
        "version": meeting.version,
        "title": shown(meeting.title, *cases),
        "starts_at": timezone.localtime(meeting.starts_at),
        "place": shown(meeting.place, *cases),
        "convenor": meeting.convenor.code,
        "chair": shown(meeting.chair, *cases),
        "countersigned": meeting.countersigned,
        "number": meeting.number,
        "issued_at": local(meeting.issued_at),
        "departments": [
            {"department": each.department.code, "attended": each.attended}
            for each in meeting.attendances.all()
        ],
        "disputes": [item.dispute_id for item in items if item.dispute_id],
        "topics": [shown(item.topic, *cases) for item in items if item.topic],
        "items": [
            _item(item, cases, owed.get(item.pk), tells=item.dispute_id not in unread)
            for item in items
        ],
    }


def _item(
    item: AgendaItem, cases: Sequence[Dispute], owed: tuple[date, Lamp] | None, *, tells: bool
) -> AgendaAnswer:
    due_on, light = owed or (item.due_on, None)
    return {
        "id": item.pk,
        "dispute": item.dispute_id,
        "topic": shown(item.topic, *cases),
        "errand": item.errand_id,
        "decision": shown(item.decision, *cases) if tells else "",
        "dissent": shown(item.dissent, *cases) if tells else "",
        "responsible": item.responsible.code if item.responsible else None,
        "due_on": due_on,
        "lamp": light.colour.value if light else "",
        "lamp_words": light.words if light else "",
        "archived": item.dispute is not None and item.dispute.state == State.ARCHIVED,
    }
