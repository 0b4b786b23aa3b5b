"""The pages of the verbs: rendered for whoever may, refused to the others, nothing typed lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pgtrigger
import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f
from tests.api.programs import program
from tests.workflow.budget_cases import told
from tests.workflow.signing_in import reading, signed_in
from tests.workflow.two_payers import COMES
from web.refusals import NotAllowed
from workflow.middleware import RefusalMiddleware
from workflow.procedure.offers import open_to
from workflow.procedure.transitions import DISPUTE_TABLE

pytestmark = pytest.mark.django_db


def verb_url(dispute: Dispute, verb: str) -> str:
    return reverse("dispute_verb", args=[dispute.pk, verb])


def clerk(code: str = "SW") -> Officer:
    return f.an_officer(Role.CLERK, code)


def said(answer: Any) -> list[str]:  # Any: the test client's own kind of answer
    return [str(message) for message in get_messages(answer.wsgi_request)]


def awaiting_approval() -> Dispute:
    dispute = f.triaged()
    f.do(dispute, "report_major", clerk(), reason="群体性诉求")
    return dispute


def awaiting_signoff() -> Dispute:
    dispute = f.handled()
    f.do(dispute, "draft_decision", clerk(), facts="属实", basis="第63条", decision="责令补缴")
    return dispute


def objected() -> Dispute:
    dispute = f.decided()
    f.do(
        dispute,
        "serve",
        clerk(),
        party="payer",
        method="direct",
        served_on=f.today(),
        recipient="本人",
    )
    f.do(dispute, "record_response", clerk(), party="payer", answer="objects")
    return dispute


def suspended() -> Dispute:
    dispute = f.handled()
    f.do(dispute, "suspend", f.an_officer(Role.HEAD, "SW"), ground="等待认定")
    return dispute


def asked_to_convene() -> Dispute:
    dispute = f.handled(Mode.JOINT)
    f.do(dispute, "request_convening", clerk("RS"), reason="需要各单位一并研究")
    return dispute


STATES: list[Callable[[], Dispute]] = [
    f.a_draft, f.registered, f.triaged, awaiting_approval, f.handled,
    lambda: f.handled(Mode.JOINT), lambda: f.handled(Mode.SPECIAL), awaiting_signoff, f.decided,
    objected, suspended, f.concluded, f.archived, asked_to_convene, lambda: told(1),
]  # fmt: skip
CAST = [
    (Role.CLERK, "SW"), (Role.REVIEWER, "SW"), (Role.HEAD, "SW"), (Role.LEADER, "ZB"),
    (Role.OFFICE, "ZB"), (Role.CLERK, "RS"), (Role.CLERK, "YB"), (Role.ARCHIVIST, "ZB"),
    (Role.AUDITOR, "ZB"),
]  # fmt: skip


@pytest.mark.parametrize("walk", STATES)
def test_every_verb_that_is_open_has_its_page(walk: Callable[[], Dispute]) -> None:
    """For the whole cast: what can be done has a form, what cannot sends back with the reason."""
    dispute = walk()
    for role, code in CAST:
        officer = Officer.objects.get(pk=f.an_officer(role, code).pk)
        if not Dispute.objects.visible_to(officer).filter(pk=dispute.pk).exists():
            continue
        client = reading(officer, dispute)
        for offer in open_to(officer, dispute):
            answer = client.get(verb_url(dispute, offer.verb))
            if offer.verb == "register":  # on the form itself
                assert answer.headers["Location"] == f"/disputes/register/{dispute.pk}/"
            elif offer.allowed:
                assert answer.status_code == 200, offer.verb
                assert offer.clause in answer.content.decode()
            else:
                assert answer.status_code == 302, offer.verb
                assert said(answer)[-1].endswith(offer.why_not)  # “…”已办好 before it, of his own


def test_all_verbs_of_the_table_were_met() -> None:
    """The list above reaches every row; a new verb needs a state in which it is open."""
    met: set[str] = set()
    for walk in STATES:
        dispute = walk()
        for role, code in CAST:
            officer = Officer.objects.get(pk=f.an_officer(role, code).pk)
            met |= {offer.verb for offer in open_to(officer, dispute)}
    assert met >= set(DISPUTE_TABLE) - {"assign", "extend"}


def test_a_verb_that_is_never_his_is_403() -> None:
    dispute = f.handled()
    answer = signed_in(clerk()).get(verb_url(dispute, "suspend"))
    assert answer.status_code == 403
    assert "由承办部门负责人办理" in answer.content.decode()


def test_a_word_that_is_no_verb_is_404() -> None:
    dispute = f.handled()
    assert signed_in(clerk()).get(verb_url(dispute, "delete")).status_code == 404


def test_the_right_officer_does_it_and_is_told() -> None:
    dispute = f.triaged()
    answer = signed_in(clerk()).post(
        verb_url(dispute, "accept_single"), {"version": dispute.version, "reason": "属本单位职责"}
    )
    assert answer.status_code == 302
    assert answer["Location"] == dispute.get_absolute_url()
    assert said(answer) == ["本单位办理：已办好。"]
    dispute.refresh_from_db()
    assert dispute.state == State.HANDLING


def test_what_was_typed_stays_when_something_is_missing() -> None:
    dispute = f.handled()
    typed = {"version": dispute.version, "facts": "写了很久的事实", "basis": "", "decision": "补缴"}
    answer = signed_in(clerk()).post(verb_url(dispute, "draft_decision"), typed)
    assert answer.status_code == 400
    shown = answer.content.decode()
    assert "写了很久的事实" in shown
    assert "请填写法律法规政策依据。" in shown
    assert 'role="alert"' in shown


def test_what_the_action_refuses_stands_on_the_form_as_well() -> None:
    """逾期未表态 before fifteen days: the action knows, the form shows it with what was typed."""
    dispute = f.decided()
    f.do(
        dispute,
        "serve",
        clerk(),
        party="payer",
        method="direct",
        served_on=f.today(),
        recipient="本人",
    )
    typed = {
        "version": dispute.version,
        "party": "payer",
        "answer": "silent",
        "note": "打过三次电话",
    }
    answer = signed_in(clerk()).post(verb_url(dispute, "record_response"), typed)
    assert answer.status_code == 400
    assert "送达满15日" in answer.content.decode()
    assert "打过三次电话" in answer.content.decode()


def test_who_was_overtaken_sees_what_happened_and_keeps_his_words() -> None:
    dispute = f.handled()
    seen = dispute.version
    f.do(dispute, "draft_decision", clerk(), facts="属实", basis="第63条", decision="责令补缴")
    f.do(dispute, "return_decision", f.an_officer(Role.HEAD, "SW"), comment="依据不全")
    late = f.an_officer(Role.CLERK, "SW", nth=2)
    typed = {"version": seen, "facts": "我写的事实", "basis": "第60条", "decision": "我的意见"}
    answer = signed_in(late).post(verb_url(dispute, "draft_decision"), typed)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "依据不全" in shown
    assert "我写的事实" in shown
    assert f'name="version" value="{dispute.version}"' in shown  # looked at, it can be sent again


def test_who_was_overtaken_for_good_can_copy_his_words() -> None:
    dispute = f.handled()
    seen = dispute.version
    f.do(dispute, "draft_decision", clerk(), facts="属实", basis="第63条", decision="责令补缴")
    late = f.an_officer(Role.CLERK, "SW", nth=2)
    typed = {"version": seen, "facts": "我写的事实", "basis": "第60条", "decision": "我的意见"}
    answer = signed_in(late).post(verb_url(dispute, "draft_decision"), typed)
    assert answer.status_code == 409
    assert "您所填的内容" in answer.content.decode()
    assert "我写的事实" in answer.content.decode()


def test_a_second_click_on_what_is_done_is_quiet() -> None:
    dispute = f.handled()
    typed = {"version": dispute.version, "facts": "属实", "basis": "第63条", "decision": "补缴"}
    client = signed_in(clerk())
    client.post(verb_url(dispute, "draft_decision"), typed)
    answer = client.post(verb_url(dispute, "draft_decision"), typed)
    assert answer.status_code == 302
    assert said(answer)[-1] == "“拟定处理意见”刚才已经办好，没有重复办理。"
    assert dispute.decisions.count() == 1
    back = client.get(verb_url(dispute, "draft_decision"))
    assert back["Location"] == dispute.get_absolute_url()
    assert said(back)[-1] == "“拟定处理意见”已办好。现在的状态是“待签发”。"
    other = signed_in(f.an_officer(nth=2)).get(verb_url(dispute, "draft_decision"))
    assert said(other)[-1].endswith("不能办理“拟定处理意见”。")


def test_so_it_is_where_the_state_stays_and_one_click_does_several_things() -> None:
    """Told that nothing was written he would do it a third time."""
    dispute, client = f.handled(), signed_in(clerk())
    for verb, typed in (
        ("correct", {"place": "林场", "reason": "写错了"}),
        ("join_payer", COMES | {"visited_at": f"{f.today()}T00:00"}),
    ):
        dispute.refresh_from_db()
        sent = {"version": dispute.version, **typed}
        client.post(verb_url(dispute, verb), sent)
        answer = client.post(verb_url(dispute, verb), sent)
        assert answer.status_code == 302
        assert said(answer)[-1].endswith("刚才已经办好，没有重复办理。")
    assert (dispute.corrections.count(), dispute.absorbed.count()) == (1, 1)


def test_other_words_in_a_second_tab_are_not_a_second_click() -> None:
    dispute = f.handled()
    typed = {"version": dispute.version, "facts": "甲一", "basis": "第63条", "decision": "补缴"}
    client = signed_in(clerk())
    client.post(verb_url(dispute, "draft_decision"), typed)
    answer = client.post(verb_url(dispute, "draft_decision"), typed | {"facts": "甲二"})
    assert answer.status_code == 409
    assert "甲二" in answer.content.decode()


def test_a_second_service_of_the_other_party_is_not_taken_for_a_second_click() -> None:
    dispute = f.decided()
    seen = dispute.version
    client = signed_in(clerk())
    one = {"version": seen, "method": "direct", "served_on": f.today(), "recipient": "本人"}
    client.post(verb_url(dispute, "serve"), {**one, "party": "payer"})
    answer = client.post(verb_url(dispute, "serve"), {**one, "party": "counterparty"})
    assert answer.status_code == 409
    assert dispute.services.count() == 1


def test_each_party_is_served_on_its_own_card() -> None:
    dispute = f.decided()
    shown = signed_in(clerk()).get(verb_url(dispute, "serve")).content.decode()
    assert shown.count('aria-label="登记送达"') == 0
    assert 'value="payer"' in shown
    assert 'value="counterparty"' in shown


def test_archiving_asks_a_reason_for_each_missing_paper() -> None:
    dispute = f.triaged(category="GEN-1")
    f.do(dispute, "withdraw", clerk(), note="自愿撤回")
    client = signed_in(clerk())
    shown = client.get(verb_url(dispute, "archive")).content.decode()
    assert "撤回申请的缺项理由" in shown
    bare = {"version": dispute.version, "missing": ["撤回申请"], "reason": [""]}
    refused = client.post(verb_url(dispute, "archive"), bare)
    assert refused.status_code == 400
    assert "案卷缺少：撤回申请" in refused.content.decode()
    client.post(verb_url(dispute, "archive"), {**bare, "reason": ["电话撤回，已录音"]})
    dispute.refresh_from_db()
    assert dispute.state == State.ARCHIVED
    assert dispute.case_file.excused == [{"label": "撤回申请", "reason": "电话撤回，已录音"}]


def test_officers_to_hand_over_to_are_colleagues() -> None:
    dispute = f.handled()
    f.an_officer(Role.CLERK, "YB")
    second = f.an_officer(Role.CLERK, "SW", nth=2)
    shown = signed_in(f.an_officer(Role.HEAD, "SW")).get(verb_url(dispute, "hand_over"))
    choices = shown.content.decode().split("<select")[1].split("</select>")[0]
    assert second.username in choices
    assert "yb_clerk" not in choices
    assert f'value="{dispute.responsible_officer.username}"' not in choices


def test_whoever_withdraws_is_taken_to_the_workbench() -> None:
    dispute = f.handled()
    f.an_officer(Role.CLERK, "SW", nth=2)
    typed = {"version": dispute.version, "officer": clerk().username, "reason": "当事人是近亲属"}
    answer = signed_in(clerk()).post(verb_url(dispute, "recuse"), typed)
    assert answer["Location"] == "/"
    assert signed_in(clerk()).get(dispute.get_absolute_url()).status_code == 404


def test_the_routing_pages_start_from_the_suggestion() -> None:
    dispute = f.triaged()
    shown = signed_in(clerk()).get(verb_url(dispute, "convene_joint")).content.decode()
    assert "系统建议" in shown
    assert "由人决定" in shown
    assert "四(二)" in shown  # each reason with its clause


def test_what_opens_no_more_is_said_and_nothing_stands_in_its_place() -> None:
    """The page is not shown, whoever keeps the server is asked for; a program hears the same."""
    dispute, by = f.triaged(), clerk()
    with connection.cursor() as cursor, pgtrigger.ignore():
        cursor.execute("UPDATE disputes_dispute SET facts = 'x' WHERE id = %s", [dispute.pk])
    shown = signed_in(by).get(dispute.get_absolute_url())
    told = program("clerk", "SW").get(f"disputes/{dispute.pk}/")
    assert (shown.status_code, told.status_code) == (500, 500)
    assert "密封的内容打不开" in shown.content.decode()
    assert "请告知系统管理员" in told.json()["detail"]


def test_api_refusals_are_left_to_the_api() -> None:
    middleware = RefusalMiddleware(lambda request: HttpResponse())
    request = RequestFactory().get("/api/v1/disputes/1/")
    assert middleware.process_exception(request, NotAllowed("不行")) is None
