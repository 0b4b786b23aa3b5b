"""Joint handling and what follows two returns: the office alone decides, once."""

from __future__ import annotations

import pytest

from departments.models import Department
from disputes.choices import State
from tests import factories as f
from web.refusals import NotAllowed

pytestmark = pytest.mark.django_db


def test_the_second_return_goes_to_the_office_and_cannot_be_returned():
    dispute = f.triaged()
    clerk, health = f.an_officer("clerk"), f.a_department("YB")
    for _ in range(2):
        f.do(dispute, "refer", clerk, department=health, reason="属医保局")
        referral = dispute.assignments.latest("pk")
        f.answer(referral, "return_back", f.an_officer("clerk", "YB"), reason="不属本局")
        dispute.refresh_from_db()
    assert (dispute.state, dispute.returns, dispute.owing_role) == (State.TRIAGE, 2, "office")
    with pytest.raises(NotAllowed, match="专班办公室"):
        f.do(dispute, "refer", clerk, department=health, reason="再试一次")
    human = Department.objects.get(code="RS")
    f.do(dispute, "assign", f.an_officer("office", "ZB"), department=human, reason="属三险")
    referral = dispute.assignments.latest("pk")
    with pytest.raises(NotAllowed, match="不得退回"):
        f.answer(referral, "return_back", f.an_officer("clerk", "RS"), reason="不办")


def test_a_dispute_returned_twice_is_moved_by_the_office_alone():
    """R052: not even declined by the department that took it in."""
    dispute, clerk = f.triaged(), f.an_officer("clerk")
    for code in ("YB", "RS"):
        f.do(dispute, "refer", clerk, department=f.a_department(code), reason="属其职责")
        asked = dispute.assignments.get(state="sent")
        f.answer(asked, "return_back", f.an_officer("clerk", code), reason="不属")
        dispute.refresh_from_db()
    with pytest.raises(NotAllowed, match="已被退回两次"):
        f.do(dispute, "decline", clerk, reason="wages", channel="劳动监察")
