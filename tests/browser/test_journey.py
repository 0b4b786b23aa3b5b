"""A dispute's road in the browser: forwarded, answered, approved, archived, audited."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from departments.models import Officer
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Officer], None]
Stands = Callable[[str], None]


@pytest.fixture
def quiet(page: Page, live_server: LiveServer) -> list[str]:
    """Addresses the browser asked for that are not this machine's own server."""
    strangers: list[str] = []

    def note(url: str) -> None:
        if not url.startswith((live_server.url, "data:", "blob:")):
            strangers.append(url)

    page.on("request", lambda request: note(request.url))
    return strangers


def press(page: Page, label: str, *, sure: bool = False) -> None:
    """One button of the form in view; an irreversible one asks once."""
    page.locator("main form[method=post]").get_by_role("button", name=label, exact=True).click()
    if sure:
        page.locator("#ui-confirm [data-confirm-go]").click()


def reload(dispute: Dispute) -> Dispute:
    return Dispute.objects.get(pk=dispute.pk)


def test_two_bureaus_answer_what_the_clerk_forwarded(
    page: Page, live_server: LiveServer, sign_in: SignIn, stands: Stands, quiet: list[str]
) -> None:
    dispute = f.triaged()
    sign_in(f.an_officer("clerk"))
    page.goto(f"{live_server.url}/disputes/{dispute.pk}/convene_joint/")
    for code in ("RS", "YB"):
        page.locator(f"[name=departments][value={code}]").check()
    page.locator("[name=question]").fill("请核实本单位职责内的情况，提出书面意见。")
    if page.locator("[name=reason]").count():
        page.locator("[name=reason]").fill("涉及三险和医保，须多部门办理。")
    press(page, "联合办理")
    expect(page).to_have_url(f"{live_server.url}/disputes/{dispute.pk}/")
    assert reload(dispute).mode == Mode.JOINT
    for assignment in dispute.assignments.all():
        _answer(page, live_server, sign_in, assignment.pk, assignment.department.code)
    sign_in(f.an_officer("clerk"))
    page.goto(f"{live_server.url}/disputes/{dispute.pk}/")
    expect(page.get_by_role("main")).to_contain_text("建议补缴")
    stands("journey-joint-answered")
    assert dispute.assignments.filter(state="answered").count() == 2
    assert quiet == []


def _answer(page: Page, live: LiveServer, sign_in: SignIn, pk: int, code: str) -> None:
    sign_in(f.an_officer("clerk", code))
    address = f"{live.url}/assignments/{pk}/"
    page.goto(address)
    with page.expect_navigation():
        page.locator("#accept").get_by_role("button", name="签收").click()
    page.goto(address)
    form = page.locator("#draft_opinion")
    for name, text in (
        ("facts", "经查，反映情况属实。"),
        ("basis", "《社会保险法》第六十条"),
        ("opinion", "建议补缴。"),
    ):
        form.locator(f"[name={name}]").fill(text)
    with page.expect_navigation():
        form.locator("button.btn-primary").click()
    sign_in(f.an_officer("head", code))
    page.goto(address)
    page.locator("#approve_opinion button.btn-primary").click()
    page.locator("#ui-confirm [data-confirm-go]").click()
    expect(page.locator("#approve_opinion")).to_have_count(0)


def test_the_leader_approves_on_a_phone(
    page: Page, live_server: LiveServer, sign_in: SignIn, stands: Stands, quiet: list[str]
) -> None:
    dispute = f.triaged(people_count=23, signals={"petition_risk": True})
    f.do(dispute, "report_major", f.an_officer("clerk"), reason="二十三人共同反映，有越级上访苗头")
    sign_in(f.a_leader())
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}/approvals/{dispute.approvals.get().pk}/")
    stands("journey-approval-360")
    expect(page.locator("[name=comment]")).to_have_value("")
    page.locator("[data-phrase]").first.click()
    page.locator("#answer button[value=approve]").click()
    with page.expect_navigation():
        page.locator("#ui-confirm [data-confirm-go]").click()
    assert reload(dispute).state == State.HANDLING
    assert reload(dispute).mode == Mode.SPECIAL
    assert quiet == []


def test_the_auditor_opens_the_archived_file(
    page: Page, live_server: LiveServer, sign_in: SignIn, stands: Stands, quiet: list[str]
) -> None:
    number = f.archived(Mode.JOINT).case_file.number
    sign_in(f.an_officer("auditor", "ZB"))
    page.goto(f"{live_server.url}/archives/")
    page.get_by_role("row", name=number).get_by_role("link").click()
    page.locator("[name=purpose]").fill("季度抽查")
    page.get_by_role("button", name="登记并查阅").click()
    expect(page.get_by_role("main")).to_contain_text("处理意见告知书")
    expect(page.get_by_role("main")).not_to_contain_text("欧阳测试")
    stands("journey-archived-file")
    assert quiet == []
