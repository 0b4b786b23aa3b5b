"""After-effects happen once whatever dies in between: written with the act, delivered later."""

from __future__ import annotations

from contextlib import suppress

import pytest
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from disputes.choices import State
from tests import factories as f
from workflow.issuing.tasks import _keep, render_paper
from workflow.messages import outbox
from workflow.messages.deliver import deliver, deliver_left
from workflow.models import OutboxMessage, Paper
from workflow.models.rendered import Copy, RenderedPaper

pytestmark = pytest.mark.django_db


def waiting() -> int:
    """Papers to draw; messages wait beside them, at night until the morning."""
    papers = OutboxMessage.objects.filter(topic="workflow.render_paper")
    return papers.filter(delivered_at=None).count()


def the_message() -> OutboxMessage:
    """That of the registration form, which the review issued."""
    paper = f.triaged().papers.get()
    return OutboxMessage.objects.get(key=f"render-paper-{paper.pk}")


class Undone(Exception):
    """The act fails at its end."""


def test_what_an_act_leaves_to_do_is_written_in_its_own_transaction() -> None:
    dispute = f.registered()
    with suppress(Undone), transaction.atomic():
        f.do(dispute, "approve_intake", f.an_officer("reviewer", "SW"))
        assert waiting() == 1
        raise Undone
    dispute.refresh_from_db()
    assert (dispute.state, waiting()) == (State.REGISTERED, 0)
    assert not dispute.papers.exists()


def test_a_worker_is_woken_only_after_the_commit(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    dispute = f.registered()
    with django_capture_on_commit_callbacks() as woken:
        f.do(dispute, "approve_intake", f.an_officer("reviewer", "SW"))
        assert waiting() == 1
    assert len(woken) == 1


def test_delivered_twice_it_is_drawn_once() -> None:
    message = the_message()
    assert deliver(message.pk) is True
    assert deliver(message.pk) is False
    message.refresh_from_db()
    assert message.delivered_at
    assert RenderedPaper.objects.count() == 2  # the full copy and the masked one


def test_drawn_twice_nothing_changes() -> None:
    paper_id = int(the_message().payload["paper_id"])
    assert render_paper(paper_id) == 2
    before = list(RenderedPaper.objects.order_by("pk").values())
    assert render_paper(paper_id) == 0
    _keep(Paper.objects.get(pk=paper_id), Copy.FULL, b"drawn meanwhile by who sealed the file")
    assert list(RenderedPaper.objects.order_by("pk").values()) == before


def test_with_the_broker_away_the_act_stands_and_the_sweep_delivers(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dispute = f.registered()
    for name in ("broker_url", "broker_write_url"):
        monkeypatch.setattr(current_app.conf, name, "redis://127.0.0.1:1/0")  # nobody listens
    monkeypatch.setattr(current_app.amqp, "_producer_pool", None)
    with django_capture_on_commit_callbacks(execute=True):
        f.do(dispute, "approve_intake", f.an_officer("reviewer", "SW"))
    with pytest.raises(OperationalError):
        deliver.apply_async((1,), retry=False)
    assert (dispute.state, waiting()) == (State.TRIAGE, 1)
    assert deliver_left() > 0
    assert waiting() == 0
    assert deliver_left() == 0


def test_a_poisoned_message_is_put_off_and_stops_nobody() -> None:
    outbox.put("workflow.render_paper", [("poison", {"paper_id": 0})])
    outbox.put("no.such.task", [("strange", {})])
    good = the_message()
    assert deliver_left() > 0
    good.refresh_from_db()
    assert good.delivered_at
    poison = OutboxMessage.objects.get(key="poison")
    assert (poison.delivered_at, poison.attempts) == (None, 1)
    assert poison.last_error == "DoesNotExist"
    assert poison.next_try_at > poison.created_at
    assert deliver_left() == 0  # both wait for their time


def test_one_effect_has_one_row() -> None:
    message = the_message()
    with pytest.raises(Exception, match="unique"), transaction.atomic():
        outbox.put(message.topic, [(message.key, message.payload)])
