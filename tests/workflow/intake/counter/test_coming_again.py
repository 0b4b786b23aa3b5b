"""再次来访: nobody is asked for what he gave last time, and the look is on record (R007)."""

from __future__ import annotations

import pytest

from confidentiality.models import AccessRecord
from confidentiality.sealing import open_sealed_json
from departments.roles import Role
from disputes.models import Dispute
from tests import factories as f
from tests.disputes.people import PHONE, a_visit, browser
from workflow.intake.counter.coming_again import NOT_HIS, PURPOSE

pytestmark = pytest.mark.django_db(transaction=True)

REGISTER, LOOK = "/disputes/register/", "/disputes/register/look/"


def test_what_was_left_empty_comes_from_the_last_visit_and_the_look_is_recorded() -> None:
    clerk = browser(f.an_officer(Role.CLERK, "SW"))
    clerk.post(REGISTER, a_visit())
    earlier = Dispute.objects.get()
    again = a_visit(**{"payer.phone": "", "payer.address": "另写的住址"})
    assert f"again:{earlier.number}" in clerk.post(LOOK, again).content.decode()
    page = clerk.post(REGISTER, again | {"go": f"again:{earlier.number}"}, follow=True)
    typed = open_sealed_json(Dispute.objects.get(number=None).typed)
    assert typed["payer.phone"] == [PHONE]
    assert typed["payer.address"] == ["另写的住址"]  # what was typed stays
    assert "请当面核对" in page.content.decode()
    (look,) = [each for each in AccessRecord.objects.all() if each.purpose == PURPOSE]
    assert (look.action, look.dispute_number) == ("reveal", earlier.number)


def test_a_number_that_is_another_s_lends_nothing() -> None:
    clerk = browser(f.an_officer(Role.CLERK, "SW"))
    clerk.post(REGISTER, a_visit())
    earlier = Dispute.objects.get()
    other = a_visit(**{"payer.id_number": "", "payer.phone": ""})
    page = clerk.post(REGISTER, other | {"go": f"again:{earlier.number}"}, follow=True)
    assert NOT_HIS in page.content.decode()
    assert open_sealed_json(Dispute.objects.get(number=None).typed)["payer.phone"] == [""]
    assert PURPOSE not in [each.purpose for each in AccessRecord.objects.all()]
