"""更正 and 并案 on the screen: every field in its panel, a block for each party."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from departments.founding import found
from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f

pytestmark = pytest.mark.django_db(transaction=True)

Stands = Callable[[str], None]


def a_merged_case() -> tuple[Dispute, Dispute]:
    found()
    into = f.handled(Mode.SINGLE)
    draft = f.a_draft(facts="同一单位，我也没有参保。", channel="h12345", source_number="T-0815")
    draft.parties.filter(role="payer").delete()
    f.a_party(draft, "payer", "employee", name="诸葛试用", phone="15400000026")
    gone = Dispute.objects.get(pk=draft.pk)
    f.do(gone, "register", gone.first_contact_officer)
    f.do(gone, "approve_intake", f.an_officer(Role.REVIEWER))
    f.do(gone, "merge", f.an_officer(), into=into)
    f.do(into, "draft_decision", f.an_officer(), facts="属实", basis="法", decision="补缴")
    f.do(into, "sign_decision", f.an_officer(Role.HEAD), comment="同意")
    return Dispute.objects.get(pk=into.pk), gone


def test_each_party_of_a_merged_case_has_its_block(
    page: Page, live_server: LiveServer, sign_in: Callable[[Officer], None], stands: Stands
) -> None:
    into, gone = a_merged_case()
    sign_in(f.an_officer())
    home = f"{live_server.url}{into.get_absolute_url()}"
    page.goto(home)
    expect(page.get_by_role("heading", name="并入事项")).to_be_visible()
    stands("merged-case")
    page.goto(f"{home}serve/")
    expect(page.get_by_role("button", name="登记送达")).to_have_count(3)
    stands("merged-serve")
    for party, of in (("payer", None), ("payer", gone.pk), ("counterparty", None)):
        f.do(into, "serve", f.an_officer(), party=party, of=of, method="direct",
             served_on=f.today(), recipient="本人")  # fmt: skip
    page.goto(f"{home}record_response/")
    expect(page.get_by_role("button", name="登记当事人意见")).to_have_count(3)
    stands("merged-response")


def test_what_may_be_corrected_stands_in_panels_and_one_field_is_enough(
    page: Page, live_server: LiveServer, sign_in: Callable[[Officer], None], stands: Stands
) -> None:
    into, _ = a_merged_case()
    sign_in(f.an_officer())
    page.goto(f"{live_server.url}{into.get_absolute_url()}correct/")
    stands("correct")
    page.get_by_label("缴费人电话", exact=True).fill("15400000034")
    page.get_by_label("更正理由").fill("末位记错")
    page.get_by_role("button", name="更正登记").click()
    expect(page.get_by_text("更正登记：已办好。")).to_be_visible()
    assert [each.field for each in into.corrections.all()] == ["payer.phone"]
