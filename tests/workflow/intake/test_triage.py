"""Where a reviewed dispute goes, and where it may not."""

from __future__ import annotations

import pytest

from disputes.choices import Mode, State
from tests import factories as f
from web.refusals import NotAllowed

pytestmark = pytest.mark.django_db


def test_departments_that_may_not_lead_refer_or_convene():
    dispute = f.triaged("XF")
    with pytest.raises(NotAllowed, match="不得作主办"):
        f.do(dispute, "accept_single", f.an_officer("clerk", "XF"), reason="自己办")


def test_matters_outside_the_district_are_only_told_and_handed_on():
    dispute = f.triaged(town="other")
    clerk = f.an_officer("clerk")
    with pytest.raises(NotAllowed, match="区外"):
        f.do(dispute, "accept_single", clerk, reason="自己办")
    f.do(dispute, "refer", clerk, outside_body="伊美区税务局", reason="属地管辖")
    assert (dispute.state, dispute.mode) == (State.NOTIFIED, Mode.NOTIFY)
