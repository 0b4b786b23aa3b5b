"""While PostgreSQL is away every page and the API say so with 503 and when to come again."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from django.db import connection
from django.db.utils import InterfaceError, OperationalError
from django.test import Client

from departments.roles import Role
from tests import factories as f
from tests.workflow.signing_in import signed_in

pytestmark = pytest.mark.django_db


class Away:
    """Stands between Django and the database, as a server that is being restarted does."""

    def __init__(self, error: type[Exception]) -> None:
        self.error = error

    def __call__(self, *_args: object) -> None:
        raise self.error("server closed the connection unexpectedly")


@pytest.fixture(params=[OperationalError, InterfaceError])
def away(request: pytest.FixtureRequest) -> Away:
    return Away(request.param)


def patient(client: Client) -> Client:
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("path", ["/", "/disputes/", "/disputes/register/", "/statistics/"])
def test_a_page_says_that_nothing_was_written_and_to_come_again(away: Away, path: str) -> None:
    client = patient(signed_in(f.an_officer(Role.CLERK, "SW")))
    with connection.execute_wrapper(away):
        answer = client.get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "这一步没有写入" in answer.content.decode()


@pytest.mark.parametrize("path", ["/api/v1/me/", "/api/v1/disputes/"])
def test_a_program_is_told_the_same(away: Away, path: str) -> None:
    client = patient(signed_in(f.an_officer(Role.CLERK, "SW")))
    with connection.execute_wrapper(away):
        answer = client.get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    body = json.loads(answer.content)
    assert (body["status"], body["title"]) == (503, "系统暂时不可用")


def test_healthz_answers_whoever_is_signed_in(away: Away, monkeypatch: pytest.MonkeyPatch) -> None:
    client = patient(signed_in(f.an_officer(Role.SYSADMIN, "ZB")))
    monkeypatch.setattr(settings, "DEMO", False)  # on a server a given password is asked about
    with connection.execute_wrapper(away):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["database"]) == (503, "down")
