"""A: a visit at the counter, handled by the department that took it in, to the archive (五(一))."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.cast import ADMINISTRATOR, AUDITOR, LEADER, LI, SUN, WANG, ZHANG, ZHAO
from tests.stories.journey import register_by_page

pytestmark = pytest.mark.usefixtures("stage")
VISIT = {
    "channel": "visit",
    "town": "230718100",
    "payer.name": "欧阳测试",
    "payer.kind": "employee",
    "payer.id_number": "230799197804120011",
    "payer.phone": "15400000018",
    "insurance_types": ["pension"],
    "category": "TAX-1",
    "facts": "单位办了参保登记，三个月没有申报缴费。",
    "claim": "请督促单位申报缴费。",
    "counterparty.name": "示例木制品加工厂",
    "counterparty.kind": "employer",
}


def test_one_department_takes_a_visit_from_the_counter_to_the_archive(tmp_path: Path) -> None:
    story = register_by_page(WANG, **VISIT)
    story.stands("registered", last="王首问 登记", clause="五(一)")
    story.is_told(LI, "待审核，请办理。")
    story.runs("intake.review")
    story.is_seen_by(WANG, LI, LEADER)
    story.does_not_exist_for(ZHANG, ZHAO, AUDITOR, ADMINISTRATOR)

    story.press(LI, "approve_intake", comment="要素齐全")
    story.stands("triage", last="李审核 审核通过登记", clause="五(二)")
    story.is_told(WANG, "待分类，请办理。")
    story.holds("受理登记表")

    story.press(WANG, "accept_single", reason="属税务职责")
    story.stands("handling", mode="single", last="由本单位单独办理", clause="五(一)")
    story.runs("general.single")
    story.does_not_exist_for(ZHANG)

    story.decide(WANG, SUN, "责令三十日内申报补缴。")
    story.is_told(WANG, "待反馈，请办理。")
    story.runs("feedback.both", "general.single")
    story.is_refused(WANG, "record_response", "请先登记送达，再登记当事人意见。")
    story.serve_both(WANG)
    story.runs("stance.wait")
    story.hear(WANG, "payer", "none")
    story.stands("feedback")
    story.hear(WANG, "counterparty", "none")
    story.stands("concluded", last="双方均已反馈，予以办结。", clause="五(四)")
    story.runs("archive.electronic")
    story.does_not_exist_for(AUDITOR)

    story.archive()
    story.is_packed_for(AUDITOR, tmp_path)
    story.holds(
        "受理登记表", "处理意见告知书", "处理意见告知书", "送达回证", "送达回证"
    )  # fmt: skip
    story.is_seen_by(AUDITOR, LEADER, WANG)
    story.does_not_exist_for(ZHANG, ZHAO, ADMINISTRATOR)
    story.is_refused(WANG, "withdraw", "现在的状态是“已归档”，不能办理“缴费人撤回”。")
    story.tells_its_whole_story_to(WANG)


def test_its_papers_say_what_was_done_and_the_masked_copy_names_nobody() -> None:
    story = register_by_page(WANG, **VISIT)
    story.press(LI, "approve_intake", comment="要素齐全")
    story.press(WANG, "accept_single", reason="属税务职责")
    story.decide(WANG, SUN, "责令三十日内申报补缴。")

    form = story.paper("受理登记表")
    story.reads(WANG, form, "受理登记表", "欧阳测试", "230799197804120011", "示例木制品加工厂",
                "三个月没有申报缴费", "王首问", "李审核", "要素齐全")  # fmt: skip
    masked = story.reads(WANG, form, "欧*试", "脱敏副本", copy="masked")
    assert "欧阳测试" not in masked
    assert "15400000018" not in masked
    told = story.paper("处理意见告知书", party="counterparty")
    story.reads(SUN, told, "处理意见告知书", "示例木制品加工厂", "责令三十日内申报补缴",
                "社会保险法第六十三条", "行政复议", "孙负责")  # fmt: skip
