"""部分撤回: what is taken back stays on the record, and the case goes on for the rest."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from confidentiality.sealing import open_sealed_json
from departments.roles import Role
from disputes.choices import Mode, State
from disputes.models import Dispute
from papers.kinds import thaw
from tests import factories as f
from tests.workflow.signing_in import signed_in
from tests.workflow.two_payers import SECOND, merged, second
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.archiving.case_file import Excuse
from workflow.models import Notice, Paper, PartWithdrawal, RoutingRecord
from workflow.procedure.sides import case_sides

pytestmark = pytest.mark.django_db

CLAIM = "请督促单位申报缴费。"
TWO = f"一、{CLAIM}二、请退还多收的滞纳金。"
PAYER, OTHER = "payer", "counterparty"


def withdraw(dispute: Dispute, what: str, **fields: Any) -> None:  # Any: the verb's fields
    typed = {"requested_on": f.today(), "ground": "书面申请"} | fields
    f.do(dispute, "withdraw_part", f.an_officer(), what=what, **typed)


def a_claim(dispute: Dispute, **fields: Any) -> None:  # Any: as above
    withdraw(dispute, "claim", **{"claim": "退还多收的滞纳金", "claim_left": CLAIM} | fields)


def said_by(paper: Paper) -> Any:  # Any: the content of its kind
    return thaw(paper.kind, open_sealed_json(paper.content))


def the(dispute: Dispute, kind: str) -> list[Any]:  # Any: as above
    return [said_by(each) for each in dispute.papers.filter(kind=kind).order_by("pk")]


def decide(dispute: Dispute) -> None:
    f.do(dispute, "draft_decision", f.an_officer(), facts="属实", basis="法", decision="补缴")
    f.do(dispute, "sign_decision", f.an_officer(Role.HEAD), comment="同意")


def tell(dispute: Dispute, party: str, of: int | None = None) -> None:
    f.do(dispute, "serve", f.an_officer(), party=party, of=of, method="direct",
         served_on=f.today(), recipient="本人")  # fmt: skip


def hear(dispute: Dispute, party: str, of: int | None = None, answer: str = "none") -> None:
    f.do(dispute, "record_response", f.an_officer(), party=party, of=of, answer=answer)


def test_a_claim_is_taken_back_and_the_rest_is_decided() -> None:
    dispute = f.handled(claim=TWO)
    a_claim(dispute)
    kept = dispute.part_withdrawals.get()
    assert (kept.claim_before, kept.claim_left) == (TWO, CLAIM)
    assert (kept.claim, kept.ground) == ("退还多收的滞纳金", "书面申请")
    assert kept.recorded_by == f.an_officer()
    assert (dispute.state, dispute.claim) == (State.HANDLING, CLAIM)
    entry = dispute.timeline.latest("pk")
    assert "登记缴费人撤回诉求“退还多收的滞纳金”" in entry.text
    assert f"仍在争议：险种：职工基本养老；诉求：{CLAIM}" in entry.text
    assert entry.clause == "五(三)"
    decide(dispute)
    first, other = the(dispute, "decision")
    for paper in (first, other):
        assert "缴费人撤回诉求“退还多收的滞纳金”" in paper.facts
    assert f"诉求：{CLAIM}" in first.facts


def test_a_typed_name_is_masked_in_the_timeline_and_a_sentence_ends_once() -> None:
    dispute = f.handled(claim=TWO)
    a_claim(dispute, ground="欧阳测试书面申请。")
    text = dispute.timeline.latest("pk").text
    assert "申请）：欧*试书面申请。仍在争议" in text
    assert f"诉求：{CLAIM}" in text
    assert "。。" not in text
    f.do(dispute, "withdraw", f.an_officer(), note="欧阳 测试与单位和解。")
    assert "登记缴费人撤回：欧*试与单位和解。" in dispute.timeline.latest("pk").text


def test_papers_issued_before_stand_and_later_ones_say_what_is_left() -> None:
    dispute = f.handled(claim=TWO)
    a_claim(dispute)
    assert [each.matter.claim for each in the(dispute, "registration")] == [TWO]
    invited = f.a_department("YB")
    f.do(dispute, "invite", f.an_officer(), departments=[invited], question="请核实")
    assert [each.matter.claim for each in the(dispute, "joint_notice")] == [CLAIM]


def test_an_insurance_is_taken_back_and_the_road_is_looked_at_again() -> None:
    """Without the medical part it is no longer both bureaus'."""
    dispute = f.handled(category="HR-2", insurance_types=["pension", "medical"])
    withdraw(dispute, "insurance", insurance_types=["pension"])
    assert dispute.insurance_types == ["medical"]
    kept = dispute.part_withdrawals.get()
    assert (kept.insurance_types, kept.insurance_left) == (["pension"], ["medical"])
    assert RoutingRecord.objects.filter(dispute=dispute, verb="withdraw_part").exists()
    assert "请重新斟酌" in dispute.timeline.latest("pk").text


