"""待办: everything that waits for an officer today, as one line each with the verb that answers it.

The verb follows from the state and not from asking every condition, so that a list of a hundred
lines costs what one does; the page of the verb still checks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from deadlines.calendar import WorkCalendar
from deadlines.calendar_days import current_calendar
from deadlines.lamps import NO_LIMIT, Lamp, lamp
from departments.models import Officer
from departments.roles import HEADS, LEADERS, STAFF, Role
from disputes.choices import ENDED, State
from disputes.models import Dispute
from disputes.words import shortened, unit
from workflow.approvals.waiting import lamp_of, pressing
from workflow.assignments.actions import answer_word
from workflow.handling.convening import office_steps
from workflow.models import Approval, Assignment
from workflow.models.choices import AssignmentKind, AssignmentState
from workflow.procedure.next_move import next_verb
from workflow.procedure.presence.calling import NOBODY_CAN
from workflow.procedure.presence.leaderless import waits_for_nobody
from workflow.procedure.rows.assignment import ASSIGNMENT_TABLE, WORKABLE
from workflow.procedure.transitions import DISPUTE_TABLE
from workflow.procedure.who import acts_as_leader
from workflow.workbench.lines import SIGN, SIGNING, WORKING, Step, Told, Waiting
from workflow.workbench.urgent import SPARE, most_urgent

#: Of each kind on 工作台; beyond this it says so, and 我的待办 turns the pages of all.
MOST = 100
#: States in which a reviewer or a head has to put his name to something.
SIGNED = frozenset({State.REGISTERED, State.AWAITING_SIGNOFF})
#: What a line tells of a question.
QUESTION = (
    "kind", "state", "due_on", "clock", "clock__due_on", "clock__amber_on",
    "dispute", "dispute__due_on", "dispute__amber_on",
    "requested_department", "requested_department__name",
)  # fmt: skip
#: By which a dispute has its place and its lamp.
DAYS = ("due_on", "amber_on")


def items_of(
    officer: Officer, most: int = MOST, calendar: WorkCalendar | None = None
) -> list[Waiting]:
    """All of it, most urgent first: a fixed number of statements, and nobody's name.

    Of each kind `most`. Whatever counts what waits for an officer counts these, so that one task
    stands everywhere once, under one lamp; `named` draws those that are looked at.
    """
    calendar = calendar or current_calendar()
    found = [*_to_decide(officer, calendar, most), *_to_convene(officer, calendar)]
    found += _to_designate(officer, calendar, most)
    asked = list(_asked(officer, calendar, most))
    unsigned = {each.dispute_id for each in asked if each.tab == SIGN}
    found += [*asked, *_own(officer, calendar, most, unsigned)]
    return sorted(found, key=lambda item: item.place)


# --- what only the leader, or a head, may answer ---------------------------------------------


def _to_decide(officer: Officer, calendar: WorkCalendar, most: int) -> Iterator[Waiting]:
    if not (acts_as_leader(officer) or officer.roles & (HEADS | {Role.OFFICE, Role.DEPUTY})):
        return
    rows = Approval.objects.waiting_for(officer).filter(dispute__isnull=False)
    rows = rows.select_related("requested_department", "dispute", "clock").only(*QUESTION)
    for approval in rows.order_by("requested_at", "id")[:most]:
        assert approval.dispute_id is not None
        due_on, light = pressing(approval)[0], lamp_of(approval, calendar) or NO_LIMIT
        tells = partial(_deciding, approval)
        yield Waiting(approval.dispute_id, due_on, light, SIGNING, tells, approval.pk)


def _deciding(approval: Approval, dispute: Dispute) -> Told:
    kind = str(approval.get_kind_display())
    address = partial(reverse, "approval", args=[approval.pk])
    step = Step("批示", f"请批示{kind}", address, "五(二)")
    return Told(unit(approval.requested_department), step, kind)


# --- what a department asked the office to convene ----------------------------------------------


def _to_convene(officer: Officer, calendar: WorkCalendar) -> Iterator[Waiting]:
    for each in office_steps(officer):
        told = Told(each.source, Step(each.verb, each.what, each.address, "四(二)"), "提请召集")
        light = lamp(each.due_on, timezone.localdate(), calendar=calendar, amber_on=each.amber_on)
        tells = partial(_as_said, told)
        yield Waiting(each.dispute.pk, each.due_on, light, WORKING, tells, mark=each.verb)


def _as_said(told: Told, dispute: Dispute) -> Told:
    return told


# --- where the leader may not act, and somebody is to be named -----------------------------------


def _to_designate(officer: Officer, calendar: WorkCalendar, most: int) -> Iterator[Waiting]:
    """指定代办: the office's, as long as whoever leads is recused and nobody stands in (三)."""
    if Role.OFFICE not in officer.roles:
        return
    rows = Dispute.objects.visible_to(officer).filter(waits_for_nobody(timezone.localdate()))
    mark = DISPUTE_TABLE["designate"].label
    for pk, due_on, amber_on in rows.order_by("due_on", "pk").values_list("pk", *DAYS)[:most]:
        light = _lamp_of(due_on, amber_on, calendar)
        yield Waiting(pk, due_on, light, WORKING, _designating, mark=mark)


