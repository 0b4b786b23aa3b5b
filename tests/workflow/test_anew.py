"""更正 after the decision was signed: whoever became a party is told and heard (R069, R070)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from disputes.choices import State
from disputes.models import Dispute
from disputes.models.party import Side
from tests import factories as f
from tests.told import telling
from tests.workflow.decisions.test_checks import UNNAMED, alone, attempt, hand, hear, signed
from tests.workflow.intake.test_correcting import corrected, said_by
from tests.workflow.on_a_day import at_noon
from web.refusals import Mistyped
from workflow.issuing.telling.anew import Known, is_another
from workflow.models import Notice, Service, ServiceAttempt
from workflow.procedure.sides import case_sides

pytestmark = pytest.mark.django_db

NAMED = {"payer__name": "欧阳试测", "payer__kind": "employee", "payer__phone": "15400000018"}


def addressed(dispute: Dispute, party: str) -> list[tuple[str, bool]]:
    """To whom that party's 告知书 go, and whether they are void."""
    papers = dispute.papers.filter(kind="decision", party=party).order_by("pk")
    return [(said_by(each).addressee.name, each.is_void) for each in papers]


def in_force(dispute: Dispute) -> set[Side]:
    return case_sides.served_sides(Dispute.objects.get(pk=dispute.pk))


@pytest.mark.parametrize(
    ("was", "now", "another"),
    [
        (None, None, False),
        (None, Known("甲厂", "", ""), True),
        (Known("甲厂", "", ""), None, True),
        (Known("甲厂", "", ""), Known("乙厂", "", ""), True),
        (Known("甲", "1", ""), Known("乙", "1", ""), False),
        (Known("甲", "1", ""), Known("甲", "2", ""), True),
        (Known("甲", "", ""), Known("甲", "2", ""), False),
        (Known("甲厂", "", "9"), Known("乙厂", "", "9"), False),
    ],
)
def test_one_is_told_from_another_by_his_number_else_by_his_name(was, now, another):
    assert is_another(was, now) == another


@pytest.mark.by_owner
def test_a_forgotten_other_side_is_told_and_heard():
    dispute = signed(alone())
    hand(dispute, "payer")
    hear(dispute, "payer", "objects")
    corrected(dispute, counterparty__name="新示例厂", counterparty__kind="employer")
    assert dispute.services.get(party="counterparty").struck_reason == "当事人已更正"
    assert addressed(dispute, "counterparty") == [("新示例厂", False)]
    [signer] = {said_by(each).signed_by for each in dispute.papers.filter(kind="decision")}
    assert signer  # the head's, though a clerk's correction issued it
    assert in_force(dispute) == {("payer", None)}
    assert dispute.deadlines.open().filter(key="general.single").exists()
    assert "另发处理意见告知书，须重新送达" in dispute.timeline.latest("pk").text
    hand(dispute, "counterparty")
    hear(dispute, "payer", "none")
    assert dispute.state == State.FEEDBACK  # content now, and the other not heard


def test_who_takes_the_place_of_another_is_told_and_what_was_recorded_of_him_is_struck():
    dispute = f.decided()
    for party in ("payer", "counterparty"):
        hand(dispute, party)
    hear(dispute, "counterparty", "objects")
    hear(dispute, "payer", "none")
    corrected(dispute, payer__phone="15400000026")  # the same person
    assert in_force(dispute) == {("payer", None), ("counterparty", None)}
    corrected(dispute, counterparty__name="另一家示例厂")
    assert dispute.state == State.FEEDBACK
    assert in_force(dispute) == {("payer", None)}
    assert [r.is_in_force for r in dispute.responses.order_by("pk")] == [False, True]
    assert addressed(dispute, "counterparty") == [
        ("示例木制品加工厂", True), ("另一家示例厂", False)
    ]  # fmt: skip
    assert dispute.papers.get(kind="service_proof", party="counterparty").is_void
    corrected(dispute, payer__name="上官试验", payer__phone="15400000042")
    assert in_force(dispute) == set()
    assert not case_sides.answered_sides(Dispute.objects.get(pk=dispute.pk))
    assert [name for name, _ in addressed(dispute, "payer")] == ["欧阳测试", "上官试验"]
    for party in ("payer", "counterparty"):
        hand(dispute, party)
        hear(dispute, party, "none")
    assert dispute.state == State.CONCLUDED


