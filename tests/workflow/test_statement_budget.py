"""What a verb costs the database: 25 statements or so, however many departments and disputes.

Counted is the action alone, on a copy as a view finds it, by an officer whose posts are known (his
right to see it was asked before); the marks of its transaction (SAVEPOINT, RELEASE) are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deadlines.calendar_days import current_calendar
from departments.actions.members import Decision, NewMember
from departments.matrix import load_matrix
from departments.models import Department, Officer
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from tests.workflow import many as m
from tests.workflow.many import CLERK, HEAD, OFFICE
from workflow.approvals.verbs import ANSWERS
from workflow.assignments import verbs as assignments_verbs
from workflow.cases import verbs as cases_verbs
from workflow.meetings import verbs as meetings_verbs
from workflow.membership import actions as membership
from workflow.models import Approval, Assignment, Meeting, Supervision
from workflow.models.choices import ApprovalKind
from workflow.procedure.assignment_rows import ASSIGNMENT_TABLE
from workflow.procedure.meeting_rows import MEETING_TABLE
from workflow.procedure.supervision_rows import SUPERVISION_TABLE
from workflow.procedure.transitions import DISPUTE_TABLE
from workflow.supervision import verbs as supervision_verbs
from workflow.verbs.book import Verb

pytestmark = pytest.mark.django_db

BUDGET = 25
FEW, MANY = 2, 12
MARKS = ("SAVEPOINT", "RELEASE", "ROLLBACK TO")


@pytest.fixture(autouse=True)
def _rules_are_known() -> None:
    """A process reads the calendar's days and the duty matrix once."""
    current_calendar()
    load_matrix()


Fields = dict[str, Any]  # Any: each verb's own keywords
Prepared = tuple[Any, Officer, Fields]  # Any: what the verb is done to
Case = Callable[[int], Prepared]

OPINION = {"facts": "属实", "basis": "社会保险法第60条", "opinion": "同意补缴"}
DECISION = {"facts": "属实", "basis": "社会保险法第63条", "decision": "责令补缴"}


def of(start: Callable[[int], Any], who: Callable[[], Officer], **fields: Any) -> Case:
    """Somebody does it to that, with these words; what needs the database is asked for late."""

    def prepare(count: int) -> Prepared:
        subject = start(count)
        typed = {name: value() if callable(value) else value for name, value in fields.items()}
        return subject, who(), typed

    return prepare


def clerk() -> Officer:
    return f.an_officer(CLERK)


def head() -> Officer:
    return f.an_officer(HEAD)


def office() -> Officer:
    return f.an_officer(OFFICE, "ZB")


def reviewer() -> Officer:
    return f.an_officer("reviewer")


def yb() -> Department:
    return f.a_department("YB")


def yb_clerk() -> Officer:
    return f.an_officer(CLERK, "YB")


def yb_head() -> Officer:
    return f.an_officer(HEAD, "YB")


def drafts(count: int) -> Dispute:
    return f.a_draft()


def registered(count: int) -> Dispute:
    f.an_officer(CLERK)
    return f.registered()


def tasked(count: int) -> Dispute:
    """Reviewed and given tasks, which a road that ends it recalls."""
    return m.triaged(count)


def consulted(count: int) -> Dispute:
    return m.triaged(count, category="GEN-1")


def convene(count: int) -> Prepared:
    asked = m.departments(count)
    return f.triaged(), clerk(), {"departments": asked, "question": "请核实"}


def report(count: int) -> Prepared:
    return f.triaged(), clerk(), {"departments": m.departments(count), "reason": "群体性"}


def escalate(count: int) -> Prepared:
    return m.joint(count), clerk(), {"departments": m.departments(count), "reason": "群体性"}


def invite(count: int) -> Prepared:
    asked = m.departments(count)
    return f.handled(Mode.SINGLE), clerk(), {"departments": asked, "question": "请核实"}


