"""B: told in writing and handed to the department whose duty it is, or only told (五(一)、附件)."""

from __future__ import annotations

from pathlib import Path

import pytest

from papers.layout.days import by_day
from tests import factories as f
from tests.stories.cast import AUDITOR, CHEN, LEADER, OFFICE, SUN, WANG, WU, ZHANG, ZHAO
from tests.stories.journey import Journey

pytestmark = pytest.mark.usefixtures("stage")
TITLE = "乌翠区社会保险费征缴争议事项处理报送单"
REMARK = "以上反映内容，现予以报送，请按规定程序处理，办理过程中严格保密，不得泄露缴费人信息。"


def test_a_referral_goes_to_the_other_bureau_and_its_receipt_comes_back(tmp_path: Path) -> None:
    story = Journey(f.triaged())
    story.does_not_exist_for(ZHANG)
    story.press(WANG, "refer", department="YB", reason="属医保局职责")
    story.stands("handling", mode="referral", last="移交区医保局办理", clause="五(一)")
    story.holds("受理登记表", "告知单", "报送单")
    story.runs("referral.total", "transfer.feedback", "transfer.sign")
    story.is_told(ZHANG, "请签收")
    story.is_seen_by(ZHANG, WANG)
    story.does_not_exist_for(CHEN, ZHAO)

    story.is_refused(ZHANG, "draft_decision", "报送件尚未签收，请先签收再拟定处理意见。")
    story.press_answer(ZHANG, "accept")
    assert story.dispute.responsible_officer == ZHANG.officer()
    story.decide(ZHANG, WU, "按规定补收医疗保险费。")
    story.serve_both(ZHANG)
    story.press_answer(
        ZHANG, "draft_opinion", facts="已办结", basis="社会保险法第六十三条", opinion="已答复双方"
    )
    story.press_answer(WU, "approve_opinion")
    story.is_told(WANG, "医保局已反馈。")
    story.hear(ZHANG, "payer", "none")
    story.hear(ZHANG, "counterparty", "none")
    story.stands("concluded", last="予以办结", clause="五(四)")
    story.is_told(WANG, "已办结，请归档。")

    story.archive()
    story.is_packed_for(AUDITOR, tmp_path)
    story.holds("受理登记表", "告知单", "报送单", "处理意见告知书", "处理意见告知书", "送达回证",
                "送达回证", "回执")  # fmt: skip
    story.is_seen_by(ZHANG, AUDITOR)
    story.does_not_exist_for(CHEN)
    story.tells_its_whole_story_to(ZHANG)


def test_the_transmittal_is_to_the_letter_and_the_receipt_bears_its_number() -> None:
    story = Journey(f.decided("referral"))
    sheet, due = story.paper("报送单"), story.assignment("YB").due_on
    text = story.reads(ZHANG, sheet, REMARK, "欧阳测试", "15400000018", "办理结果直接反馈缴费人",
                       f"并于{by_day(due, f.today())}前将办理情况反馈受理部门。")  # fmt: skip
    assert text.startswith(TITLE)
    story.serve_both(ZHANG)
    story.press_answer(
        ZHANG, "draft_opinion", facts="已办结", basis="社会保险法第63条", opinion="已答复双方"
    )
    story.press_answer(WU, "approve_opinion")
    receipt = story.paper("回执")
    assert receipt.number == sheet.number
    story.reads(WANG, receipt, "已办结", "已答复双方", "回执")


def test_a_matter_is_only_told_where_it_belongs() -> None:
    story = Journey(f.triaged())
    story.press(WANG, "notify_only", department="RS", reason="缴费人要求自行前往")
    story.stands("notified", mode="notify", last="不移交", clause="五(一)")
    story.holds("受理登记表", "告知单")
    story.runs("archive.electronic")
    assert not story.dispute.assignments.exists()
    story.does_not_exist_for(CHEN, ZHAO)
    story.reads(WANG, story.paper("告知单"), "告知单", "区人社局",
                "缴费人要求自行前往")  # fmt: skip
    story.press(
        WANG, "serve", party="payer", method="direct", served_on=f"{f.today()}", recipient="本人"
    )
    story.archive()
    story.holds("受理登记表", "告知单", "送达回证")
    story.is_seen_by(AUDITOR)
    story.tells_its_whole_story_to(WANG)


def test_a_matter_outside_the_district_goes_to_the_body_that_has_the_power() -> None:
    story = Journey(f.triaged(town="other"))
    story.is_refused(WANG, "accept_single", "事项辖区在区外，只能告知并移交有权处理的单位。")
    story.press(WANG, "refer", outside_body="铁力市税务局", reason="单位在铁力市")
    story.stands("notified", mode="notify", last="移交铁力市税务局", clause="五(一)")
    story.holds("受理登记表", "告知单", "移交函")
    story.reads(WANG, story.paper("移交函"), "铁力市税务局", "单位在铁力市")
    story.press(
        WANG, "serve", party="payer", method="phone", served_on=f"{f.today()}", recipient="本人"
    )
    story.archive()


def test_after_the_second_return_only_the_office_says_who_handles_it() -> None:
    story = Journey(f.triaged())
    story.press(WANG, "refer", department="YB", reason="属医保局职责")
    story.press_answer(ZHANG, "return_back", reason="不属我局职责", department="RS")
    story.stands("triage", last="认为属区人社局职责", clause="五(二)")
    assert story.dispute.lead_department.code == "SW"
    story.is_told(WANG, "不属我局职责")
    story.does_not_exist_for(ZHANG)

    story.press(WANG, "refer", department="RS", reason="属人社局职责")
    story.is_seen_by(CHEN)
    story.press_answer(CHEN, "return_back", reason="也不属我局职责")
    story.stands("triage")
    story.is_told(OFFICE, "请指定办理单位")
    story.is_refused(WANG, "refer", "该事项已被退回两次，由专班办公室指定办理单位。")

    story.press(OFFICE, "assign", department="YB", reason="按职责分工由医保局办理")
    story.stands("handling", mode="referral", last="指定由区医保局办理", clause="五(一)")
    story.is_seen_by(ZHANG)
    story.does_not_exist_for(CHEN)
    refused = ZHANG.browser().get(
        f"{story.assignment('YB').get_absolute_url()}return_back/", follow=True
    )
    assert "专班办公室指定的单位不得退回。" in refused.content.decode()

    story.press_answer(ZHANG, "accept")
    story.decide(ZHANG, WU, "按规定补收医疗保险费。")
    story.serve_both(ZHANG)
    story.hear(ZHANG, "payer", "none")
    story.hear(ZHANG, "counterparty", "none")
    story.stands("feedback")  # the receipt is still owed
    story.press_answer(ZHANG, "draft_opinion", facts="办结", basis="社会保险法", opinion="已答复")
    story.press_answer(WU, "approve_opinion")
    story.stands("concluded", last="予以办结", clause="五(三)1(3)")
    story.archive()
    story.is_seen_by(ZHANG, LEADER)
    story.does_not_exist_for(CHEN)
    story.tells_its_whole_story_to(OFFICE)


def test_the_sender_learns_that_nobody_else_may_sign_for_it() -> None:
    story = Journey(f.handled("referral"))
    at = story.assignment("YB").get_absolute_url()
    assert SUN.browser().get(f"{at}accept/").status_code == 403
    assert ZHAO.browser().get(f"{at}accept/").status_code == 404
    assert CHEN.browser().get(at).status_code == 404
