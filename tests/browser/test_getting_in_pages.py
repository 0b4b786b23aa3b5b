"""Getting in, in a browser: by keyboard, at two widths, without a barrier."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

if TYPE_CHECKING:
    from departments.models import Officer

Stands = Callable[[str], None]
SignIn = Callable[["Officer"], None]
PASSWORD = "sw-clerk-password"
WIDTHS = pytest.mark.parametrize("width", [1366, 360])


def code_of(officer: Officer) -> str:
    """What his telephone shows now."""
    from django_otp.oath import totp

    from confidentiality.sealing import open_sealed
    from departments.models import SecondFactor

    secret = SecondFactor.objects.get(officer=officer).secret
    return f"{totp(bytes.fromhex(open_sealed(secret))):06d}"


def fills(page: Page, *typed: str) -> None:
    """Typed where the cursor stands, from field to field, and sent."""
    for number, words in enumerate(typed):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.type(words)
    page.keyboard.press("Enter")


@WIDTHS
def test_an_officer_looks_after_his_own_sign_ins(
    page: Page, live_server: LiveServer, clerk: Officer, stands: Stands, faults: list[str],
    width: int,
) -> None:  # fmt: skip
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/login/")
    page.get_by_label("用户名").focus()
    fills(page, clerk.username, PASSWORD)
    page.wait_for_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}/account/")
    stands(f"account-{width}")
    with page.expect_navigation():
        page.get_by_role("link", name="绑定两步验证").press("Enter")
    stands(f"second-factor-{width}")
    page.get_by_label("现在的密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("img", name="绑定用的二维码")).to_be_visible()
    stands(f"bind-{width}")
    page.get_by_label("动态码").fill(code_of(clerk))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="备用码")).to_be_visible()
    stands(f"recovery-codes-{width}")
    recovery = page.locator(".ui-codes li").first.inner_text()
    page.goto(f"{live_server.url}/account/tokens/new/")
    page.get_by_label("名称").fill("工单推送")
    stands(f"token-new-{width}")
    page.get_by_role("button", name="建立").press("Enter")
    expect(page.get_by_text("令牌只显示这一次")).to_be_visible()
    stands(f"token-{width}")
    page.goto(f"{live_server.url}/account/")
    stands(f"account-full-{width}")
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/login/?next=/account/")
    page.get_by_label("用户名").focus()
    fills(page, clerk.username, PASSWORD)
    expect(page.get_by_role("heading", name="登录的第二步")).to_be_visible()
    stands(f"second-step-{width}")
    page.get_by_label("动态码").focus()
    fills(page, recovery)
    expect(page.get_by_text("未用的备用码")).to_be_visible()
    assert faults == []


@WIDTHS
def test_a_slip_goes_its_way(
    page: Page, live_server: LiveServer, clerk: Officer, sign_in: SignIn, stands: Stands,
    faults: list[str], width: int,
) -> None:  # fmt: skip
    from tests.factories import an_officer

    page.set_viewport_size({"width": width, "height": 900})
    sign_in(an_officer("sysadmin", "ZB"))
    page.goto(f"{live_server.url}/manage/officers/{clerk.username}/")
    page.get_by_role("link", name="密码重置单").press("Enter")
    page.get_by_label("理由或依据").fill("忘记密码")
    stands(f"slip-ask-{width}")
    page.get_by_role("button", name="开单").press("Enter")
    expect(page.get_by_text("重置码只显示这一次")).to_be_visible()
    code = page.locator("dd").nth(2).inner_text()
    stands(f"slip-{width}")
    sign_in(an_officer("secadmin", "ZB"))
    page.goto(f"{live_server.url}/manage/officers/")
    stands(f"slips-to-confirm-{width}")
    page.get_by_role("link", name="确认").first.press("Enter")
    page.get_by_label("怎样核实的本人").fill("当面核对工作证")
    stands(f"slip-confirm-{width}")
    page.get_by_role("button", name="确认").first.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="确认").press("Enter")
    expect(page.get_by_text("确认码只显示这一次")).to_be_visible()
    second = page.locator("dd").nth(1).inner_text()
    stands(f"second-code-{width}")
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/login/")
    with page.expect_navigation():
        page.get_by_role("link", name="用重置单设置密码").press("Enter")
    stands(f"by-slip-{width}")
    page.get_by_label("再填一次").fill("Own-Words-2026")
    page.get_by_label("工号").focus()
    fills(page, clerk.username, code, second, "Own-Words-2026")
    expect(page.get_by_role("heading", name="密码已设好")).to_be_visible()
    stands(f"by-slip-done-{width}")
    assert faults == []
