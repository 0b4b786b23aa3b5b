"""Statements compiled once: whatever was asked before, each answer is that of its own values."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet, Value
from django.utils import timezone

from departments.models import Officer
from departments.models.post import terms_of
from disputes.choices import State
from disputes.models import Dispute
from tests import factories as f
from web.statements import bring, compiled

pytestmark = pytest.mark.django_db

BUILT: list[str] = []


@compiled(pks=[int], due_on=date, number=str)
def _some(pks: list[int], due_on: date, number: str, state: str) -> QuerySet[Dispute]:
    BUILT.append(state)
    rows = Dispute.objects.filter(pk__in=pks, due_on__lte=due_on).exclude(number=number)
    return rows.filter(state=state).prefetch_related("parties").order_by("pk")


@compiled(keys=tuple)
def _any_of(keys: tuple[int, ...], most: int) -> QuerySet[Any]:  # Any: keys
    rows = Dispute.objects.filter(pk__any_of=keys).order_by("pk")
    return rows.values_list("pk", flat=True)[:most]


@compiled()
def _nothing() -> QuerySet[Dispute]:
    return Dispute.objects.none()


@compiled(pk=int)
def _forgets(pk: int) -> QuerySet[Dispute]:
    return Dispute.objects.annotate(one=Value(1))


@compiled(dispute=int)
def _people(dispute: int) -> QuerySet[Any]:  # Any: parties
    from disputes.models import Party

    return Party.objects.filter(dispute=dispute)


def test_each_asks_for_his_own_and_the_text_is_made_once_for_each_shape() -> None:
    today = timezone.localdate()
    first, second, third = (f.a_dispute(State.TRIAGE) for _ in range(3))
    Dispute.objects.filter(pk=third.pk).update(due_on=today + timedelta(days=400))
    BUILT.clear()

    def asked(*some: Dispute, days: int = 99, number: str = "", state: str = "triage") -> list[int]:
        due_on = today + timedelta(days=days)
        pks = [each.pk for each in some]
        return [each.pk for each in _some(pks=pks, due_on=due_on, number=number, state=state)]

    assert asked(first, second) == [first.pk, second.pk]
    assert asked(second, third) == [second.pk]
    assert asked(second, third, days=500) == [second.pk, third.pk]
    assert asked(second, first, number=str(first.number)) == [second.pk]
    assert BUILT == ["triage"]
    assert asked(first) == [first.pk]  # one is another text than two
    assert asked(first, second, state="handling") == []
    assert BUILT == ["triage", "triage", "handling"]
    assert asked() == []

    [row] = _some(pks=[first.pk], due_on=today + timedelta(days=99), number="", state="triage")
    assert {each.dispute_id for each in row.parties.all()} == {first.pk}
    assert _any_of(keys=(first.pk, third.pk), most=5) == [first.pk, third.pk]
    assert _any_of(keys=(second.pk,), most=5) == [second.pk]
    assert _any_of(keys=(), most=5) == []
    assert _any_of(keys=(first.pk, third.pk), most=1) == [first.pk]
    assert list(Dispute.objects.filter(pk__any_of=[second.pk])) == [second]
    assert _nothing() == []


def test_a_value_that_stands_nowhere_in_the_text_is_a_mistake_of_ours() -> None:
    with pytest.raises(AssertionError, match="不在语句里"):
        _forgets(pk=1)


def test_what_is_brought_is_read_no_more(django_assert_num_queries: Any) -> None:
    own = f.a_dispute(State.TRIAGE)
    again = Dispute.objects.get(pk=own.pk)
    with django_assert_num_queries(1):
        bring(again, "parties", _people(dispute=own.pk), of="dispute")
        assert [each.dispute for each in again.parties.all()]
        assert again.payer is not None


def test_whoever_stands_elsewhere_asks_something_else() -> None:
    clerk, colleague = f.an_officer("clerk"), f.an_officer("clerk", "YB")
    again = Officer.objects.get(pk=clerk.pk)
    assert clerk.standing == again.standing
    assert clerk.standing != colleague.standing
    terms = terms_of(officer=clerk.pk, day=timezone.localdate())
    assert [term.post.department.code for term in terms] == ["SW"]
    assert terms_of(officer=clerk.pk, day=date(2001, 1, 1)) == []
