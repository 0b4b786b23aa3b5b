"""What was called, or asked to be called, about a case that ends: called off, or taken along."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Value

from deadlines.limits import CONVENING_ANSWER
from departments.roles import STAFF, THE_OFFICE
from disputes.locking import MET
from web.refusals import NotAllowed
from workflow.clocks.clocks import Clocks, Wanted
from workflow.issuing.voiding import void_calling
from workflow.models import Assignment, Convening, Meeting
from workflow.models.asks import ASKS_TO_CONVENE
from workflow.models.choices import GONE_ASSIGNMENT, ApprovalState, MeetingState
from workflow.procedure import facts
from workflow.procedure.rows.meeting import BEFORE_HELD
from workflow.procedure.sides.fellows import to_anybody
from workflow.procedure.sides.other_side import kept_out

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.procedure.move import Move


#: Still to be held, or to have its minutes issued.
_NOT_OVER = BEFORE_HELD | {MeetingState.HELD, MeetingState.MINUTED}


@dataclass
class Hanging:
    """What hangs on a case that is merged, and who works on the one that goes on, by their ids."""

    meetings: list[int]
    requests: list[int]
    units: set[int]


def what_hangs_on(absorbed: Dispute, survivor: Dispute) -> Hanging:
    """In one statement: mostly nothing was called, or asked to be called."""
    meetings = Meeting.objects.filter(state__in=_NOT_OVER, items__dispute=absorbed).order_by()
    requests = Convening.objects.filter(dispute=absorbed).order_by()
    asked = Assignment.objects.filter(dispute=survivor).exclude(state__in=GONE_ASSIGNMENT)
    found = meetings.values_list(Value("meeting"), "pk").union(
        requests.values_list(Value("request"), "pk"),
        asked.order_by().values_list(Value("unit"), "department_id"),
    )
    kinds: dict[str, list[int]] = {"meeting": [], "request": [], "unit": []}
    for kind, pk in found:
        kinds[kind].append(pk)
    own = {survivor.receiving_department_id, survivor.lead_department_id}
    return Hanging(kinds["meeting"], kinds["request"], own | set(kinds["unit"]))


def leave_agendas(move: Move, why: str) -> None:
    """A meeting not yet held goes on without it; one about nothing else is called off.

    What was settled at one whose minutes wait to be issued is asked of nobody any more (R068).
    """
    if not getattr(move.dispute, MET, True):  # as it was locked: it stood on no agenda
        return
    for meeting in _not_over(move.dispute, _NOT_OVER):
        if meeting.state in BEFORE_HELD:
            _leave(move, meeting, why)
            continue
        said = f"“{meeting.title}”研究的 {move.dispute.number} {why}，议定的事项不再交办"
        _tell_attending(move, meeting, to_anybody(said, meeting.cases))


def _not_over(dispute: Dispute, states: Collection[MeetingState]) -> list[Meeting]:
    """Held until commit, in the order of their keys."""
    rows = Meeting.objects.select_for_update(of=("self",)).filter(state__in=states)
    return list(rows.filter(items__dispute=dispute).with_cases().order_by("pk"))


def _leave(move: Move, meeting: Meeting, why: str) -> None:
    meeting.version += 1
    cases = meeting.cases
    if meeting.items.exclude(dispute=move.dispute).exists():
        meeting.items.filter(dispute=move.dispute).delete()
        meeting.title = to_anybody(meeting.title, [move.dispute])  # nobody knows it was his later
        said = f"“{meeting.title}”不再研究 {move.dispute.number}：{why}"
    else:
        meeting.approvals.filter(state=ApprovalState.PENDING).update(state=ApprovalState.WITHDRAWN)
        meeting.state, meeting.cancel_reason = MeetingState.CANCELLED, why
        void_calling(meeting, f"会商已取消：{why}", by=move.by)
        said = f"“{meeting.title}”已取消：{why}"
    meeting.save()
    _tell_attending(move, meeting, to_anybody(said, cases))


def _tell_attending(move: Move, meeting: Meeting, said: str) -> None:
    for attendance in meeting.attendances.all():
        move.tell(attendance.department_id, STAFF, said)


def take_agendas_along(move: Move, survivor: Dispute, meetings: Collection[int]) -> None:
    """并案: what was called about the one is about the other now, which gets its minutes.

    Not where somebody would sit there from whom the other is kept secret (R075).
    """
    planned = _not_over(move.dispute, BEFORE_HELD)
    if len(planned) < len(meetings):
        raise NotAllowed("本件已经会商、会议纪要还没有签发，请先签发会议纪要，再并案。")
    unknowing = kept_out(survivor)
    for meeting in planned:
        sitting = {each.department_id for each in meeting.attendances.all()}
        if sitting & unknowing:
            _leave(move, meeting, f"已并入 {survivor.number}")
        else:
            _go_on(move, meeting, survivor, sitting)


def _go_on(move: Move, meeting: Meeting, survivor: Dispute, sitting: Collection[int]) -> None:
    own = meeting.items.get(dispute=move.dispute)
    own.delete()
    if not meeting.items.filter(dispute=survivor).exists():
        meeting.items.create(dispute=survivor, order=own.order)
    meeting.version += 1
    meeting.save()
    said = f"“{meeting.title}”改为研究 {survivor.number}：{move.dispute.number} 已并入该件"
    said = to_anybody(said, [*meeting.cases, survivor])
    for department_id in sorted(sitting):
        move.tell(department_id, STAFF, said)


def take_request_along(move: Move, told: Move) -> None:
    """提请召集 that nobody has met: answered in the survivor, or the office hears that it fell."""
    own = Convening.objects.filter(dispute=move.dispute)
    for request in own.unanswered():
        _carry(move, told, request)
    for request in own.unmet():
        text = f"{move.dispute.number} 已并入 {told.dispute.number}，答复召集的会商请就该件拟定。"
        _tell_both(move, request, text)


def _carry(move: Move, told: Move, request: Convening) -> None:
    survivor = told.dispute
    text = f"{move.dispute.number} 已并入 {survivor.number}，"
    waits = survivor.state in facts.CONVENING_WAITS
    if not waits or facts.convening_asked(survivor) is not None:
        why = "该件已有提请召集等待答复" if waits else "该件现在不能召集"
        _tell_both(move, request, f"{text}{why}，提请召集随之终止。")
        return
    again = Convening.objects.create(
        dispute=survivor,
        reason=f"{request.reason}（原在 {move.dispute.number} 提请）",
        asked_department=request.asked_department,
        asked_by_id=request.asked_by_id,
        asked_at=move.at,
        office=request.office,
    )
    again.departments.set(request.departments.all())
    clocks = Clocks([survivor], move.today)
    clocks.start(survivor, [Wanted(CONVENING_ANSWER, request.office)])
    clocks.write()
    asks = {"asks": ASKS_TO_CONVENE, "verb": "answer_convening"}
    told.tell(None, THE_OFFICE, f"{text}提请召集请在该件答复。", **asks)
    told.tell(request.asked_department_id, STAFF, f"{text}提请召集由专班办公室在该件答复。")


def _tell_both(move: Move, request: Convening, text: str) -> None:
    """Who asked, and the office that would have answered or called."""
    move.tell(None, THE_OFFICE, text)
    move.tell(request.asked_department_id, STAFF, text)