def test_nothing_is_taken_back_before_it_was_brought() -> None:
    dispute = f.handled(insurance_types=["pension", "medical"])
    before = timezone.localdate(dispute.visited_at) - timedelta(days=1)
    with pytest.raises(Mistyped, match="不能早于缴费人来反映"):
        withdraw(dispute, "insurance", insurance_types=["pension"], requested_on=before)
    dispute.refresh_from_db()
    assert dispute.insurance_types == ["pension", "medical"]


def test_who_took_it_back_is_told_in_writing_and_the_telling_is_registered() -> None:
    dispute = f.handled(claim=TWO)
    a_claim(dispute)
    (notice,) = the(dispute, "withdrawal_notice")
    assert (notice.party, notice.addressee.name, notice.is_his) == (PAYER, "欧阳测试", True)
    assert not notice.addressee.phone
    paper = dispute.papers.get(kind="withdrawal_notice")
    told = {"paper": paper.pk, "method": "mail"}
    for wrong, why in ((1, "不能晚于今天"), (-1, "不能早于该文书签发之日")):
        on = f.today() + timedelta(days=wrong)
        with pytest.raises(Mistyped, match=why):
            f.do(dispute, "tell_withdrawal", f.an_officer(), told_on=on, **told)
    f.do(dispute, "tell_withdrawal", f.an_officer(), told_on=f.today(), **told)
    assert f"（{paper.number}）" in dispute.timeline.latest("pk").text
    with pytest.raises(NotAllowed, match="没有需要登记告知的撤回告知书"):
        f.do(dispute, "tell_withdrawal", f.an_officer(), told_on=f.today(), **told)


def test_the_whole_of_it_is_the_full_withdrawal() -> None:
    dispute = f.handled()
    with pytest.raises(Mistyped, match="撤回后没有仍在争议的险种：全部撤回的，请办理“缴费人撤回”"):
        withdraw(dispute, "insurance", insurance_types=["pension"])
    with pytest.raises(Mistyped, match="只有这一名缴费人，他全部撤回的，请办理“缴费人撤回”"):
        withdraw(dispute, "party")
    with pytest.raises(Mistyped, match="与撤回前一样"):
        a_claim(dispute)
    with pytest.raises(Mistyped, match="工伤不在这名缴费人仍在争议的险种之中"):
        withdraw(dispute, "insurance", insurance_types=["injury"])
    assert not PartWithdrawal.objects.exists()


def test_only_where_it_was_received_and_never_of_an_unnamed_payer() -> None:
    dispute = f.handled(Mode.REFERRAL, claim=TWO)
    with pytest.raises(NotYours):
        f.do(dispute, "withdraw_part", f.an_officer(Role.CLERK, "YB"), what="claim", claim="甲",
             claim_left="乙", requested_on=f.today(), ground="书面")  # fmt: skip
    Dispute.objects.filter(pk=dispute.pk).update(anonymous=True)
    dispute.refresh_from_db()
    with pytest.raises(Mistyped, match="匿名反映人的身份无从核实"):
        a_claim(dispute)


