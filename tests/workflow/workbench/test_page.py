"""工作台: what I owe, red first; whose day begins elsewhere; messages that lead on."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories
from tests.disputes.people import browser
from workflow.models import Deadline, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Client:
    return browser(factories.an_officer(Role.CLERK, "SW"))


def page_of(client: Client, address: str = "/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def buttons(page: str) -> list[str]:
    return re.findall(r'class="btn ui-btn-row" href="[^"]*" aria-label="([^ "]*) ', page)


def numbers(page: str) -> list[str]:
    return re.findall(r'<a class="ui-case"[^>]*>([0-9A-Z-]+)</a>', page)


def due_in(dispute: Dispute, days: int) -> None:
    """As if its clocks had been started earlier or later."""
    due_on = timezone.localdate() + timedelta(days=days)
    amber_on = due_on - timedelta(days=3)
    Dispute.objects.filter(pk=dispute.pk).update(due_on=due_on, amber_on=amber_on)
    Deadline.objects.filter(dispute=dispute).update(due_on=due_on, amber_on=amber_on)


def test_red_comes_first_then_amber_then_green_by_due_date(clerk: Client) -> None:
    disputes = [factories.triaged() for _ in range(4)]
    for dispute, days in zip(disputes, (40, 1, -2, -9), strict=True):
        due_in(dispute, days)
    page = page_of(clerk)
    assert numbers(page) == [str(d.number) for d in (disputes[3], disputes[2], *disputes[1::-1])]
    heads = re.findall(r'scope="rowgroup"[^>]*>([^<]*)<', page)
    assert heads == ["已超期 2 件", "3 个工作日内到期 1 件", "按期 1 件"]
    assert "待办 4 件，其中 2 件已超期" in page
    urgent = re.search(r'<p class="ui-lead">([^<]*)</p>', page)
    assert urgent is not None
    assert urgent[1] == "欧*试 已参保未申报：等你分类流转"


def test_each_line_has_the_verb_of_its_state() -> None:
    expected = {
        ("clerk", "SW"): {"分类流转", "拟处理意见", "登记送达", "归档"},
        ("reviewer", "SW"): {"审核", "分类流转", "拟处理意见", "登记送达", "归档"},
    }
    factories.registered()
    factories.triaged()
    factories.handled()
    factories.decided()
    factories.concluded()
    for (role, code), verbs in expected.items():
        assert set(buttons(page_of(browser(factories.an_officer(role, code))))) == verbs


def test_a_referral_is_signed_before_it_is_worked_on() -> None:
    dispute = factories.handled(Mode.REFERRAL)
    clerk = factories.an_officer(Role.CLERK, "YB")
    assert buttons(page_of(browser(clerk))) == ["签收"]
    factories.answer(dispute.assignments.get(), "accept", clerk)
    assert buttons(page_of(browser(clerk))) == ["拟处理意见"]


def test_an_opinion_goes_from_the_clerk_to_the_head() -> None:
    dispute = factories.handled(Mode.JOINT)
    clerk, head = (factories.an_officer(role, "RS") for role in (Role.CLERK, Role.HEAD))
    assignment = dispute.assignments.get(department__code="RS")
    assert buttons(page_of(browser(clerk))) == ["签收"]
    factories.answer(assignment, "accept", clerk)
    assert buttons(page_of(browser(clerk))) == ["写书面意见"]
    written = {"facts": "属实", "basis": "社会保险法第60条", "opinion": "同意"}
    factories.answer(assignment, "draft_opinion", clerk, **written)
    assert buttons(page_of(browser(clerk))) == []
    assert buttons(page_of(browser(head))) == ["审签书面意见"]


def test_what_waits_for_others_leaves_my_list(clerk: Client) -> None:
    dispute = factories.handled(Mode.JOINT)
    assert numbers(page_of(clerk)) == []
    assert numbers(page_of(clerk, "/?tab=waiting")) == [dispute.number]
    assert numbers(page_of(clerk, "/?tab=active")) == [dispute.number]
    assert numbers(page_of(clerk, "/?tab=begun")) == [dispute.number]
    assert numbers(page_of(clerk, "/?tab=done")) == [dispute.number]


def test_a_returned_registration_waits_for_its_author(clerk: Client) -> None:
    dispute = factories.registered()
    factories.do(dispute, "return_intake", factories.an_officer(Role.REVIEWER, "SW"), comment="缺")
    page = page_of(clerk)
    assert buttons(page) == ["补充登记"]
    assert f"/disputes/register/{dispute.pk}/" in page


def test_the_leader_begins_with_what_only_he_may_answer() -> None:
    dispute = factories.triaged()
    factories.do(
        dispute,
        "report_major",
        factories.an_officer(Role.CLERK, "SW"),
        reason="群体性诉求",
        departments=[factories.a_department("RS"), factories.a_department("YB")],
    )
    page = page_of(browser(factories.a_leader()))
    assert buttons(page) == ["批示"]
    assert "登记来访" not in page
    assert "暂存" not in page


def test_the_archivist_and_the_auditor_begin_at_the_archives() -> None:
    for role in (Role.ARCHIVIST, Role.AUDITOR):
        answer = browser(factories.an_officer(role, "ZB")).get("/")
        assert answer["Location"] == "/archives/"
    answer = browser(factories.an_officer(Role.SYSADMIN, "ZB")).get("/")
    assert answer["Location"] == "/manage/"


def test_an_empty_desk_says_what_can_be_done() -> None:
    page = page_of(browser(factories.an_officer(Role.CLERK, "CZ")))
    assert "眼下没有要你办的" in page
    assert "/disputes/register/" in page


def test_nobody_finds_anothers_work_on_his_desk() -> None:
    factories.triaged()
    factories.handled(Mode.JOINT)
    stranger = browser(factories.an_officer(Role.CLERK, "CZ"))
    for tab in ("", "active", "begun", "followed", "waiting", "done", "drafts"):
        assert numbers(page_of(stranger, f"/?tab={tab}")) == []


def test_drafts_stand_under_their_own_tab(clerk: Client) -> None:
    draft = factories.a_draft()
    page = page_of(clerk, "/?tab=drafts")
    assert f"/disputes/register/{draft.pk}/" in page
    assert "欧*试" in page
    other = browser(factories.an_officer(Role.CLERK, "SW", nth=2))
    assert f"/disputes/register/{draft.pk}/" not in page_of(other, "/?tab=drafts")


def test_fifty_lines_cost_what_five_do(clerk: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            clerk.get("/")
        return len(asked)

    for _ in range(5):
        factories.triaged()
    statements()
    few = statements()
    for _ in range(45):
        factories.triaged()
    assert statements() == few
    assert few <= 21  # with the record of the look and what an auditor found


def test_a_message_is_read_by_opening_it() -> None:
    dispute = factories.triaged()
    clerk = factories.an_officer(Role.CLERK, "SW")
    own = browser(clerk)
    Notice.objects.filter(recipient=clerk).delete()
    notice = Notice.objects.create(recipient=clerk, dispute=dispute, text="请办理。")
    page = page_of(own, "/messages/")
    assert "请办理。" in page
    assert "未读" in page
    stranger = browser(factories.an_officer(Role.CLERK, "YB"))
    assert stranger.post(f"/messages/{notice.pk}/").status_code == 404
    assert own.post(f"/messages/{notice.pk}/")["Location"] == dispute.get_absolute_url()
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_a_message_about_what_he_may_no_longer_see_leads_back() -> None:
    clerk = factories.an_officer(Role.CLERK, "CZ")
    notice = Notice.objects.create(recipient=clerk, dispute=factories.triaged(), text="请办理。")
    assert browser(clerk).post(f"/messages/{notice.pk}/")["Location"] == "/messages/"


def test_all_messages_are_read_at_once() -> None:
    one, other = (factories.an_officer(Role.CLERK, code) for code in ("SW", "YB"))
    for officer in (one, one, other):
        Notice.objects.create(recipient=officer, text="请办理。")
    browser(one).post("/messages/read/")
    assert not one.notices.filter(read_at=None).exists()
    assert other.notices.filter(read_at=None).count() == 1


def test_messages_turn_their_pages() -> None:
    clerk = factories.an_officer(Role.CLERK, "CZ")
    for place in range(35):
        Notice.objects.create(recipient=clerk, text=f"第{place}条消息。")
    page = page_of(browser(clerk), "/messages/")
    assert "第34条消息。" in page
    assert "第0条消息。" not in page
    following = re.search(r'href="([^"]*)" rel="next"', page)
    assert following is not None
    assert "第0条消息。" in page_of(browser(clerk), following[1])
