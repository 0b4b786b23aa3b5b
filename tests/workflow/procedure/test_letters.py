"""What is told by letter waits until somebody says how and when it reached its reader (R035)."""

from __future__ import annotations

import pytest

from departments.roles import Role
from disputes.choices import Mode
from tests import factories as f
from tests.workflow.procedure.test_needs import holds
from web.refusals import NotAllowed
from workflow.procedure.sides import letters

pytestmark = pytest.mark.django_db


def test_the_letter_of_what_was_handed_on_is_told_with_its_day_and_way() -> None:
    dispute, clerk = f.handled(Mode.REFERRAL), f.an_officer()
    [letter] = letters.untold(dispute)
    assert letter.kind == "notification"
    told = {"paper": letter.pk, "told_on": f.today(), "method": "in_person"}
    f.do(dispute, "tell_withdrawal", clerk, **told)
    said = dispute.timeline.latest("pk").text
    assert f"登记告知单（{letter.number}）已于" in said
    assert "当面告知，告知缴费人" in said
    assert not letters.untold(dispute)
    with pytest.raises(NotAllowed, match="没有需要登记告知的撤回告知书、告知单、接收告知书"):
        f.do(dispute, "tell_withdrawal", clerk, **told)
    assert not letters.untold(f.handled(Mode.REFERRAL, anonymous=True, place="匿名信"))
    told_alone = f.triaged()
    f.do(told_alone, "notify_only", clerk, department=f.a_department("YB"), reason="自行前往")
    assert not letters.untold(told_alone)  # that one is served


def test_so_is_the_answer_to_a_petition_and_nothing_to_who_stood_at_the_counter() -> None:
    [answer] = letters.untold(f.handled(channel="petition", source_number="XF-3"))
    assert answer.kind == "acceptance_notice"
    assert not letters.untold(f.handled())


def test_an_answer_is_recorded_only_of_who_was_served_and_nobody_is_served_twice():
    dispute = f.decided(Mode.SINGLE)
    clerk = f.an_officer(Role.CLERK, "SW")
    asked = (letters.SOMEONE_UNSERVED, letters.SOMEONE_SERVED, letters.BOTH_SERVED)
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
    assert not holds(letters.HAS_REMEDY, dispute)
    f.do(dispute, "record_remedy", clerk, channel="reconsideration", body="区人民政府")
    assert holds(letters.HAS_REMEDY, dispute)
