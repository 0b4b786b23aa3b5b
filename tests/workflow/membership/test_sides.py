"""A merged unit that was the other side of a case, alone or of one that its heir decides."""

from __future__ import annotations

import pytest

from confidentiality.sealing import open_sealed_json
from departments.roles import Role
from disputes.choices import State
from disputes.models import Dispute
from tests import factories as f
from tests.told import texts
from tests.workflow.membership.reforming import merged, now
from tests.workflow.signing_in import signed_in
from workflow.membership.sides import heir_words

pytestmark = pytest.mark.django_db

DECISION = {"facts": "属实", "basis": "社会保险法第63条", "decision": "责令补缴"}


@pytest.fixture(autouse=True)
def _heir() -> None:
    f.an_officer(Role.HEAD, "RS")
    f.an_officer(Role.OFFICE, "ZB")


def against_yb(dispute: Dispute) -> Dispute:
    dispute.parties.filter(role="counterparty").update(
        kind="agency", unit_name="区医保局", department=now("YB")
    )
    return Dispute.objects.get(pk=dispute.pk)


def told(role: str, code: str) -> str:
    return "\n".join(texts(f.an_officer(role, code).notices))


def test_where_it_was_the_other_side_alone_nobody_handles_it_instead() -> None:
    case = against_yb(f.handled())
    merged()
    said = case.timeline.latest("pk").text
    assert "争议对方原是医保局，今后是人社局" in said
    assert "办理的" not in said
    assert "争议对方医保局已并入人社局" in told(Role.CLERK, "SW")
    assert "原由医保局办理" not in told(Role.CLERK, "SW")


def test_a_paper_that_is_issued_later_goes_to_the_heir() -> None:
    case = against_yb(f.handled())
    merged()
    case = Dispute.objects.get(pk=case.pk)
    f.do(case, "draft_decision", f.an_officer(), **DECISION)
    f.do(case, "sign_decision", f.an_officer(Role.HEAD), comment="同意")
    paper = case.papers.get(kind="decision", party="counterparty")
    assert "区人社局（原区医保局）" in str(open_sealed_json(paper.content))


def test_after_a_second_merger_it_says_all_that_it_was() -> None:
    assert heir_words("丙", heir_words("乙", "甲")) == "丙（原乙、甲）"


@pytest.mark.parametrize("designated", [False, True])
def test_where_the_heir_handles_it_the_office_names_another(designated: bool) -> None:
    case = against_yb(f.handled(code="RS"))
    Dispute.objects.filter(pk=case.pk).update(designated=designated)
    merged()
    office = f.an_officer(Role.OFFICE, "ZB")
    asked = f"{case.number} 争议对方是人社局，也是承办单位，请指定办理单位。"
    assert asked in told(Role.OFFICE, "ZB")
    case = Dispute.objects.get(pk=case.pk)
    f.do(case, "assign", office, department=f.a_department("SW"), reason="由其办理")
    assert (case.state, case.lead_department.code) == (State.HANDLING, "SW")


def test_where_it_was_decided_already_the_office_is_told_and_the_page_says_it() -> None:
    f.an_officer(Role.HEAD, "RS")
    case = against_yb(f.decided(code="RS"))
    merged()
    assert "也是承办单位，处理意见已签发，不能再指定" in told(Role.OFFICE, "ZB")
    page = signed_in(f.an_officer(Role.OFFICE, "ZB")).get(case.get_absolute_url())
    assert "争议对方就是承办单位" in page.content.decode()
