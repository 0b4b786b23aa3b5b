"""The turns a real case takes: a wrong road, nobody left, the payer back again, a member unit."""

from __future__ import annotations

import pytest

from disputes.models import Dispute
from tests import factories as f
from tests.stories.cast import CHEN, LI, OFFICE, SUN, WANG, WU, ZHANG, ZHAO, ZHOU
from tests.stories.journey import Journey

pytestmark = pytest.mark.usefixtures("stage")


def closed(story: Journey, part, head) -> None:  # type: ignore[no-untyped-def]
    story.decide(part, head, "责令补缴。")
    story.serve_both(part)


def test_what_was_taken_on_by_mistake_is_handed_on_while_it_is_handled() -> None:
    story = Journey(f.handled("single"))
    story.press(SUN, "reroute", reason="属医保待遇，不归本局")
    story.stands("triage", last="退回分类：属医保待遇，不归本局", clause="五(二)")
    story.is_told(WANG, "退回分类：属医保待遇，不归本局")
    story.does_not_exist_for(ZHANG, ZHAO)
    story.press(WANG, "refer", department="YB", reason="属医保局职责")
    story.stands("handling", mode="referral")
    story.holds("受理登记表", "告知单", "报送单")
    story.press_answer(ZHANG, "accept")
    closed(story, ZHANG, WU)
    story.give_opinion_written(ZHANG, WU, "已办结并反馈双方。")
    story.hear(ZHANG, "payer", "none")
    story.hear(ZHANG, "counterparty", "none")
    story.archive()
    story.tells_its_whole_story_to(WANG)


def test_when_every_joint_department_has_sent_it_back_it_is_classified_anew() -> None:
    story = Journey(f.handled("joint"))
    story.press_answer(ZHANG, "return_back", reason="不属医保")
    story.stands("handling")
    story.press_answer(CHEN, "return_back", reason="不属三险")
    story.stands("triage", last="已无单位办理，退回分类。", clause="五(二)")
    story.does_not_exist_for(ZHANG)
    story.press(WANG, "refer", department="RS", reason="属三险权益记录")
    story.press_answer(CHEN, "accept")
    closed(story, CHEN, ZHOU)
    story.give_opinion_written(CHEN, ZHOU, "已办结并反馈双方。")
    story.hear(CHEN, "payer", "none")
    story.hear(CHEN, "counterparty", "none")
    story.archive()


@pytest.mark.parametrize("was_filed", [True, False])
def test_the_payer_comes_back_with_evidence_after_it_was_closed(was_filed: bool) -> None:
    """From the archive, or on the day between the decision and the file."""
    story = Journey(f.concluded())
    story.attach(WANG, "工资条", "")
    if was_filed:
        story.archive()
    version, papers = story.dispute.version, story.dispute.papers.count()
    story.press(WANG, "reopen", ground="evidence", channel="visit", reason="补交了三个月的工资条")
    old = "archived" if was_filed else "concluded"
    story.stands(old, last="缴费人提供新证据，补交了三个月的工资条", clause="五(四)")
    assert story.dispute.version == version + (not was_filed)  # a file rests as it was
    assert story.dispute.papers.count() == papers
    fresh = Journey(Dispute.objects.get(continues=story.dispute))
    fresh.stands("registered", last="王首问 登记", clause="五(一)")
    fresh.is_told(LI, "待审核，请办理。")
    fresh.runs("intake.review")
    assert [each.title for each in fresh.dispute.materials.all()] == ["工资条"]
    fresh.press(LI, "approve_intake", comment="续办")
    fresh.press(WANG, "accept_single", reason="属税务职责")
    closed(fresh, WANG, SUN)
    fresh.hear(WANG, "payer", "none")
    fresh.hear(WANG, "counterparty", "none")
    fresh.archive()
    fresh.tells_its_whole_story_to(WANG)
    if not was_filed:
        story.look()
        story.archive()


def test_the_payer_takes_it_back_after_the_decision_was_signed() -> None:
    story = Journey(f.decided("referral"))
    story.press(WANG, "withdraw", note="缴费人与单位已和解")
    story.stands("withdrawn", last="登记缴费人撤回：缴费人与单位已和解", clause="五(三)")
    story.is_told(ZHANG, "交办已撤回，不用再办：缴费人撤回")
    story.runs("archive.electronic")
    story.attach(WANG, "撤回申请书", "withdrawal")
    story.archive()


def test_a_bureau_that_the_payer_complains_of_is_told_in_the_portal_and_signs_there() -> None:
    draft = f.a_draft()
    draft.parties.filter(role="counterparty").update(kind="agency", unit_name="区医保局")
    story = Journey(Dispute.objects.get(pk=draft.pk))
    f.do(story.dispute, "register", WANG.officer())
    story.press(LI, "approve_intake", comment="")
    story.press(WANG, "accept_single", reason="属税务职责")
    story.does_not_exist_for(ZHANG)
    story.decide(WANG, SUN, "责令更正。")
    story.is_told(ZHANG, "处理意见告知书已签发，请签收。")
    story.press(ZHANG, "acknowledge")
    story.stands("feedback", last="在平台签收处理意见告知书，即为送达。", clause="五(四)")
    story.is_told(WANG, "争议对方已签收处理意见告知书。")
    story.reads(ZHANG, story.paper("处理意见告知书", "counterparty"), "责令更正")
    story.press(
        WANG, "serve", party="payer", method="direct", served_on=f"{f.today()}", recipient="本人"
    )
    story.hear(WANG, "payer", "none")
    story.hear(WANG, "counterparty", "none")
    story.archive()


def test_a_bureau_does_not_handle_what_is_against_itself_until_the_office_says_so() -> None:
    draft = f.a_draft()
    draft.parties.filter(role="counterparty").update(kind="collector", unit_name="区税务局")
    story = Journey(Dispute.objects.get(pk=draft.pk))
    f.do(story.dispute, "register", WANG.officer())
    story.press(LI, "approve_intake", comment="")
    story.is_told(OFFICE, "待分类，请办理。")
    story.is_refused(WANG, "accept_single", "争议对方就是本单位，本单位不能自行办理")
    story.press(OFFICE, "assign", department="SW", reason="属征收业务，由其复查")
    story.stands("handling", mode="single")
    closed(story, WANG, SUN)
    story.hear(WANG, "payer", "none")
    story.hear(WANG, "counterparty", "none")
    story.archive()
