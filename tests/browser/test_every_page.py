"""Every page at desk and phone width: no violation, no sideways scroll, no request elsewhere.

With PORTAL_PICTURES=docs/manual/pictures the pictures of the manual are taken (`make pictures`).
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from departments.models import Officer
from disputes.choices import Mode
from tests import factories as f
from workflow.actions import meetings

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (1366, 360)


def walk(
    page: Page, live: LiveServer, stands: Callable[[str], None], pages: dict[str, str]
) -> None:
    """Each page at both widths, named for its picture."""
    elsewhere: list[str] = []
    own = (live.url, "data:", "blob:")
    page.on("request", lambda r: None if r.url.startswith(own) else elsewhere.append(r.url))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for name, address in pages.items():
            answer = page.goto(live.url + address)
            assert answer is not None
            assert answer.status == 200, address
            stands(f"{name}-{width}")
    assert elsewhere == []


def test_the_pages_of_a_clerk(
    page: Page,
    live_server: LiveServer,
    sign_in: Callable[[Officer], None],
    stands: Callable[[str], None],
) -> None:
    joint = f.handled(Mode.JOINT)
    f.answer_all(joint)
    single, decided = f.triaged(), f.decided(Mode.SINGLE)
    ready = f.concluded(Mode.SINGLE)
    clerk = f.an_officer("clerk")
    meeting = meetings.plan(
        by=clerk,
        kind="general",
        title="缴费基数会商",
        disputes=[joint],
        departments=[f.a_department("RS"), f.a_department("YB")],
        starts_at=joint.registered_at,
        place="区税务局二楼",
    )
    sign_in(clerk)
    case = f"/disputes/{joint.pk}/"
    walk(page, live_server, stands, {
        "workbench": "/",
        "register": "/disputes/register/",
        "disputes": "/disputes/",
        "disputes-empty": "/disputes/?state=withdrawn",
        "tasks": "/tasks/",
        "dispute": case,
        "draft-decision": f"{case}draft_decision/",
        "refer": f"/disputes/{single.pk}/refer/",
        "serve": f"/disputes/{decided.pk}/serve/",
        "archive-check": f"/disputes/{ready.pk}/archive/",
        "assignment": f"/assignments/{joint.assignments.first().pk}/",
        "meetings": "/meetings/",
        "meeting": f"/meetings/{meeting.pk}/",
        "meeting-new": f"/meetings/new/?dispute={joint.pk}",
        "messages": "/messages/",
        "archives-empty": "/archives/",
    })  # fmt: skip


def test_the_pages_of_leader_and_auditor(
    page: Page,
    live_server: LiveServer,
    sign_in: Callable[[Officer], None],
    stands: Callable[[str], None],
) -> None:
    reported = f.triaged(people_count=23, signals={"petition_risk": True})
    f.do(reported, "report_major", f.an_officer("clerk"), reason="二十三人共同反映")
    filed = f.archived(Mode.SPECIAL)
    sign_in(f.a_leader())
    walk(page, live_server, stands, {
        "leader-workbench": "/",
        "approvals": "/approvals/",
        "approval": f"/approvals/{reported.approvals.get().pk}/",
    })  # fmt: skip
    sign_in(f.an_officer("auditor", "ZB"))
    walk(page, live_server, stands, {
        "archives": "/archives/",
        "case-file": f"/archives/{filed.case_file.pk}/",
    })  # fmt: skip
