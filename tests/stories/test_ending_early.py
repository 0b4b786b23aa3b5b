"""Matters that end before they are decided: taken back, joined to another, declined, answered."""

from __future__ import annotations

import pytest

from tests import factories as f
from tests.stories.cast import AUDITOR, CHEN, SUN, WANG, ZHANG, ZHAO
from tests.stories.journey import Journey

pytestmark = pytest.mark.usefixtures("stage")


def test_the_payer_takes_it_back_and_what_was_asked_of_others_is_recalled() -> None:
    story = Journey(f.handled("joint"))
    story.is_seen_by(ZHANG)
    story.press(WANG, "withdraw", note="缴费人与单位已和解")
    story.stands("withdrawn", last="登记缴费人撤回：缴费人与单位已和解", clause="五(三)")
    assert {a.state for a in story.dispute.assignments.all()} == {"recalled"}
    story.does_not_exist_for(ZHANG, CHEN)
    story.runs("archive.electronic")

    refused = WANG.browser().post(
        f"{story.dispute.get_absolute_url()}archive/", {"version": story.dispute.version}
    )
    assert "案卷缺少：撤回申请" in refused.content.decode()
    mended = f'href="{story.dispute.get_absolute_url()}#materials">去上传撤回申请'
    assert mended in refused.content.decode(), "the gap leads to where it is mended (R079)"
    assert 'id="materials"' in WANG.browser().get(story.dispute.get_absolute_url()).content.decode()
    story.attach(WANG, "撤回申请书", "withdrawal")
    story.archive()
    story.is_seen_by(AUDITOR)
    story.does_not_exist_for(ZHANG, ZHAO)
    story.tells_its_whole_story_to(WANG)


def test_a_second_visit_about_the_same_matter_is_joined_to_the_first() -> None:
    first, second = Journey(f.handled()), Journey(f.triaged())
    second.press(WANG, "merge", into=first.dispute.number)
    second.stands("merged", last=f"并入 {first.dispute.number}，本件终止。", clause="五(一)")
    first.look()
    first.stands("handling", last=f"{second.dispute.number} 并入本件。")
    assert second.dispute.merged_into == first.dispute
    shown = WANG.browser().get(second.dispute.get_absolute_url()).content.decode()
    assert first.dispute.get_absolute_url() in shown
    second.does_not_exist_for(ZHANG, ZHAO)
    second.archive()
    second.holds("受理登记表")
    second.tells_its_whole_story_to(WANG)
    second.is_seen_by(AUDITOR)
    first.does_not_exist_for(AUDITOR)


def test_what_is_no_contribution_dispute_is_declined_in_writing() -> None:
    story = Journey(f.triaged())
    story.press(SUN, "decline", reason="属劳动报酬争议", channel="劳动保障监察大队")
    story.stands("declined", last="应走渠道：劳动保障监察大队", clause="四(一)")
    story.holds("受理登记表", "告知单")
    story.reads(WANG, story.paper("告知单"), "不予受理", "属劳动报酬争议", "劳动保障监察大队")
    story.runs("archive.electronic")
    story.is_refused(WANG, "archive", "还没有告知缴费人，不能归档")
    story.press(
        WANG, "serve", party="payer", method="mail", served_on=f"{f.today()}", recipient="本人"
    )
    story.archive()
    story.holds("受理登记表", "告知单", "送达回证")
    story.is_seen_by(AUDITOR)
    story.does_not_exist_for(ZHANG)
    story.tells_its_whole_story_to(WANG)


def test_a_consultation_is_answered_on_the_spot() -> None:
    story = Journey(f.triaged(category="GEN-1"))
    story.press(WANG, "answer_now", answer="灵活就业人员可按年度缴费。")
    story.stands("concluded", last="即时答复：灵活就业人员可按年度缴费。", clause="五(一)")
    story.archive()
    story.holds("受理登记表")
    story.is_seen_by(AUDITOR)
    story.tells_its_whole_story_to(WANG)


def test_no_other_matter_may_be_answered_on_the_spot() -> None:
    Journey(f.triaged()).is_refused(WANG, "answer_now", "只有政策咨询（GEN-1、HR-10）可以即时答复")