def twice_returned(count: int) -> Dispute:
    dispute = f.triaged()
    for _ in range(2):
        f.do(dispute, "refer", clerk(), department=yb(), reason="属其职责")
        f.answer(dispute.assignments.latest("pk"), "return_back", yb_clerk(), reason="不属职责")
        dispute.refresh_from_db()
    m.given_tasks(dispute, count)
    return dispute


def convening_asked(count: int) -> Dispute:
    dispute = m.joint(count)
    asker = f.an_officer(CLERK, "RS")
    f.do(dispute, "request_convening", asker, reason="需要", departments=m.departments(count))
    return dispute


def convening(count: int) -> Prepared:
    fields = {"reason": "需要", "departments": m.departments(count)}
    return m.joint(count), f.an_officer(CLERK, "RS"), fields


def merging(count: int) -> Prepared:
    return m.joint(count), clerk(), {"into": m.joint(count)}


def extended(count: int) -> Dispute:
    dispute = m.joint(count)
    until = f.today() + timedelta(days=38)
    f.do(dispute, "extend", head(), until=_workday_after(until), reason="案情复杂")
    return dispute


def _workday_after(day: Any) -> Any:
    return current_calendar().roll_forward(day)


def whole_until() -> Any:
    return _workday_after(f.today() + timedelta(days=38))


def prolonged() -> Any:
    return f.today() + timedelta(days=80)


def handing(count: int) -> Prepared:
    return m.joint(count), head(), {"officer": f.an_officer(CLERK, nth=2)}


def recusing(count: int) -> Prepared:
    dispute = m.joint(count)
    f.an_officer(CLERK, nth=2)
    return dispute, clerk(), {"officer": clerk(), "reason": "亲属"}


DISPUTES: dict[str, Case] = {
    "register": of(drafts, clerk),
    "approve_intake": of(registered, reviewer),
    "return_intake": of(registered, reviewer, comment="请补充"),
    "accept_single": of(tasked, clerk, reason="属本单位职责"),
    "refer": of(tasked, clerk, department=yb, reason="属其职责"),
    "convene_joint": convene,
    "report_major": report,
    "notify_only": of(tasked, clerk, outside_body="伊春市税务局", reason="复议中"),
    "answer_now": of(consulted, clerk, answer="已答复"),
    "decline": of(tasked, clerk, reason="other", channel="劳动监察"),
    "approve_major": of(m.reported, f.a_leader, comment="同意", meeting=True),
    "ask_more": of(m.reported, f.a_leader, comment="请补充"),
    "reject_major": of(m.reported, f.a_leader, comment="不同意"),
    "draft_decision": of(m.answered, clerk, **DECISION),
    "invite": invite,
    "escalate": escalate,
    "deescalate": of(m.special, clerk, reason="已缓和"),
    "assign": of(twice_returned, office, department=yb, reason="指定"),
    "give_task": of(m.joint, f.a_leader, department=yb, question="请核实"),
    "request_convening": convening,
    "answer_convening": of(convening_asked, office, convene=True, reason="同意"),
    "suspend": of(m.joint, head, ground="等待仲裁"),
    "resume": of(m.suspended, head),
    "prolong": of(m.suspended, head, ground="延期", evidence="通知书", until=prolonged),
    "sign_decision": of(m.awaiting_signature, head, comment="同意"),
    "return_decision": of(m.awaiting_signature, head, comment="请修改"),
    "serve": of(m.fed_back, clerk, party="payer", method="direct", served_on=f.today,
                recipient="本人"),
    "record_response": of(m.served, clerk, party="counterparty", answer="none"),
    "record_remedy": of(m.objected, clerk, channel="litigation", body="区人民法院"),
    "close_remedy": of(m.objected, clerk, result="维持", reopen=True),
    "withdraw": of(m.joint, clerk, note="已书面申请"),
    "merge": merging,
    "archive": of(m.concluded, clerk),
    "report_up": of(m.concluded, clerk),
    "hand_over": handing,
    "recuse": recusing,
    "extend": of(m.joint, head, until=whole_until, reason="案情复杂"),
    "tell_extension": of(extended, clerk, told_on=f.today, method="phone"),
    "urge": of(m.joint, clerk, message="请抓紧"),
    "supervise": of(m.joint, f.a_leader, department=yb, level="1", reason="久拖不办"),
}  # fmt: skip


