"""The pages of 督办: the list, one of them, its verbs, and the panel on the case's page (R104)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from tests.workflow.signing_in import signed_in
from tests.workflow.supervision.test_actions import office, settle, supervised
from workflow.models import Supervision

pytestmark = pytest.mark.django_db

LIST = "/supervisions/"


def test_a_stranger_404_a_wrong_post_refused_the_right_one_done() -> None:
    own = supervised()
    page, verb = own.get_absolute_url(), f"{own.get_absolute_url()}answer/"
    stranger, other = signed_in(f.an_officer(Role.HEAD, "CZ")), signed_in(office())
    for address in (page, verb):
        assert stranger.get(address).status_code == 404
    assert signed_in(f.an_officer("sysadmin", "ZB")).get(page).status_code == 404
    assert other.get(verb).status_code == 403
    head = signed_in(f.an_officer(Role.HEAD, "YB"))
    assert "答复" in head.get(page).content.decode()
    empty = head.post(verb, {"version": 0, "answer": ""})
    assert empty.status_code == 400
    assert "请填写答复" in empty.content.decode()
    done = head.post(verb, {"version": 0, "answer": "本周内提交"})
    assert (done.status_code, done["Location"]) == (302, page)
    assert "本周内提交" in other.get(page).content.decode()


def test_what_was_typed_is_kept_when_somebody_was_quicker() -> None:
    own = supervised()
    settle(own, "raise", office(), level="2", reason="仍未答复")
    head = signed_in(f.an_officer(Role.HEAD, "YB"))
    late = head.post(f"{own.get_absolute_url()}answer/", {"version": 0, "answer": "我的答复"})
    assert late.status_code == 409
    shown = late.content.decode()
    assert "我的答复" in shown
    assert "由提示升为警示" in shown


def test_the_list_is_the_departments_own_and_the_task_forces_whole() -> None:
    own = supervised("YB")
    f.do(own.dispute, "supervise", office(), department=f.a_department("RS"), level="3",
         reason="拒不配合")  # fmt: skip
    head = signed_in(f.an_officer(Role.HEAD, "YB")).get(LIST).content.decode()
    assert "久拖不办" in head
    assert "拒不配合" not in head
    whole = signed_in(f.an_officer(Role.DEPUTY, "ZB")).get(LIST).content.decode()
    assert "久拖不办" in whole
    assert "拒不配合" in whole
    assert signed_in(f.an_officer("sysadmin", "ZB")).get(LIST).status_code == 403
    settle(own, "answer", f.an_officer(Role.HEAD, "YB"), answer="已提交")
    answered = signed_in(office()).get(f"{LIST}?tab=answered").content.decode()
    assert own.get_absolute_url() in answered
    assert signed_in(office()).get(f"{LIST}?cursor=x").status_code == 404


def test_statements_do_not_grow_with_the_list(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    supervised()
    client = signed_in(office())
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    few = len(one)
    for _ in range(20):
        f.do(f.registered(), "supervise", office(), department=f.a_department("SW"), level="1",
             reason="慢")  # fmt: skip
    client.get(LIST)
    with django_assert_num_queries(few):
        shown = client.get(LIST).content.decode()
    assert shown.count("ui-btn-row") >= 21


def test_the_case_shows_who_is_supervised_and_offers_it_to_the_leader() -> None:
    dispute = f.handled(Mode.JOINT)
    leader = signed_in(f.a_leader())
    address = dispute.get_absolute_url()
    assert f"{address}supervise/" in leader.get(address).content.decode()
    assert f"{address}supervise/" not in signed_in(f.an_officer()).get(address).content.decode()
    form = leader.get(f"{address}supervise/").content.decode()
    assert "须在三个工作日内书面答复" in form
    assert '<option value="YB">' in form
    assert '<option value="CZ">' not in form
    typed = {"version": dispute.version, "department": "YB", "level": "3", "reason": "久拖不办"}
    assert leader.post(f"{address}supervise/", typed).status_code == 302
    own = Supervision.objects.get()
    for officer in (f.an_officer(), f.an_officer(Role.HEAD, "YB")):
        shown = signed_in(officer).get(address).content.decode()
        assert own.get_absolute_url() in shown
        assert "久拖不办" in shown


def returned_twice(clerk: Officer) -> Supervision:
    """Of a referral that his department sent back two times: it sees the case no more."""
    dispute = f.handled(Mode.REFERRAL)
    f.answer(dispute.assignments.get(), "return_back", clerk, reason="不属")
    dispute.refresh_from_db()
    f.do(dispute, "refer", f.an_officer(), department=f.a_department("YB"), reason="仍属")
    f.answer(dispute.assignments.latest("pk"), "return_back", clerk, reason="还是不属")
    return Supervision.objects.get()


def test_who_returned_it_reads_no_case_beside_his_supervision() -> None:
    clerk = f.an_officer(Role.CLERK, "YB")
    own = returned_twice(clerk)
    dispute = own.dispute
    for address in (own.get_absolute_url(), f"{own.get_absolute_url()}answer/"):
        shown = signed_in(clerk).get(address).content.decode()
        assert "案情不在这里显示" in shown
        assert dispute.facts[:8] not in shown
    sent = signed_in(clerk).post(
        f"{own.get_absolute_url()}answer/", {"version": 0, "answer": "职责表未列本局"}
    )
    assert sent["Location"] == own.get_absolute_url()
    assert "职责表未列本局" in signed_in(clerk).get(sent["Location"]).content.decode()


def test_who_answers_without_the_case_still_reads_the_paper_he_was_sent() -> None:
    clerk = f.an_officer(Role.CLERK, "YB")
    own = returned_twice(clerk)
    address = reverse("paper_pdf", args=[own.papers.get().pk])
    assert address in signed_in(clerk).get(own.get_absolute_url()).content.decode()
    waiting = signed_in(clerk).get(address)
    assert waiting.status_code == 202
    assert own.get_absolute_url() in waiting.content.decode()
    other = own.dispute.papers.filter(supervision=None).first()
    assert other is not None
    for reader, paper in ((clerk, other.pk), (f.an_officer(Role.HEAD, "CZ"), own.papers.get().pk)):
        assert signed_in(reader).get(reverse("paper_pdf", args=[paper])).status_code == 404


def test_who_returned_it_and_was_overtaken_is_not_told_what_became_of_the_case() -> None:
    clerk = f.an_officer(Role.CLERK, "YB")
    own = returned_twice(clerk)
    settle(own, "raise", office(), level="2", reason="理由不足")
    dispute = Dispute.objects.get(pk=own.dispute_id)
    f.do(dispute, "assign", office(), department=f.a_department("RS"), reason="职责在人社局")
    late = signed_in(clerk).post(f"{own.get_absolute_url()}answer/", {"version": 0, "answer": "晚"})
    assert late.status_code == 409
    shown = late.content.decode()
    assert "晚" in shown
    assert "已经有了变动" in shown
    assert "职责在人社局" not in shown
