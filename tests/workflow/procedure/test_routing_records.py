"""What the matrix is asked, and what is kept of the choice made beside its answer (R026)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from departments.roles import Role
from disputes.models import Dispute
from tests import factories as f
from web.refusals import Mistyped
from workflow.models import RoutingRecord
from workflow.procedure import routing_records

pytestmark = pytest.mark.django_db


def test_the_matrix_is_asked_about_the_facts_of_the_case():
    dispute = f.a_draft(
        people_count=12, amount=Decimal("35000.50"), period_start=date(2018, 3, 1),
        period_end=date(2020, 12, 31),
    )  # fmt: skip
    asked = routing_records.question(dispute)
    assert (asked.category, asked.insurance_types) == ("TAX-1", ("pension",))
    assert (asked.period_start, asked.period_end) == (date(2018, 3, 1), date(2020, 12, 31))
    assert (asked.town, asked.receiving_department) == ("230718100", "SW")
    assert (asked.signals["people"], asked.signals["amount"]) == (12, 35000.5)
    assert "org" not in asked.signals


def test_a_unit_as_payer_is_a_signal_and_an_unknown_amount_is_none():
    dispute = f.a_draft()
    dispute.parties.filter(role="payer").update(kind="employer", unit_name="示例木制品加工厂")
    signals = routing_records.question(Dispute.objects.get(pk=dispute.pk)).signals
    assert signals["org"] is True
    assert "amount" not in signals


def test_what_an_officer_marked_himself_is_not_overwritten_nor_written_back():
    dispute = f.a_draft(people_count=2, signals={"people": 50})
    assert routing_records.question(dispute).signals["people"] == 50
    assert dispute.signals == {"people": 50}


def test_following_the_suggestion_needs_no_reason_and_is_kept_as_such():
    dispute = f.triaged()
    answer = routing_records.suggestion(dispute)
    assert (answer.mode, answer.lead) == ("accept_single", ["SW"])
    f.do(dispute, "accept_single", f.an_officer(Role.CLERK, "SW"))
    kept = RoutingRecord.objects.get(dispute=dispute)
    assert (kept.departs, kept.chosen_lead, kept.chosen_mode) == (False, "SW", "accept_single")
    assert kept.suggested == answer.to_json()
    assert kept.decided_by == f.an_officer(Role.CLERK, "SW")


def test_a_departure_without_a_reason_is_refused_and_nothing_is_kept_or_moved():
    dispute = f.triaged()
    clerk = f.an_officer(Role.CLERK, "SW")
    with pytest.raises(Mistyped) as refused:
        f.do(dispute, "refer", clerk, department=f.a_department("YB"), reason="")
    assert "reason" in refused.value.errors
    dispute.refresh_from_db()
    assert dispute.state == "triage"
    assert not RoutingRecord.objects.filter(dispute=dispute).exists()


def test_a_departure_is_kept_with_its_reason_beside_what_was_suggested():
    dispute = f.triaged()
    clerk = f.an_officer(Role.CLERK, "SW")
    f.do(dispute, "refer", clerk, department=f.a_department("YB"), reason="属医保局职责")
    kept = RoutingRecord.objects.get(dispute=dispute)
    assert (kept.departs, kept.reason) == (True, "属医保局职责")
    assert (kept.chosen_lead, kept.chosen_departments) == ("YB", ["YB"])
    assert kept.suggested["lead"] == ["SW"]
