"""Disputes with as many departments, and meetings with as many disputes, as a test asks for."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from departments.founding import posts_of
from departments.models import Department, MembershipDecision, Post
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from workflow.archiving.case_file import Excuse, missing_papers
from workflow.meetings import actions
from workflow.meetings import plan as meetings
from workflow.models import Assignment, Meeting

CLERK, HEAD, OFFICE = Role.CLERK, Role.HEAD, Role.OFFICE


def departments(count: int) -> list[Department]:
    """Functional ones beside the tax bureau, each with a clerk and a head; made when missing."""
    for number in range(1, count - 1):
        if not Department.objects.filter(code=f"B{number}").exists():
            _a_bureau(number)
    rows = Department.objects.exclude(code__in=("SW", "SB")).filter(is_functional=True)
    found = list(rows.order_by("order", "code"))[:count]
    for department in found:
        f.an_officer(CLERK, department.code)
        f.an_officer(HEAD, department.code)
    return found


def _a_bureau(number: int) -> None:
    department = Department.objects.create(
        code=f"B{number}",
        name=f"区第{number}局",
        short_name=f"第{number}局",
        kind="bureau",
        order=200 + number,
        group=Group.objects.create(name=f"department:B{number}"),
        membership=MembershipDecision.objects.get(is_founding=True),
        is_active=True,
        joined_on=f.today(),
        is_functional=True,
        may_lead=True,
    )
    for role, title, single in posts_of("bureau", department.short_name):
        Post.objects.create(department=department, role=role, title=title, single_seat=single)


def drafts(count: int) -> Dispute:
    return f.a_draft()


def triaged(count: int, category: str = "TAX-1") -> Dispute:
    """Reviewed; as many departments stand by to be asked, and each was given a task."""
    dispute = f.triaged(category=category)
    given_tasks(dispute, count)
    return dispute


def given_tasks(dispute: Dispute, count: int) -> None:
    f.an_officer(OFFICE, "ZB")
    for department in departments(count):
        f.do(dispute, "give_task", f.a_leader(), department=department, question="请核实")


def joint(count: int, category: str = "TAX-1", **fields: Any) -> Dispute:  # Any: model fields
    """In joint handling with so many departments asked."""
    dispute = f.triaged(category=category, **fields)
    asked = departments(count)
    f.do(dispute, "convene_joint", f.an_officer(CLERK), departments=asked, question="请核实")
    return dispute


def reported(count: int, category: str = "TAX-1") -> Dispute:
    """Put before the leader with so many departments proposed."""
    dispute = f.triaged(category=category)
    team = departments(count)
    f.do(dispute, "report_major", f.an_officer(CLERK), reason="群体性诉求", departments=team)
    return dispute


def special(count: int) -> Dispute:
    dispute = reported(count)
    f.do(dispute, "approve_major", f.a_leader(), comment="同意", meeting=True)
    return dispute


def answered(count: int) -> Dispute:
    """One opinion is in, the other departments are excused."""
    dispute = joint(count)
    first, *others = dispute.assignments.order_by("pk")
    answered_by_its_department(first)
    for each in others:
        f.answer(f.overdue(each), "excuse", f.an_officer(HEAD), reason="逾期")
    dispute.refresh_from_db()
    return dispute


def drafted(assignment: Assignment) -> Assignment:
    clerk = f.an_officer(CLERK, assignment.department.code)
    f.answer(assignment, "accept", clerk)
    words = {"facts": "属实", "basis": "社会保险法第60条", "opinion": "同意补缴"}
    f.answer(assignment, "draft_opinion", clerk, **words)
    return assignment


def answered_by_its_department(assignment: Assignment) -> None:
    head = f.an_officer(HEAD, assignment.department.code)
    f.answer(drafted(assignment), "approve_opinion", head)


def awaiting_signature(count: int) -> Dispute:
    dispute = answered(count)
    words = {"facts": "属实", "basis": "社会保险法第63条", "decision": "责令补缴"}
    f.do(dispute, "draft_decision", f.an_officer(CLERK), **words)
    return dispute


def fed_back(count: int) -> Dispute:
    dispute = awaiting_signature(count)
    f.do(dispute, "sign_decision", f.an_officer(HEAD), comment="同意")
    return dispute


def served(count: int) -> Dispute:
    """Both parties were told; the payer has answered."""
    dispute, clerk = fed_back(count), f.an_officer(CLERK)
    for party in ("payer", "counterparty"):
        f.do(dispute, "serve", clerk, party=party, method="direct", served_on=f.today(),
             recipient="本人")  # fmt: skip
    f.do(dispute, "record_response", clerk, party="payer", answer="none")
    return dispute


def objected(count: int) -> Dispute:
    dispute = served(count)
    clerk = f.an_officer(CLERK)
    f.do(dispute, "record_response", clerk, party="counterparty", answer="objects")
    f.do(dispute, "record_remedy", clerk, channel="litigation", body="区人民法院")
    return dispute


def concluded(count: int) -> Dispute:
    dispute = served(count)
    f.a_department("SW")
    f.do(dispute, "record_response", f.an_officer(CLERK), party="counterparty", answer="none")
    return dispute


def archived(count: int) -> Dispute:
    dispute = concluded(count)
    excused = [Excuse(label, "另行补") for label in missing_papers(dispute)]
    f.do(dispute, "archive", f.an_officer(CLERK), excused=excused)
    return dispute


def suspended(count: int) -> Dispute:
    dispute = joint(count)
    f.do(dispute, "suspend", f.an_officer(HEAD), ground="等待仲裁")
    return dispute


def agenda(count: int) -> list[Dispute]:
    return [f.handled(Mode.JOINT) for _ in range(count)]


def planned(count: int, kind: str = "general", *, countersigned: bool = False) -> Meeting:
    """A meeting of so many departments about so many disputes."""
    invited = [*departments(count), Department.objects.get(code="XF")]
    return meetings.plan(
        by=f.an_officer(CLERK),
        kind=kind,
        title="专题会议",
        disputes=agenda(count),
        departments=invited,
        starts_at=timezone.now(),
        place="三楼会议室",
        countersigned=countersigned,
    )


def called(count: int, *, countersigned: bool = False) -> Meeting:
    meeting = planned(count, countersigned=countersigned)
    actions.call(meeting, by=f.an_officer(CLERK))
    return meeting


def held(count: int, *, countersigned: bool = False) -> Meeting:
    meeting = called(count, countersigned=countersigned)
    actions.hold(meeting, by=f.an_officer(CLERK), attended=departments(count))
    return meeting


def decided(meeting: Meeting) -> list[actions.Decided]:
    """Every dispute's resolution names a department that owes it."""
    owing = Department.objects.get(code="YB")
    return [
        actions.Decided(each, "由区医保局牵头核实", responsible=owing)
        for each in meeting.disputes.order_by("pk")
    ]


def minuted(count: int, *, countersigned: bool = False) -> Meeting:
    meeting = held(count, countersigned=countersigned)
    actions.minute(meeting, by=f.an_officer(CLERK), items=decided(meeting))
    return meeting


def twice_returned(count: int) -> Dispute:
    dispute = f.triaged()
    for _ in range(2):
        f.do(
            dispute,
            "refer",
            f.an_officer(CLERK),
            department=f.a_department("YB"),
            reason="属其职责",
        )
        f.answer(
            dispute.assignments.latest("pk"),
            "return_back",
            f.an_officer(CLERK, "YB"),
            reason="不属职责",
        )
        dispute.refresh_from_db()
    given_tasks(dispute, count)
    return dispute


def convening_asked(count: int) -> Dispute:
    dispute = joint(count)
    asker = f.an_officer(CLERK, "RS")
    others = [each for each in departments(count) if each.code != "RS"]  # who asks comes anyway
    f.do(dispute, "request_convening", asker, reason="需要", departments=others)
    return dispute


def owed(count: int) -> Assignment:
    return joint(count).assignments.get(department__code="YB")


def accepted(count: int) -> Assignment:
    assignment = owed(count)
    f.answer(assignment, "accept", f.an_officer(CLERK, "YB"))
    return assignment
