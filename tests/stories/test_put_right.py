"""What was taken down or chosen wrongly is put right on the record, and goes on to the archive."""

from __future__ import annotations

from datetime import timedelta

import pytest

from departments.models import Post, Term
from tests import factories as f
from tests.stories.cast import CHEN, LI, OFFICE, SUN, WANG, WU, ZHANG, ZHAO
from tests.stories.journey import Journey, send, words_of
from tests.workflow.two_payers import SECOND, second
from workflow.models import Assignment

pytestmark = pytest.mark.usefixtures("stage")


def end(story: Journey) -> None:
    """Decided by the tax bureau, told to both, heard, and filed."""
    story.decide(WANG, SUN, "责令补缴。")
    story.serve_both(WANG)
    story.hear(WANG, "payer", "none")
    story.hear(WANG, "counterparty", "none")
    story.archive()


def recall(story: Journey, asked: Assignment, reason: str) -> None:
    """The one who convened takes back what he asked of a unit."""
    address = f"{asked.get_absolute_url()}recall/"
    answer = send(WANG.browser(), address, {"reason": reason}, mark="version")
    assert answer.status_code == 302, words_of(answer)
    story.look()


def test_what_was_no_contribution_dispute_by_its_category_is_corrected_and_then_handled() -> None:
    story = Journey(f.triaged(category="OUT-2"))
    story.is_refused(WANG, "accept_single", "不属")
    story.press(WANG, "correct", category="TAX-1", reason="缴费人说的是单位没有申报")
    story.stands("triage", last="更正争议类别，见更正单", clause="五(一)")
    story.reads(WANG, story.paper("更正单"), "争议类别", "缴费人说的是单位没有申报")
    story.press(WANG, "accept_single", reason="属税务职责")
    story.stands("handling", mode="single")
    end(story)
    story.tells_its_whole_story_to(WANG)


def test_a_telephone_number_taken_down_wrongly_is_corrected_while_others_work_on_it() -> None:
    story = Journey(f.handled("joint"))
    before = story.dispute.papers.count()
    story.press(WANG, "correct", **{"payer.phone": "15400000042", "reason": "记错一位"})
    story.stands("handling", last="更正缴费人电话，见更正单", clause="五(一)", mode="joint")
    assert story.dispute.papers.count() == before + 1
    story.reads(WANG, story.paper("更正单"), "缴费人电话", "15400000042", "记错一位")
    assert "15400000042" not in words_of(ZHANG.browser().get(story.dispute.get_absolute_url()))
    story.give_opinion(ZHANG, WU, "应当参保。")
    f.answer_all(story.dispute)
    story.look()
    end(story)


def test_when_every_joint_department_was_asked_in_vain_the_convenor_takes_it_back() -> None:
    story = Journey(f.handled("joint"))
    first, *others = story.dispute.assignments.filter(kind="joint").order_by("pk")
    recall(story, first, "已由税务局查清")
    story.stands("handling", mode="joint")
    for each in others:
        recall(story, each, "已由税务局查清")
    story.stands("triage", last="已无单位办理，退回分类。", clause="五(三)")
    story.is_told(ZHANG, "交办已撤回")
    story.is_told(CHEN, "交办已撤回")
    story.does_not_exist_for(ZHANG, CHEN)
    story.press(WANG, "accept_single", reason="属税务职责")
    end(story)


def test_a_road_chosen_by_mistake_is_undone_and_its_papers_are_void() -> None:
    story = Journey(f.triaged())
    story.press(WANG, "refer", department="YB", reason="属医保局职责")
    story.holds("受理登记表", "告知单", "报送单")
    story.press(WANG, "undo_triage", reason="点错了单位")
    story.stands("triage", last="撤销分流：点错了单位", clause="五(一)")
    assert [paper.is_void for paper in story.dispute.papers.order_by("pk")] == [False, True, True]
    story.is_told(ZHANG, "分流已撤销，不用签收：点错了单位")
    story.does_not_exist_for(ZHANG)
    story.press(WANG, "accept_single", reason="属税务职责")
    end(story)
    story.tells_its_whole_story_to(WANG)


def test_where_the_only_head_withdraws_the_office_names_who_signs() -> None:
    story = Journey(f.handled())
    story.press(
        WANG, "draft_decision", facts="经查属实", basis="社会保险法第六十三条", decision="补缴"
    )
    story.press(SUN, "recuse", officer=SUN.officer().username, reason="与缴费人是亲属")
    story.is_told(OFFICE, "现无人能办，请指定代办")
    story.press(OFFICE, "designate", officer=LI.officer().username, reason="负责人回避")
    story.is_told(LI, "由您代税务局部门负责人办理")
    story.press(LI, "sign_decision", comment="同意")
    story.stands("feedback", last=f"{LI.name}（代办） 签发处理意见", clause="五(三)")
    assert story.dispute.decisions.get().signer_label.endswith("（代办）")
    story.does_not_exist_for(SUN, ZHAO)
    story.serve_both(WANG)
    story.hear(WANG, "payer", "none")
    story.hear(WANG, "counterparty", "none")
    story.archive()


def test_one_of_two_cases_is_merged_into_the_other_and_both_payers_are_answered() -> None:
    story, his = Journey(f.handled()), Journey(second())
    his.press(WANG, "merge", into=story.dispute.number)
    his.stands("merged", last=f"并入 {story.dispute.number}，本件终止。", clause="五(一)")
    story.look()
    story.stands("handling", last="处理意见须分别告知、分别听取意见", clause="五(一)")
    assert story.dispute.people_count == 2
    his.archive()
    story.decide(WANG, SUN, "责令补缴。")
    of = his.dispute.pk
    for party, came in (("payer", ""), ("payer", of), ("counterparty", "")):
        story.press(WANG, "serve", party=party, of=came, method="direct",
                    served_on=f"{f.today()}", recipient="本人")  # fmt: skip
    mine, other = story.dispute.papers.filter(kind="decision", party="payer").order_by("pk")
    story.reads(WANG, mine, "欧阳测试")
    story.reads(WANG, other, SECOND["name"])
    for party, came in (("payer", ""), ("payer", of), ("counterparty", "")):
        story.hear(WANG, party, "none", of=came)
    story.stands("concluded")
    story.archive()


def test_an_officer_of_two_units_registers_here_and_answers_nothing_of_it_there() -> None:
    both = WANG.officer()
    post = Post.objects.filter(department__code="YB", role="clerk").earliest("pk")
    Term.objects.create(officer=both, post=post, starts_on=f.today() - timedelta(days=300))
    story = Journey(f.handled("joint"))
    page = WANG.browser()
    assert page.post("/manage/desk/", {"unit": "YB"}).status_code == 302
    mine = story.assignment("YB")
    shown = page.get(f"{mine.get_absolute_url()}accept/", follow=True)
    assert "不能由您答复" in words_of(shown)
    story.give_opinion(ZHANG, WU, "应当参保。")
    f.answer_all(story.dispute)
    story.look()
    end(story)
    own = story.dispute.timeline.filter(actor=both)
    assert set(own.values_list("department__code", flat=True)) == {"SW"}
