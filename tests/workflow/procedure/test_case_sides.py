"""Who stands on either side of a case, and who was told."""

from __future__ import annotations

import pytest

from departments.roles import Role
from tests import factories as f
from tests.workflow.procedure.test_facts import SERVED, fresh
from workflow.procedure.sides import case_sides

pytestmark = pytest.mark.django_db


def test_who_only_was_told_needs_to_be_served_and_nobody_on_the_other_side():
    dispute = f.triaged()
    clerk = f.an_officer(Role.CLERK, "SW")
    head = f.an_officer(Role.HEAD, "SW")
    f.do(dispute, "decline", head, reason="不属征缴争议", channel="劳动人事争议仲裁")
    assert case_sides.unserved(fresh(dispute)) == [("payer", None)]
    f.do(dispute, "serve", clerk, party="payer", served_on=f.today(), **SERVED)
    assert case_sides.unserved(fresh(dispute)) == []


def test_nobody_stands_on_the_other_side_when_it_is_missing_or_marked_none():
    dispute = f.a_draft()
    assert case_sides.has_counterparty(fresh(dispute))
    other = dispute.parties.filter(role="counterparty")
    other.update(kind="none", unit_name="")
    assert not case_sides.has_counterparty(fresh(dispute))
    other.delete()
    assert not case_sides.has_counterparty(fresh(dispute))
