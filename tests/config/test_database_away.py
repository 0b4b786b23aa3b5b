"""While PostgreSQL is away every page and the API say so with 503 and when to come again."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from django.db import connection
from django.db.utils import InterfaceError, OperationalError
from django.test import Client
from django.urls import reverse

from departments.roles import Role
from tests import factories as f
from tests.web.drawn_forms import forms_of
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


def test_nothing_typed_is_lost_while_the_database_is_away(away: Away) -> None:
    """What the page has kept before comes back, what it could not keep stands in the page still."""
    client = patient(signed_in(f.an_officer(Role.CLERK, "SW")))
    dispute = f.handled()
    address = reverse("dispute_verb", args=[dispute.pk, "draft_decision"])
    [form] = [each for each in forms_of(client.get(address).content.decode()) if each.is_kept]
    typed = form.filled("断线之前写的处理意见")
    assert client.post("/kept/", typed).status_code == 200
    later = form.filled("断线之后写的处理意见")
    with connection.execute_wrapper(away):
        sent = client.post(address, later)
        kept = client.post("/kept/", later, headers={"Accept": "application/json"})
    assert (sent.status_code, sent.headers["Retry-After"]) == (503, "30")
    assert "后退" in sent.content.decode()
    assert (kept.status_code, kept.headers["Retry-After"]) == (503, "30")
    dispute.refresh_from_db()
    assert (dispute.state, dispute.decisions.count()) == ("handling", 0)
    assert "断线之前写的处理意见" in client.get(address).content.decode()
    assert client.post(address, later).status_code == 302
    assert dispute.decisions.get().decision == "断线之后写的处理意见"
