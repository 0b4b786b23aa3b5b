"""Every page at desk and phone width: no violation, no sideways scroll, no request elsewhere.

The pages are those of the demonstration that `make run` opens, so with
PORTAL_PICTURES=docs/manual/pictures the manual's pictures are taken here (`make pictures`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, Response
from pytest_django.live_server_helper import LiveServer

from departments.actions.members import Decision, NewMember
from departments.models import Officer
from tests import factories as f
from tests.browser.demonstration import (
    by_width,
    pages_of_the_demonstration,
    the_first_minute,
)
from workflow import clock
from workflow.approvals import actions as approvals
from workflow.membership import actions as membership
from workflow.models import Approval

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (1366, 360)
STYLED = "getComputedStyle(document.documentElement).getPropertyValue('--c-accent-600') !== ''"
LONG = "乌翠区翠峦镇林业局家属区物业服务与供热维修综合管理有限责任公司第三分公司（筹）"

Walk = Callable[..., None]


@pytest.fixture
def walk(page: Page, live_server: LiveServer, stands: Callable[[str], None]) -> Walk:
    """Each page at both widths, styled and whole, named for its picture."""
    wrong: list[str] = []
    own = (live_server.url, "data:", "blob:")

    def hear(answer: Response) -> None:
        if answer.status >= 400 or not answer.url.startswith(own):
            wrong.append(f"{answer.status} {answer.url}")

    def through(pages: dict[str, str], widths: Sequence[int] = WIDTHS) -> None:
        page.on("response", hear)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            for name, address in pages.items():
                page.goto(live_server.url + address)
                assert page.evaluate(STYLED), address
                stands(f"{name}-{width}")
        page.remove_listener("response", hear)
        assert wrong == []

    return through


def test_every_page_of_the_demonstration(walk: Walk, sign_in: Callable[[Officer], None]) -> None:
    call_command("seed_demo")
    the_first_minute()
    walk({"login": "/login/"})
    for account, pages in pages_of_the_demonstration().items():
        sign_in(Officer.objects.get(username=account))
        clock.beat()
        for width, some in by_width(pages, WIDTHS):
            walk(some, (width,))


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
    to_another = {"department": f.a_department("YB"), "reason": LONG, "severity_reason": LONG}
    f.do(long, "refer", clerk, **to_another)
    back = {"reason": LONG * 4}
    f.answer(long.assignments.get(), "return_back", f.an_officer("clerk", "YB"), **back)
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
