"""Who alone might sign has drafted it himself: the office is called, and the page says so (三)."""

from __future__ import annotations

import pytest

from departments.actions.appointments import stand_in
from departments.models import Department, Officer
from departments.roles import Role
from disputes.models import Dispute
from tests import factories as f
from tests.told import texts
from tests.workflow.signing_in import signed_in
from workflow.clock import hand_up_orphans
from workflow.workbench.items import items_of
from workflow.workbench.lines import named

pytestmark = pytest.mark.django_db

DECISION = {"facts": "属实", "basis": "社会保险法第63条", "decision": "责令补缴"}


def fresh(officer: Officer) -> Officer:
    return Officer.objects.get(pk=officer.pk)


def head() -> Officer:
    return f.an_officer(Role.HEAD, "SW")


def office() -> Officer:
    return f.an_officer(Role.OFFICE, "ZB")


def drafted_by_the_only_head() -> Dispute:
    office()
    f.a_department("SW")
    Department.objects.filter(code="SW").update(decision_head_sign=True)
    dispute = f.handled()
    f.do(dispute, "draft_decision", head(), **DECISION)
    return dispute


def header(dispute: Dispute, officer: Officer) -> str:
    page: str = signed_in(officer).get(dispute.get_absolute_url()).content.decode()
    return page


def verbs(officer: Officer) -> set[str]:
    return {each.step.verb for each in named(items_of(fresh(officer)), {})}


def told(officer: Officer) -> list[str]:
    return texts(officer.notices)


def test_the_office_is_called_where_the_only_head_drafted_it_himself() -> None:
    dispute = drafted_by_the_only_head()
    assert f"{dispute.number} 税务局部门负责人现无人能办，请指定代办。" in told(office())
    assert "现无人能办，等专班办公室指定代办" in header(dispute, head())
    assert "签发" not in verbs(head())


def test_nobody_is_called_where_another_may_sign() -> None:
    other, days = f.an_officer(Role.REVIEWER, "SW"), (f.today(), f.today())
    stand_in(other, by=fresh(head()), starts_on=days[0], ends_on=days[1], basis="出差")
    dispute = drafted_by_the_only_head()
    assert not [each for each in told(office()) if "现无人能办" in each]
    assert "现无人能办" not in header(dispute, head())
    assert "签发" not in verbs(head())
    assert "签发" in verbs(other)


def test_where_the_switch_lets_him_sign_his_own_he_is_asked_to() -> None:
    office()
    f.a_department("SW")
    Department.objects.filter(code="SW").update(decision_head_sign=False)
    dispute = f.handled()
    f.do(dispute, "draft_decision", head(), **DECISION)
    assert not [each for each in told(office()) if "现无人能办" in each]
    assert "签发" in verbs(head())


def test_an_opinion_that_the_only_head_drafted_calls_the_office_too() -> None:
    office()
    dispute = f.handled("joint")
    own = dispute.assignments.get(department__code="YB")
    Department.objects.filter(code="YB").update(opinion_head_approval=True)
    own.refresh_from_db()
    writer = f.an_officer(Role.HEAD, "YB")
    f.answer(own, "accept", writer)
    f.answer(own, "draft_opinion", writer, facts="属实", basis="社会保险法第60条", opinion="同意")
    assert f"{dispute.number} 医保局部门负责人现无人能办，请指定代办。" in told(office())


def test_the_header_names_who_stands_in() -> None:
    dispute = drafted_by_the_only_head()
    other = f.an_officer(Role.REVIEWER, "SW")
    f.do(dispute, "designate", office(), officer=other, reason="负责人自己拟稿")
    for reader in (head(), office()):
        shown = header(dispute, reader)
        assert f"税务局部门负责人（{other.name}代办）" in shown
        assert "现无人能办" not in shown
    assert "签发" in verbs(other)


def test_the_header_names_who_stands_in_for_the_leader() -> None:
    office()
    f.a_leader()
    others = [f.a_department("RS"), f.a_department("YB")]
    dispute = f.triaged()
    f.do(dispute, "report_major", f.an_officer(), reason="群体性诉求", departments=others)
    Officer.objects.filter(pk=f.a_leader().pk).update(is_active=False)
    deputy = f.an_officer(Role.DEPUTY, "ZB", nth=2)
    hand_up_orphans()  # within the hour the office hears of it
    assert "现无人能办" in header(dispute, office())
    f.do(dispute, "designate", office(), officer=deputy, reason="组长出缺")
    assert f"专班组长（{deputy.name}代办）" in header(dispute, f.an_officer())
