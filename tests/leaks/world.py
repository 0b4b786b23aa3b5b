"""Disputes of every kind, so that somebody has no part in each: what must not leak lies here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from django.db import connection
from django.utils import timezone

from departments.models import Officer, Training
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute, Material, SavedView
from reports.periodic.figures import figures
from reports.periodic.periods import last_over
from reports.topics import actions as topics
from tests import factories as f
from tests.multiplying import multiply
from tests.workflow import many, two_payers
from tests.workflow.disclosure.leaving import asked_for, published, signed_to
from tests.workflow.kept_out import secret
from workflow.disclosure import actions as disclosing
from workflow.errands import actions as errands
from workflow.issuing.looking import enter
from workflow.meetings import actions as meetings
from workflow.meetings.plan import plan
from workflow.models import Meeting, PeriodReport
from workflow.models.period_report import PeriodKind

TIMES = 7
#: Somebody of everything: (role, unit, which of them).
CAST = {
    "clerk": (Role.CLERK, "SW", 1),
    "recused": (Role.CLERK, "SW", 2),
    "reviewer": (Role.REVIEWER, "SW", 1),
    "head": (Role.HEAD, "SW", 1),
    "returned": (Role.CLERK, "YB", 1),
    "yb_head": (Role.HEAD, "YB", 1),
    "rs_clerk": (Role.CLERK, "RS", 1),
    "cz_clerk": (Role.CLERK, "CZ", 1),
    "cz_head": (Role.HEAD, "CZ", 1),
    "town": (Role.TOWN_LEAD, "CL", 1),
    "leader": (Role.LEADER, "ZB", 1),
    "deputy": (Role.DEPUTY, "ZB", 1),
    "office": (Role.OFFICE, "ZB", 1),
    "archivist": (Role.ARCHIVIST, "ZB", 1),
    "auditor": (Role.AUDITOR, "ZB", 1),
    "sysadmin": (Role.SYSADMIN, "ZB", 1),
    "secadmin": (Role.SECADMIN, "ZB", 1),
    "logadmin": (Role.LOGADMIN, "ZB", 1),
}


def officer(who: str) -> Officer:
    role, code, nth = CAST[who]
    return f.an_officer(role, code, nth=nth)


@contextmanager
def counting_on_from_before() -> Iterator[None]:
    """Sequences know no rollback: later tests must not count on behind the copies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE last_value > 0")
        before = cursor.fetchall()
    yield
    with connection.cursor() as cursor:
        cursor.executemany("SELECT setval(%s, %s)", before)


def made(times: int = TIMES) -> None:
    """Each kind once through the verbs, then all of it multiplied in SQL."""
    for who in CAST:
        officer(who)
    for build in KINDS:
        build()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE disputes_dispute SET source_key = id")  # or copies are renamed else
        multiply(cursor, times)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    studied()
    counted()


def told_of(dispute: Dispute) -> Dispute:
    """Everything that hangs on a case: asked, urged, supervised, brought, given away, planned."""
    clerk, office = officer("clerk"), officer("office")
    f.do(dispute, "request_convening", clerk, reason="需要共同研究")
    f.do(dispute, "supervise", office, department=f.a_department("SW"), level="1", reason="太慢")
    f.do(dispute, "give_task", office, department=f.a_department("RS"), question="请核实")
    Material.objects.create(
        dispute=dispute, file="x", title="证据材料", media_type="application/pdf", size=1,
        added_by=clerk,
    )  # fmt: skip
    asked_for(dispute)
    return dispute


def recused_from(dispute: Dispute) -> Dispute:
    told_of(dispute)
    f.do(dispute, "recuse", officer("head"), officer=officer("recused"), reason="亲属")
    return dispute


def archived_without_him() -> Dispute:
    dispute = f.decided()
    f.do(dispute, "recuse", officer("head"), officer=officer("recused"), reason="亲属")
    clerk = officer("clerk")
    for party in ("payer", "counterparty"):
        f.do(dispute, "serve", clerk, party=party, method="direct", served_on=f.today(),
             recipient="本人")  # fmt: skip
        f.do(dispute, "record_response", clerk, party=party, answer="none")
    f.do(dispute, "archive", clerk)
    return dispute


def audited(dispute: Dispute, code: str) -> Dispute:
    """That unit puts right what was found in the file, and the others know nothing of it."""
    auditor = Officer.objects.get(pk=officer("auditor").pk)
    enter(dispute.case_file, auditor, purpose="年度审计", address="")
    f.do(dispute, "record_finding", auditor, department=f.a_department(code),
         found="没有写明依据", basis="五(三)", demand="补充说明")  # fmt: skip
    return dispute


def leaders_own() -> Dispute:
    dispute = recused_from(f.handled(Mode.JOINT))
    for who in ("deputy", "leader"):
        f.do(dispute, "recuse", officer(who), officer=officer(who), reason="亲属")
    return dispute


def returned() -> Dispute:
    """YB gave it back and answers a supervision about it, which is all it may still see."""
    dispute = f.handled(Mode.REFERRAL)
    f.do(dispute, "supervise", officer("office"), department=f.a_department("YB"), level="1",
         reason="请说明")  # fmt: skip
    f.answer(dispute.assignments.get(), "return_back", officer("returned"), reason="不属职责")
    return dispute


def recalled() -> Dispute:
    dispute = f.handled(Mode.JOINT)
    f.answer(dispute.assignments.get(department__code="YB"), "recall", officer("clerk"),
             reason="不需要了")  # fmt: skip
    return dispute