def owed(count: int) -> Assignment:
    return m.joint(count).assignments.get(department__code="YB")


def owed_draft(count: int) -> Assignment:
    return m.drafted(owed(count))


ASSIGNMENTS: dict[str, Case] = {
    "accept": of(owed, yb_clerk),
    "return_back": of(owed, yb_clerk, reason="不属职责"),
    "draft_opinion": lambda count: (accepted(count), yb_clerk(), dict(OPINION)),
    "approve_opinion": of(owed_draft, yb_head),
    "send_back": of(owed_draft, yb_head, comment="请修改"),
    "urge": of(owed, clerk, message="请抓紧"),
    "recall": of(owed, clerk, reason="不再需要"),
    "excuse": of(owed, head, reason="逾期"),
}


def accepted(count: int) -> Assignment:
    assignment = owed(count)
    f.answer(assignment, "accept", yb_clerk())
    return assignment


def awaiting(count: int) -> Meeting:
    return m.planned(count, "major")


def settling(count: int) -> Prepared:
    meeting = m.held(count)
    return meeting, clerk(), {"items": m.settled(meeting)}


def attending(count: int) -> Prepared:
    meeting = m.called(count)
    return meeting, clerk(), {"attended": m.departments(count)}


def countersigning(count: int) -> Meeting:
    return m.minuted(count, countersigned=True)


MEETINGS: dict[str, Case] = {
    "approve": of(awaiting, f.a_leader, comment="同意"),
    "refuse": of(awaiting, f.a_leader, comment="不同意"),
    "call": of(m.planned, clerk),
    "hold": attending,
    "minute": settling,
    "countersign": of(countersigning, yb_head),
    "issue": of(m.minuted, clerk),
    "cancel": of(m.called, clerk, reason="改期"),
}


def supervised(count: int) -> Supervision:
    dispute = m.joint(count)
    office()
    f.do(dispute, "supervise", f.a_leader(), department=yb(), level="1", reason="久拖不办")
    return Supervision.objects.latest("pk")


def explained(count: int) -> Supervision:
    own = supervised(count)
    supervision_verbs.SUPERVISIONS.verbs["answer"].does(own, by=yb_head(), answer="人手不足")
    return own


SUPERVISIONS: dict[str, Case] = {
    "answer": of(supervised, yb_head, answer="人手不足"),
    "send_back": of(explained, office, comment="请重答"),
    "raise": of(supervised, office, level="2", reason="没有进展"),
    "close": of(explained, office, conclusion="已整改"),
}


def asked_major(count: int) -> Approval:
    return m.reported(count).approvals.get()


def asked_meeting(count: int) -> Approval:
    return awaiting(count).approvals.get()


def asked_deescalation(count: int) -> Approval:
    dispute = m.special(count)
    f.do(dispute, "deescalate", clerk(), reason="已缓和")
    return dispute.approvals.get(kind=ApprovalKind.DEESCALATION)


def asked_extension(count: int) -> Approval:
    dispute = m.joint(count)
    head()
    f.do(dispute, "extend", clerk(), until=whole_until(), reason="案情复杂")
    return dispute.approvals.get()


def asked_member(count: int) -> Approval:
    decision = Decision(f.today(), "专班会议纪要〔2026〕1号", f.today())
    unit = NewMember(f"F{count}", f"区第{count}司法局", f"司法局{count}", "bureau")
    department = membership.admit(unit, by=f.an_officer("sysadmin", "ZB"), decision=decision)
    found = membership.pending(department.membership)
    assert found is not None
    return found


