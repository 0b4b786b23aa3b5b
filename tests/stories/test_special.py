"""Major: the leader's word first, then signed opinions, a meeting and its minutes (五(三)2、3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import factories as f
from tests.stories.cast import AUDITOR, CHEN, LEADER, OFFICE, SUN, WANG, WU, ZHANG, ZHAO, ZHOU
from tests.stories.journey import Journey

pytestmark = pytest.mark.usefixtures("stage")
BUREAUS = ["SW", "RS", "YB"]


def test_a_major_matter_is_handled_after_the_leaders_word_with_meeting_and_minutes(
    tmp_path: Path,
) -> None:
    story = Journey(f.triaged())
    story.press(WANG, "report_major", reason="群体性诉求", departments=BUREAUS)
    story.stands("awaiting_approval", last="报请专班组长审批", clause="五(二)、五(三)2(2)")
    story.is_told(LEADER, "待组长审批，请办理。")
    story.runs("major.approve")
    assert not story.dispute.assignments.exists()
    story.does_not_exist_for(ZHANG, CHEN, ZHAO)

    story.approve(LEADER, answer="approve", comment="同意专案办理", meeting="on")
    story.stands("handling", mode="special", last="并同意召开专题会议", clause="五(二)")
    story.holds("受理登记表", "重大事项审批表", "会办通知", "会办通知")
    story.reads(LEADER, story.paper("重大事项审批表"), "群体性诉求", "同意专案办理", "组长甲",
                copy="masked")  # fmt: skip
    story.is_seen_by(ZHANG, CHEN)
    story.is_told(CHEN, "请签收")

    story.give_opinion(ZHANG, WU, "医保意见")
    story.give_opinion(CHEN, ZHOU, "人社意见")
    story.is_refused(WANG, "draft_decision", "须先会商并签发会议纪要")
    meeting = story.plan(WANG, ["RS", "YB", "CZ"])
    story.is_seen_by(ZHAO)  # who attends sees it until the minutes are issued
    story.sit(meeting, WANG, BUREAUS, "由区税务局牵头补缴")
    story.press_meeting(meeting, LEADER, "issue")
    story.stands("handling", last="签发“专题会议”会议纪要", clause="五(三)2(3)")
    story.does_not_exist_for(ZHAO)
    story.reads(WANG, story.paper("会议纪要"), "由区税务局牵头补缴", "专题会议")

    story.decide(WANG, SUN, "按会议纪要责令补缴。")
    # special: nobody was asked jointly; what each said stands under a word for those who handle it
    story.reads(WANG, story.paper("处理意见告知书"), "各办理单位意见摘要", "人社意见")
    story.serve_both(WANG)
    story.hear(WANG, "payer", "none")
    story.hear(WANG, "counterparty", "none")
    story.stands("concluded")
    story.is_refused(WANG, "archive", "还有未办结的交办")  # what the meeting resolved is owed
    story.give_opinion(WANG, SUN, "已按议定事项补缴")
    story.archive()
    story.is_packed_for(AUDITOR, tmp_path)
    labels = [paper.label for paper in story.dispute.papers.order_by("pk")]
    assert labels.count("部门书面审批意见书") == 2
    assert {"会商通知", "会议纪要", "交办单"} <= set(labels)
    story.is_seen_by(AUDITOR, CHEN, OFFICE)
    story.does_not_exist_for(ZHAO)
    story.tells_its_whole_story_to(LEADER)


def test_what_the_leader_refuses_goes_back_as_it_was_reported() -> None:
    story = Journey(f.triaged())
    story.press(WANG, "report_major", reason="群体性诉求", departments=BUREAUS)
    story.approve(LEADER, answer="ask_more", comment="请补充涉及人数")
    story.stands("triage", last="要求补充材料：请补充涉及人数", clause="五(二)")
    story.is_told(WANG, "待分类，请办理。")
    story.press(WANG, "report_major", reason="涉及三十人", departments=BUREAUS)
    story.approve(LEADER, answer="reject", comment="按一般事项办理")
    story.stands("triage", last="不同意专案办理：按一般事项办理", clause="五(二)", mode="")
    assert not story.dispute.assignments.exists()
    story.does_not_exist_for(ZHANG, CHEN)
