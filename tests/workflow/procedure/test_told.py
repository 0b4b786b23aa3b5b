"""An answer follows what was served, a remedy what was answered."""

from __future__ import annotations

import pytest

from departments.roles import Role
from disputes.choices import Mode
from tests import factories as f
from tests.workflow.procedure.test_needs import holds
from workflow.procedure.sides import told

pytestmark = pytest.mark.django_db


def test_an_answer_is_recorded_only_of_who_was_served_and_nobody_is_served_twice():
    dispute = f.decided(Mode.SINGLE)
    clerk = f.an_officer(Role.CLERK, "SW")
    asked = (told.SOMEONE_UNSERVED, told.SOMEONE_SERVED, told.BOTH_SERVED)
    assert [holds(need, dispute) for need in asked] == [True, False, False]
    served = {"method": "direct", "recipient": "本人", "served_on": f.today()}
    f.do(dispute, "serve", clerk, party="payer", **served)
    assert [holds(need, dispute) for need in asked] == [True, True, False]
    f.do(dispute, "serve", clerk, party="counterparty", **served)
    assert [holds(need, dispute) for need in asked] == [False, True, True]


def test_a_remedy_ends_only_after_one_was_recorded():
    dispute = f.decided(Mode.SINGLE)
    clerk = f.an_officer(Role.CLERK, "SW")
    served = {"method": "direct", "recipient": "本人", "served_on": f.today()}
    f.do(dispute, "serve", clerk, party="payer", **served)
    f.do(dispute, "record_response", clerk, party="payer", answer="objects", note="金额不符")
    assert not holds(told.HAS_REMEDY, dispute)
    f.do(dispute, "record_remedy", clerk, channel="reconsideration", body="区人民政府")
    assert holds(told.HAS_REMEDY, dispute)