def _designating(dispute: Any) -> Told:  # Any: a dispute as it is drawn
    row = DISPUTE_TABLE["designate"]
    address = partial(reverse, "dispute_verb", args=[dispute.pk, row.verb])
    step = Step(row.label, f"组长{NOBODY_CAN}，请指定代办", address, row.clause)
    return Told(shortened(dispute.received_by), step, row.label)


# --- what other departments asked mine for -------------------------------------------------------


def _asked(officer: Officer, calendar: WorkCalendar, most: int) -> Iterator[Waiting]:
    """Open assignments of my departments that can be moved by me."""
    departments = officer.department_ids
    if not departments:
        return
    for each in most_urgent(_asked_of, officer, most):
        step = _answering(officer, each)
        if step is not None:
            told = Told(shortened(each.asked_by), step, str(each.get_kind_display()))
            yield asked_for(each, calendar, _TABS[each.state], told)


def _asked_of(officer: Officer) -> QuerySet[Assignment]:
    asked = Assignment.objects.open().filter(dispute__state__in=WORKABLE)
    return asked.filter(department_id__in=officer.department_ids)


def asked_for(asked: Any, calendar: WorkCalendar, tab: str, told: Told) -> Waiting:
    # Any: a row of `most_urgent`
    today, days = timezone.localdate(), (asked.first_due, asked.first_amber)
    light = lamp(days[0], today, calendar=calendar, amber_on=days[1])
    return Waiting(asked.dispute_id, days[0], light, tab, partial(_as_said, told), asked.pk)


_TABS: dict[str, str] = {
    AssignmentState.SENT: SIGN,
    AssignmentState.ACCEPTED: WORKING,
    AssignmentState.DRAFTED: SIGNING,
}


def _answering(officer: Officer, assignment: Any) -> Step | None:  # Any: an annotated row
    """签收, then the opinion, then its approval; None when it waits for somebody else."""
    address = assignment.get_absolute_url
    word = _answer_word(assignment)
    if assignment.state == AssignmentState.SENT:
        row, what = ASSIGNMENT_TABLE["accept"], "等你单位签收"
        return Step(row.label, what, address, row.clause)
    if assignment.state == AssignmentState.ACCEPTED:
        undecided = assignment.case_state in {State.HANDLING, State.AWAITING_SIGNOFF}
        if assignment.kind == AssignmentKind.REFERRAL and undecided:
            return None  # the 回执 reports a decision that is not signed yet
        row = ASSIGNMENT_TABLE["draft_opinion"]
        return Step(f"写{word}", f"还缺你单位的{word}", address, row.clause)
    if not _may_approve(officer, assignment):
        return None
    row = ASSIGNMENT_TABLE["approve_opinion"]
    return Step(f"审签{word}", f"{word}已拟好，等你审签", address, row.clause)