def merged() -> Dispute:
    return two_payers.merged(Mode.JOINT)[1]


def ended(verb: str, who: str, **fields: object) -> Dispute:
    dispute = f.triaged(category="GEN-1") if verb == "answer_now" else f.triaged()
    f.do(dispute, verb, officer(who), **fields)
    return dispute


def sent_back() -> Dispute:
    dispute = f.registered()
    f.do(dispute, "return_intake", officer("reviewer"), comment="请补充")
    return dispute


def a_plan(
    *disputes: Dispute, title: str = "碰头会", kind: str = "general", comes: str = "RS"
) -> Meeting:
    return plan(
        by=officer("clerk"),
        kind=kind,
        title=title,
        disputes=list(disputes),
        departments=[f.a_department(code) for code in ("SW", comes)],
        starts_at=timezone.now(),
        place="三楼",
    )


def a_meeting(upto: str = "", kind: str = "general", *others: Dispute) -> Meeting:
    """财政局 is invited and has no other part in the case."""
    clerk = officer("clerk")
    dispute = f.handled(Mode.JOINT)
    meeting = a_plan(dispute, *others, title=f"碰头会{upto}{kind}", kind=kind, comes="CZ")
    if upto in {"called", "held", "minuted", "issued", "cancelled"}:
        meetings.call(meeting, by=clerk)
    if upto in {"held", "minuted", "issued"}:
        meetings.hold(meeting, by=clerk, attended=[f.a_department("CZ"), f.a_department("SW")])
    if upto in {"minuted", "issued"}:
        meetings.minute(meeting, by=clerk, items=[meetings.Decided(dispute, "由税务局牵头补缴")])
    if upto == "issued":
        meetings.issue(meeting, by=clerk)
    if upto.startswith("cancelled"):
        meetings.cancel(meeting, by=clerk, reason="改期")
    return meeting


def errand(code: str) -> None:
    given = errands.give(by=Officer.objects.get(pk=officer("office").pk),
                         department=f.a_department(code), question=f"请报送{code}情况")  # fmt: skip
    assert given.pk


def given_away() -> None:
    signed_to(asked_for())
    disclosing.ask(by=Officer.objects.get(pk=officer("clerk").pk), **published(particulars=[]))


def own_views() -> None:
    """Their names may say whom somebody looks for."""
    for who in ("clerk", "cz_head"):
        SavedView.objects.create(officer=officer(who), name="欧阳测试的件", filters={})


def training() -> None:
    for code in ("CL", "RS"):
        Training.objects.create(
            kind="prevention", department=f.a_department(code), held_on=f.today(),
            subject=f"安全{code}", place="礼堂", lecturer="讲师", hours=2, others=30,
            recorded_by=officer("rs_clerk"),
        )  # fmt: skip


def studied() -> None:
    """What the task force makes of a case, once everything is there."""
    office = Officer.objects.get(pk=officer("office").pk)
    topic = topics.begin(by=office, title="断缴补缴", question="断缴期间能否补缴？")
    dispute = Dispute.objects.registered().earliest("pk")
    topics.gather(topic, by=office, number=str(dispute.number))


def counted() -> None:
    """A month's report that the office has not approved."""
    period = last_over(PeriodKind.MONTH, f.today())
    told = figures(period, f.today()).to_json()
    PeriodReport.objects.create(kind=period.kind, since=period.since, until=period.until,
                                figures=told, made_at=timezone.now())  # fmt: skip


KINDS: list[Callable[[], object]] = [
    f.a_draft,
    f.registered,
    sent_back,
    f.triaged,
    *(partial(f.handled, mode) for mode in (Mode.SINGLE, Mode.REFERRAL, Mode.JOINT, Mode.SPECIAL)),
    partial(many.reported, 2),
    *(partial(f.decided, mode) for mode in (Mode.SINGLE, Mode.REFERRAL)),
    *(partial(f.concluded, mode) for mode in (Mode.SINGLE, Mode.REFERRAL, Mode.SPECIAL)),
    *(partial(f.archived, mode) for mode in (Mode.SINGLE, Mode.REFERRAL)),
    partial(f.archived, Mode.SINGLE, "YB"),
    partial(f.handled, Mode.SINGLE, "YB"),
    partial(f.handled, Mode.SINGLE, "RS"),
    partial(f.triaged, "CL"),
    partial(f.triaged, anonymous=True),
    partial(secret, "YB", Mode.SINGLE),
    partial(secret, "YB", Mode.SINGLE, kept=False),
    lambda: recused_from(f.handled(Mode.JOINT)),
    lambda: audited(archived_without_him(), "SW"),
    lambda: audited(f.archived(Mode.JOINT), "YB"),
    leaders_own,
    returned,
    recalled,
    partial(many.twice_returned, 2),
    merged,
    partial(many.suspended, 2),
    partial(many.objected, 2),
    partial(many.awaiting_signature, 2),
    partial(ended, "decline", "head", reason="wages", channel="区劳动保障监察大队"),
    partial(ended, "notify_only", "clerk", outside_body="伊春市税务局", reason="复议中"),
    partial(ended, "answer_now", "clerk", answer="已答复"),
    partial(ended, "withdraw", "clerk", note="已书面申请"),
    *(partial(a_meeting, upto) for upto in
      ("", "called", "held", "minuted", "issued", "cancelled", "cancelled at once")),
    partial(a_meeting, "", "major"),
    lambda: a_meeting("called", "general", f.handled(Mode.SINGLE)),
    *(partial(errand, code) for code in ("YB", "CL")),
    given_away,
    own_views,
    training,
]  # fmt: skip