def test_what_waits_to_be_signed_goes_back_first_and_what_is_signed_stands() -> None:
    dispute = f.handled(claim=TWO)
    f.do(dispute, "draft_decision", f.an_officer(), facts="属实", basis="法", decision="补缴")
    with pytest.raises(NotAllowed, match="请先退回修改再办理"):
        a_claim(dispute)
    f.do(dispute, "sign_decision", f.an_officer(Role.HEAD), comment="同意")
    with pytest.raises(Mistyped, match="处理意见已经签发，诉求和险种不能再部分撤回"):
        a_claim(dispute)


def test_one_of_two_payers_leaves_and_it_goes_on_for_the_other() -> None:
    dispute, gone = merged()
    withdraw(dispute, "party", of=gone.pk)
    assert case_sides.everybody(Dispute.objects.get(pk=dispute.pk)) == [
        (PAYER, None),
        (OTHER, None),
    ]
    text = dispute.timeline.latest("pk").text
    assert "退出本件，此后不再送达、不再听取意见，本件就其他缴费人继续办理" in text
    assert SECOND["name"] not in text
    (notice,) = the(dispute, "withdrawal_notice")
    assert (notice.addressee.name, notice.left) == (SECOND["name"], "")
    decide(dispute)
    assert [(each.party, each.addressee.name) for each in the(dispute, "decision")] == [
        (PAYER, "欧阳测试"), (OTHER, "示例木制品加工厂")
    ]  # fmt: skip
    assert all("一名缴费人撤回" in each.facts for each in the(dispute, "decision"))
    with pytest.raises(NotAllowed, match="退出本件，不用再送达，也不再听取意见"):
        tell(dispute, PAYER, gone.pk)
    for party in (PAYER, OTHER):
        tell(dispute, party)
        hear(dispute, party)
    assert dispute.state == State.CONCLUDED
    with pytest.raises(NotAllowed, match="案卷缺少：撤回申请、撤回告知登记"):
        f.do(dispute, "archive", f.an_officer())


def test_the_first_payer_may_leave_as_well() -> None:
    dispute, gone = merged()
    officer = signed_in(f.an_officer())
    page = officer.get(f"/disputes/{dispute.pk}/withdraw_part/").content.decode()
    assert ">缴费人欧*试</option>" in page
    assert ">缴费人（并案）诸*用</option>" in page
    withdraw(dispute, "party")
    assert "登记缴费人欧*试退出本件" in dispute.timeline.latest("pk").text
    page = officer.get(dispute.get_absolute_url()).content.decode()
    assert '<span class="ui-strong">诸*用</span>' in page
    decide(dispute)
    first, other = the(dispute, "decision")
    assert first.addressee.name == SECOND["name"]
    assert other.payer.name == SECOND["name"]
    with pytest.raises(Mistyped, match="只有这一名缴费人"):
        withdraw(dispute, "party", of=gone.pk)
    tell(dispute, PAYER, gone.pk)
    tell(dispute, OTHER)
    hear(dispute, PAYER, gone.pk)
    hear(dispute, OTHER)
    assert dispute.state == State.CONCLUDED


def test_who_came_with_a_merged_case_takes_back_a_claim_of_his_own() -> None:
    dispute, gone = merged(claim=TWO)
    a_claim(dispute, of=gone.pk)
    gone.refresh_from_db()
    assert (gone.claim, dispute.claim) == (TWO, CLAIM)
    assert dispute.part_withdrawals.get().claim_before == TWO
    page = signed_in(f.an_officer()).get(dispute.get_absolute_url()).content.decode()
    assert "二、请退还多收的滞纳金" not in page
    decide(dispute)
    first, his, other = the(dispute, "decision")
    assert "撤回" not in first.facts
    assert his.matter.claim == CLAIM
    assert "退还多收的滞纳金" in his.facts
    assert "退还多收的滞纳金" in other.facts


HERS = "请退还本人二〇二四年多缴的保险费。"


