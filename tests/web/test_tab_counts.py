"""Counts on tabs: up to a hundred, and of two kinds of rows together."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes.choices import State
from disputes.models import Dispute
from tests.factories import a_dispute
from web import tab_counts as counting

pytestmark = pytest.mark.django_db


def test_a_tab_of_two_kinds_counts_both_in_one_statement() -> None:
    for _ in range(2):
        a_dispute(State.TRIAGE)
    rows = Dispute.objects.registered()
    with CaptureQueriesContext(connection) as asked:
        found = Counter(
            counting.tab_keys([("a", rows), ("a", rows), ("b", rows), ("c", rows.none())])
        )
    assert (found["a"], found["b"], found["c"]) == (4, 2, 0)
    assert len(asked) == 1


def test_nothing_is_counted_further_than_a_tab_can_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        a_dispute(State.TRIAGE)
    monkeypatch.setattr(counting, "COUNTED", 1)
    found = Counter(counting.tab_keys([("a", Dispute.objects.registered())]))
    assert found["a"] == 2
    assert counting.tab_words(found["a"]) == "1+"
    assert counting.tab_words(1) == 1
