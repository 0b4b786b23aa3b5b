"""What single kinds of paper say: sentences, boxes and lines that depend on the case."""

from __future__ import annotations

from datetime import date

import pytest

from papers.pieces import AgentPiece, OfficePiece, PartyPiece
from papers.printing.drawing import page
from tests.papers import samples


def ticked(boxes: object) -> list[str]:
    return [box.label for box in boxes if box.ticked]  # type: ignore[attr-defined]


def test_the_decision_tells_the_payer_of_his_own_matter_and_the_other_side_of_one() -> None:
    about = "已参保未申报（养老、医疗、失业、2024.01-2025.06）争议事项"
    assert samples.decision().opening.startswith(f"您于2026年3月3日反映的{about}")
    assert samples.decision(party="counterparty").opening.startswith(f"涉及你方的{about}")


def test_a_decision_on_a_bare_matter_leaves_out_what_is_not_known() -> None:
    opening = samples.decision(matter=samples.a_bare_matter()).opening
    assert opening == "您反映的咨询争议事项，经办理，现将处理意见告知如下："


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("属医保局职责", "经审查，该事项属医保局职责"),
        ("您反映的事项不属于本单位职责。", "您反映的事项不属于本单位职责。"),
    ],
)
def test_a_reason_typed_in_a_few_words_is_a_sentence_of_the_notification(
    typed: str, printed: str
) -> None:
    """It stood alone on a line, without a subject; what was done about it follows it now."""
    told = samples.notification(reason=typed)
    assert told.why == printed
    assert f"<p>{printed.removesuffix('。')}。依照" in page(told, masked=False)


def test_a_notification_names_the_body_and_the_number_the_matter_went_by() -> None:
    told = samples.notification().told
    assert "以乌社征议报〔2026〕12号将您反映的事项移交区税务局依法处理" in told
    assert "移交有权处理的部门" in samples.notification(competent=None, referral_number="").told


def test_a_mere_notice_promises_no_transfer() -> None:
    told = samples.notification(outcome="notify_only", channel_text="请走投诉渠道。").told
    assert told == "请您向区税务局反映，可出示本告知单。请走投诉渠道。"


def test_a_declined_matter_is_told_so_and_where_else_to_go() -> None:
    told = samples.notification(outcome="declined", channel_text="请走投诉渠道。").told
    assert told.endswith("我单位不予受理。请走投诉渠道。")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("劳动人事争议仲裁委员会", "我单位不予受理。请您通过劳动人事争议仲裁委员会依法提出。"),
        ("请走投诉渠道", "我单位不予受理。请走投诉渠道。"),
        ("", "我单位不予受理。"),
    ],
)
def test_a_body_typed_alone_gets_its_verb(typed: str, printed: str) -> None:
    assert samples.notification(outcome="declined", channel_text=typed).told.endswith(printed)


@pytest.mark.parametrize(
    ("assignment", "title", "answer"),
    [
        ("joint", "联合办理", "书面意见"),
        ("special", "专案办理", "书面审批意见"),
        ("assist", "协助办理", "办理情况"),
    ],
)
def test_a_joint_notice_asks_in_the_manner_of_its_kind(
    assignment: str, title: str, answer: str
) -> None:
    manner = samples.joint_notice(assignment=assignment).manner
    assert (manner.title, manner.answer) == (title, answer)


def test_a_joint_notice_begins_with_who_and_what_and_leaves_out_the_unknown() -> None:
    whole = samples.joint_notice().sections[0].text
    assert whole.startswith(f"缴费人：{samples.NAME}；争议对方：翠峦兴林木制品加工厂；涉及险种：")
    bare = samples.joint_notice(
        matter=samples.a_bare_matter(), payer=None, counterparty=None
    ).sections
    assert [section.heading for section in bare] == ["事项摘要", "请你单位依职权办理的事项"]
    assert bare[0].text == "咨询缴费办法。"


def test_the_minutes_say_who_chaired_and_that_the_leader_agreed() -> None:
    overview = samples.minutes(consent_number="2026年3月10日批示").overview
    assert overview.startswith(
        "2026年3月12日 14:30，经专班组长同意（2026年3月10日批示），专班组长在区政府三楼"
    )
    assert "研究社会保险费征缴争议事项2件" in overview


def test_the_minutes_name_only_the_groups_somebody_was_in() -> None:
    labels = [each.label for each in samples.minutes(absent=(), observers=()).attendance]
    assert labels == ["出席："]