def _answer_word(assignment: Assignment) -> str:
    """A line of a list has room for the short word only."""
    return "审批意见" if assignment.kind == AssignmentKind.SPECIAL else answer_word(assignment)


def _may_approve(officer: Officer, assignment: Any) -> bool:  # Any: an annotated row
    allowed = HEADS if assignment.strict else STAFF
    return any(
        post.role in allowed and post.department_id == assignment.department_id
        for post in officer.posts_today
    )


# --- disputes on my own desk ------------------------------------------------------------------


def _own(
    officer: Officer, calendar: WorkCalendar, most: int, unsigned: Collection[int]
) -> Iterator[Waiting]:
    """Owed and to be archived, in one statement; what is signed for first stands there already."""
    parts = [*_owed(officer, most), *_to_archive(officer, most)]
    if not parts:
        return
    for pk, due_on, amber_on, state in parts[0].union(*parts[1:], all=True):
        if pk in unsigned and state not in ENDED:
            continue
        light = _lamp_of(due_on, amber_on, calendar, suspended=state == State.SUSPENDED)
        tab = SIGNING if state in SIGNED else WORKING
        yield Waiting(pk, due_on, light, tab, partial(_told, officer))


def _owed(officer: Officer, most: int) -> Iterator[QuerySet[Any]]:  # Any: key, days, state
    """Those that wait for a post of mine; the leader's stand among the approvals."""
    if officer.roles <= LEADERS:
        return
    owed = Dispute.objects.owed_by(officer).exclude(state=State.AWAITING_APPROVAL)  # approvals
    if not officer.department_ids:
        owed = owed.filter(owing_department__isnull=True)  # the office's; its index begins here
    first = list(owed.order_by("due_on", "pk").values_list("pk", flat=True)[: most + SPARE])
    rows = Dispute.objects.visible_to(officer).filter(pk__in=first)
    yield rows.order_by("due_on", "pk").values_list("pk", *DAYS, "state")[:most]


def _to_archive(officer: Officer, most: int) -> Iterator[QuerySet[Any]]:  # Any: as above
    """办结后归档 is owed too, by the receiving department (五(五))."""
    departments = officer.department_ids
    if departments:
        rows = Dispute.objects.visible_to(officer).ended()
        rows = rows.filter(receiving_department_id__in=departments).order_by("-pk")
        yield rows.values_list("pk", *DAYS, "state")[:most]


def _told(officer: Officer, dispute: Any) -> Told:  # Any: a dispute as it is drawn
    verb, label, what = next_verb(dispute)
    address = partial(reverse, "dispute_verb", args=[dispute.pk, verb])
    if dispute.is_returned and dispute.responsible_officer_id == officer.pk:
        address = partial(reverse, "draft", args=[dispute.pk])
    elif dispute.is_returned:  # a colleague's to complete, or the head's to hand on
        verb = ""
    clause = DISPUTE_TABLE[verb].clause if verb else "五(二)"
    step = Step(label, what, address if verb else dispute.get_absolute_url, clause)
    return Told(_from(officer, dispute), step, str(dispute.get_state_display()))


def _from(officer: Officer, dispute: Any) -> str:  # Any: as above
    """本单位, or who received it; a hotline by its name while nothing was done yet."""
    if dispute.receiving_department_id not in officer.department_ids:
        return shortened(dispute.received_by)
    if dispute.is_returned:
        return "审核退回"
    early = dispute.state in {State.REGISTERED, State.TRIAGE}
    return dispute.get_channel_display() if early else "本单位"


def _lamp_of(
    due_on: date | None, amber_on: date | None, calendar: WorkCalendar, *, suspended: bool = False
) -> Lamp:
    today = timezone.localdate()
    return lamp(due_on, today, calendar=calendar, amber_on=amber_on, suspended=suspended)
