"""The browser of the browser tests: Debian's Chromium, Chinese, in Shanghai, on a live server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from config import assets, typesetting
from tests.faults.house import until
from tests.overheard import overheard, secrets_of_the_demonstration

if TYPE_CHECKING:
    from departments.models import Officer

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
]
expect.set_options(timeout=20_000)  # a busy machine needs more than the usual five seconds
AXE = assets.MODULES / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]

# Playwright runs a loop of its own; Django's database calls in the test stay in their thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests are skipped loudly, and fail where CI runs."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not shutil.which("chromium") and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason="这台机器没有 Chromium"))


@pytest.fixture(scope="session", autouse=True)
def nothing_is_overheard() -> Iterator[None]:
    """All browser tests of this process wrote nobody's name or number into a log (六(三))."""
    with overheard() as log:
        yield
    written = log.getvalue()
    assert sorted(each for each in secrets_of_the_demonstration() if each in written) == []


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    assets.main()
    fonts = os.environ | typesetting.environment() | {"LANGUAGE": "zh_CN"}
    return {"executable_path": shutil.which("chromium"), "args": SWITCHES, "env": fonts}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, object]:
    return {
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1366, "height": 768},
    }


@pytest.fixture(autouse=True)
def _nothing_under_way(request: pytest.FixtureRequest) -> Iterator[None]:
    """A page that keeps what was typed as it closes is waited for before the tables are emptied."""
    if not {"live_server", "context"} <= set(request.fixturenames):
        yield
        return
    request.getfixturevalue("live_server")
    context = request.getfixturevalue("context")
    yield
    for page in context.pages:
        page.close()
    until(_is_idle, "the server still answers somebody")


def _is_idle() -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND state <> 'idle')"
        )
        return bool(cursor.fetchone()[0])


@pytest.fixture
def clerk(transactional_db: None) -> Officer:
    """Imports stand here since a conftest is read before the apps are ready."""
    from departments.founding import found
    from departments.models import Department, Officer, Post, Term
    from departments.roles import Role

    found()  # a test that commits empties the tables of the one after it
    officer = Officer.objects.create_user("sw_clerk", "sw-clerk-password", name="周示例")
    unit = Department.objects.get(code="SW")
    post = Post.objects.get_or_create(department=unit, role=Role.CLERK, title="经办员")[0]
    Term.objects.create(post=post, officer=officer, starts_on=date(2026, 1, 1))
    return officer


@pytest.fixture
def sign_in(context: BrowserContext, live_server: LiveServer) -> Callable[[Officer], None]:
    """Put an officer's session into the browser, without typing his password each time."""

    def enter(officer: Officer) -> None:
        client = Client()
        client.force_login(officer, backend=settings.AUTHENTICATION_BACKENDS[1])
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url}])

    return enter


@pytest.fixture
def signed_in(
    context: BrowserContext, sign_in: Callable[[Officer], None], clerk: Officer
) -> BrowserContext:
    sign_in(clerk)
    return context


@pytest.fixture
def faults(page: Page) -> list[str]:
    """What the browser complained about: scripts, content policy, missing files."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.fixture
def accessible() -> Callable[[Page], list[str]]:
    """Every violation that axe-core finds on the page, in a line each."""

    def violations(page: Page) -> list[str]:
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: tags}).then(result => result.violations)",
            STANDARDS,
        )
        return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]

    return violations


@pytest.fixture
def stands(page: Page, accessible: Callable[[Page], list[str]]) -> Callable[[str], None]:
    """The page in view is no wider than its window and axe finds nothing.

    PORTAL_PICTURES=folder keeps a picture of it for whoever reviews the design.
    """

    def look(name: str) -> None:
        page.wait_for_load_state()
        folder = os.environ.get("PORTAL_PICTURES")
        if folder:
            picture(page, Path(folder) / f"{name}.png")
        over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(over) == 0
        assert accessible(page) == []

    return look


def picture(page: Page, path: Path) -> None:
    """The whole page in a window as tall as it, so that what sticks to an edge sticks there."""
    window = page.viewport_size
    assert window is not None
    tall = max(window["height"], page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": window["width"], "height": tall})
    page.screenshot(path=str(path))
    page.set_viewport_size(window)
