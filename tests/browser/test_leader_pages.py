"""The leader's thumb on a telephone, the editor of minutes, the figures: as a browser has them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from departments.models import Officer
from disputes.choices import Mode
from tests import factories as f
from workflow.meetings import actions
from workflow.meetings.plan import plan

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Officer], None]


@pytest.fixture(autouse=True)
def _founded(transactional_db: None) -> None:
    """A test that commits empties the tables of the one after it."""
    from departments.founding import found

    found()


def test_one_thumb_answers_and_is_asked_once(
    page: Page, live_server: LiveServer, sign_in: SignIn, faults: list[str]
) -> None:
    long = "厂里一律按最低基数报社保，工资条都在。" * 12
    dispute = f.triaged(people_count=23, signals={"petition_risk": True}, facts=long)
    f.do(dispute, "report_major", f.an_officer("clerk"), reason="二十三人共同反映")
    sign_in(f.a_leader())
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(live_server.url + dispute.approvals.get().get_absolute_url())
    consent = page.get_by_role("button", name="同意专案办理")
    expect(consent).to_be_in_viewport(ratio=1)
    expect(page.get_by_label("签批意见")).to_have_value("")
    page.get_by_role("button", name="同意，请区税务局牵头办理。").click()
    expect(page.get_by_label("签批意见")).to_have_value("同意，请区税务局牵头办理。")
    page.get_by_label("同意并同意召开专题会议").check()
    expect(consent).to_be_in_viewport(ratio=1)
    consent.click()
    expect(page.get_by_text("不能撤回", exact=False).last).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="同意专案办理").click()
    page.wait_for_url("**/approvals/")
    dispute.refresh_from_db()
    assert dispute.mode == Mode.SPECIAL
    given = dispute.approvals.get()
    assert (given.comment, given.meeting_consent) == ("同意，请区税务局牵头办理。", True)
    assert faults == []


def test_a_refusal_without_an_opinion_is_not_asked_about_first(
    page: Page, live_server: LiveServer, sign_in: SignIn
) -> None:
    dispute = f.triaged(people_count=23, signals={"petition_risk": True})
    f.do(dispute, "report_major", f.an_officer("clerk"), reason="二十三人共同反映")
    sign_in(f.a_leader())
    page.goto(live_server.url + dispute.approvals.get().get_absolute_url())
    page.get_by_role("button", name="不同意").click()
    expect(page.get_by_label("签批意见")).to_be_focused()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_text("“不同意”须写签批意见")).to_be_visible()
    page.get_by_label("签批意见").fill("先由主办单位办理")
    page.get_by_role("button", name="不同意").click()
    page.get_by_role("dialog").get_by_role("button", name="不同意").click()
    page.wait_for_url("**/approvals/")
    assert dispute.approvals.get().comment == "先由主办单位办理"


def test_an_agenda_is_searched_without_losing_the_plan(
    page: Page, live_server: LiveServer, sign_in: SignIn, faults: list[str]
) -> None:
    wanted = f.handled(facts="采伐队停产后一直没有参保")
    sign_in(f.an_officer("clerk"))
    page.goto(f"{live_server.url}/meetings/new/")
    page.get_by_label("会商名称").fill("采伐队参保会商")
    page.get_by_label("找议题").fill("采伐队")
    page.get_by_label("找议题").press("Enter")
    expect(page.get_by_text("与“采伐队”有关的在办事项 1 件")).to_be_visible()
    expect(page.get_by_label("会商名称")).to_have_value("采伐队参保会商")
    page.get_by_role("checkbox", name=str(wanted)).check()
    page.get_by_label("时间").fill(f"{f.today() + timedelta(days=7)}T09:30")
    page.get_by_label("地点").fill("区税务局二楼")
    page.get_by_role("checkbox", name="区人社局").check()
    page.get_by_role("button", name="拟定会商").click()
    page.wait_for_url("**/meetings/*/")
    expect(page.get_by_role("heading", name="采伐队参保会商")).to_be_visible()
    assert faults == []


def test_minutes_and_figures_stand_at_both_widths(
    page: Page, live_server: LiveServer, sign_in: SignIn, stands: Callable[[str], None]
) -> None:
    dispute = f.handled(Mode.JOINT)
    f.answer_all(dispute)
    clerk = f.an_officer("clerk")
    rooms = [f.a_department("RS"), f.a_department("YB")]
    meeting = plan(
        by=clerk,
        kind="general",
        title="缴费基数会商",
        disputes=[dispute],
        departments=rooms,
        starts_at=timezone.now(),
        place="区税务局二楼",
        countersigned=True,
    )
    actions.call(meeting, by=clerk)
    address = meeting.get_absolute_url()
    sign_in(clerk)
    for width in (1366, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{live_server.url}{address}hold/")
        stands(f"meeting-hold-{width}")
    actions.hold(meeting, by=clerk, attended=rooms)
    for width in (1366, 360):
        page.set_viewport_size({"width": width, "height": 900})
        for name, where in (
            ("minutes", f"{address}minute/"),
            ("statistics", "/statistics/"),
            ("scorecard-mistaken", "/statistics/scorecard/?since=2026-02-01&until=2026-01-01"),
        ):
            page.goto(live_server.url + where)
            stands(f"{name}-{width}")
