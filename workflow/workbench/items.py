"""待办: everything that waits for an officer today, as one line each with the verb that answers it.

The verb follows from the state and not from asking every condition, so that a list of a hundred
lines costs what one does; the page of the verb still checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from deadlines.calendar import WorkCalendar
from deadlines.calendar_days import current_calendar
from deadlines.lamps import NO_LIMIT, Lamp, lamp
from departments.models import Officer
from departments.roles import HEADS, LEADERS, STAFF, Role
from disputes.choices import State
from disputes.models import Dispute
from disputes.querysets import LINE, DisputeQuerySet
from disputes.words import shortened, unit
from workflow.approvals.waiting import lamp_of, pressing
from workflow.assignments.actions import answer_word
from workflow.handling.convening import office_steps
from workflow.models import Approval, Assignment, Deadline, Paper
from workflow.models.choices import AssignmentKind, AssignmentState
from workflow.procedure.next_move import next_verb
from workflow.procedure.presence.calling import NOBODY_CAN
from workflow.procedure.presence.standing_in import waits_for_nobody
from workflow.procedure.rows.assignment import ASSIGNMENT_TABLE, WORKABLE
from workflow.procedure.sides.letters import WITHDRAWN
from workflow.procedure.transitions import DISPUTE_TABLE
from workflow.procedure.who import acts_as_leader
from workflow.workbench.lines import SIGN, SIGNING, WORKING, Item, Step

#: Of each kind on 工作台; beyond this it says so, and 我的待办 turns the pages of all.
MOST = 100
#: So many of them may be those that he is recused from.
SPARE = 50
#: States in which a reviewer or a head has to put his name to something.
SIGNED = frozenset({State.REGISTERED, State.AWAITING_SIGNOFF})
#: Whether a unit's opinions are approved by its head.
STRICT = "opinion_head_approval"
#: What a line tells of an assignment; a list reads nothing else.
ASKED = (
    "kind", "state", "due_on", "amber_on", "department",
    *(f"dispute__{name}" for name in LINE if "__" not in name),
)  # fmt: skip


def items_of(
    officer: Officer, most: int = MOST, calendar: WorkCalendar | None = None
) -> list[Item]:
    """All of it, most urgent first: a fixed number of statements, and nobody's name.

    Of each kind `most`. Whatever counts what waits for an officer counts these, so that one task
    stands everywhere once, under one lamp.
    """
    calendar = calendar or current_calendar()
    found = [*_to_decide(officer, calendar, most), *_to_convene(officer, calendar)]
    found += _to_designate(officer, calendar, most)
    asked = list(_asked(officer, calendar, most))
    unsigned = {each.dispute.pk for each in asked if each.tab == SIGN}
    own = [each for each in _owed(officer, calendar, most) if each.dispute.pk not in unsigned]
    found += [*asked, *own, *_to_archive(officer, calendar, most)]
    return sorted(found, key=lambda item: item.place)


# --- what only the leader, or a head, may answer ---------------------------------------------


def _to_decide(officer: Officer, calendar: WorkCalendar, most: int) -> Iterator[Item]:
    if not (acts_as_leader(officer) or officer.roles & (HEADS | {Role.OFFICE, Role.DEPUTY})):
        return
    rows = Approval.objects.waiting_for(officer).filter(dispute__isnull=False)
    rows = rows.select_related("requested_department", "dispute", "clock")
    for approval in rows.order_by("requested_at", "id")[:most]:
        assert approval.dispute is not None
        step = Step(
            "批示",
            f"请批示{approval.get_kind_display()}",
            partial(reverse, "approval", args=[approval.pk]),
            "五(二)",
        )
        due_on, light = pressing(approval)[0], lamp_of(approval, calendar) or NO_LIMIT
        source = unit(approval.requested_department)
        kind = str(approval.get_kind_display())
        yield Item(approval.dispute, source, due_on, light, step, SIGNING, kind, approval.pk)


# --- what a department asked the office to convene ----------------------------------------------


def _to_convene(officer: Officer, calendar: WorkCalendar) -> Iterator[Item]:
    for each in office_steps(officer):
        step = Step(each.verb, each.what, each.address, "四(二)")
        light = lamp(each.due_on, timezone.localdate(), calendar=calendar, amber_on=each.amber_on)
        yield Item(each.dispute, each.source, each.due_on, light, step, WORKING, "提请召集")


# --- where the leader may not act, and somebody is to be named -----------------------------------


def _to_designate(officer: Officer, calendar: WorkCalendar, most: int) -> Iterator[Item]:
    """指定代办: the office's, as long as whoever leads is recused and nobody stands in (三)."""
    if Role.OFFICE not in officer.roles:
        return
    rows = Dispute.objects.visible_to(officer).filter(waits_for_nobody(timezone.localdate()))
    row = DISPUTE_TABLE["designate"]
    for dispute in _briefly(rows).order_by("due_on", "pk")[:most]:
        address = partial(reverse, "dispute_verb", args=[dispute.pk, row.verb])
        step = Step(row.label, f"组长{NOBODY_CAN}，请指定代办", address, row.clause)
        light = _lamp_of(dispute, calendar)
        source = shortened(dispute.received_by)
        yield Item(dispute, source, dispute.due_on, light, step, WORKING, row.label)