def test_insurances_are_taken_back_and_nobody_s_claim_is_touched() -> None:
    dispute, gone = merged(claim=HERS, insurance_types=["pension", "medical"])
    withdraw(dispute, "insurance", of=gone.pk, insurance_types=["medical"], claim="甲",
             claim_left=CLAIM)  # fmt: skip
    kept = dispute.part_withdrawals.get()
    assert (kept.claim, kept.claim_left, kept.insurance_left) == ("", HERS, ["pension"])
    decide(dispute)
    assert [each.matter.claim for each in the(dispute, "decision")] == [CLAIM, HERS, CLAIM]


def test_the_other_side_reads_whose_part_it_was_and_what_is_left_of_his() -> None:
    dispute, gone = merged(claim=HERS, insurance_types=["pension", "medical"])
    withdraw(dispute, "insurance", of=gone.pk, insurance_types=["medical"])
    decide(dispute)
    first, his, other = the(dispute, "decision")
    assert "部分撤回" not in first.facts
    assert "缴费人撤回职工医疗部分的争议" in his.facts
    assert f"（险种：养老；诉求：{HERS}）" in his.facts
    assert "缴费人诸*用撤回职工医疗部分的争议" in other.facts
    assert "就仍有争议的部分作出（缴费人诸*用的险种：职工基本养老）" in other.facts


def test_a_secret_payer_is_not_named_to_the_other_side() -> None:
    dispute, gone = merged(claim=TWO, confidential_report=True)
    a_claim(dispute, of=gone.pk)
    decide(dispute)
    other = the(dispute, "decision")[-1]
    assert "缴费人撤回一项诉求" in other.facts
    assert "诸" not in other.facts
    assert "滞纳金" not in other.facts


def test_no_payer_is_given_the_claim_of_another() -> None:
    dispute, gone = merged(claim=HERS)
    with pytest.raises(Mistyped, match="这是另一名缴费人的诉求"):
        a_claim(dispute, of=gone.pk)
    with pytest.raises(Mistyped, match="这是另一名缴费人的诉求"):
        a_claim(dispute, claim_left=HERS)
    assert not dispute.part_withdrawals.exists()


def test_a_page_begins_with_the_claim_of_the_one_payer_and_of_several_with_none() -> None:
    dispute, gone = merged(claim=HERS)
    officer = signed_in(f.an_officer())
    address = f"/disputes/{dispute.pk}/withdraw_part/"
    page = officer.get(address).content.decode()
    assert CLAIM not in page.partition('name="claim_left"')[2].partition("</textarea>")[0]
    assert "写所选缴费人自己的诉求" in page
    typed = {"what": "claim", "of": gone.pk, "requested_on": f.today(), "ground": "书面申请",
             "claim": "甲", "claim_left": CLAIM, "version": dispute.version}  # fmt: skip
    refused = officer.post(address, typed)
    assert refused.status_code == 400
    assert "这是另一名缴费人的诉求" in refused.content.decode()
    withdraw(dispute, "party")
    page = officer.get(address).content.decode()
    assert HERS in page.partition('name="claim_left"')[2].partition("</textarea>")[0]


def test_the_last_word_waited_for_was_his() -> None:
    dispute, gone = merged()
    decide(dispute)
    for party in (PAYER, OTHER):
        tell(dispute, party)
        hear(dispute, party)
    assert dispute.state == State.FEEDBACK
    withdraw(dispute, "party", of=gone.pk)
    assert dispute.state == State.CONCLUDED
    told = [(each.party, each.is_his) for each in the(dispute, "withdrawal_notice")]
    assert told == [(PAYER, True), (OTHER, False)]


