"""Builders for tests: officers in posts, and disputes walked to a state by the actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pgtrigger
from django.db import connection
from django.db.models import F
from django.utils import timezone

from departments.models import Department, Officer, Post, Term
from departments.roles import Role
from disputes import intake
from disputes.choices import GROUP_FROM, Mode, State
from disputes.models import Dispute, Party
from workflow.assignments import verbs as assignments_verbs
from workflow.cases import verbs
from workflow.issuing.rehearsing import overheard
from workflow.meetings.plan import plan
from workflow.models import Assignment, CaseFile, Meeting, Paper

FUNCTIONAL = ("SW", "RS", "YB")


def a_department(code: str = "SW") -> Department:
    """A founding department, ready to archive."""
    department = Department.objects.get(code=code)
    if not department.fonds_number:
        department.fonds_number = f"01{department.order:02d}"
        department.save()
    return department


#: Before any day a test tells of, on whatever day it runs.
LONG_AGO = date(2020, 1, 1)


def an_officer(role: str = Role.CLERK, code: str = "SW", *, nth: int = 1) -> Officer:
    """The nth officer holding that post since long ago; made when missing."""
    username = f"{code.lower()}_{role}{'' if nth == 1 else nth}"
    found = Officer.objects.filter(username=username).first()
    if found is not None:
        return found
    officer = Officer.objects.create_user(username, "Portal-2026!", name=f"测试{code}{nth}")
    department = Department.objects.get(code=code)
    post = Post.objects.filter(department=department, role=role, single_seat=False).first()
    post = post or Post.objects.filter(department=department, role=role).order_by("pk")[nth - 1]
    Term.objects.create(officer=officer, post=post, starts_on=LONG_AGO)
    return officer


def a_leader() -> Officer:
    return an_officer(Role.LEADER, "ZB")


def a_draft(code: str = "SW", **fields: Any) -> Dispute:  # Any: model fields
    """A complete draft of a visit; whoever stays anonymous leaves no name."""
    facts = {
        "channel": "visit",
        "visited_at": timezone.now() - timedelta(minutes=5),
        "town": "230718100",
        "category": "TAX-1",
        "insurance_types": ["pension"],
        "facts": "单位办了参保登记，三个月没有申报缴费。",
        "claim": "请督促单位申报缴费。",
    }
    draft = intake.new_draft(an_officer(Role.CLERK, code), a_department(code), **facts | fields)
    if not draft.anonymous:
        a_party(draft, "payer", "employee", name="欧阳测试", phone="15400000018")
    a_party(draft, "counterparty", "employer", unit_name="示例木制品加工厂")
    if draft.people_count >= GROUP_FROM:
        a_party(draft, "representative", "", name="代表测试", phone="15400000019")
    return draft


def a_party(dispute: Dispute, role: str, kind: str, **fields: str) -> Party:
    return Party.objects.create(dispute=dispute, role=role, kind=kind, **fields)


def kinds_of(heard: list[Paper]) -> set[str]:
    """What somebody issued; what time issues of itself he does not look at first."""
    return {paper.kind for paper in heard if paper.issued_by_id}


def do(dispute: Dispute, verb: str, by: Officer, **fields: Any) -> None:  # Any: the verb's fields
    """One verb, on a fresh copy, as a view does it."""
    by, doing = Officer.objects.get(pk=by.pk), verbs.DISPUTES.verbs[verb]
    with overheard() as heard:
        doing.does(dispute, by=by, **fields)
    assert kinds_of(heard) <= set(doing.papers)  # or nobody could look at them before
    dispute.refresh_from_db()


def answer(assignment: Assignment, verb: str, by: Officer, **fields: Any) -> None:  # Any: as above
    by = Officer.objects.get(pk=by.pk)
    doing = assignments_verbs.ASSIGNMENTS.verbs[verb]
    with overheard() as heard:
        doing.does(assignment, by=by, **fields)
    assert kinds_of(heard) <= set(doing.papers)


def registered(code: str = "SW", **fields: Any) -> Dispute:  # Any: model fields
    dispute = a_draft(code, **fields)
    do(dispute, "register", dispute.first_contact_officer)
    return dispute


def triaged(code: str = "SW", **fields: Any) -> Dispute:  # Any: model fields
    dispute = registered(code, **fields)
    do(dispute, "approve_intake", an_officer(Role.REVIEWER, code))
    return dispute


def handled(mode: str = Mode.SINGLE, code: str = "SW", **fields: Any) -> Dispute:  # Any: as above
    """In handling by `mode`: referral to YB, joint with RS and YB, special with all three."""
    dispute = triaged(code, **fields)
    clerk = an_officer(Role.CLERK, code)
    others = list(Department.objects.filter(code__in=FUNCTIONAL).exclude(code=code))
    if mode == Mode.SINGLE:
        do(dispute, "accept_single", clerk, reason="属本单位职责")
    elif mode == Mode.REFERRAL:
        do(dispute, "refer", clerk, department=a_department("YB"), reason="属医保局职责")
    elif mode == Mode.JOINT:
        do(dispute, "convene_joint", clerk, departments=others, question="请核实并提出意见")
    else:
        do(dispute, "report_major", clerk, reason="群体性诉求", departments=others)
        do(dispute, "approve_major", a_leader(), comment="同意", meeting=True)
    return dispute


def overdue(assignment: Assignment) -> Assignment:
    """Its day was yesterday, as if it had been asked long ago."""
    yesterday = timezone.localdate() - timedelta(days=1)
    Assignment.objects.filter(pk=assignment.pk).update(due_on=yesterday, amber_on=yesterday)
    assignment.refresh_from_db(fields=["due_on", "amber_on"])
    return assignment


def answer_all(dispute: Dispute, **said: str) -> None:
    """Every open opinion is accepted, drafted and approved by its department; `said` by code."""
    for assignment in dispute.assignments.opinions_awaited():
        code = assignment.department.code
        clerk, head = an_officer(Role.CLERK, code), an_officer(Role.HEAD, code)
        answer(assignment, "accept", clerk)
        answer(
            assignment,
            "draft_opinion",
            clerk,
            facts="经查属实",
            basis="社会保险法第60条",
            opinion=said.get(code, "同意"),
        )
        answer(assignment, "approve_opinion", head)


def hold_meeting(dispute: Dispute, convenor: str = "SW") -> None:
    """A meeting on this dispute from plan to issued minutes."""
    from workflow.meetings import actions as meetings

    meeting = a_minuted_meeting(dispute, convenor)
    issuer = a_leader() if meeting.kind == "major" else an_officer(Role.CLERK, convenor)
    meetings.issue(meeting, by=issuer)


def a_minuted_meeting(
    dispute: Dispute, convenor: str = "SW", responsible: Department | None = None
) -> Meeting:
    """A meeting on this dispute whose minutes wait to be issued."""
    from workflow.meetings import actions as meetings

    clerk = an_officer(Role.CLERK, convenor)
    kind = "major" if dispute.mode == Mode.SPECIAL else "general"
    others = list(Department.objects.filter(code__in=FUNCTIONAL))
    meeting = plan(
        by=clerk,
        kind=kind,
        title="专题会议",
        disputes=[dispute],
        departments=others,
        starts_at=timezone.now(),
        place="区政府三楼会议室",
    )
    meetings.call(meeting, by=clerk)
    meetings.hold(meeting, by=clerk, attended=others)
    decided = meetings.Decided(dispute, "由区税务局牵头补缴", responsible=responsible)
    meetings.minute(meeting, by=clerk, items=[decided])
    return meeting


def decided(mode: str = Mode.SINGLE, code: str = "SW", **fields: Any) -> Dispute:  # Any: as above
    """Signed, so in feedback."""
    dispute = handled(mode, code, **fields)
    desk = "YB" if mode == Mode.REFERRAL else code
    if mode == Mode.REFERRAL:
        answer(dispute.assignments.get(), "accept", an_officer(Role.CLERK, "YB"))
    answer_all(dispute)
    if mode == Mode.SPECIAL:
        hold_meeting(dispute, code)
    clerk, head = an_officer(Role.CLERK, desk), an_officer(Role.HEAD, desk)
    do(
        dispute,
        "draft_decision",
        clerk,
        facts="经查属实",
        basis="社会保险法第63条",
        decision="责令补缴",
    )
    do(dispute, "sign_decision", head, comment="同意")
    return dispute


def concluded(mode: str = Mode.SINGLE, code: str = "SW", **fields: Any) -> Dispute:  # Any: as above
    """Both served and content; in referral the receipt is in."""
    dispute = decided(mode, code, **fields)
    desk = "YB" if mode == Mode.REFERRAL else code
    clerk = an_officer(Role.CLERK, desk)
    for party in ("payer", "counterparty"):
        do(
            dispute,
            "serve",
            clerk,
            party=party,
            method="direct",
            served_on=timezone.localdate(),
            recipient="本人",
        )
    if mode == Mode.REFERRAL:
        referral = dispute.assignments.get()
        answer(
            referral,
            "draft_opinion",
            clerk,
            facts="已办结",
            basis="社会保险法第63条",
            opinion="已反馈双方",
        )
        answer(referral, "approve_opinion", an_officer(Role.HEAD, desk))
    for party in ("payer", "counterparty"):
        do(dispute, "record_response", clerk, party=party, answer="none")
    return dispute


def archived(mode: str = Mode.SINGLE, code: str = "SW", **fields: Any) -> Dispute:  # Any: as above
    dispute = concluded(mode, code, **fields)
    do(dispute, "archive", an_officer(Role.CLERK, code))
    return dispute


def term_ended(dispute: Dispute, years: int = 11) -> Dispute:
    """Archived so long ago that its ten years are over; no role of the portal's could say so."""
    with (
        connection.cursor() as cursor,
        pgtrigger.ignore("workflow.CaseFile:casefile_never_changes"),
    ):
        cursor.execute("SELECT current_user")
        (role,) = cursor.fetchone()
        cursor.execute("RESET ROLE")
        CaseFile.objects.filter(dispute=dispute).update(year=F("year") - years)
        cursor.execute(f"SET ROLE {role}")
    return Dispute.objects.get(pk=dispute.pk)


#: The state → the shortest walk there.
WALKS: dict[State, Callable[..., Dispute]] = {
    State.DRAFT: a_draft,
    State.REGISTERED: registered,
    State.TRIAGE: triaged,
    State.HANDLING: handled,
    State.FEEDBACK: decided,
    State.CONCLUDED: concluded,
    State.ARCHIVED: archived,
}


def a_dispute(state: str = State.HANDLING, **fields: Any) -> Dispute:  # Any: as above
    return WALKS[State(state)](**fields)


def today() -> date:
    return timezone.localdate()
