"""The desk and the signing page at both widths; a reason is asked for where it is typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from tests import factories as f

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Officer], None]
Stands = Callable[[str], None]
WIDTHS = (1366, 360)
DRAFT = {"facts": "属实", "basis": "社会保险法第63条", "decision": "由用人单位补缴并更正记录。"}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_the_desk(
    page: Page, live_server: LiveServer, sign_in: SignIn, stands: Stands, width: int
) -> None:
    dispute = f.handled(Mode.JOINT)
    f.answer_all(dispute)
    f.do(dispute, "draft_decision", f.an_officer(Role.CLERK, "SW"), **DRAFT)
    f.registered(facts="单位办了参保登记，没有申报缴费。\n" * 14)
    other = f.triaged()
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(f.an_officer(Role.CLERK, "SW"))
    pages = {"waiting": "/?tab=waiting", "tasks": "/tasks/", "notices": reverse("notices")}
    pages |= {"merge": f"/disputes/{other.pk}/merge/"}
    for name, address in pages.items():
        page.goto(f"{live_server.url}{address}")
        stands(f"desk-{name}-{width}")


@pytest.mark.parametrize("width", WIDTHS)
def test_signing_reads_the_paper_as_it_will_print(
    page: Page, live_server: LiveServer, sign_in: SignIn, stands: Stands, width: int
) -> None:
    dispute = f.handled(Mode.JOINT)
    f.answer_all(dispute)
    f.do(dispute, "draft_decision", f.an_officer(Role.CLERK, "SW"), **DRAFT)
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(f.an_officer(Role.HEAD, "SW"))
    page.goto(f"{live_server.url}/disputes/{dispute.pk}/sign_decision/")
    page.locator(".ui-sheet summary").first.click()
    expect(page.locator(".ui-paper").first).to_contain_text("由用人单位补缴并更正记录")
    stands(f"desk-sign-{width}")


def test_a_long_account_unfolds_and_a_phrase_goes_into_the_opinion(
    page: Page, live_server: LiveServer, sign_in: SignIn, stands: Stands
) -> None:
    dispute = f.handled(Mode.JOINT, facts="单位办了参保登记，没有申报缴费。\n" * 14)
    asked, clerk = dispute.assignments.get(department__code="YB"), f.an_officer(Role.CLERK, "YB")
    f.answer(asked, "accept", clerk)
    sign_in(clerk)
    page.goto(f"{live_server.url}{dispute.get_absolute_url()}")
    quote = page.locator(".ui-quote.is-folded")
    folded = quote.evaluate("each => each.clientHeight < each.scrollHeight")
    page.get_by_text("展开、收起全文").click()
    assert folded
    assert quote.evaluate("each => each.clientHeight === each.scrollHeight")
    stands("desk-case-1366")
    page.goto(f"{live_server.url}{asked.get_absolute_url()}#return_back")
    expect(page.locator("#return_back [name=reason]")).to_be_visible()  # unfolded by its link
    page.get_by_role("button", name="经核，反映情况属实。").click()
    expect(page.locator("[name=opinion]")).to_have_value("经核，反映情况属实。")
    stands("desk-opinion-1366")


def test_refusing_on_the_telephone_opens_the_reason(
    page: Page, live_server: LiveServer, sign_in: SignIn
) -> None:
    dispute = f.triaged()
    clerk, others = f.an_officer(Role.CLERK, "SW"), [f.a_department("RS")]
    f.do(dispute, "report_major", clerk, reason="群体性诉求", departments=others)
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(f.a_leader())
    page.goto(f"{live_server.url}{dispute.get_absolute_url()}")
    name = page.locator(".ui-case-head > .ui-strong").bounding_box()
    printing = page.locator(".ui-case-head [data-print]").bounding_box()
    assert name
    assert printing
    beside = name["x"] + name["width"] <= printing["x"]
    assert beside or name["y"] >= printing["y"] + printing["height"]  # never one over the other
    page.goto(f"{live_server.url}/approvals/{dispute.approvals.get().pk}/")
    page.get_by_role("button", name="不同意").click()
    expect(page.locator("[name=comment]")).to_be_focused()
    expect(page.locator("#ui-confirm")).not_to_be_visible()
