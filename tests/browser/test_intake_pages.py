"""A visit by keyboard alone; the day's list and the registration page at every width."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from departments.models import Officer
from disputes.choices import State
from disputes.models import Dispute, Follow
from tests import factories

Stands = Callable[[str], None]
WIDTHS = (1366, 683, 360)
ID_NUMBER, PHONE = "230799197804120011", "15400000018"
FACTS = "去年底在村里交了居民医保，网格员收的钱，今年住院一刷说没有参保。"


@pytest.fixture
def limits(clerk: Officer) -> None:
    """What a test that commits has emptied for the one after it."""
    from deadlines.calendar_days import install_calendar
    from deadlines.policies import install_policies

    install_calendar()
    install_policies()


def write(page: Page, text: str, then: str = "Tab") -> None:
    page.keyboard.insert_text(text)
    page.keyboard.press(then)


def skip(page: Page, times: int = 1) -> None:
    for _ in range(times):
        page.keyboard.press("Tab")


def fill_by_keyboard(page: Page, phone: str) -> None:
    """From the channel, where the page begins, to the claim; never the mouse."""
    expect(page.locator("[name=channel]:checked")).to_be_focused()
    skip(page, 2)  # a visit, now
    page.keyboard.press("ArrowDown")
    skip(page, 5)  # town, place, urgency, anonymous, confidential
    write(page, "姜测试")
    page.keyboard.press("ArrowDown")
    skip(page)
    write(page, ID_NUMBER)
    write(page, phone)
    write(page, "乌马河镇 示例村")
    skip(page, 4)  # people, three folded parts
    skip(page, 3)
    page.keyboard.press("Space")
    skip(page, 4)
    write(page, "MED-3 参保登记争议")
    skip(page, 3)
    write(page, FACTS)
    page.keyboard.insert_text("核实缴费并补办参保。")


def test_a_visit_is_registered_by_keyboard_alone(
    signed_in: BrowserContext,
    page: Page,
    live_server: LiveServer,
    limits: None,
    faults: list[str],
    stands: Stands,
) -> None:
    page.goto(f"{live_server.url}/disputes/register/")
    fill_by_keyboard(page, PHONE[:-1])
    expect(page.get_by_text("手机号只有 10 位，应为 11 位。")).to_be_visible()
    expect(page.locator("[id='id_payer.phone']")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("校验通过　男，")).to_be_visible()
    expect(page.locator("#aside")).to_contain_text("区医保局")
    expect(page.locator("[data-autosave-status]")).to_contain_text("已暂存")
    expect(page).to_have_url(re.compile(rf"/register/{Dispute.objects.get().pk}/$"))
    stands("register-typed-1366")

    page.keyboard.press("Control+Enter")
    expect(page.locator(".ui-errors")).to_be_focused()
    skip(page)
    page.keyboard.press("Enter")
    expect(page.locator("[id='id_payer.phone']")).to_be_focused()
    stands("register-refused-1366")
    page.keyboard.press("End")
    page.keyboard.insert_text(PHONE[-1])
    expect(page.locator("[id='id_payer.phone']")).not_to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("已登记，编号")).to_be_visible()
    assert Dispute.objects.get().state == State.REGISTERED
    assert [fault for fault in faults if "400" not in fault] == []


def test_what_was_typed_survives_a_crash(
    signed_in: BrowserContext, page: Page, live_server: LiveServer, limits: None
) -> None:
    page.goto(f"{live_server.url}/disputes/register/")
    fill_by_keyboard(page, "154")
    expect(page.locator("[data-autosave-status]")).to_contain_text("已暂存")
    address = page.url
    page.close(run_before_unload=False)
    again = signed_in.new_page()
    again.goto(address)
    expect(again.locator("[id='id_payer.phone']")).to_have_value("154")
    expect(again.locator("#id_facts")).to_have_value(FACTS)
    stored = again.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert FACTS[:4] not in stored


def test_a_star_follows_and_lets_go_where_one_is(
    signed_in: BrowserContext,
    page: Page,
    live_server: LiveServer,
    limits: None,
    faults: list[str],
) -> None:
    for dispute in (factories.registered(), factories.registered()):
        page.goto(f"{live_server.url}/disputes/?state=open")
        page.get_by_role("button", name=f"关注 {dispute.number}", exact=True).click()
        expect(page.get_by_role("button", name=f"取消关注 {dispute.number}")).to_be_visible()
        expect(page).to_have_url(live_server.url + "/disputes/?state=open")
    page.goto(f"{live_server.url}/?tab=followed")
    page.get_by_role("button", name=f"取消关注 {dispute.number}").click()
    expect(page.get_by_role("button", name=f"取消关注 {dispute.number}")).to_be_hidden()
    assert Follow.objects.count() == 1
    assert faults == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/", "工作台"),
        ("/?tab=drafts", "工作台"),
        ("/disputes/", "争议事项"),
        ("/disputes/register/", "登记"),
        ("/messages/", "消息"),
    ],
)
def test_a_page_stands_at_every_width(
    signed_in: BrowserContext,
    page: Page,
    live_server: LiveServer,
    limits: None,
    faults: list[str],
    stands: Stands,
    path: str,
    heading: str,
    width: int,
) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    page.goto(live_server.url + path)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    stands(f"intake-{heading}-{width}")
    assert faults == []
