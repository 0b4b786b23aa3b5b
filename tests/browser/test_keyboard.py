"""Every page by keyboard alone: from the skip link to the last button, and out again.

What is owed and met is written down inside the page by tab_stops.js; the keys are pressed here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.management import call_command
from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from departments.models import Officer
from tests import factories as f
from tests.browser.demonstration import by_width, pages_of_the_demonstration

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Officer], None]
WATCH = (Path(__file__).parent / "tab_stops.js").read_text("utf-8")
DESK: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 360, "height": 640}
INNER_STOPS = 60  # of date fields, behind as many presses as the page has stops


@pytest.fixture
def walker(page: Page) -> Page:
    """A page that watches where Tab leads."""
    page.add_init_script(WATCH)
    return page


def press_until(page: Page, key: str, there: str, most: int) -> bool:
    """Whether that many presses lead there; a browser without a bar stops at the body between."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate(f"tabStops.{there}()"):
            return True
    return False


def faults_by_keyboard(page: Page) -> list[str]:
    """Tab to the end, one step back, out again, and over the skip link into the page."""
    for _ in range(page.evaluate("tabStops.begin()")):
        page.keyboard.press("Tab")
    press_until(page, "Tab", "left", INNER_STOPS)
    faults: list[str] = page.evaluate("tabStops.report()")
    if not press_until(page, "Shift+Tab", "onLast", 2):
        faults.append("Shift+Tab does not lead back")
    if not press_until(page, "Tab", "onSkipLink", INNER_STOPS):
        return [*faults, "the first stop is not the skip link"]
    page.keyboard.press("Enter")
    if not press_until(page, "Tab", "inMain", 1):
        faults.append("the skip link does not lead into the page")
    return faults


def faults_at(page: Page, size: ViewportSize, address: str) -> list[str]:
    page.set_viewport_size(size)
    page.goto(address)
    return faults_by_keyboard(page)


def test_every_page_is_walked_from_its_first_stop_to_its_last(
    walker: Page, live_server: LiveServer, sign_in: SignIn
) -> None:
    call_command("seed_demo")
    door, sizes = f"{live_server.url}/login/", (DESK, PHONE)
    wrong = {f"login {size['width']}": faults_at(walker, size, door) for size in sizes}
    for account, pages in pages_of_the_demonstration().items():
        sign_in(Officer.objects.get(username=account))
        for size, some in by_width(pages, sizes):
            for name, address in some.items():
                faults = faults_at(walker, size, live_server.url + address)
                wrong[f"{name} {size['width']}"] = faults
    assert {name: faults for name, faults in wrong.items() if faults} == {}


BROKEN = {
    "「遮住」 is covered by": "<button style='position:relative;z-index:-1'>遮住</button>",
    "「看不出」 does not show": "<button style='outline:0;box-shadow:none'>看不出</button>",
    "「够不着」 is reached 0 times": "<button onfocus='this.nextSibling.focus()'>够不着</button>"
    "<button>抢走</button>",
    "「外面」 is off the window": "<button style='position:fixed;left:-999px'>外面</button>",
    "「先」 is reached 0 times": "<button>后</button><button tabindex='1'>先</button>",
    "does not let go": "<button onkeydown='event.preventDefault()'>陷阱</button>",
}


def open_page(page: Page, piece: str) -> None:
    body = (
        f"<a class='ui-skip' href='#main'>跳到正文</a><main id='main' tabindex='-1'>{piece}</main>"
    )
    page.goto(f"data:text/html;charset=utf-8,{quote(f'<body style=background:white>{body}')}")


def test_a_sound_page_has_no_faults(walker: Page) -> None:
    open_page(walker, "<a href='#'>都好</a><input type='date'><button disabled>还不行</button>")
    assert faults_by_keyboard(walker) == []


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_page_is_found_out(walker: Page, fault: str) -> None:
    open_page(walker, BROKEN[fault])
    assert any(fault in each for each in faults_by_keyboard(walker))


def stays_within(page: Page, dialog: Locator) -> bool:
    """Whether Tab goes round in the dialog; between its last and its first lies the browser."""
    here = "dialog => document.body === document.activeElement || dialog.matches(':focus-within')"
    for _ in range(6):
        page.keyboard.press("Tab")
        if not dialog.evaluate(here):
            return False
    return True


def test_an_irreversible_answer_is_asked_and_taken_back_by_keyboard(
    page: Page, live_server: LiveServer, sign_in: SignIn
) -> None:
    dispute = f.triaged()
    f.do(dispute, "report_major", f.an_officer("clerk"), reason="有越级上访苗头")
    sign_in(f.a_leader())
    page.goto(f"{live_server.url}/approvals/{dispute.approvals.get().pk}/")
    page.locator("[data-phrase]").first.press("Enter")
    answer = page.locator("#answer button[value=approve]")
    answer.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="先不办")).to_be_focused()
    assert stays_within(page, dialog)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(answer).to_be_focused()


@pytest.mark.parametrize("menu", ["常用条件", "经办员"])
def test_a_menu_closes_by_escape_and_when_one_tabs_on(
    signed_in: BrowserContext, page: Page, live_server: LiveServer, menu: str
) -> None:
    page.goto(f"{live_server.url}/disputes/")
    summary = page.locator("summary", has_text=menu)
    inside = page.locator("details.ui-menu", has=summary).locator(".ui-menu-list")
    summary.press("Enter")
    page.keyboard.press("Tab")
    expect(inside.locator(":focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(inside).to_be_hidden()
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    expect(inside).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(inside).to_be_hidden()


def test_the_help_on_keys_gives_the_focus_back(
    signed_in: BrowserContext, page: Page, live_server: LiveServer
) -> None:
    page.goto(live_server.url)
    brand = page.locator(".ui-brand")
    brand.focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="键盘快捷键")
    expect(dialog.get_by_role("button", name="关闭")).to_be_focused()
    assert stays_within(page, dialog)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(brand).to_be_focused()
