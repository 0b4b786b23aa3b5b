"""更正登记: a mistyped service or answer is struck and stays readable; a right one follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from disputes.choices import Mode, State
from disputes.models import Dispute
from disputes.models.party import Side
from tests import factories as f
from tests.workflow.decisions.test_checks import attempt, signed
from tests.workflow.on_a_day import at_noon
from tests.workflow.signing_in import signed_in
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.procedure.sides import case_sides

pytestmark = pytest.mark.django_db

BOTH = ("payer", "counterparty")


def serve(dispute: Dispute, *parties: str) -> None:
    for party in parties:
        f.do(dispute, "serve", f.an_officer(), party=party, method="direct", served_on=f.today(),
             recipient="本人")  # fmt: skip


def say(dispute: Dispute, party: str, answer: str) -> None:
    f.do(dispute, "record_response", f.an_officer(), party=party, answer=answer)


def cancel(dispute: Dispute, what: str, party: str) -> None:
    f.do(dispute, f"cancel_{what}", f.an_officer(), party=party, reason="日期记错")


def running(dispute: Dispute) -> set[str]:
    return set(dispute.deadlines.open().values_list("key", flat=True))


def test_a_mistyped_service_is_struck_its_proof_void_and_a_right_one_recorded() -> None:
    dispute = f.decided()
    serve(dispute, "payer")
    cancel(dispute, "service", "payer")
    struck = dispute.services.get()
    assert (struck.struck_reason, struck.struck_by) == ("日期记错", f.an_officer())
    assert dispute.papers.get(kind="service_proof").is_void
    assert dispute.papers.filter(kind="correction").count() == 1
    assert ("payer", None) in case_sides.unserved(Dispute.objects.get(pk=dispute.pk))
    serve(dispute, "payer")
    assert [each.is_in_force for each in dispute.services.all()] == [False, True]
    page = signed_in(f.an_officer()).get(dispute.get_absolute_url()).content.decode()
    assert "登记有误，已更正：日期记错" in page


def test_the_clocks_that_had_stopped_run_on_from_where_they_began() -> None:
    dispute = f.decided()
    serve(dispute, *BOTH)
    before = {c.key: c.due_on for c in dispute.deadlines.filter(key__in=("general.single",))}
    assert running(dispute) == {"stance.wait"}
    cancel(dispute, "service", "counterparty")
    assert running(dispute) == {"general.single", "feedback.both"}
    assert dispute.deadlines.get(key="general.single").due_on == before["general.single"]


def test_a_case_does_not_end_on_a_struck_service_or_answer() -> None:
    dispute = f.decided()
    serve(dispute, *BOTH)
    say(dispute, "payer", "none")
    cancel(dispute, "response", "payer")
    say(dispute, "counterparty", "none")
    assert dispute.state == State.FEEDBACK
    cancel(dispute, "service", "payer")
    serve(dispute, "payer")
    say(dispute, "payer", "none")
    assert dispute.state == State.CONCLUDED


def test_an_objection_that_was_mistyped_leads_back_to_feedback() -> None:
    dispute = f.decided()
    serve(dispute, *BOTH)
    say(dispute, "payer", "objects")
    assert dispute.state == State.OBJECTED
    cancel(dispute, "response", "payer")
    assert dispute.state == State.FEEDBACK
    assert running(dispute) == {"stance.wait"}
    say(dispute, "payer", "none")
    say(dispute, "counterparty", "none")
    assert dispute.state == State.CONCLUDED


def test_with_another_objection_or_a_remedy_it_stays_where_it_is() -> None:
    dispute = f.decided()
    serve(dispute, *BOTH)
    for party in BOTH:
        say(dispute, party, "objects")
    cancel(dispute, "response", "payer")
    assert dispute.state == State.OBJECTED
    f.do(dispute, "record_remedy", f.an_officer(), channel="litigation", body="区人民法院")
    with pytest.raises(NotAllowed, match="已经登记救济渠道"):
        cancel(dispute, "response", "counterparty")


def test_a_remedy_that_was_mistyped_is_struck_and_concludes_nothing() -> None:
    dispute, clerk = f.decided(), f.an_officer()
    serve(dispute, *BOTH)
    say(dispute, "payer", "objects")
    for body in ("区人民法院", "市人民法院"):
        f.do(dispute, "record_remedy", clerk, channel="litigation", body=body)
    wrong, right = dispute.remedies.order_by("pk")
    f.do(dispute, "close_remedy", clerk, remedy=right, result="驳回")
    f.do(dispute, "cancel_remedy", clerk, remedy=right, reason="结果写错")
    f.do(dispute, "cancel_remedy", clerk, remedy=wrong, reason="机关写错")
    assert dispute.state == State.OBJECTED
    assert dispute.papers.filter(kind="correction").count() == 2
    with pytest.raises(NotAllowed, match=r"请先登记救济渠道。一直没有申请救济的，.*期满以后"):
        f.do(dispute, "close_remedy", clerk, result="无")
    with pytest.raises(NotAllowed, match="没有可以更正的救济登记"):
        f.do(dispute, "cancel_remedy", clerk, remedy=wrong, reason="再来")
    page = signed_in(clerk).get(f"/disputes/{dispute.pk}/").content.decode()
    assert "登记有误，已更正：机关写错" in page
    for change in ({"body": "别的法院"}, {"struck_at": None}, {"closed_at": None}):
        with (
            pytest.raises(DatabaseError, match=r"ended or struck|permission denied|final"),
            transaction.atomic(),
        ):
            dispute.remedies.filter(pk=wrong.pk).update(**change)
    cancel(dispute, "response", "payer")
    assert dispute.state == State.FEEDBACK


def test_there_must_be_something_to_strike_and_only_the_deciding_department_does() -> None:
    dispute = f.decided()
    with pytest.raises(NotAllowed, match="没有可以更正的送达登记"):
        cancel(dispute, "service", "payer")
    serve(dispute, "payer")
    with pytest.raises(Mistyped, match="争议对方没有可以更正的送达登记"):
        cancel(dispute, "service", "counterparty")
    with pytest.raises(NotYours):
        f.do(dispute, "cancel_service", f.an_officer("clerk", "YB"), party="payer", reason="无")


def test_silence_is_taken_back_before_the_service_it_was_counted_from() -> None:
    dispute = f.decided()
    serve(dispute, "payer")
    with at_noon(f.today() + timedelta(days=15)):
        say(dispute, "payer", "silent")
        with pytest.raises(NotAllowed, match="请先更正当事人意见"):
            cancel(dispute, "service", "payer")
        cancel(dispute, "response", "payer")
        cancel(dispute, "service", "payer")
        with pytest.raises(DatabaseError, match="only who was told"), transaction.atomic():
            dispute.responses.create(party="payer", answer="silent", recorded_by=f.an_officer())
    assert not case_sides.served_sides(Dispute.objects.get(pk=dispute.pk))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE workflow_service SET served_on = '2026-01-01' WHERE dispute_id = %s",
        "DELETE FROM workflow_service WHERE dispute_id = %s",
        "UPDATE workflow_service SET struck_at = now() WHERE dispute_id = %s",
        "UPDATE workflow_partyresponse SET answer = 'objects' WHERE dispute_id = %s",
        "DELETE FROM workflow_partyresponse WHERE dispute_id = %s",
    ],
)
def test_records_are_struck_with_a_reason_and_never_changed(statement: str) -> None:
    dispute = f.decided()
    serve(dispute, "payer")
    say(dispute, "payer", "none")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [dispute.pk])


def test_what_is_struck_stays_struck() -> None:
    dispute = f.decided()
    serve(dispute, "payer")
    cancel(dispute, "service", "payer")
    back = "UPDATE workflow_service SET struck_at = NULL, struck_by_id = NULL, struck_reason = ''"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(back)


@pytest.mark.parametrize("unheard", ["service", "partyresponse"])
def test_plain_sql_ends_no_case_with_a_party_untold_or_unheard(unheard: str) -> None:
    dispute = f.decided()
    serve(dispute, *(BOTH if unheard == "partyresponse" else BOTH[:1]))
    say(dispute, "payer", "none")
    ended = "UPDATE disputes_dispute SET state = 'concluded' WHERE id = %s"
    word = "not heard" if unheard == "partyresponse" else "not told"
    with (
        pytest.raises(DatabaseError, match=word),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(ended, [dispute.pk])


def test_contentment_that_would_end_the_case_asks_first_and_other_words_do_not() -> None:
    dispute, officer = f.decided(Mode.SINGLE), signed_in(f.an_officer())
    address = f"/disputes/{dispute.pk}/record_response/"
    serve(dispute, *BOTH)
    assert "本件随即办结" not in officer.get(address).content.decode()
    say(dispute, "payer", "none")
    page = officer.get(address).content.decode()
    assert 'data-confirm="登记“无异议”' in page
    assert 'data-confirm-at="answer none silent"' in page  # 有异议 ends nothing, and is not asked
    said = {"party": "counterparty", "answer": "objects", "channel": "arbitration"}
    f.do(dispute, "record_response", f.an_officer(), **said)
    page = officer.get(f"/disputes/{dispute.pk}/record_remedy/").content.decode()
    assert 'value="arbitration" selected' in page  # what he said, not the first of the list


def test_a_try_that_was_mistyped_counts_no_more_and_one_under_an_undone_road_neither():
    dispute = f.triaged()
    side, first = Side("payer"), f.today()
    clerk = f.an_officer()
    f.do(dispute, "notify_only", clerk, outside_body="公积金中心", reason="不属")
    attempt(dispute, "payer", first)
    f.do(dispute, "undo_triage", clerk, reason="看错了")
    assert case_sides.days_tried(Dispute.objects.get(pk=dispute.pk), side) == set()
    f.do(dispute, "accept_single", clerk, reason="属本单位职责")
    signed(dispute)
    with at_noon(first + timedelta(days=2)):
        for days in range(3):
            attempt(dispute, "payer", first + timedelta(days=days))
        wrong = {"party": "payer", "tried_on": first, "reason": "记错了人"}
        f.do(dispute, "serve", clerk, party="payer", exempt="unreachable", note="联系不上")
        with pytest.raises(NotAllowed, match="请先更正送达登记"):
            f.do(dispute, "cancel_attempt", clerk, **wrong)
        cancel(dispute, "service", "payer")
        f.do(dispute, "cancel_attempt", clerk, **wrong)
        assert len(case_sides.days_tried(Dispute.objects.get(pk=dispute.pk), side)) == 2
        with pytest.raises(Mistyped, match="没有可以更正的送达未果登记"):
            f.do(dispute, "cancel_attempt", clerk, **wrong)
        told = {"party": "payer", "exempt": "unreachable", "note": "联系不上"}
        with pytest.raises(DatabaseError, match="is not true"), transaction.atomic():
            dispute.services.create(recorded_by=clerk, **told)
        page = signed_in(clerk).get(dispute.get_absolute_url()).content.decode()
        assert "未果（登记有误，已更正：记错了人）" in page
        offered = signed_in(clerk).get(f"/disputes/{dispute.pk}/cancel_attempt/").content.decode()
        assert "联系日期" in offered


def test_an_earlier_word_that_stands_again_is_confirmed_by_saying_it():
    dispute = f.decided()
    serve(dispute, *BOTH)
    say(dispute, "payer", "none")
    say(dispute, "payer", "objects")
    say(dispute, "counterparty", "none")
    cancel(dispute, "response", "payer")
    assert dispute.state == State.FEEDBACK
    say(dispute, "payer", "none")
    assert dispute.state == State.CONCLUDED


def test_serving_again_asks_first_where_an_answer_to_the_struck_service_would_end_it():
    dispute, officer = f.decided(Mode.SINGLE), signed_in(f.an_officer())
    address = f"/disputes/{dispute.pk}/serve/"
    serve(dispute, "payer")
    say(dispute, "payer", "none")
    cancel(dispute, "service", "payer")
    assert "那不是他的意见的" not in officer.get(address).content.decode()
    serve(dispute, "counterparty")
    say(dispute, "counterparty", "none")
    assert "缴费人的意见是在已更正的送达之后登记的" in officer.get(address).content.decode()


def test_the_page_of_a_counter_entry_shows_what_was_entered():
    dispute = f.decided()
    on = f.today()
    served = {"party": "payer", "method": "direct", "served_on": on, "recipient": "本人"}
    f.do(dispute, "serve", f.an_officer(), **served)
    tried = {"party": "counterparty", "method": "phone", "tried_on": on, "outcome": "无人接听"}
    f.do(dispute, "attempt", f.an_officer(), **tried)
    day = f"{on.month}月{on.day}日"
    page = signed_in(f.an_officer())
    shown = page.get(f"{dispute.get_absolute_url()}cancel_service/").content.decode()
    assert f"{day} 直接送达" in shown
    shown = page.get(f"{dispute.get_absolute_url()}cancel_attempt/").content.decode()
    assert f"{day}送达未果" in shown
