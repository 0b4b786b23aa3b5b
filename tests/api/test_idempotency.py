"""A request that is sent again acts once (R107, quality R8)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from inspect import getclosurevars
from typing import Any, cast

import pytest
from django.db import close_old_connections, connection, connections, transaction

from config.api_urls import urlpatterns
from disputes.models import Dispute
from tests import factories
from tests.api.programs import WHOLE, program
from web.models import IdempotencyKey
from web.replay import Answer, StillRunning, once


@pytest.mark.django_db
def test_the_same_key_gets_the_same_answer_and_another_body_none() -> None:
    clerk = program()
    first = clerk.post("disputes/", WHOLE, key="hotline-1")
    again = clerk.post("disputes/", dict(reversed(WHOLE.items())), key="hotline-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    other = clerk.post("disputes/", WHOLE | {"facts": "别的"}, key="hotline-1")
    assert other.status_code == 422
    assert other.json()["status"] == 422
    elsewhere = clerk.post("routing/", WHOLE, key="hotline-1")
    assert elsewhere.status_code == 422
    assert Dispute.objects.count() == 1


@pytest.mark.django_db
def test_a_key_belongs_to_its_officer() -> None:
    assert program("clerk", "SW").post("disputes/", WHOLE, key="1").status_code == 201
    other = program("clerk", "YB").post("disputes/", WHOLE, key="1")
    assert other.json()["receiving_department"] == "YB"
    assert Dispute.objects.count() == 2


@pytest.mark.django_db
def test_a_verb_sent_twice_acts_once() -> None:
    dispute = factories.registered("SW")
    reviewer = program("reviewer")
    path = f"disputes/{dispute.pk}/actions/approve_intake/"
    first = reviewer.post(path, {"comment": "同意", "version": dispute.version}, key="a")
    again = reviewer.post(path, {"comment": "同意", "version": dispute.version}, key="a")
    assert first.status_code == 200
    assert again.content == first.content
    assert dispute.timeline.filter(verb="approve_intake").count() == 1
    assert reviewer.post(path, {"comment": "同意"}).status_code == 409


@pytest.mark.django_db
def test_a_refusal_is_not_kept_so_the_key_may_try_again() -> None:
    clerk = program()
    draft = clerk.post("disputes/", {}).json()["id"]
    path = f"disputes/{draft}/actions/register/"
    assert clerk.post(path, {}, key="r").status_code == 400
    clerk.patch(f"disputes/{draft}/", WHOLE)
    assert clerk.post(path, {}, key="r").status_code == 200
    assert IdempotencyKey.objects.count() == 1


@pytest.mark.django_db
def test_the_kept_answer_is_sealed() -> None:
    program().post("disputes/", WHOLE, key="s")
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM web_idempotencykey")
        (stored,) = cursor.fetchone()
    assert "draft" not in stored


@pytest.mark.django_db
def test_a_key_that_cannot_be_kept_is_a_mistake() -> None:
    for key in ("x" * 121, "键"):
        assert program().post("disputes/", {}, key=key).status_code == 400
    assert not Dispute.objects.exists()


def test_every_post_of_the_api_takes_a_key() -> None:
    posts = {
        str(each.pattern): getclosurevars(each.callback.cls.post).nonlocals["func"]
        for each in cast("list[Any]", urlpatterns)
        if hasattr(each.callback.cls, "post") and each.callback.cls.__name__ != "nowhere"
    }
    assert len(posts) >= 8
    assert [path for path, view in posts.items() if not hasattr(view, "is_replayed")] == []


@pytest.mark.usefixtures("committed")
def test_many_at_once_make_one_dispute() -> None:
    clerk = program()

    def send(_: int) -> tuple[int, bytes]:
        try:
            answer = type(clerk)(clerk.officer, type(clerk.client)(), clerk.headers).post(
                "disputes/", WHOLE, key="burst"
            )
            return answer.status_code, answer.content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, range(30)))
    made = {content for status, content in answers if status == 201}
    assert len(made) == 1
    assert {status for status, _ in answers} <= {201, 409}
    assert Dispute.objects.count() == 1


@pytest.mark.usefixtures("committed")
def test_while_the_first_still_runs_the_second_is_told_so() -> None:
    officer = factories.an_officer()
    begun, finish = threading.Event(), threading.Event()

    def slow() -> Answer:
        begun.set()
        assert finish.wait(20)
        return Answer(200, {})

    def first() -> Answer:
        try:
            return once(officer.pk, "k", "d", slow)
        finally:
            close_old_connections()
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(first)
        assert begun.wait(20)
        with pytest.raises(StillRunning), transaction.atomic():
            once(officer.pk, "k", "d", slow)
        finish.set()
        assert running.result(20) == Answer(200, {})
    assert once(officer.pk, "k", "d", slow) == Answer(200, {})
