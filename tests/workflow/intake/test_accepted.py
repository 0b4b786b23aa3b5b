"""接收告知书: who petitioned is told that it was taken up, by whom and until when (信访23条)."""

from __future__ import annotations

from typing import Any

import pytest

from confidentiality.sealing import open_sealed_json
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from papers.kinds import thaw
from tests import factories as f

pytestmark = pytest.mark.django_db


def told(dispute: Dispute) -> list[Any]:  # Any: the content of that kind
    return [
        thaw(each.kind, open_sealed_json(each.content))
        for each in dispute.papers.filter(kind="acceptance_notice")
    ]


def test_a_petition_handled_alone_is_answered_with_its_last_day() -> None:
    dispute = f.triaged(channel="petition", source_number="XF-1", source_platform="区信访局")
    f.do(dispute, "accept_single", f.an_officer(Role.CLERK, "SW"))
    [notice] = told(dispute)
    whole = dispute.deadlines.get(key="general.single")
    assert notice.due_on == whole.due_on
    assert notice.handled_by.endswith("税务局办理")
    assert "区信访局转送的" in notice.received


def test_one_handled_together_names_who_works_on_it() -> None:
    dispute, clerk = f.triaged(channel="petition", source_number="XF-2"), f.an_officer()
    units = [f.a_department("YB")]
    f.do(dispute, "convene_joint", clerk, departments=units, question="请核实")
    [notice] = told(dispute)
    assert "会同办理" in notice.handled_by
    assert notice.due_on == dispute.deadlines.get(key="general.joint.total").due_on
    one_more = f.a_department("RS")
    f.do(dispute, "invite", clerk, departments=[one_more], question="请核实")
    first, again = dispute.papers.filter(kind="acceptance_notice").order_by("pk")
    assert (first.is_void, again.is_void, again.replaces) == (True, False, first)
    assert {*told(dispute)[-1].departments} == {*notice.departments, one_more.name}


def test_who_stood_at_the_counter_has_it_by_word_of_mouth() -> None:
    assert told(f.handled(Mode.JOINT)) == []
