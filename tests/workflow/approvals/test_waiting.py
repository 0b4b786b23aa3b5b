"""The queue in its order: most urgent first, a page at a time, whatever the heads count."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import a_leader
from tests.workflow.approvals.test_page import reported, signed_in
from workflow.approvals import queue
from workflow.approvals.waiting import next_in_queue, waiting

pytestmark = pytest.mark.django_db


def test_a_page_at_a_time_most_urgent_first_under_heads_that_count_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queue, "SIZE", 2)
    found = [reported() for _ in range(3)]
    for dispute, days in zip(found, (60, -1, 60), strict=True):
        dispute.approvals.update(due_on=timezone.localdate() + timedelta(days=days))
    client, shown, address = signed_in(a_leader()), [], reverse("approvals")
    for heads in (["已超期 1 件", "按期 2 件"], ["按期 2 件"], ["已超期 1 件", "按期 2 件"]):
        text = client.get(address).content.decode()
        assert re.findall(r'scope="rowgroup"[^>]*>([^<]*)<', text) == heads
        shown += re.findall(r'<a class="ui-case"[^>]*>([^<]+)</a>', text)
        way = "prev" if address.endswith(str(found[2].approvals.get().pk)) else "next"
        onward = re.search(rf'href="([^"]*)" rel="{way}"', text)
        address = f"{reverse('approvals')}{onward[1]}" if onward else ""
    wanted = [str(found[place].number) for place in (1, 0, 2, 1, 0)]
    assert shown == wanted


def test_after_an_answer_the_next_one_and_after_the_last_the_list() -> None:
    leader = a_leader()
    assert next_in_queue(1, leader) == reverse("approvals")
    first, second = (reported().approvals.get().pk for _ in range(2))
    assert waiting(leader) == [first, second]
    assert next_in_queue(first, leader) == reverse("approval", args=[second])
    assert next_in_queue(second, leader) == reverse("approval", args=[first])