@pytest.mark.parametrize(
    ("others_heard", "state"), [(True, "concluded"), (False, "feedback"), (None, "objected")]
)
def test_the_only_objection_was_his(others_heard: bool | None, state: str) -> None:
    """What he began before a court has its result written down first (None)."""
    dispute, gone = merged()
    decide(dispute)
    for party, of in ((PAYER, None), (PAYER, gone.pk), (OTHER, None)):
        tell(dispute, party, of)
    if others_heard:
        for party in (PAYER, OTHER):
            hear(dispute, party)
    hear(dispute, PAYER, gone.pk, "objects")
    assert dispute.state == State.OBJECTED
    if others_heard is None:
        f.do(dispute, "record_remedy", f.an_officer(), channel="litigation", body="区人民法院")
    withdraw(dispute, "party", of=gone.pk)
    assert dispute.state == state
    if others_heard is None:
        f.do(dispute, "close_remedy", f.an_officer(), result="已撤诉")
        assert dispute.state == State.CONCLUDED


def test_of_a_confidential_report_the_other_side_reads_no_word_of_the_payer() -> None:
    dispute = f.handled(claim=TWO, confidential_report=True)
    a_claim(dispute)
    decide(dispute)
    other = the(dispute, "decision")[-1]
    assert other.party == OTHER
    assert "撤回一项诉求" in other.facts
    assert "滞纳金" not in other.facts


def test_the_leader_and_whoever_works_on_it_are_told_without_a_word_of_the_payer() -> None:
    f.an_officer(Role.CLERK, "RS")
    dispute = f.handled(Mode.JOINT, claim=TWO)
    a_claim(dispute)
    told = Notice.objects.filter(recipient=f.an_officer(Role.CLERK, "RS")).latest("pk")
    assert told.text == f"{dispute.number} 缴费人部分撤回（一项诉求），请就仍有争议的部分办理。"


def test_a_page_asks_whose_it_is_only_where_several_stand() -> None:
    officer = signed_in(f.an_officer())
    one, (two, gone) = f.handled(), merged()
    page = officer.get(f"/disputes/{one.pk}/withdraw_part/").content.decode()
    assert "一名缴费人退出" not in page
    assert CLAIM in page
    page = officer.get(f"/disputes/{two.pk}/withdraw_part/").content.decode()
    assert "一名缴费人退出" in page
    assert f'value="{gone.pk}"' in page
    typed = {"what": "party", "of": gone.pk, "requested_on": f.today(), "ground": "书面申请",
             "version": two.version}  # fmt: skip
    assert officer.post(f"/disputes/{two.pk}/withdraw_part/", typed).status_code == 302
    assert "（已退出）" in officer.get(two.get_absolute_url()).content.decode()


def test_who_has_left_is_not_brought_along_into_another_case() -> None:
    fresh = f.handled()
    dispute, gone = merged()
    withdraw(dispute, "party", of=gone.pk)
    f.do(dispute, "merge", f.an_officer(), into=fresh)
    assert not fresh.parties.filter(of=gone).exists()


def test_who_has_left_may_come_again_with_a_case_of_his_own() -> None:
    dispute, gone = merged()
    withdraw(dispute, "party", of=gone.pk)
    again = second()
    f.do(again, "merge", f.an_officer(), into=dispute)
    assert (PAYER, again.pk) in case_sides.everybody(Dispute.objects.get(pk=dispute.pk))


def test_after_it_the_file_is_closed_like_any_other() -> None:
    f.a_department("SW")
    dispute = f.handled(claim=TWO)
    a_claim(dispute)
    f.do(dispute, "withdraw", f.an_officer(), note="全部撤回")
    notice = dispute.papers.get(kind="withdrawal_notice")
    f.do(dispute, "tell_withdrawal", f.an_officer(), paper=notice.pk, told_on=f.today(),
         method="mail")  # fmt: skip
    f.do(dispute, "archive", f.an_officer(), excused=[Excuse("撤回申请", "随后补交")])
    assert dispute.state == State.ARCHIVED


def test_a_claim_put_in_other_words_keeps_those_that_stood_there_in_the_record() -> None:
    dispute = f.handled(claim=TWO)
    a_claim(dispute, claim_left="请督促单位补缴2024年的费款。")
    said = dispute.timeline.latest("pk").text
    assert f"撤回前的诉求：{TWO}" in said
    assert "请督促单位补缴2024年的费款。" in said
