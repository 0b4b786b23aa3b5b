"""Several payers in one case: one comes, one takes back a part, one leaves it."""

from __future__ import annotations

import pytest

from tests import factories as f
from tests.stories.cast import AUDITOR, CHEN, SUN, WANG, ZHANG
from tests.stories.journey import Journey
from tests.workflow.two_payers import COMES, SECOND

pytestmark = pytest.mark.usefixtures("stage")

TWO = "一、请督促单位申报缴费。二、请退还多收的滞纳金。"
ONE = "一、请督促单位申报缴费。"


def joined_by_another(story: Journey) -> int:
    """At the counter of the tax bureau; the id of his own case, by which he is known here."""
    typed = {**COMES, "visited_at": f"{f.today()}T00:00"}
    story.press(WANG, "join_payer", **typed)
    story.stands("handling", last="处理意见须分别告知、分别听取意见", clause="五(一)")
    his = Journey(story.dispute.absorbed.get())
    his.stands("merged", last=f"并入 {story.dispute.number}，本件终止。")
    his.holds("受理登记表")
    his.archive()
    return his.dispute.pk


def take_back(story: Journey, what: str, **typed: object) -> None:
    story.press(WANG, "withdraw_part", what=what, requested_on=f"{f.today()}", ground="书面申请",
                **typed)  # fmt: skip


def tell(story: Journey, place: int = -1) -> None:
    notice = story.paper("撤回告知书", place=place)
    story.press(WANG, "tell_withdrawal", paper=notice.pk, told_on=f"{f.today()}", method="mail")
    story.stands(story.dispute.state, last=f"撤回告知书（{notice.number}）", clause="五(四)")


def serve(story: Journey, party: str, of: int | None = None) -> None:
    story.press(WANG, "serve", party=party, of=of or "", method="direct",
                served_on=f"{f.today()}", recipient="本人")  # fmt: skip


def test_a_claim_is_taken_back_one_payer_leaves_and_the_rest_is_decided_and_filed() -> None:
    story = Journey(f.handled("joint", claim=TWO))
    of = joined_by_another(story)
    story.is_told(ZHANG, "有另一名缴费人加入，请一并办理")

    take_back(story, "claim", claim="退还多收的滞纳金", claim_left=ONE, of="")
    story.stands("handling", last="撤回诉求“退还多收的滞纳金”", clause="五(三)", mode="joint")
    story.is_told(CHEN, "缴费人部分撤回（一项诉求），请就仍有争议的部分办理")
    story.reads(WANG, story.paper("撤回告知书"), "欧阳测试", "退还多收的滞纳金", ONE)
    tell(story)

    take_back(story, "party", of=of)
    story.stands("handling", last="退出本件，此后不再送达、不再听取意见")
    story.is_told(CHEN, "一名缴费人退出")
    story.reads(WANG, story.paper("撤回告知书"), SECOND["name"], "不再送达您")
    tell(story)
    story.is_refused(WANG, "tell_withdrawal", "没有需要登记告知的撤回告知书")

    f.answer_all(story.dispute)
    story.decide(WANG, SUN, "责令补缴")
    assert [each.of for each in story.dispute.papers.filter(kind="decision")] == [None, None]
    for party in ("payer", "counterparty"):
        told = story.paper("处理意见告知书", party)
        story.reads(WANG, told, "撤回诉求“退还多收的滞纳金”", "一名缴费人撤回", "就仍有争议的部分")
    story.serve_both(WANG)
    story.hear(WANG, "payer", "none")
    story.hear(WANG, "counterparty", "none")
    story.stands("concluded")

    refused = WANG.browser().post(
        f"{story.dispute.get_absolute_url()}archive/", {"version": story.dispute.version}
    )
    assert "案卷缺少：撤回申请" in refused.content.decode()
    story.attach(WANG, "部分撤回申请书", "withdrawal")
    story.archive()
    story.tells_its_whole_story_to(WANG)
    story.is_seen_by(AUDITOR)


def test_whoever_left_after_the_decision_is_waited_for_no_more_and_the_other_side_knows() -> None:
    story = Journey(f.handled())
    of = joined_by_another(story)
    story.decide(WANG, SUN, "责令补缴")
    for party, whose in (("payer", None), ("payer", of), ("counterparty", None)):
        serve(story, party, whose)
    story.press(WANG, "record_response", party="payer", of=of, answer="objects")
    story.stands("objected")
    for party in ("payer", "counterparty"):
        story.press(WANG, "record_response", party=party, of="", answer="none")
    take_back(story, "party", of=of)
    story.stands("concluded", last="双方均已反馈，予以办结")
    story.reads(WANG, story.paper("撤回告知书", "payer"), SECOND["name"])
    other = story.paper("撤回告知书", "counterparty")
    text = story.reads(WANG, other, "示例木制品加工厂", "该事项就其他缴费人继续办理")
    assert SECOND["name"] not in text
    tell(story, -2)
    tell(story)
    story.attach(WANG, "部分撤回申请书", "withdrawal")
    story.archive()
    story.tells_its_whole_story_to(WANG)


def test_taken_back_after_the_decision_was_served_the_other_side_is_told_that_it_ended() -> None:
    story = Journey(f.handled())
    story.decide(WANG, SUN, "责令补缴")
    story.serve_both(WANG)
    story.press(WANG, "withdraw", note="缴费人与单位已和解")
    story.stands("withdrawn", clause="五(三)")
    ended = story.paper("撤回告知书", "counterparty")
    story.reads(WANG, ended, "示例木制品加工厂", "缴费人申请撤回", "自登记撤回之日终止")
    story.attach(WANG, "撤回申请书", "withdrawal")
    refused = WANG.browser().post(
        f"{story.dispute.get_absolute_url()}archive/", {"version": story.dispute.version}
    )
    assert "案卷缺少：撤回告知登记" in refused.content.decode()
    tell(story)
    story.archive()
    story.tells_its_whole_story_to(WANG)
    story.is_seen_by(AUDITOR)


def test_one_insurance_is_taken_back_and_the_other_is_decided_and_filed() -> None:
    story = Journey(f.handled("single", insurance_types=["pension", "medical"]))
    story.attach(WANG, "撤回申请", "withdrawal")
    take_back(story, "insurance", insurance_types=["medical"])
    story.stands("handling", last="登记缴费人撤回职工医疗部分的争议", clause="五(三)")
    assert story.dispute.insurance_types == ["pension"]
    tell(story)
    story.decide(WANG, SUN, "责令补缴养老保险费。")
    story.reads(WANG, story.paper("处理意见告知书", "payer"), "责令补缴养老保险费。")
    story.serve_both(WANG)
    story.hear(WANG, "payer", "none")
    story.hear(WANG, "counterparty", "none")
    story.archive()
    story.tells_its_whole_story_to(WANG)
