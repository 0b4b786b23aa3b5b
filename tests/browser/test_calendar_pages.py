"""The calendar and the limits in a browser: readable at two widths, without a barrier."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer


def keep(page: Page, name: str) -> None:
    """A picture for whoever reviews the design: PORTAL_PICTURES=folder make test."""
    folder = os.environ.get("PORTAL_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


NOTICE = "2027-01-01,放假,元旦\n2027-01-04,放假,元旦\n2027-10-01,放假,国庆节"


@pytest.fixture
def administrator(context: BrowserContext, live_server: LiveServer) -> Callable[[str], None]:
    """Signs an administrator of the office in, by the post he holds."""
    from deadlines.calendar_days import install_calendar
    from deadlines.policies import install_policies
    from departments.founding import found
    from tests.factories import an_officer

    found()
    install_calendar()
    install_policies()

    def sign_in(role: str) -> None:
        client = Client()
        client.force_login(an_officer(role, "ZB"), backend="departments.backends.OfficerBackend")
        name = settings.SESSION_COOKIE_NAME
        cookie = client.cookies[name].value
        context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])

    return sign_in


@pytest.mark.parametrize("width", [1366, 360])
def test_the_calendar_is_read_and_a_year_imported(
    page: Page,
    live_server: LiveServer,
    administrator: Callable[[str], None],
    accessible: Callable[[Page], list[str]],
    faults: list[str],
    width: int,
) -> None:
    administrator("sysadmin")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/manage/calendar/2026/")
    keep(page, f"calendar-{width}")
    expect(page.get_by_text("2月15日至2月23日放假，共9天")).to_be_visible()
    assert accessible(page) == []
    page.goto(f"{live_server.url}/manage/calendar/import/")
    page.get_by_label("依据").fill("国务院办公厅关于2027年部分节假日安排的通知")
    page.get_by_label("粘贴").fill(NOTICE)
    assert accessible(page) == []
    page.get_by_role("button", name="查看影响").click()
    keep(page, f"calendar-preview-{width}")
    expect(page.get_by_text("没有在办事项的期限因此变动")).to_be_visible()
    assert accessible(page) == []
    page.get_by_role("button", name="导入并重算").click()
    expect(page.get_by_text("已导入 3 天，0 个期限已重算")).to_be_visible()
    expect(page).to_have_url(live_server.url + "/manage/calendar/2027/")
    assert faults == []


@pytest.mark.parametrize("width", [1366, 360])
def test_a_limit_is_revised_within_the_law(
    page: Page,
    live_server: LiveServer,
    administrator: Callable[[str], None],
    accessible: Callable[[Page], list[str]],
    faults: list[str],
    width: int,
) -> None:
    administrator("secadmin")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/manage/limits/")
    keep(page, f"limits-{width}")
    assert accessible(page) == []
    page.get_by_role("row", name="分类流转").get_by_role("link", name="修改").click()
    page.get_by_role("spinbutton").fill("12")
    page.get_by_label("理由").fill("试行")
    assert accessible(page) == []
    page.get_by_role("button", name="保存新版").click()
    keep(page, f"limit-{width}")
    expect(page.get_by_text("超过法定上限15日，不能保存").first).to_be_visible()
    assert accessible(page) == []
    page.get_by_role("spinbutton").fill("1")
    page.get_by_role("button", name="保存新版").click()
    expect(page.get_by_text("“分类流转”已改为1个工作日")).to_be_visible()
    assert [fault for fault in faults if "400" not in fault] == []
