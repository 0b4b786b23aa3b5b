"""On a server in use PostgreSQL dates every row of history; whole roads are walked under that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from tests.config.the_portal import the_portal_at_this_hour

pytestmark = pytest.mark.django_db


@pytest.fixture
def hour(db: None) -> Iterator[None]:
    with the_portal_at_this_hour():
        yield


def merged_with_its_recusals() -> Dispute:
    """并案 takes a recusal along with the hour at which it was recorded."""
    survivor, absorbed = f.triaged(), f.triaged()
    f.do(absorbed, "recuse", f.an_officer("head"), officer=f.an_officer(nth=2), reason="亲属")
    f.do(absorbed, "merge", f.an_officer(), into=survivor)
    return survivor


def sent_back_and_registered_again() -> Dispute:
    dispute = f.registered()
    f.do(dispute, "return_intake", f.an_officer("reviewer"), comment="补充证件号码")
    f.do(dispute, "register", f.an_officer())
    return dispute


def met_about() -> Dispute:
    dispute = f.handled(Mode.JOINT)
    f.hold_meeting(dispute)
    return dispute


ROADS: dict[str, Callable[[], Dispute]] = {
    **{mode: partial(f.archived, mode) for mode in ("single", "referral", "joint", "special")},
    "merged": merged_with_its_recusals,
    "sent back": sent_back_and_registered_again,
    "met about": met_about,
}


@pytest.mark.parametrize("road", ROADS.values(), ids=ROADS)
def test_a_whole_road_is_walked_with_the_rights_and_the_hours_of_a_server(
    hour: None, road: Callable[[], Dispute]
) -> None:
    dispute = road()
    assert dispute.timeline.count() > 1
