"""A case is concluded by its last missing piece, whichever that is, and by no objection."""

from __future__ import annotations

import pytest

from departments.roles import Role
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f

pytestmark = pytest.mark.django_db

WORDS = "双方均已反馈，予以办结。"


def served(dispute: Dispute, code: str = "SW") -> None:
    for party in ("payer", "counterparty"):
        f.do(dispute, "serve", f.an_officer(Role.CLERK, code), party=party, method="direct",
             served_on=f.today(), recipient="本人")  # fmt: skip


def heard(dispute: Dispute, party: str, answer: str = "none", code: str = "SW") -> None:
    clerk = f.an_officer(Role.CLERK, code)
    f.do(dispute, "record_response", clerk, party=party, answer=answer)


def test_with_the_second_word_it_is_concluded_at_that_moment() -> None:
    dispute = f.decided(Mode.SINGLE)
    served(dispute)
    heard(dispute, "payer")
    assert (dispute.state, dispute.concluded_at) == (State.FEEDBACK, None)
    heard(dispute, "counterparty")
    entry = dispute.timeline.latest("pk")
    assert (dispute.state, dispute.concluded_at) == (State.CONCLUDED, entry.at)
    assert entry.text.endswith(WORDS)


def test_a_referral_still_waits_for_its_receipt_which_then_concludes_it() -> None:
    dispute = f.decided(Mode.REFERRAL)
    served(dispute, "YB")
    heard(dispute, "payer", code="YB")
    heard(dispute, "counterparty", code="YB")
    assert dispute.state == State.FEEDBACK
    own, clerk = dispute.assignments.get(), f.an_officer(Role.CLERK, "YB")
    written = {"facts": "已办结", "basis": "社会保险法第63条", "opinion": "已反馈双方"}
    f.answer(own, "draft_opinion", clerk, **written)
    f.answer(own, "approve_opinion", f.an_officer(Role.HEAD, "YB"))
    dispute.refresh_from_db()
    assert dispute.state == State.CONCLUDED
    assert dispute.timeline.latest("pk").text.endswith(WORDS)


def test_an_objection_keeps_it_open_whatever_the_other_side_says_afterwards() -> None:
    dispute = f.decided(Mode.SINGLE)
    served(dispute)
    heard(dispute, "payer", "objects")
    heard(dispute, "counterparty")
    assert (dispute.state, dispute.concluded_at) == (State.OBJECTED, None)