APPROVALS: dict[str, Case] = {
    "approve major": of(asked_major, f.a_leader, comment="同意"),
    "approve meeting": of(asked_meeting, f.a_leader, comment="同意"),
    "approve deescalation": of(asked_deescalation, f.a_leader, comment="同意"),
    "approve extension": of(asked_extension, head, comment="同意"),
    "approve member": of(asked_member, f.a_leader, comment="同意"),
    "reject major": of(asked_major, f.a_leader, comment="不同意"),
    "reject meeting": of(asked_meeting, f.a_leader, comment="不同意"),
    "reject deescalation": of(asked_deescalation, f.a_leader, comment="不同意"),
    "reject extension": of(asked_extension, head, comment="不同意"),
    "reject member": of(asked_member, f.a_leader, comment="不同意"),
    "ask_more major": of(asked_major, f.a_leader, comment="请补充"),
    "ask_more meeting": of(asked_meeting, f.a_leader, comment="请补充"),
    "ask_more deescalation": of(asked_deescalation, f.a_leader, comment="请补充"),
    "ask_more extension": of(asked_extension, head, comment="请补充"),
    "ask_more member": of(asked_member, f.a_leader, comment="请补充"),
}
DECIDE = {name: ANSWERS[name.partition(" ")[0]] for name in APPROVALS}

#: Nothing asks for a disclosure yet.
ASKED = set(ApprovalKind.values) - {ApprovalKind.DISCLOSURE}

TABLES: dict[str, tuple[Mapping[str, Case], Mapping[str, Verb], set[str]]] = {
    "dispute": (DISPUTES, cases_verbs.DISPUTES.verbs, set(DISPUTE_TABLE)),
    "assignment": (ASSIGNMENTS, assignments_verbs.ASSIGNMENTS.verbs, set(ASSIGNMENT_TABLE)),
    "meeting": (MEETINGS, meetings_verbs.MEETINGS.verbs, set(MEETING_TABLE)),
    "supervision": (SUPERVISIONS, supervision_verbs.SUPERVISIONS.verbs, set(SUPERVISION_TABLE)),
    "approval": (
        APPROVALS,
        DECIDE,
        {f"{answer} {kind}" for answer in ANSWERS for kind in ASKED},
    ),
}
#: Above the budget still, so that none of them grows: they issue papers, start clocks and tell
#: several at once; to close a remedy and go on is two registrations in one act.
OVER = {
    ("dispute", "convene_joint"): 29,
    ("dispute", "approve_major"): 28,
    ("dispute", "refer"): 27,
    ("dispute", "invite"): 27,
    ("dispute", "extend"): 26,
    ("dispute", "close_remedy"): 31,
    ("meeting", "issue"): 30,
    ("approval", "approve major"): 28,
    ("approval", "approve extension"): 34,
}
EVERY = [(table, verb) for table, (cases, _, _) in TABLES.items() for verb in cases]


def _as_a_view_finds(subject: Any) -> Any:  # Any: of four tables
    fresh = type(subject).objects.get(pk=subject.pk)
    if isinstance(subject, Dispute):
        return Dispute.objects.with_people().get(pk=subject.pk)
    if getattr(fresh, "dispute_id", None):
        fresh.dispute = Dispute.objects.with_people().get(pk=fresh.dispute_id)
    return fresh


def statements(table: str, verb: str, count: int) -> list[str]:
    """What the verb says to the database, on a copy as the view finds it."""
    cases, verbs, _ = TABLES[table]
    subject, by, fields = cases[verb](count)
    fresh = _as_a_view_finds(subject)
    officer = Officer.objects.get(pk=by.pk)
    assert officer.posts_today
    with CaptureQueriesContext(
        connection,
    ) as captured:
        verbs[verb].does(fresh, by=officer, **fields)
    said = [each["sql"] for each in captured.captured_queries]
    return [sql for sql in said if not sql.startswith(MARKS)]


@pytest.mark.parametrize("table", TABLES)
def test_every_verb_has_its_measure(table: str) -> None:
    cases, _, known = TABLES[table]
    assert cases.keys() == known


@pytest.mark.parametrize(("table", "verb"), EVERY, ids=[f"{t} {v}" for t, v in EVERY])
def test_it_keeps_to_its_budget_however_many_take_part(table: str, verb: str) -> None:
    few, many = (statements(table, verb, count) for count in (FEW, MANY))
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= OVER.get((table, verb), BUDGET), f"{len(many)}\n" + "\n".join(many)
