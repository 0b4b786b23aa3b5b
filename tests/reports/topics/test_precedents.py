"""指定先例: found by its words, category and unit; an archived one is read at its register."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from confidentiality.sealing import open_sealed
from departments.roles import Role
from disputes.models import Dispute
from tests import factories as f
from tests.reports.topics.studying import office
from tests.workflow.many import twice_returned
from tests.workflow.signing_in import signed_in
from workflow.models import TimelineEntry

pytestmark = pytest.mark.django_db


def named_before(dispute: Dispute, why: str) -> None:
    """As it was written down before the case was closed."""
    by, told = office(), f"指定由区税务局办理：{why}"
    TimelineEntry.objects.create(
        dispute=dispute, version=dispute.version, at=timezone.now(), actor=by, verb="assign",
        actor_label=by.name, text=f"专班办公室 {by.name} {told}", clause="五(一)",
    )  # fmt: skip


def test_it_is_found_and_tells_no_more_than_its_reader_may_read() -> None:
    case, address = twice_returned(0), reverse("precedents")
    why = {"department": f.a_department("RS"), "reason": "按险种由人社局牵头"}
    f.do(case, "assign", office(), **why)
    filed = f.archived()
    assert filed.payer is not None
    payer = open_sealed(filed.payer.name)
    named_before(filed, f"{payer}的单位长期停产，税务局有征收记录")
    leader = signed_in(f.a_leader())

    def lists(**asked: str) -> tuple[bool, bool]:
        page = leader.get(address, asked, follow=True).content.decode()
        return str(case.number) in page, str(filed.number) in page

    page = leader.get(address).content.decode()
    assert "按险种由人社局牵头" in page
    assert "查阅登记后可看" in page
    assert "长期停产" not in page
    assert "（归档前已办结）" in page
    assert lists() == (True, True)
    assert lists(q="人社局牵头") == (True, False)
    assert lists(q="长期 停产") == (False, True)  # as files are found by what was reported
    assert lists(q=payer) == (False, False)
    assert lists(unit="RS") == (True, False)
    assert lists(category=case.category) == (True, True)
    assert lists(category="OUT-1") == lists(kind="designate") == lists(year="2001")
    sought = leader.post(address, {"q": "长期停产"})
    assert "停产" not in sought.headers["Location"]  # no address carries a word

    leader.post(filed.case_file.get_absolute_url(), {"purpose": "查先例"})
    page = leader.get(address).content.decode()
    assert "单位长期停产" in page
    assert payer not in page

    auditor = signed_in(f.an_officer(Role.AUDITOR, "ZB")).get(address).content.decode()
    assert str(filed.number) in auditor
    assert str(case.number) not in auditor
    assert signed_in(f.an_officer()).get(address).status_code == 403
