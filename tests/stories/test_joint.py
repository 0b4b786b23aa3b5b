"""C: several departments write, the receiving one sums up and tells both parties (五(三)1)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import factories as f
from tests.stories.cast import AUDITOR, CHEN, LEADER, SUN, WANG, WU, ZHANG, ZHAO, ZHOU
from tests.stories.journey import Journey

pytestmark = pytest.mark.usefixtures("stage")


def test_three_bureaus_answer_and_the_receiving_one_sums_up(tmp_path: Path) -> None:
    story = Journey(f.triaged())
    story.press(WANG, "convene_joint", departments=["YB", "RS"], question="请核实参保情况")
    story.stands("handling", mode="joint", last="向", clause="五(三)1")
    story.holds("受理登记表", "会办通知", "会办通知")
    story.is_told(ZHANG, "请签收")
    story.is_told(CHEN, "请签收")
    story.runs("general.joint.total", *["general.joint.opinion", "transfer.sign"] * 2)
    story.is_seen_by(ZHANG, CHEN)
    story.does_not_exist_for(ZHAO, AUDITOR)
    notice = next(p for p in story.dispute.papers.all() if p.assignment == story.assignment("RS"))
    story.reads(CHEN, notice, "会办通知", "请核实参保情况", "区人社局")

    story.give_opinion(ZHANG, WU, "建议补缴医疗保险费。")
    story.is_told(WANG, "医保局已反馈。")
    story.is_refused(WANG, "draft_decision", "尚有单位未提交书面意见")
    story.give_opinion(CHEN, ZHOU, "建议先确认劳动关系。")
    story.is_told(WANG, "办理中，请办理。")
    story.runs("general.joint.total", "decision.draft")

    story.decide(WANG, SUN, "采纳两局意见，责令补缴。")
    told = story.paper("处理意见告知书", party="payer")
    story.reads(WANG, told, "建议补缴医疗保险费。", "建议先确认劳动关系。", "责令补缴")
    story.serve_both(WANG)
    story.hear(WANG, "payer", "none")
    story.hear(WANG, "counterparty", "none")
    story.stands("concluded", last="予以办结", clause="五(四)")
    story.archive()
    story.is_packed_for(AUDITOR, tmp_path)
    story.holds("受理登记表", "会办通知", "会办通知", "部门书面意见书", "部门书面意见书",
                "处理意见告知书", "处理意见告知书", "送达回证", "送达回证")  # fmt: skip
    story.is_seen_by(CHEN, AUDITOR, LEADER)
    story.does_not_exist_for(ZHAO)
    story.tells_its_whole_story_to(ZHANG)


def test_a_silent_department_is_excused_in_writing_by_the_head_and_named_so() -> None:
    story = Journey(f.handled("joint"))
    story.give_opinion(ZHANG, WU, "建议补缴医疗保险费。")
    late = f.overdue(story.assignment("RS")).get_absolute_url()
    assert WANG.browser().get(f"{late}excuse/").status_code == 403
    answer = SUN.browser().post(
        f"{late}excuse/", {"version": story.assignment("RS").version, "reason": "催办两次未提供"}
    )
    assert answer.status_code == 302
    story.look()
    story.stands("handling", last="逾期未提供意见：催办两次未提供", clause="五(三)1(3)")
    story.decide(WANG, SUN, "责令补缴。")
    told = story.paper("处理意见告知书", party="payer")
    story.reads(WANG, told, "逾期未提供书面意见")
