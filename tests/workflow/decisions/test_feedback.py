"""Both parties are told and heard; silence counts from the very day that the page promises."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from disputes.choices import Mode, State
from disputes.words import short_day
from tests import factories as f
from tests.workflow.signing_in import signed_in
from web.refusals import NotAllowed

pytestmark = pytest.mark.django_db


def at_noon(day):
    return time_machine.travel(timezone.make_aware(datetime.combine(day, time(12))), tick=False)


def test_silence_is_recorded_from_the_day_that_the_page_names_and_not_before():
    dispute, clerk = f.decided(), f.an_officer()
    f.do(dispute, "serve", clerk, party="payer", method="in_person", served_on=f.today(),
         recipient="欧阳测试")  # fmt: skip
    first = dispute.services.get().silent_from
    assert first == f.today() + timedelta(days=15)
    with at_noon(first - timedelta(days=1)):
        page = signed_in(clerk).get(dispute.get_absolute_url()).content.decode()
        assert f"等待至 {short_day(first)}（还有 1 天）" in page
        with pytest.raises(NotAllowed, match="送达满15日"):
            f.do(dispute, "record_response", clerk, party="payer", answer="silent")
    with at_noon(first):
        page = signed_in(clerk).get(dispute.get_absolute_url()).content.decode()
        assert f"等待至 {short_day(first)}（今天期满）" in page
        f.do(dispute, "record_response", clerk, party="payer", answer="silent")
    assert dispute.responses.get().answer == "silent"


def test_both_parties_must_be_told_before_it_ends():
    dispute = f.decided(Mode.SINGLE)
    clerk = f.an_officer("clerk")
    with pytest.raises(NotAllowed, match="送达"):
        f.do(dispute, "record_response", clerk, party="payer", answer="none")
    f.do(
        dispute,
        "serve",
        clerk,
        party="payer",
        method="direct",
        served_on=f.today(),
        recipient="本人",
    )
    f.do(dispute, "record_response", clerk, party="payer", answer="none")
    assert dispute.state == State.FEEDBACK
    f.do(dispute, "serve", clerk, party="counterparty", exempt="unreachable", note="三次联系不上")
    f.do(dispute, "record_response", clerk, party="counterparty", answer="silent")
    assert dispute.state == State.CONCLUDED


def test_silence_counts_only_fifteen_days_after_proof_of_service():
    dispute = f.decided(Mode.SINGLE)
    clerk = f.an_officer("clerk")
    f.do(
        dispute, "serve", clerk, party="payer", method="mail", served_on=f.today(), recipient="本人"
    )
    with pytest.raises(NotAllowed, match="15日"):
        f.do(dispute, "record_response", clerk, party="payer", answer="silent")
