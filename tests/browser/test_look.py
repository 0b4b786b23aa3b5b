"""How the pages stand in a browser: nothing sideways, no complaint of axe, no fault of a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

SESSION = settings.SESSION_COOKIE_NAME
Stands = Callable[[str], None]
WIDTHS = (1366, 683, 360)
PAGES = [("/ui/", "组件"), ("/password/", "修改密码"), ("/nowhere/", "没有找到这一页")]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("path", "heading"), PAGES)
def test_a_page_stands_at_every_width(
    signed_in: BrowserContext,
    page: Page,
    live_server: LiveServer,
    faults: list[str],
    stands: Stands,
    path: str,
    heading: str,
    width: int,
) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    page.goto(live_server.url + path)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    stands(f"{path.strip('/')}-{width}")
    assert [fault for fault in faults if "404" not in fault] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_signing_in_stands_at_every_width(
    page: Page,
    live_server: LiveServer,
    clerk: object,
    faults: list[str],
    stands: Stands,
    width: int,
) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    page.goto(f"{live_server.url}/login/")
    page.get_by_label("用户名").fill("sw_clerk")
    page.get_by_label("密码").fill("not the password")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_be_visible()
    stands(f"login-{width}")
    assert faults == []


def test_a_password_can_be_looked_at(page: Page, live_server: LiveServer, clerk: object) -> None:
    page.goto(f"{live_server.url}/login/")
    page.get_by_label("密码").fill("something")
    page.get_by_role("button", name="显示").click()
    assert page.get_by_label("密码").get_attribute("type") == "text"


def test_the_mistakes_are_read_first_and_lead_to_their_fields(
    signed_in: BrowserContext, page: Page, live_server: LiveServer
) -> None:
    page.goto(f"{live_server.url}/ui/")
    assert page.evaluate("document.activeElement.className") == "ui-errors"
    assert page.title().startswith("有 ")
    page.get_by_role("link", name="只有 10 位").click()
    assert page.evaluate("document.activeElement.id") == "id_phone"


def test_what_cannot_be_undone_asks_once_and_names_its_effect(
    signed_in: BrowserContext, page: Page, live_server: LiveServer, stands: Stands
) -> None:
    page.goto(f"{live_server.url}/ui/")
    for field in page.locator("main :invalid:not(form):not(fieldset)").all():
        field.evaluate("each => { each.required = false; }")  # what is empty is refused unasked
    page.get_by_role("button", name="不同意").click()
    dialog = page.get_by_role("dialog")
    assert "退回受理部门" in dialog.inner_text()
    stands("confirm")
    dialog.get_by_role("button", name="先不办").click()
    expect(dialog).to_be_hidden()
    expect(page).to_have_url(f"{live_server.url}/ui/")


def test_keys_lead_to_search_and_help_and_can_be_switched_off(
    signed_in: BrowserContext, page: Page, live_server: LiveServer, stands: Stands
) -> None:
    page.goto(f"{live_server.url}/ui/")
    page.locator("h1").click()
    page.keyboard.press("?")
    help_dialog = page.get_by_role("dialog", name="键盘快捷键")
    expect(help_dialog).to_be_visible()
    stands("keys")
    help_dialog.get_by_label("使用单键快捷键").uncheck()
    help_dialog.get_by_role("button", name="关闭").click()
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(help_dialog).to_be_hidden()


def test_a_lost_sign_in_leaves_the_page_and_says_so(
    signed_in: BrowserContext, page: Page, live_server: LiveServer, stands: Stands
) -> None:
    page.goto(f"{live_server.url}/ui/")
    (cookie,) = [each for each in signed_in.cookies() if each["name"] == SESSION]
    value = cookie["value"]
    signed_in.clear_cookies(name=SESSION)
    assert page.evaluate("portal.alive()") is False
    notice = page.get_by_text("登录已过期")
    expect(notice).to_be_visible()
    stands("lost")
    signed_in.add_cookies([{"name": SESSION, "value": value, "url": live_server.url}])
    page.get_by_role("button", name="再试一次").click()
    notice.wait_for(state="hidden")
