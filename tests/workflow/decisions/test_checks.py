"""Nobody is untold by a word typed: an exemption, a day, a silence must be true (A20, R070)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes.choices import Mode, State
from disputes.models import Dispute, Party
from tests import factories as f
from tests.api.programs import program
from tests.workflow.on_a_day import at_noon
from tests.workflow.signing_in import signed_in
from web.refusals import Mistyped, NotAllowed, NotYours

pytestmark = pytest.mark.django_db

NOTE = {"note": "说明"}
UNNAMED = {"anonymous": True, "source_platform": "匿名信"}
TRY = {"method": "phone", "outcome": "无人接听"}


def serve(dispute, party, **typed):
    f.do(dispute, "serve", f.an_officer(), party=party, **typed)


def hand(dispute, party, on=None):
    serve(dispute, party, method="direct", served_on=on or f.today(), recipient="本人")


def hear(dispute, party, answer):
    f.do(dispute, "record_response", f.an_officer(), party=party, answer=answer)


def attempt(dispute, party, on, **said):
    typed = TRY | said
    f.do(dispute, "attempt", f.an_officer(), party=party, tried_on=on, **typed)


def alone(**fields):
    """Nobody stands on the other side."""
    dispute = f.handled(**fields)
    Party.objects.filter(dispute=dispute, role="counterparty").delete()
    return dispute


def signed(dispute):
    written = {"facts": "属实", "basis": "社会保险法第63条", "decision": "责令补缴"}
    f.do(dispute, "draft_decision", f.an_officer(), **written)
    f.do(dispute, "sign_decision", f.an_officer("head"))
    return dispute


@pytest.mark.parametrize(
    ("party", "exempt", "says"),
    [
        ("payer", "anonymous", "本件不是匿名登记"),
        ("counterparty", "anonymous", "本件不是匿名登记"),
        ("counterparty", "one_party", "只用于登记时没有争议对方"),
        ("payer", "one_party", "只用于登记时没有争议对方"),
        ("counterparty", "confidential", "只用于登记为举报保密"),
        ("payer", "unreachable", "须先在3个不同的日期登记送达未果，缴费人现已登记0天"),
    ],
)
def test_an_exemption_that_is_not_true_of_this_case_is_refused(party, exempt, says):
    dispute = f.decided()
    with pytest.raises(Mistyped) as refused:
        serve(dispute, party, exempt=exempt, **NOTE)
    assert says in refused.value.errors["exempt"][0]
    assert not dispute.services.exists()


def test_three_tries_on_one_day_are_one_and_on_three_days_enough():
    dispute = f.decided()
    first = f.today()
    for hour in (9, 11, 15):
        attempt(dispute, "payer", first, outcome=f"{hour}时无人接听")
    with pytest.raises(Mistyped):
        serve(dispute, "payer", exempt="unreachable", **NOTE)
    with at_noon(first + timedelta(days=2)):
        attempt(dispute, "payer", first + timedelta(days=1))
        attempt(dispute, "payer", first + timedelta(days=2))
        serve(dispute, "payer", exempt="unreachable", **NOTE)
    assert dispute.services.get().exempt == "unreachable"
    assert "电话告知缴费人未果：无人接听" in dispute.timeline.filter(verb="attempt").last().text


def test_whoever_is_out_of_reach_is_silent_only_after_fifteen_days_either():
    dispute, last = f.decided(), f.today() + timedelta(days=2)
    hand(dispute, "counterparty")
    hear(dispute, "counterparty", "none")
    with at_noon(last):
        for back in range(3):
            attempt(dispute, "payer", last - timedelta(days=back))
        serve(dispute, "payer", exempt="unreachable", **NOTE)
        with pytest.raises(NotAllowed, match="注明联系不上满15日"):
            hear(dispute, "payer", "silent")
    with at_noon(last + timedelta(days=15)):
        hear(dispute, "payer", "silent")
    assert dispute.state == State.CONCLUDED


@pytest.mark.parametrize(("days", "says"), [(-40, "不能早于签发"), (1, "不能晚于今天")])
def test_nobody_was_told_before_the_decision_or_will_have_been_tomorrow(days, says):
    dispute, on = f.decided(), f.today() + timedelta(days=days)
    for call in (hand, attempt):
        with pytest.raises(Mistyped, match=says):
            call(dispute, "payer", on)
    declined = f.triaged()
    f.do(declined, "decline", f.an_officer("head"), reason="wages", channel="劳动监察")
    with pytest.raises(Mistyped, match=says):
        hand(declined, "payer", on)


@pytest.mark.parametrize(("days", "says"), [(-40, "不能早于签发"), (1, "不能晚于今天")])
def test_a_remedy_against_it_was_taken_up_after_it_and_not_tomorrow(days, says):
    dispute = f.decided()
    hand(dispute, "payer")
    hear(dispute, "payer", "objects")
    typed = {"channel": "litigation", "body": "区人民法院"}
    with pytest.raises(Mistyped, match=says):
        f.do(dispute, "record_remedy", f.an_officer(), **typed,
             accepted_on=f.today() + timedelta(days=days))  # fmt: skip


def unchanged(dispute, act):
    """Nothing was written, and nobody was refused."""
    before = (dispute.version, dispute.services.count(), dispute.responses.count())
    act()
    dispute.refresh_from_db()
    assert (dispute.version, dispute.services.count(), dispute.responses.count()) == before


def test_for_an_anonymous_payer_nobody_records_an_exemption_or_a_silence():
    dispute = f.decided(**UNNAMED)
    assert dispute.services.get().exempt == "anonymous"
    assert "。按登记，缴费人免予送达（匿名）" in dispute.timeline.latest("pk").text
    unchanged(dispute, lambda: serve(dispute, "payer", exempt="anonymous", **NOTE))
    unchanged(dispute, lambda: hear(dispute, "payer", "silent"))
    hand(dispute, "counterparty")
    hear(dispute, "counterparty", "none")
    assert dispute.state == State.CONCLUDED
    assert dispute.timeline.latest("pk").text.endswith("应反馈的均已反馈，予以办结。")


def test_an_unnamed_payer_who_comes_forward_is_heard():
    dispute = f.decided(**UNNAMED)
    hear(dispute, "payer", "objects")
    assert dispute.responses.get().answer == "objects"


@pytest.mark.by_owner
def test_where_there_is_no_other_side_the_payer_alone_is_told_and_heard():
    dispute = signed(alone())
    assert dispute.services.get().exempt == "one_party"
    hand(dispute, "payer")
    unchanged(dispute, lambda: serve(dispute, "counterparty", exempt="one_party", **NOTE))
    unchanged(dispute, lambda: hear(dispute, "counterparty", "none"))
    with pytest.raises(NotAllowed, match="不用登记意见"):
        hear(dispute, "counterparty", "objects")
    hear(dispute, "payer", "none")
    assert dispute.state == State.CONCLUDED


@pytest.mark.by_owner
def test_what_was_noted_is_asked_for_again_by_nobody_else_and_for_no_other_reason():
    dispute = signed(alone())
    with pytest.raises(NotYours):
        f.do(dispute, "serve", f.an_officer(code="YB"), party="counterparty", exempt="one_party",
             **NOTE)  # fmt: skip
    with pytest.raises(NotAllowed, match="争议对方已登记送达"):
        serve(dispute, "counterparty", exempt="confidential", **NOTE)


@pytest.mark.by_owner
def test_programs_are_answered_200_where_the_signature_has_told_nobody_and_ended_it():
    dispute = signed(alone(**UNNAMED))
    clerk = program()
    assert dispute.state == State.CONCLUDED
    for party, why in (("payer", "anonymous"), ("counterparty", "one_party")):
        told = {"party": party, "exempt": why, "note": "登记时即如此"}
        for verb, body in (
            ("serve", told),
            ("record_response", {"party": party, "answer": "none"}),
        ):
            answer = clerk.post(f"disputes/{dispute.pk}/actions/{verb}/", body)
            assert (answer.status_code, answer.json()["state"]) == (200, "concluded")
    assert (dispute.services.count(), dispute.responses.count()) == (2, 0)


@pytest.mark.by_owner
def test_where_there_is_nobody_to_tell_the_signature_concludes_it():
    dispute = signed(alone(**UNNAMED))
    assert (dispute.state, dispute.services.count()) == (State.CONCLUDED, 2)
    f.do(dispute, "archive", f.an_officer())
    assert dispute.state == State.ARCHIVED


def test_an_anonymous_notice_alone_is_archived_without_anything_by_hand():
    dispute = f.triaged(**UNNAMED)
    f.do(dispute, "notify_only", f.an_officer(), outside_body="市税务局", reason="复议中")
    f.do(dispute, "archive", f.an_officer())
    assert dispute.state == State.ARCHIVED


@pytest.mark.parametrize("verb", ["decline", "notify_only"])
def test_a_named_payer_who_was_not_told_keeps_the_file_open(verb):
    dispute, clerk = f.triaged(), f.an_officer()
    typed = {"decline": {"reason": "wages", "channel": "劳动监察"},
             "notify_only": {"outside_body": "市税务局", "reason": "复议中"}}  # fmt: skip
    f.do(dispute, verb, f.an_officer("head"), **typed[verb])
    with pytest.raises(NotAllowed, match="还没有告知缴费人"):
        f.do(dispute, "archive", clerk, excused=[])
    hand(dispute, "payer")
    f.do(dispute, "archive", clerk)
    assert dispute.state == State.ARCHIVED


def test_a_confidential_report_is_kept_from_the_other_side_and_the_last_record_concludes_it():
    dispute = f.decided(confidential_report=True)
    hand(dispute, "payer")
    hear(dispute, "payer", "none")
    serve(dispute, "counterparty", exempt="confidential", **NOTE)
    assert dispute.state == State.CONCLUDED


def test_the_page_offers_only_what_is_true_and_tells_of_the_tries():
    dispute, page = f.decided(Mode.SINGLE), signed_in(f.an_officer())
    attempt(dispute, "payer", f.today())
    shown = page.get(f"{dispute.get_absolute_url()}serve/").content.decode()
    assert "举报保密" not in shown.split("<form", 1)[1]
    assert "没有争议对方" not in shown
    assert "送达未果" in page.get(dispute.get_absolute_url()).content.decode()
    tried = page.get(f"{dispute.get_absolute_url()}attempt/").content.decode()
    assert "登记送达未果" in tried
    page.post(
        f"{dispute.get_absolute_url()}attempt/",
        {"party": "payer", "method": "mail", "tried_on": f"{f.today()}", "outcome": "退件",
         "version": dispute.version},
    )  # fmt: skip
    assert Dispute.objects.get(pk=dispute.pk).service_attempts.count() == 2
