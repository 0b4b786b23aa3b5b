"""A server starts with its own keys or not at all, and tells browsers what they must hear."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.test import Client

from config.deployment import ROOT, environment

NAMES = (
    "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS", "DEBUG", "SESSION_ENGINE", "PASSWORD_HASHERS", "DEMO_PASSWORD",
    "SECOND_FACTOR", "PASSWORD_DAYS", "SESSION_IDLE_MINUTES", "SESSION_COOKIE_AGE",
    "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "SECURE_HSTS_INCLUDE_SUBDOMAINS",
)  # fmt: skip
SHOW = (
    f"import json, config.settings as s; print(json.dumps({{n: getattr(s, n) for n in {NAMES}}}))"
)


ONE = "5a" * 32


def load(**changes: str | None) -> subprocess.CompletedProcess[str]:
    env = environment() | {key: value for key, value in changes.items() if value is not None}
    for name in (name for name, value in changes.items() if value is None):
        del env[name]
    return subprocess.run(
        [sys.executable, "-c", SHOW], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )


def test_production_is_strict() -> None:
    done = load()
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told.pop("SESSION_COOKIE_NAME").startswith("__Host-")
    assert told.pop("SECURE_HSTS_SECONDS") >= 31_536_000
    assert told.pop("SESSION_ENGINE") == "departments.sittings"
    assert "Argon2" in told.pop("PASSWORD_HASHERS")[0]
    assert told == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_SSL_REDIRECT": True,
        "DEBUG": False,
        "DEMO_PASSWORD": "",
        "SECOND_FACTOR": "roles",
        "PASSWORD_DAYS": 90,
        "SESSION_IDLE_MINUTES": 30,
        "SESSION_COOKIE_AGE": 8 * 60 * 60,
    }


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SECRET_KEY": None}, "缺少环境变量 SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY 至少 50 个字符"),
        ({"ALLOWED_HOSTS": None}, "缺少环境变量 ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS 不能是 *"),
        ({"DATABASE_URL": None}, "缺少环境变量 DATABASE_URL"),
        ({"REDIS_URL": None}, "缺少环境变量 REDIS_URL"),
        ({"SEALING_KEYS": None}, "没有加密密钥"),
        ({"PORTAL_MODE": "prod"}, "PORTAL_MODE 只能是：production、demo"),
        ({"REDIS_URL": "redis://redis:6379/0"}, "REDIS_URL 没有口令"),
        ({"SEALING_KEYS": f"k1:{ONE}", "BLIND_INDEX_KEY": ONE}, "两者须各用一把"),
        ({"PORTAL_MODE": None, "SECRET_KEY": None}, "缺少环境变量 SECRET_KEY"),
        ({"PORTAL_MODE": None, "SECRET_KEY": "a"}, "SECRET_KEY 至少 50 个字符"),
        ({"PORTAL_MODE": None, "ALLOWED_HOSTS": None}, "缺少环境变量 ALLOWED_HOSTS"),
    ],
)
def test_production_refuses_to_start_in_words(changes: dict[str, str | None], words: str) -> None:
    done = load(**changes)
    assert done.returncode != 0
    assert words in done.stderr


def test_a_place_that_forgot_its_mode_is_a_server() -> None:
    told = json.loads(load(PORTAL_MODE=None).stdout)
    assert told["SECURE_SSL_REDIRECT"]
    assert told["DEMO_PASSWORD"] == ""


def test_a_socket_of_redis_needs_no_password() -> None:
    assert load(REDIS_URL="unix:///run/redis/socket").returncode == 0


@pytest.mark.parametrize("given", ["DATABASE_URL", "ALLOWED_HOSTS", "REDIS_URL_FILE"])
def test_a_command_beside_real_services_is_no_demonstration(given: str) -> None:
    bare = {"PATH": environment()["PATH"], given: "/nowhere"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT, env=bare, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "缺少环境变量 SECRET_KEY" in done.stderr


def test_a_bare_machine_serves_nothing_without_being_told() -> None:
    for command in (["manage.py", "runserver"], ["-c", "import config.wsgi"]):
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT, env={"PATH": environment()["PATH"]}, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode != 0
        assert "缺少环境变量 SECRET_KEY" in done.stderr


def test_a_refusal_shows_no_key() -> None:
    done = load(SEALING_KEYS="k1:abcdef0123456789")
    assert done.returncode != 0
    assert "abcdef0123456789" not in done.stderr


@pytest.mark.django_db  # what was looked for in vain is written down
def test_every_answer_carries_its_headers(client: Client) -> None:
    headers = client.get("/no-such-page").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert "Access-Control-Allow-Origin" not in headers


def test_a_forged_host_is_refused(client: Client) -> None:
    assert client.get("/healthz", headers={"host": "elsewhere.example"}).status_code == 400


def test_the_clock_is_chinas() -> None:
    assert (settings.LANGUAGE_CODE, settings.TIME_ZONE) == ("zh-hans", "Asia/Shanghai")


def test_what_root_collects_the_portal_can_read_and_what_people_upload_only_the_portal() -> None:
    uploads, collected = storages["default"], storages["staticfiles"]
    modes = [getattr(each, "file_permissions_mode") for each in (uploads, collected)]  # noqa: B009
    assert modes == [0o600, 0o644]
