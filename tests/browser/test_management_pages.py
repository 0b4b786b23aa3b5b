"""管理 in a browser: readable at two widths, without a barrier, and a duty revised by hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

SignIn = Callable[[str], None]
Violations = Callable[[Page], list[str]]

SEEN_BY = {
    "sysadmin": (
        "",
        "departments/",
        "departments/SW/",
        "departments/new/",
        "departments/SW/leave/",
        "departments/SW/rename/",
        "departments/SW/reform/",
        "reforms/",
        "towns/",
        "officers/",
        "officers/zb_secadmin/",
        "officers/new/",
    ),
    "secadmin": (
        "posts/",
        "posts/new/",
        "roles/",
        "matrix/",
        "switch-dates/",
        "delegations/",
        "departments/CL/switches/",
    ),
    "logadmin": ("records/", "audit/", "audit/unusual/", "audit/chain/"),
}


@pytest.fixture
def sign_in(context: BrowserContext, live_server: LiveServer, transactional_db: None) -> SignIn:
    """An administrator of the office by his post; imports wait until the apps are ready."""
    from departments.founding import found
    from tests.factories import an_officer

    found()
    an_officer("secadmin", "ZB")

    def sign_in(role: str) -> None:
        client = Client()
        client.force_login(an_officer(role, "ZB"), backend="departments.backends.OfficerBackend")
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )

    return sign_in


def keep(page: Page, name: str) -> None:
    """A picture for whoever reviews the design: PORTAL_PICTURES=folder make test."""
    folder = os.environ.get("PORTAL_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("width", [1366, 360])
def test_every_page_is_without_a_barrier(
    page: Page,
    live_server: LiveServer,
    sign_in: SignIn,
    accessible: Violations,
    faults: list[str],
    width: int,
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for role, addresses in SEEN_BY.items():
        sign_in(role)
        for address in addresses:
            page.goto(f"{live_server.url}/manage/{address}")
            keep(page, f"manage-{address.replace('/', '-') or 'index-'}{width}")
            assert accessible(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert faults == []


def test_a_duty_is_revised_and_what_changed_is_shown(
    page: Page, live_server: LiveServer, sign_in: SignIn, accessible: Violations
) -> None:
    sign_in("secadmin")
    page.goto(f"{live_server.url}/manage/matrix/")
    page.get_by_role("row", name="滞纳金").get_by_role("link").click()
    keep(page, "manage-rule")
    page.get_by_label("协助").fill("NO")
    page.get_by_label("修订理由和依据").fill("专班会议决定财政局协助退库")
    page.get_by_role("button", name="存为新版").click()
    expect(page.get_by_text("没有这些单位代码或词：NO").first).to_be_visible()
    expect(page.get_by_label("修订理由和依据")).to_have_value("专班会议决定财政局协助退库")
    assert accessible(page) == []
    page.get_by_label("协助").fill("CZ")
    page.get_by_role("button", name="存为新版").click()
    expect(page.get_by_role("heading", name="这一版改了什么")).to_be_visible()
    keep(page, "manage-edition")
    assert accessible(page) == []


@pytest.mark.parametrize("width", [1366, 360])
def test_a_reform_is_read_and_carried_out_at_either_width(
    page: Page, live_server: LiveServer, sign_in: SignIn, accessible: Violations, width: int
) -> None:
    from tests import factories as f
    from tests.workflow.membership.reforming import registered

    f.an_officer("clerk", "YB"), f.an_officer("head", "YB"), f.an_officer("head", "RS")
    f.handled(code="YB")
    row = registered("YB", "RS")
    page.set_viewport_size({"width": width, "height": 900})
    sign_in("secadmin")
    page.goto(f"{live_server.url}{row.get_absolute_url()}")
    keep(page, f"manage-reform-{width}")
    assert accessible(page) == []
    with page.expect_navigation():
        page.get_by_role("link", name="安排岗位并落实").click()
    keep(page, f"manage-reform-carry-out-{width}")
    assert accessible(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for place in page.locator("select[name^='term']").all():
        place.select_option(label="不安排，免去原岗位")
    page.get_by_role("button", name="落实").click()
    page.get_by_role("dialog").get_by_role("button", name="落实").click()
    expect(page.get_by_text("已落实，转办 1 件")).to_be_visible()
    keep(page, f"manage-reform-done-{width}")
    sign_in("sysadmin")
    for address in ("departments/RS/", "reforms/"):
        page.goto(f"{live_server.url}/manage/{address}")
        keep(page, f"manage-after-{address.replace('/', '-')}{width}")
        assert accessible(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_the_tab_one_is_at_stands_in_view_on_a_telephone(
    page: Page, live_server: LiveServer, sign_in: SignIn
) -> None:
    sign_in("secadmin")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}/manage/delegations/")
    box = page.locator(".ui-tabs [aria-current]").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
