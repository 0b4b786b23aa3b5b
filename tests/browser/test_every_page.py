"""Every page at desk and phone width: no violation, no sideways scroll, no request elsewhere.

The pages are those of the demonstration that `make run` opens, so with
PORTAL_PICTURES=docs/manual/pictures the manual's pictures are taken here (`make pictures`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, Response
from pytest_django.live_server_helper import LiveServer

from departments.actions.members import Decision, NewMember
from departments.models import Officer, Training
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f
from workflow import clock
from workflow.actions import approvals, membership
from workflow.models import Approval, Assignment, CaseFile, Meeting, OutboxMessage, Supervision
from workflow.tasks import deliver

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (1366, 360)
STYLED = "getComputedStyle(document.documentElement).getPropertyValue('--c-accent-600') !== ''"
LONG = "乌翠区翠峦镇林业局家属区物业服务与供热维修综合管理有限责任公司第三分公司（筹）"

Walk = Callable[[dict[str, str]], None]


@pytest.fixture
def walk(page: Page, live_server: LiveServer, stands: Callable[[str], None]) -> Walk:
    """Each page at both widths, styled and whole, named for its picture."""
    wrong: list[str] = []
    own = (live_server.url, "data:", "blob:")

    def hear(answer: Response) -> None:
        if answer.status >= 400 or not answer.url.startswith(own):
            wrong.append(f"{answer.status} {answer.url}")

    def through(pages: dict[str, str]) -> None:
        page.on("response", hear)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for name, address in pages.items():
                page.goto(live_server.url + address)
                assert page.evaluate(STYLED), address
                stands(f"{name}-{width}")
        page.remove_listener("response", hear)
        assert wrong == []

    return through


def newest(**known: Any) -> Dispute:  # Any: the lookups of a query
    """The newest dispute of the demonstration that is like this."""
    found: Dispute | None = Dispute.objects.filter(**known).order_by("-registered_at").first()
    assert found is not None, known
    return found


def case(verb: str = "", **known: Any) -> str:  # Any: as above
    return newest(**known).get_absolute_url() + (f"{verb}/" if verb else "")


def supervised(state: str) -> Supervision:
    """The 督办 that the demonstration tells in that state; the clock's own came after it."""
    return Supervision.objects.filter(state=state).earliest("pk")


def the_first_minute() -> None:
    """What the clock and its worker do once the portal runs, papers apart."""
    clock.beat()
    clock.sweep_deadlines()
    clock.recompute_dates()
    for late in OutboxMessage.objects.filter(topic="workflow.clock.supervise_overdue"):
        deliver(late.pk)


def pages_of_the_demonstration() -> dict[str, dict[str, str]]:
    """Who opens which page: the account of the demonstration → the picture → the address."""
    taxes: dict[str, Any] = {"receiving_department__code": "SW"}
    triage = taxes | {"state": State.TRIAGE, "approvals": None}
    joint = taxes | {"state": State.HANDLING, "mode": Mode.JOINT}
    drafted: dict[str, Any] = {"state": State.AWAITING_SIGNOFF}
    for_yb = Assignment.objects.filter(department__code="YB")
    unowed = joint | {"owing_role": ""}
    waiting = Approval.objects.filter(state="pending")
    for_rs: dict[str, Any] = {"receiving_department__code": "RS"}
    feedback: dict[str, Any] = {"receiving_department__code": "YB", "state": State.FEEDBACK}
    return {
        "sw_clerk": {
            "workbench": "/",
            "register": "/disputes/register/",
            "disputes": "/disputes/",
            "disputes-empty": "/disputes/?state=withdrawn",
            "tasks": "/tasks/",
            "dispute": case(**joint),
            "triage": case(**triage),
            "accept-single": case("accept_single", **triage),
            "refer": case("refer", **triage),
            "convene-joint": case("convene_joint", **triage),
            "report-major": case("report_major", **triage),
            "draft-decision": case("draft_decision", **joint),
            "reveal": case("reveal", **joint),
            "messages": "/messages/",
            "messages-unread": "/messages/?show=unread",
            "waiting": "/?tab=waiting",
            "urge": case("urge", **unowed),
            "supervised-dispute": supervised("open").dispute.get_absolute_url(),
            "meetings": "/meetings/",
            "meeting-new": f"/meetings/new/?dispute={newest(**joint).pk}",
            "archives-empty": "/archives/?q=无此案卷",
        },
        "sw_reviewer": {"approve-intake": case("approve_intake", **taxes, state=State.REGISTERED)},
        "sw_head": {
            "supervisions-own": "/supervisions/?tab=answered",
            "sign-decision": case("sign_decision", **taxes, **drafted),
            "scorecard-own": "/statistics/scorecard/",
        },
        "yb_clerk": {
            "referral": for_yb.get(state="accepted", kind="referral").get_absolute_url(),
            "assignment": for_yb.filter(state="sent", kind="joint").latest("pk").get_absolute_url(),
            "serve": case("serve", **feedback, mode=Mode.JOINT),
            "response": case("record_response", **feedback, mode=Mode.SINGLE),
        },
        "rs_clerk": {
            "archive-check": case("archive", state=State.CONCLUDED, mode=Mode.JOINT),
            "request-convening": case("request_convening", convenings=None, state=State.HANDLING,
                                      receiving_department__code="RS"),
        },
        "rs_head": {
            "head-workbench": "/",
            "head-approvals": "/approvals/",
            "head-approval": waiting.get(
                kind="extension", desk__code="RS").get_absolute_url(),
            "suspended": case(**for_rs, state=State.SUSPENDED),
            "suspend": case("suspend", **for_rs, state=State.HANDLING, mode=Mode.JOINT),
            "extend": case("extend", **for_rs, state=State.HANDLING, mode=Mode.JOINT),
        },
        "yb_head": {
            "extended": case(deadlines__extensions__isnull=False),
            "tell-extension": case("tell_extension", deadlines__extensions__isnull=False),
        },
        "xf_clerk": {"meeting": Meeting.objects.get(state="called").get_absolute_url()},
        "leader": {
            "leader-workbench": "/",
            "leader-active": "/?tab=active",
            "leader-messages": "/messages/?show=unread",
            "supervise": case("supervise", **joint),
            "approvals": "/approvals/",
            "approval": waiting.filter(kind="major").earliest("pk").get_absolute_url(),
            "leader-extension": waiting.get(
                kind="extension", desk=None).get_absolute_url(),
            "leader-member": waiting.get(kind="member").get_absolute_url(),
            "statistics": "/statistics/",
            "scorecard": "/statistics/scorecard/",
            "scorecard-empty": "/statistics/scorecard/?since=2020-01-01&until=2020-01-31",
            "scorecard-late": "/statistics/scorecard/late/?period=year",
            "scorecard-received": "/statistics/scorecard/received/?period=year&unit=YB",
            "trainings": "/manage/trainings/",
        },
        "office": {
            "office-workbench": "/",
            "office-waiting": "/tasks/?tab=waiting",
            "give-task": case("give_task", **joint),
            "convening": case(convenings__answered_at=None, convenings__isnull=False),
            "answer-convening": case("answer_convening", convenings__convenes=None,
                                     convenings__isnull=False),
            "supervisions": "/supervisions/",
            "supervision": supervised("open").get_absolute_url(),
            "supervision-answered": supervised("answered").get_absolute_url(),
            "supervision-close": supervised("answered").get_absolute_url() + "close/",
            "supervision-raise": supervised("open").get_absolute_url() + "raise/",
        },
        "cl_clerk": {
            "training": Training.objects.filter(department__code="CL").latest(
                "pk").get_absolute_url(),
            "training-new": "/manage/trainings/new/",
        },
        "cz_clerk": {"task": Assignment.objects.get(kind="task").get_absolute_url()},
        "auditor": {
            "archives": "/archives/",
            "case-file": f"/archives/{CaseFile.objects.latest('pk').pk}/",
            "scorecard-auditor": "/statistics/scorecard/",
        },
        "sysadmin": {
            "administration": "/manage/",
            "departments": "/manage/departments/",
            "officers": "/manage/officers/",
            "calendar": "/manage/calendar/",
            "limits": "/manage/limits/",
            "running": "/manage/running/",
            "officer-change": "/manage/officers/sw_clerk/change/",
        },
        "secadmin": {"posts": "/manage/posts/", "matrix": "/manage/matrix/"},
        "logadmin": {"records": "/manage/records/"},
    }  # fmt: skip


