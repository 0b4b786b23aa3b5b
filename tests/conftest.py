"""What every test stands on: its own PostgreSQL and Valkey, no outside world, tasks stay home."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Generator, Iterator
from datetime import datetime
from pathlib import Path

import django
import django.conf
import hypothesis
import pytest
import time_machine
from pytest_django import DjangoDbBlocker, Settings
from pytest_django.plugin import blocking_manager_key

from config import typesetting
from config.servers import Postgres, Valkey
from tests import founding_rows

MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else Path(tempfile.gettempdir())
PREFIX = "portal-test-"
running = contextlib.ExitStack()
#: A slow machine breaks no test by the time that a statement takes, a fast one none by its haste.
PATIENT = {"STATEMENT_TIMEOUT_MS": "300000", "API_RATE": "100000/s"} | dict.fromkeys(
    ("SEARCHES_A_MINUTE", "EXPORTS_AN_HOUR"), "0"
)


# A landing is judged on the same examples every time; at a desk and by night the search goes on.
hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, max_examples=300)
hypothesis.settings.register_profile(
    "nightly", derandomize=False, deadline=None, max_examples=5000, print_blob=True
)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """One cluster for the whole run, its databases one for each xdist worker; a Valkey for each."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # as a job in the background inherits it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    _sweep()
    home = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=MEMORY))
    running.callback(shutil.rmtree, home, ignore_errors=True)
    os.environ |= {"PORTAL_VAR": str(home), "PORTAL_MODE": "demo"}
    os.environ |= typesetting.environment() | PATIENT
    if not os.environ.get("DATABASE_URL"):
        cluster = Postgres(home / "postgres", durable=False)
        running.callback(cluster.stop)
        cluster.start()
        os.environ["DATABASE_URL"] = cluster.url()
    if not os.environ.get("REDIS_URL") or "PYTEST_XDIST_WORKER" in os.environ:
        broker = Valkey(home / "valkey", durable=False)
        running.callback(broker.stop)
        broker.start()
        os.environ["REDIS_URL"] = broker.url()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    _soften(django.conf.settings)
    del os.environ["DJANGO_SETTINGS_MODULE"]  # an xdist worker must not load it before its services
    if on := os.environ.get("PORTAL_TEST_DAY"):  # `make test-days`
        running.enter_context(time_machine.travel(datetime.fromisoformat(f"{on}T10:00:00+08:00")))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest begin first, so that no worker waits for another at the end."""
    items.sort(key=lambda item: "tests/upgrade/" not in item.nodeid)


def _soften(settings: django.conf.LazySettings) -> None:
    """What a test may do without: the collected files, slow passwords, the list of bad ones."""
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.AXES_ENABLED = False
    settings.SESSION_SEEN_SECONDS = 20 * 60  # or a slow machine costs a page a statement more
    settings.TEMPLATES[0]["OPTIONS"] |= {"debug": True}  # type: ignore[operator]  # coverage of lines


def pytest_unconfigure(config: pytest.Config) -> None:
    running.close()


def _sweep() -> None:
    """Folders of a run that was killed before it could tidy up."""
    for left in MEMORY.glob(f"{PREFIX}*"):
        pid = left.name.removeprefix(PREFIX).partition("-")[0]
        if not Path(f"/proc/{pid}").exists():
            shutil.rmtree(left, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The whole cluster is thrown away at the end; nothing need be dropped from it."""
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        founding_rows.keep()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Function) -> Generator[None, None, None]:
    """A test that commits empties every table; the next one finds the founding rows again."""
    yield
    if "transactional_db" in item.fixturenames or _commits(item):
        with item.config.stash[blocking_manager_key].unblock():
            founding_rows.restore()


def _commits(item: pytest.Function) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or "live_server" in item.fixturenames


@pytest.fixture(scope="session", autouse=True)
def _unmeasured_children() -> None:
    """A process that a test starts may be killed half-way and has no lines of templates."""
    os.environ.pop("COVERAGE_PROCESS_CONFIG", None)


@pytest.fixture(scope="session", autouse=True)
def _from_the_finders() -> Iterator[None]:
    """The one live server of a session, whoever asks first, finds style uncollected.

    Django's test server compares the name of its own app for static files; ours has another.
    """
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test import testcases

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(testcases, "_StaticFilesHandler", StaticFilesHandler)
        yield


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    """Files that a test stores go away with it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.AUDIT_ANCHORS = tmp_path / "anchors"


@pytest.fixture
def as_the_portal(db: None) -> None:
    """What follows is done with the rights that a server has (config/rights/tables.py)."""
    from django.db import connection

    if connection.in_atomic_block:  # ends with it; a test that commits is emptied by the owner
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE portal_app")