def test_whoever_has_the_decision_in_his_name_is_not_made_nobody():
    dispute = f.decided()
    with pytest.raises(Mistyped, match="不能更正为没有争议对方"):
        corrected(dispute, counterparty__kind="none", counterparty__name="")
    dispute.parties.filter(role="counterparty").update(kind="none", unit_name="")
    side = Side("counterparty")
    assert case_sides.true_exemptions(Dispute.objects.get(pk=dispute.pk), side) == []
    told = {"party": "counterparty", "exempt": "one_party", "note": "没有"}
    with pytest.raises(DatabaseError, match="is not true"), transaction.atomic():
        Service.objects.create(dispute=dispute, recorded_by=f.an_officer(), **told)


def test_before_the_decision_it_is_what_was_registered_that_changes():
    dispute = f.handled()
    corrected(dispute, counterparty__kind="none", counterparty__name="")
    signed(dispute)
    assert dispute.services.get().exempt == "one_party"


def test_a_name_ends_the_anonymity_and_whoever_has_it_is_told():
    early, late = f.handled(**UNNAMED), f.decided(**UNNAMED)
    for dispute in (early, late):
        corrected(dispute, **NAMED)
        assert not dispute.anonymous
        assert dispute.corrections.get(field="anonymous").after == "否"
    assert not in_force(late)
    assert addressed(late, "payer")[-1] == ("欧阳试测", False)
    signed(early)
    assert not in_force(early)
    told = {"party": "payer", "exempt": "anonymous", "note": "匿名"}
    with pytest.raises(Mistyped, match="不是匿名登记"):
        f.do(late, "serve", f.an_officer(), **told)
    Dispute.objects.filter(pk=late.pk).update(anonymous=True)  # as the first version registered it
    late.refresh_from_db()
    assert case_sides.true_exemptions(late, Side("payer")) == []
    with pytest.raises(DatabaseError, match="is not true"), transaction.atomic():
        Service.objects.create(dispute=late, recorded_by=f.an_officer(), **told)


def test_tries_to_reach_the_one_are_none_to_reach_the_other():
    dispute, last = f.decided(), f.today() + timedelta(days=2)
    with at_noon(last):
        for back in range(3):
            attempt(dispute, "counterparty", last - timedelta(days=back))
        corrected(dispute, counterparty__name="另一家示例厂")
        side = Side("counterparty")
        assert not case_sides.days_tried(Dispute.objects.get(pk=dispute.pk), side)


def test_a_member_unit_that_became_the_other_side_finds_its_paper_in_the_portal():
    clerk, dispute = f.an_officer("clerk", "YB"), f.decided()
    corrected(dispute, counterparty__name="区医保局")
    assert telling(Notice.objects.filter(recipient=clerk), "请签收").count() == 1
    f.do(dispute, "acknowledge", clerk)
    assert in_force(dispute) == {("counterparty", None)}


def test_he_was_not_told_before_there_was_a_paper_in_his_name_also_in_sql():
    signed_on = f.today() - timedelta(days=30)
    with at_noon(signed_on):
        dispute = f.decided()
    corrected(dispute, counterparty__name="另一家示例厂")
    with pytest.raises(Mistyped, match="日期不能早于签发"):
        hand(dispute, "counterparty", signed_on + timedelta(days=1))
    with pytest.raises(Mistyped, match="日期不能早于签发"):
        attempt(dispute, "counterparty", signed_on + timedelta(days=1))
    early = {"party": "counterparty", "recorded_by": f.an_officer(), "method": "mail"}
    for row, day in ((Service, "served_on"), (ServiceAttempt, "tried_on")):
        with pytest.raises(DatabaseError, match="before there was anything"), transaction.atomic():
            row.objects.create(dispute=dispute, **early, **{day: signed_on + timedelta(days=1)})
    hand(dispute, "payer", signed_on + timedelta(days=1))  # his own is as old as the decision
    hand(dispute, "counterparty")


def test_nobody_is_another_for_signs_that_nobody_sees():
    dispute = f.decided()
    hand(dispute, "counterparty")
    corrected(dispute, counterparty__name="示例木制品加工厂（本部）")
    hand(dispute, "counterparty")
    corrected(dispute, counterparty__name="示例木制品加工厂(本部)")
    assert in_force(dispute) == {("counterparty", None)}


def test_who_decided_his_own_cause_is_told_of_to_the_office():
    office, dispute = f.an_officer("office", "ZB"), f.decided()
    corrected(dispute, counterparty__name="区税务局")
    assert telling(Notice.objects.filter(recipient=office), "作出处理意见的单位自己").exists()
    assert "已报专班办公室" in dispute.timeline.latest("pk").text
