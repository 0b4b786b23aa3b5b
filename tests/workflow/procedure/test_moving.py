"""The one way a dispute moves refuses in words: never his, overtaken, the wrong state, a need."""

from __future__ import annotations

import re

import pytest

from departments.models import Officer
from disputes.choices import Mode, State
from disputes.locking import lock
from disputes.models import Dispute
from tests import factories as f
from web.refusals import NotAllowed, NotYours, Refusal
from workflow.cases.verbs import DISPUTES
from workflow.procedure.moving import check
from workflow.procedure.rows.table import Row
from workflow.procedure.transitions import DISPUTE_ROWS

pytestmark = pytest.mark.django_db

CHINESE = re.compile(r"[一-鿿]{4,}")
MOMENTS = {
    State.DRAFT: f.a_draft,
    State.REGISTERED: f.registered,
    State.TRIAGE: f.triaged,
    State.HANDLING: lambda: f.handled(Mode.JOINT),
    State.FEEDBACK: lambda: f.decided(Mode.SINGLE),
    State.CONCLUDED: lambda: f.concluded(Mode.SINGLE),
    State.ARCHIVED: lambda: f.archived(Mode.SINGLE),
}


def cast() -> list[Officer]:
    people = [("clerk", "SW"), ("reviewer", "SW"), ("head", "SW"), ("clerk", "YB"), ("head", "YB")]
    people += [("leader", "ZB"), ("office", "ZB"), ("auditor", "ZB"), ("sysadmin", "ZB")]
    return [f.an_officer(role, code) for role, code in people]


def unchanged(dispute: Dispute, version: int) -> bool:
    return Dispute.objects.get(pk=dispute.pk).version == version


def refused(row: Row[Dispute], officer: Officer, dispute: Dispute) -> Refusal | None:
    """What the table says against it, or None."""
    try:
        check(row, officer, lock(dispute), None)
    except Refusal as refusal:
        return refusal
    return None


@pytest.mark.parametrize("state", MOMENTS)
def test_a_wrong_person_or_a_wrong_state_is_refused_in_words(state):
    dispute = MOMENTS[state]()
    version, people = dispute.version, cast()
    for row in DISPUTE_ROWS:
        for officer in people:
            his = row.who.allows(officer, lock(dispute))
            said = refused(row, officer, dispute)
            if not his:
                assert isinstance(said, NotYours)
            elif state not in row.sources:
                assert isinstance(said, NotAllowed)
            assert said is None or CHINESE.search(said.sentence)
    assert unchanged(dispute, version)


def test_the_action_itself_refuses_a_stranger():
    dispute = f.triaged()
    stranger = f.an_officer("clerk", "CZ")
    with pytest.raises(NotYours, match="受理部门"):
        f.do(dispute, "accept_single", stranger, reason="试试")
    assert unchanged(dispute, dispute.version)


def test_a_stale_version_is_refused():
    dispute = f.triaged()
    clerk = f.an_officer("clerk")
    with pytest.raises(NotAllowed, match="刷新"):
        DISPUTES.verbs["accept_single"].does(
            dispute, by=clerk, reason="理由", version=dispute.version - 1
        )
    assert unchanged(dispute, dispute.version)