def test_every_page_of_the_demonstration(walk: Walk, sign_in: Callable[[Officer], None]) -> None:
    call_command("seed_demo")
    the_first_minute()
    walk({"login": "/login/"})
    for account, pages in pages_of_the_demonstration().items():
        sign_in(Officer.objects.get(username=account))
        clock.beat()
        walk(pages)


def test_an_empty_registration_says_what_is_missing(
    page: Page,
    live_server: LiveServer,
    sign_in: Callable[[Officer], None],
    stands: Callable[[str], None],
) -> None:
    sign_in(f.an_officer("clerk"))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{live_server.url}/disputes/register/")
        page.get_by_role("button", name="登记并送审").click()
        page.get_by_role("alert").first.wait_for()
        stands(f"register-errors-{width}")


def test_the_longest_words_fit(walk: Walk, sign_in: Callable[[Officer], None]) -> None:
    """One unbroken number as long as a column allows, names of units nobody could shorten."""
    long = f.a_draft(
        facts=LONG * 40, claim="9" * 200, place=LONG, people_count=99999,
        visited_at=timezone.now() - timedelta(days=1), amount="9999999999.99",
    )  # fmt: skip
    long.parties.filter(role="counterparty").update(unit_name=LONG * 2)
    f.do(long, "register", long.first_contact_officer)
    f.do(long, "approve_intake", f.an_officer("reviewer"))
    clerk = f.an_officer("clerk")
    f.do(long, "accept_single", clerk, reason=LONG * 10, severity_reason=LONG * 5)
    sign_in(clerk)
    walk({
        "longest-workbench": "/",
        "longest-disputes": "/disputes/",
        "longest-dispute": long.get_absolute_url(),
        "longest-verb": f"{long.get_absolute_url()}draft_decision/",
    })  # fmt: skip


def test_a_new_member_unit_before_the_leader(
    walk: Walk, sign_in: Callable[[Officer], None]
) -> None:
    """On his telephone; then back with the administrator who mends the decision."""
    admin, leader = f.an_officer("sysadmin", "ZB"), f.a_leader()
    day = timezone.localdate()
    unit = membership.admit(
        NewMember("SF", "区司法局", "司法局", "bureau"),
        by=admin,
        decision=Decision(day, "专班会议纪要〔2026〕1号", day, "会议纪要扫描件"),
    )
    asked = Approval.objects.get(kind="member")
    sign_in(leader)
    walk({"member-queue": "/approvals/", "member-approval": asked.get_absolute_url()})
    approvals.reject(asked, by=leader, comment="请补充三局会签意见。")
    sign_in(admin)
    again = f"{unit.get_absolute_url()}again/"
    walk({"member-refused": unit.get_absolute_url(), "member-again": again})
