"""缴费人加入: he is registered for himself, joined at once, and told and heard like the first."""

from __future__ import annotations

from typing import Any

import pytest

from confidentiality.sealing import open_sealed
from departments.roles import Role
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f
from tests.workflow.signing_in import signed_in
from tests.workflow.two_payers import COMES, SECOND, second
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.models import Notice
from workflow.procedure.sides import case_sides

pytestmark = pytest.mark.django_db


def join(dispute: Dispute, **given: Any) -> Dispute:  # Any: values of registration
    f.do(dispute, "join_payer", f.an_officer(), given=COMES | given)
    return dispute.absorbed.latest("pk")


def test_he_has_his_own_number_paper_and_words_and_is_a_party_of_the_case() -> None:
    dispute = f.handled()
    his = join(dispute)
    assert his.state == State.MERGED
    assert his.number != dispute.number
    assert (his.category, his.town) == (dispute.category, dispute.town)
    assert his.claim == COMES["claim"]
    assert [each.kind for each in his.papers.all()] == ["registration"]
    fresh = Dispute.objects.get(pk=dispute.pk)
    assert fresh.state == State.HANDLING
    assert case_sides.everybody(fresh) == [
        ("payer", None),
        ("payer", his.pk),
        ("counterparty", None),
    ]
    assert open_sealed(fresh.parties.get(of=his).phone) == SECOND["phone"]
    said = [each.text for each in fresh.timeline.order_by("pk")][-2:]
    assert "登记另一名缴费人就同一争议加入本件" in said[0]
    assert f"{his.number} 并入本件" in said[1]
    assert SECOND["name"] not in "".join(said)


def test_what_is_missing_of_him_is_said_as_at_registration_and_nothing_is_changed() -> None:
    dispute = f.handled()
    before = (dispute.version, Dispute.objects.count())
    with pytest.raises(Mistyped, match="请填写联系电话"):
        join(dispute, **{"payer.phone": ""})
    with pytest.raises(Mistyped, match="请填写反映的主要事项"):
        join(dispute, facts="")
    dispute.refresh_from_db()
    assert (dispute.version, Dispute.objects.count()) == before


def test_nobody_joins_twice_or_stands_on_both_sides() -> None:
    dispute = f.handled()
    own = {"payer.name": "欧阳测试", "payer.phone": "15400000018"}
    with pytest.raises(Mistyped, match="他已经是本件的缴费人"):
        join(dispute, **own)
    employer = {"payer.name": "示例木制品加工厂", "payer.kind": "employer"}
    with pytest.raises(Mistyped, match="他是本件的争议对方"):
        join(dispute, **employer)
    his = join(dispute)
    with pytest.raises(Mistyped, match="他已经是本件的缴费人"):
        join(dispute)
    f.do(dispute, "withdraw_part", f.an_officer(), what="party", of=his.pk,
         requested_on=f.today(), ground="书面申请")  # fmt: skip
    again = join(dispute)
    assert ("payer", again.pk) in case_sides.payers(Dispute.objects.get(pk=dispute.pk))


def test_only_where_it_was_received_and_before_it_is_decided() -> None:
    with pytest.raises(NotYours):
        f.do(f.handled(Mode.REFERRAL), "join_payer", f.an_officer(Role.CLERK, "YB"), given=COMES)
    dispute = f.handled()
    f.do(dispute, "draft_decision", f.an_officer(), facts="属实", basis="法", decision="补缴")
    with pytest.raises(NotAllowed, match="请先退回修改再办理"):
        join(dispute)
    f.do(dispute, "sign_decision", f.an_officer(Role.HEAD), comment="同意")
    with pytest.raises(NotAllowed):
        join(dispute)


def test_whoever_works_on_it_hears_of_him() -> None:
    f.an_officer(Role.CLERK, "YB")
    dispute = f.handled(Mode.JOINT)
    join(dispute)
    told = Notice.objects.filter(recipient=f.an_officer(Role.CLERK, "YB"), dispute=dispute)
    assert f"{dispute.number} 有另一名缴费人加入，请一并办理。" in [each.text for each in told]


def typed(dispute: Dispute, **more: object) -> dict[str, object]:
    return COMES | {"visited_at": f"{f.today()}T00:00", "version": dispute.version} | more


NEEDED = '<span class="ui-need">（必填）</span>'


def test_what_must_be_typed_is_marked_as_at_registration() -> None:
    page = signed_in(f.an_officer()).get(f"/disputes/{f.handled().pk}/join_payer/")
    text = page.content.decode()
    marked = ("缴费人姓名（名称）", "缴费人类型", "缴费人电话", "受理渠道", "来访时间",
              "反映主要事项", "争议诉求")  # fmt: skip
    assert [label for label in marked if f"{label}{NEEDED}" not in text] == []
    assert text.count(NEEDED) == len(marked)


def test_a_unit_that_joins_is_known_by_its_name() -> None:
    dispute = f.handled()
    page = signed_in(f.an_officer())
    unit = {"payer.name": "示例家具有限公司", "payer.kind": "", "payer.phone": "15400000034"}
    answer = page.post(f"/disputes/{dispute.pk}/join_payer/", typed(dispute, **unit))
    assert answer.status_code == 302
    payer = dispute.absorbed.get().parties.get(role="payer")
    assert (payer.kind, payer.unit_name) == ("employer", "示例家具有限公司")


def test_his_other_case_is_named_as_at_registration_and_a_tick_goes_on() -> None:
    dispute, other = f.handled(), second()
    page = signed_in(f.an_officer())
    address = f"/disputes/{dispute.pk}/join_payer/"
    assert "他已另有事项" in page.get(address).content.decode()
    refused = page.post(address, typed(dispute))
    assert refused.status_code == 400
    assert f"他可能已有 {other.number}" in refused.content.decode()
    assert page.post(address, typed(dispute, another_case="on")).status_code == 302
    assert dispute.absorbed.count() == 1


def test_sent_twice_he_is_named_as_a_payer_of_this_case_and_not_of_another() -> None:
    """The case that was made for him the first time is no other matter of his."""
    dispute, page = f.handled(), signed_in(f.an_officer())
    address = f"/disputes/{dispute.pk}/join_payer/"
    assert page.post(address, typed(dispute)).status_code == 302
    again = page.post(address, typed(Dispute.objects.get(pk=dispute.pk))).content.decode()
    assert "他已经是本件的缴费人" in again
    assert "他可能已有" not in again


def test_a_program_sends_him_as_at_registration() -> None:
    dispute = f.handled()
    body = {
        "channel": "visit",
        "visited_at": f"{f.today()}T00:00:00",
        "facts": COMES["facts"],
        "claim": COMES["claim"],
        "payer": {"kind": "employee", **SECOND},
        "version": dispute.version,
    }
    page = signed_in(f.an_officer())
    address = f"/api/v1/disputes/{dispute.pk}/actions/join_payer/"
    answer = page.post(address, body, content_type="application/json",
                       headers={"Idempotency-Key": "one"})  # fmt: skip
    assert answer.status_code == 200, answer.content.decode()
    assert [each["of"] for each in answer.json()["joined"]] == [dispute.absorbed.get().pk]


def test_whoever_joins_is_counted() -> None:
    dispute = f.handled()
    assert dispute.people_count == 1
    his = join(dispute)
    fresh = Dispute.objects.get(pk=dispute.pk)
    assert fresh.people_count == 2
    assert his.people_count == 1
    assert "涉及人数现为2人" in fresh.timeline.latest("pk").text