# --- what other departments asked mine for -------------------------------------------------------


def _asked(officer: Officer, calendar: WorkCalendar, most: int) -> Iterator[Item]:
    """Open assignments of my departments that can be moved by me."""
    departments = officer.department_ids
    if not departments:
        return
    asked = Assignment.objects.open().filter(dispute__state__in=WORKABLE)
    rows = most_urgent(asked.filter(department_id__in=departments), officer, most)
    rows = rows.select_related("dispute").only(*ASKED)
    rows = rows.annotate(asked_by=F("sender__name"), strict=F(f"department__{STRICT}"))
    today = timezone.localdate()
    for assignment in rows:
        step = _answering(officer, assignment)
        if step is not None:
            light = lamp(
                assignment.first_due, today, calendar=calendar, amber_on=assignment.first_amber
            )
            yield Item(
                assignment.dispute,
                shortened(assignment.asked_by),
                assignment.first_due,
                light,
                step,
                _TABS[assignment.state],
                str(assignment.get_kind_display()),
                assignment.pk,
            )


_TABS: dict[str, str] = {
    AssignmentState.SENT: SIGN,
    AssignmentState.ACCEPTED: WORKING,
    AssignmentState.DRAFTED: SIGNING,
}


def most_urgent(
    asked: QuerySet[Any], officer: Officer, most: int
) -> QuerySet[Any]:  # Any: annotated rows
    """The first `most` of open ones that he may see, by the day their next clock runs out.

    One that was signed for owes its answer on its own date, which an index keeps in order; only
    of the few others is the clock of 签收 looked for.
    """
    signed = asked.exclude(state=AssignmentState.SENT).order_by("due_on", "pk")
    unsigned = with_first_clock(asked.filter(state=AssignmentState.SENT))
    parts = (signed, unsigned.order_by("first_due", "pk"))
    first, second = (rows.values_list("pk")[: most + SPARE] for rows in parts)
    seen = Dispute.objects.visible_to(officer)
    keys = [pk for (pk,) in first.union(second, all=True)]  # as values: a join would come first
    rows = Assignment.objects.filter(pk__in=keys)
    return with_first_clock(rows.filter(dispute__in=seen)).order_by("first_due", "pk")[:most]


def with_first_clock(assignments: QuerySet[Any]) -> QuerySet[Any]:  # Any: annotated rows
    """Each with the day its next clock runs out: that of 签收 before that of the answer."""
    clock = Deadline.objects.running().filter(assignment=OuterRef("pk")).order_by("due_on")
    found: QuerySet[Any] = assignments.annotate(
        first_due=Coalesce(Subquery(clock.values("due_on")[:1]), "due_on"),
        first_amber=Coalesce(Subquery(clock.values("amber_on")[:1]), "amber_on"),
    )
    return found