def test_a_notice_of_a_meeting_numbers_only_what_it_says() -> None:
    notice = samples.meeting_notice(materials="", attendees="")
    assert [section.heading for section in notice.after] == ["参加单位和人员"]
    assert notice.after[0].text == "区人社局、区税务局、区医保局、社保乌翠分中心"


def test_a_registration_names_an_anonymous_payer_so_and_every_one_who_speaks_for_him() -> None:
    form = samples.registration(
        payer=PartyPiece(),
        anonymous=True,
        agent=None,
        representatives=(AgentPiece(name="甲", phone="1"), AgentPiece(name="乙")),
    )
    assert form.payer_name == "匿名"
    assert form.spoken_for_by == "甲 1；乙"
    assert samples.registration(payer=PartyPiece()).payer_name == ""


def test_only_a_visitor_signs_the_registration() -> None:
    assert samples.registration().in_person
    assert not samples.registration(matter=samples.a_matter(channel="电话")).in_person


def test_a_referral_names_the_agent_or_whom_to_ask_for_in_a_unit() -> None:
    assert samples.referral().spokesman == "欧阳大雪 15400000026"
    assert samples.referral(agent=None, payer=samples.an_employer()).spokesman == "梁会计"


def test_a_referral_gives_the_officer_and_his_telephone() -> None:
    assert samples.referral().whom_to_call == "经办员甲　0458-3100000"
    assert samples.referral(contact=OfficePiece(name="区税务局")).whom_to_call == ""
    assert samples.referral(contact=None).whom_to_call == ""


@pytest.mark.parametrize(
    ("urgency", "word"), [("critical", "特急"), ("urgent", "加急"), ("normal", "平件")]
)
def test_a_referral_is_ticked_with_its_urgency(urgency: str, word: str) -> None:
    assert ticked(samples.referral(matter=samples.a_matter(urgency=urgency)).urgencies) == [word]


def test_the_reverse_of_a_referral_is_a_receipt_for_the_pen() -> None:
    reverse = samples.referral().reverse
    assert (reverse.sender, reverse.department) == ("区信访局", "区税务局")
    assert (reverse.due_on, reverse.signed_by) == (date(2026, 3, 19), "")
    assert reverse.attached == ""
    assert ticked(reverse.outcomes) == []


def test_a_receipt_reports_both_parties_even_when_one_was_not_told() -> None:
    told = samples.receipt(counterparty_feedback=None).told
    assert [each.label for each in told] == ["反馈缴费人", "反馈争议对方"]
    assert [ticked(each.feedback.answers) for each in told] == [["无异议"], []]
    assert samples.receipt().attached == "无"


@pytest.mark.parametrize(("lines", "blank"), [(0, 18), (6, 12), (18, 0), (19, 17)])
def test_a_catalogue_is_filled_up_to_whole_pages(lines: int, blank: int) -> None:
    one = samples.case_catalogue().lines[0]
    assert len(samples.case_catalogue(lines=(one,) * lines).blank_lines) == blank


def test_a_supervision_stands_at_one_of_three_levels() -> None:
    assert ticked(samples.supervision_order(level="3").levels) == ["通报"]
    assert ticked(samples.supervision_reply(level="1").levels) == ["提示"]


def test_a_proof_of_service_says_whose_side_and_how() -> None:
    proof = samples.service_proof(party="counterparty")
    assert proof.side == "争议对方"
    assert ticked(proof.methods) == ["直接送达"]


def test_verdicts_of_the_leader_and_of_a_department_are_ticked() -> None:
    assert ticked(samples.major_approval(verdict="more").verdicts) == ["补充材料"]
    assert ticked(samples.approval_opinion(verdict="suggest").verdicts) == ["建议"]


def test_the_signals_of_a_major_matter_are_told_with_their_score() -> None:
    assert samples.major_approval().lay_out().signals.startswith("命中信号（7分）：同一诉求")
    assert samples.major_approval(signals=()).lay_out().signals == ""


def test_a_report_names_every_stance_with_its_department() -> None:
    sheet = samples.report_up().lay_out()
    assert sheet.stances.text.splitlines()[0].startswith("区人社局：登记信息")
    assert "\n依据：" in sheet.decision.text
    assert "\n" not in samples.report_up(basis="", decision="属实。").lay_out().decision.text


def test_a_task_says_who_gave_it() -> None:
    assert samples.task_sheet().source == "会商议定事项"
    assert samples.task_sheet(assignment="task").source == "专班交办"


def test_a_transfer_letter_tells_the_outside_body_how_to_reach_the_payer() -> None:
    line = samples.transfer_letter().payer_line
    assert line == "，".join((samples.NAME, samples.ID_NUMBER, samples.PHONE, samples.ADDRESS))
