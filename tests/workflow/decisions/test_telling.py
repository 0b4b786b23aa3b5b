"""Also hand-written SQL tells nobody by a lie: PostgreSQL asks the same (Invariants 3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from tests import factories as f
from workflow.models import (
    Approval,
    Consultation,
    Decision,
    PartyResponse,
    Remedy,
    Service,
    ServiceAttempt,
    Settlement,
)

pytestmark = pytest.mark.django_db


def insert(model, dispute, **fields):
    """Past every action, as the application role could."""
    with transaction.atomic():
        return model.objects.create(dispute=dispute, recorded_by=f.an_officer(), **fields)


HANDED = {"party": "payer", "method": "direct", "recipient": "本人"}


@pytest.mark.parametrize("days", [-40, 1])
def test_the_day_of_telling_lies_between_the_decision_and_today(days):
    dispute, on = f.decided(), f.today() + timedelta(days=days)
    with pytest.raises(DatabaseError, match="service cannot lie"):
        insert(Service, dispute, served_on=on, **HANDED)
    with pytest.raises(DatabaseError, match="an attempt cannot lie"):
        insert(ServiceAttempt, dispute, party="payer", method="mail", tried_on=on, outcome="退件")
    with pytest.raises(DatabaseError, match="a remedy cannot lie"):
        insert(Remedy, dispute, channel="litigation", body="法院", accepted_on=on)


@pytest.mark.parametrize(
    ("party", "exempt"),
    [
        *(("payer", why) for why in ("anonymous", "one_party", "confidential", "unreachable")),
        *(("counterparty", why) for why in ("anonymous", "one_party", "confidential")),
    ],
)
def test_an_exemption_is_true_of_the_dispute(party, exempt):
    with pytest.raises(DatabaseError, match="is not true of this dispute"):
        insert(Service, f.decided(), party=party, exempt=exempt, note="说明")


def test_silence_has_lasted_fifteen_days():
    dispute = f.decided()
    with pytest.raises(DatabaseError, match="only who was told"):
        insert(PartyResponse, dispute, party="payer", answer="none")
    insert(Service, dispute, served_on=f.today(), **HANDED)
    with pytest.raises(DatabaseError, match="fifteen days"):
        insert(PartyResponse, dispute, party="payer", answer="silent")
    insert(PartyResponse, dispute, party="payer", answer="none")


def test_nothing_is_told_signed_approved_or_settled_before_its_time():
    dispute, at = f.handled(), timezone.now()
    with pytest.raises(DatabaseError, match="before there was anything to tell"):
        insert(Service, dispute, served_on=f.today(), **HANDED)
    by, unit = f.an_officer(), f.a_department("SW")
    with pytest.raises(DatabaseError, match="begins as a draft"), transaction.atomic():
        Decision.objects.create(
            dispute=dispute, department=unit, state="signed", facts="无", basis="无", decision="无",
            drafted_by=by, drafted_at=at, signed_by=by, signed_at=at,
        )  # fmt: skip
    with pytest.raises(DatabaseError, match="was asked before"), transaction.atomic():
        Approval.objects.create(
            dispute=dispute, kind="major", state="approved", reason="无", requested_by=by,
            requested_department=unit, requested_at=at,
        )  # fmt: skip
    tomorrow = f.today() + timedelta(days=1)
    said = {"gist": "无", "claims": "无", "settles": "all", "recorded_at": at}
    with pytest.raises(DatabaseError, match="has happened"):
        insert(Settlement, dispute, kind="amicable", signed_on=tomorrow, **said)
    with pytest.raises(DatabaseError, match="has happened"):
        insert(Consultation, dispute, department=unit, form="phone", held_on=tomorrow,
               units=["SW"], said="无", agreed="无", recorded_at=at)  # fmt: skip


def test_an_attempt_never_changes():
    dispute = f.decided()
    insert(
        ServiceAttempt, dispute, party="payer", method="mail", tried_on=f.today(), outcome="退件"
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        dispute.service_attempts.update(tried_on=f.today() - timedelta(days=1))