def _answering(officer: Officer, assignment: Assignment) -> Step | None:
    """签收, then the opinion, then its approval; None when it waits for somebody else."""
    address = assignment.get_absolute_url
    word = _answer_word(assignment)
    if assignment.state == AssignmentState.SENT:
        row, what = ASSIGNMENT_TABLE["accept"], "等你单位签收"
        return Step(row.label, what, address, row.clause)
    if assignment.state == AssignmentState.ACCEPTED:
        if assignment.kind == AssignmentKind.REFERRAL and assignment.dispute.state in {
            State.HANDLING,
            State.AWAITING_SIGNOFF,
        }:
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


def _owed(officer: Officer, calendar: WorkCalendar, most: int) -> Iterator[Item]:
    """Those that wait for a post of mine; the leader's stand among the approvals."""
    if officer.roles <= LEADERS:
        return
    owed = Dispute.objects.owed_by(officer).exclude(state=State.AWAITING_APPROVAL)  # approvals
    if not officer.department_ids:
        owed = owed.filter(owing_department__isnull=True)  # the office's; its index begins here
    first = list(owed.order_by("due_on", "pk").values_list("pk", flat=True)[: most + SPARE])
    rows = _briefly(Dispute.objects.visible_to(officer).filter(pk__in=first))
    yield from _own(officer, rows.order_by("due_on", "pk")[:most], calendar)


def _to_archive(officer: Officer, calendar: WorkCalendar, most: int) -> Iterator[Item]:
    """办结后归档 is owed too, by the receiving department (五(五))."""
    departments = officer.department_ids
    if departments:
        rows = Dispute.objects.visible_to(officer).ended()
        brief = _briefly(rows.filter(receiving_department_id__in=departments))
        notices = Paper.objects.filter(dispute=OuterRef("pk"), kind=WITHDRAWN, telling=None)
        brief = brief.annotate(is_untold=Exists(notices))
        yield from _own(officer, brief.order_by("-pk")[:most], calendar)


def _briefly(disputes: DisputeQuerySet) -> Any:  # Any: annotated rows
    """A few columns and the name of who received it: of a thousand lines fifty are drawn."""
    plain = [name.removesuffix("__name") for name in LINE]
    return disputes.only(*plain).annotate(received_by=F("receiving_department__name"))


def _own(officer: Officer, rows: Iterable[Any], calendar: WorkCalendar) -> Iterator[Item]:
    # Any: rows as `_briefly` reads them
    for dispute in rows:
        verb, label, what = next_verb(dispute)
        address = partial(reverse, "dispute_verb", args=[dispute.pk, verb])
        if dispute.is_returned and dispute.responsible_officer_id == officer.pk:
            address = partial(reverse, "draft", args=[dispute.pk])
        elif dispute.is_returned:  # a colleague's to complete, or the head's to hand on
            verb = ""
        clause = DISPUTE_TABLE[verb].clause if verb else "五(二)"
        step = Step(label, what, address if verb else dispute.get_absolute_url, clause)
        light, kind = _lamp_of(dispute, calendar), str(dispute.get_state_display())
        tab = SIGNING if dispute.state in SIGNED else WORKING
        yield Item(dispute, _from(officer, dispute), dispute.due_on, light, step, tab, kind)


def _from(officer: Officer, dispute: Any) -> str:  # Any: as above
    """本单位, or who received it; a hotline by its name while nothing was done yet."""
    if dispute.receiving_department_id not in officer.department_ids:
        return shortened(dispute.received_by)
    if dispute.is_returned:
        return "审核退回"
    early = dispute.state in {State.REGISTERED, State.TRIAGE}
    return dispute.get_channel_display() if early else "本单位"


def _lamp_of(dispute: Dispute, calendar: WorkCalendar) -> Lamp:
    return lamp(
        dispute.due_on,
        timezone.localdate(),
        calendar=calendar,
        amber_on=dispute.amber_on,
        suspended=dispute.state == State.SUSPENDED,
    )
