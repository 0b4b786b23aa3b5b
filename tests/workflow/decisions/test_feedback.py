"""Both parties are told and heard; silence counts from the very day that the page promises."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from deadlines.due import chinese_date
from disputes.choices import Mode, State
from disputes.models import Dispute
from disputes.words import short_day
from tests import factories as f
from tests.workflow.on_a_day import at_noon
from tests.workflow.signing_in import signed_in
from web.refusals import Mistyped, NotAllowed
from workflow.models import PartyResponse
from workflow.procedure.sides import letters

pytestmark = pytest.mark.django_db


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
    served(dispute, "counterparty")
    assert dispute.state == State.FEEDBACK
    f.do(dispute, "record_response", clerk, party="counterparty", answer="none")
    assert dispute.state == State.CONCLUDED


def test_silence_counts_from_proof_and_without_it_from_the_day_it_was_recorded():
    """Entered late and proven by nothing, both would have been silent the same minute (A20)."""
    dispute, clerk = f.decided(), f.an_officer()
    mailed = {"method": "mail", "recipient": "本人", "served_on": f.today()}
    later = f.today() + timedelta(days=20)
    with at_noon(later):
        f.do(dispute, "serve", clerk, party="payer", mail_number="EMS0001", **mailed)
        f.do(dispute, "serve", clerk, party="counterparty", **mailed)
        f.do(dispute, "record_response", clerk, party="payer", answer="silent")
        with pytest.raises(NotAllowed, match=r"没有凭证.+从登记之日"):
            f.do(dispute, "record_response", clerk, party="counterparty", answer="silent")
        silent = {"dispute": dispute, "party": "counterparty", "answer": "silent"}
        with pytest.raises(DatabaseError, match="fifteen days"), transaction.atomic():
            PartyResponse.objects.create(**silent, recorded_by=clerk)
    with at_noon(later + timedelta(days=15)):
        f.do(dispute, "record_response", clerk, party="counterparty", answer="silent")
    assert dispute.state == State.CONCLUDED


def served(dispute, *parties, method="direct"):
    for party in parties:
        f.do(dispute, "serve", f.an_officer(), party=party, method=method, served_on=f.today(),
             recipient="本人")  # fmt: skip


def answered(dispute, party, answer):
    f.do(dispute, "record_response", f.an_officer(), party=party, answer=answer)


def running(dispute):
    return set(dispute.deadlines.open().values_list("key", flat=True))


def test_the_whole_limit_is_met_when_both_are_served_and_then_their_word_is_waited_for():
    dispute = f.decided()
    served(dispute, "payer")
    assert {"general.single", "feedback.both"} <= running(dispute)
    served(dispute, "counterparty")
    assert running(dispute) == {"stance.wait"}
    assert dispute.deadlines.get(key="general.single").is_void is False
    assert dispute.papers.filter(kind="service_proof").count() == 2


def test_nobody_is_served_twice_and_nobody_heard_before_he_was_served():
    dispute = f.decided()
    served(dispute, "payer")
    with pytest.raises(NotAllowed, match="缴费人已登记送达，不用重复登记"):
        served(dispute, "payer")
    with pytest.raises(NotAllowed, match="争议对方尚未登记送达"):
        answered(dispute, "counterparty", "none")


@pytest.mark.parametrize("method", ["phone", "in_person"])
def test_where_several_departments_decided_together_a_spoken_word_is_no_service(method):
    with pytest.raises(Mistyped, match="须书面送达") as refused:
        served(f.decided(Mode.JOINT), "payer", method=method)
    assert set(refused.value.errors) == {"method"}
    served(f.decided(Mode.SINGLE), "payer", method=method)


def test_of_a_notice_alone_only_the_payer_is_told():
    dispute = f.triaged()
    f.do(dispute, "decline", f.an_officer("head"), reason="wages", channel="劳动监察大队")
    with pytest.raises(Mistyped, match="只需送达缴费人"):
        served(dispute, "counterparty")
    served(dispute, "payer")


def test_an_objection_is_shown_its_channel_and_ends_only_with_a_remedy():
    dispute, clerk = f.decided(), f.an_officer()
    served(dispute, "payer", "counterparty")
    answered(dispute, "payer", "objects")
    assert dispute.state == State.OBJECTED
    assert running(dispute) == {"remedy.guide"}
    with pytest.raises(NotAllowed):
        f.do(dispute, "close_remedy", clerk, result="维持")
    f.do(dispute, "record_remedy", clerk, channel="reconsideration", body="区人民政府")
    assert "登记救济渠道：行政复议，受理机关区人民政府" in dispute.timeline.latest("pk").text
    f.do(dispute, "close_remedy", clerk, result="维持原处理意见")
    assert dispute.state == State.CONCLUDED
    assert dispute.remedies.get().result == "维持原处理意见"


def test_of_two_remedies_each_has_its_own_result_and_the_last_one_ends_the_case():
    dispute, clerk = f.decided(), f.an_officer()
    served(dispute, "payer", "counterparty")
    answered(dispute, "payer", "objects")
    f.do(dispute, "record_remedy", clerk, channel="litigation", body="区人民法院")
    f.do(dispute, "record_remedy", clerk, channel="reconsideration", body="区人民政府")
    court, above = dispute.remedies.order_by("pk")
    with pytest.raises(Mistyped, match="请选择是哪一项"):
        f.do(dispute, "close_remedy", clerk, result="维持")
    with pytest.raises(Mistyped, match="行政复议 区人民政府还没有终结"):
        f.do(dispute, "close_remedy", clerk, result="撤诉", remedy=court, reopen=True)
    f.do(dispute, "close_remedy", clerk, result="撤诉", remedy=court)
    assert dispute.state == State.OBJECTED
    assert "行政复议 区人民政府还没有终结" in dispute.timeline.latest("pk").text
    above.refresh_from_db()
    assert above.closed_at is None
    f.do(dispute, "close_remedy", clerk, result="维持")  # only one is left
    assert dispute.state == State.CONCLUDED
    assert [each.result for each in dispute.remedies.order_by("pk")] == ["撤诉", "维持"]


def test_an_objection_that_was_taken_back_ends_as_any_word_of_content_does():
    """R072: nobody has to invent a remedy that was never taken."""
    dispute = f.decided()
    served(dispute, "payer", "counterparty")
    answered(dispute, "payer", "objects")
    answered(dispute, "payer", "none")
    assert dispute.state == State.FEEDBACK  # the other side has not been heard
    answered(dispute, "counterparty", "none")
    assert dispute.state == State.CONCLUDED
    assert {each.answer for each in dispute.responses.all()} == {"objects", "none"}


def test_a_result_that_overturns_it_begins_a_new_case_with_the_same_people():
    dispute, clerk = f.decided(), f.an_officer()
    served(dispute, "payer", "counterparty")
    answered(dispute, "payer", "objects")
    f.do(dispute, "record_remedy", clerk, channel="litigation", body="区人民法院")
    f.do(dispute, "close_remedy", clerk, result="撤销", reopen=True)
    fresh = Dispute.objects.get(continues=dispute)
    assert (fresh.state, fresh.parties.count()) == (State.REGISTERED, 2)
    assert f"另立关联新件 {fresh.number}" in dispute.timeline.latest("pk").text
    assert f"续办 {dispute.number}：撤销" in fresh.facts


def test_where_nobody_went_anywhere_the_case_ends_when_nobody_may_any_more() -> None:
    dispute, clerk = f.decided(), f.an_officer()
    for party in ("payer", "counterparty"):
        f.do(dispute, "serve", clerk, party=party, method="direct", served_on=f.today(),
             recipient="本人")  # fmt: skip
    f.do(dispute, "record_response", clerk, party="payer", answer="objects")
    last = letters.remedy_ends_on(dispute)
    assert last is not None
    assert last > f.today() + timedelta(days=180)
    with at_noon(last), pytest.raises(NotAllowed, match=chinese_date(last)):
        f.do(dispute, "close_remedy", clerk, result="期满未申请救济")
    with at_noon(last + timedelta(days=1)):
        assert (
            "期满未申请救济"
            in signed_in(clerk).get(f"/disputes/{dispute.pk}/close_remedy/").content.decode()
        )
        f.do(dispute, "close_remedy", clerk, result="期满未申请救济")
    assert dispute.state == State.CONCLUDED
