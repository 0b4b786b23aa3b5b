"""机构改革 in the middle of a case: papers keep their names, and the case reaches the archive."""

from __future__ import annotations

import pytest
from django.urls import reverse

from departments.models import Department, Post, Reform, Term
from departments.roles import Role
from disputes.models import Dispute
from tests import factories as f
from tests.stories.cast import (
    ADMINISTRATOR,
    CHEN,
    LEADER,
    OFFICE,
    SUN,
    WANG,
    WU,
    ZHANG,
    ZHAO,
    ZHOU,
    Part,
)
from tests.stories.journey import Journey, send
from tests.told import texts
from workflow.models import Notice

pytestmark = pytest.mark.usefixtures("stage")

KEEPER = Part(Role.SECADMIN, "ZB", "安管戊")
DOCUMENT = "乌编发〔2026〕3号"


def decide(source: str, target: str, kind: str = "merge", **scope: object) -> Reform:
    """The system administrator registers what was decided; who carries it out is there to hear."""
    KEEPER.officer()
    day = f"{f.today()}"
    typed = {"kind": kind, "target": target, "document": DOCUMENT, "decided_on": day,
             "effective_on": day, "reason": "机构改革方案"} | scope  # fmt: skip
    address = reverse("reform_new", args=[source])
    assert send(ADMINISTRATOR.browser(), address, typed, mark="target").status_code == 302
    return Reform.objects.latest("pk")


def carry_out(row: Reform, *moving: Part) -> None:
    """The security administrator gives posts, and all goes over at once."""
    terms = Term.objects.filter(post__department=row.source).select_related("post")
    nothing = "none" if row.is_merger else ""
    typed: dict[str, object] = {f"term{term.pk}": nothing for term in terms}
    for part in moving:
        term = terms.get(officer=part.officer())
        seats = Post.objects.filter(department=row.target, role=term.post.role)
        taken = {str(seat) for seat in typed.values()}
        vacant = [s for s in seats if str(s.pk) not in taken and not s.holders_on(f.today())]
        typed[f"term{term.pk}"] = str((vacant or list(seats))[0].pk)
    address = reverse("reform_carry_out", args=[row.pk])
    assert send(KEEPER.browser(), address, typed, mark=min(typed)).status_code == 302
    row.refresh_from_db()
    assert row.state == Reform.State.DONE


def is_told(part: Part, words: str) -> None:
    told = texts(Notice.objects.filter(recipient=part.officer()))
    assert any(words in text for text in told), list(told)


def test_a_unit_renamed_mid_case_signs_its_next_paper_with_its_new_name() -> None:
    story = Journey(f.triaged())
    story.press(WANG, "convene_joint", departments=["YB", "RS"], question="请核实参保情况")
    before = next(p for p in story.dispute.papers.all() if p.assignment == story.assignment("YB"))
    typed: dict[str, object] = {
        "name": "区医疗保障局",
        "short_name": "医疗保障局",
        "from_day": f"{f.today()}",
        "document": DOCUMENT,
        "reason": "机构改革方案",
    }
    address = reverse("department_rename", args=["YB"])
    assert send(ADMINISTRATOR.browser(), address, typed, mark="from_day").status_code == 302
    story.give_opinion(ZHANG, WU, "建议补缴医疗保险费。")
    said = story.reads(WANG, before, "区医保局")
    assert "区医疗保障局" not in said
    opinion = story.paper("部门书面意见书")
    assert "区医保局" not in story.reads(WANG, opinion, "区医疗保障局")
    story.give_opinion(CHEN, ZHOU, "建议先确认劳动关系。")
    story.decide(WANG, SUN, "责令补缴。")
    told = story.paper("处理意见告知书", party="payer")
    story.reads(WANG, told, "区医疗保障局")
    story.serve_both(WANG)
    story.hear(WANG, "payer", "none")
    story.hear(WANG, "counterparty", "none")
    story.archive()
    story.reads(WANG, before, "区医保局")
    found = OFFICE.browser().get(reverse("disputes"), {"receiving": "SW"}).content.decode()
    assert str(story.dispute.number) in found


def test_a_unit_merged_mid_case_goes_on_under_its_heir_to_the_archive() -> None:
    story = Journey(f.handled("referral"))
    asked = next(each for each in story.dispute.papers.all() if each.assignment)
    story.press_answer(ZHANG, "accept")
    story.does_not_exist_for(CHEN)
    row = decide("YB", "RS")
    is_told(KEEPER, "请落实")
    carry_out(row, ZHANG)
    story.look()
    story.stands(
        "handling", last="原由医保局办理的，今后由人社局办理", clause="三", mode="referral"
    )
    story.is_seen_by(CHEN)
    story.does_not_exist_for(WU, ZHAO)
    story.is_told(WANG, "已改由人社局办理")
    for part, words in (
        (CHEN, "请查看待办"), (ZHOU, "请查看待办"), (LEADER, "区医保局并入区人社局"),
        (OFFICE, "未安排岗位：吴负责"), (WU, "岗位另行安排"),
    ):  # fmt: skip
        is_told(part, words)
    assert story.dispute.responsible_officer == ZHANG.officer()
    story.reads(WANG, asked, "区医保局")

    story.decide(CHEN, ZHOU, "责令补缴。")
    told = story.paper("处理意见告知书", party="payer")
    assert "区医保局" not in story.reads(CHEN, told, "区人社局")
    story.serve_both(CHEN)
    heir = Part(Role.CLERK, "RS", CHEN.name)
    mine = story.dispute.assignments.get()
    assert mine.department.code == "RS"
    story.press_answer(
        heir, "draft_opinion", facts="已办结", basis="社会保险法第六十三条", opinion="已反馈双方"
    )
    story.press_answer(ZHOU, "approve_opinion", comment="同意")
    story.hear(CHEN, "payer", "none")
    story.hear(CHEN, "counterparty", "none")
    story.stands("concluded")
    story.archive()
    story.tells_its_whole_story_to(CHEN)
    assert not Department.objects.get(code="YB").is_active


def test_a_case_received_by_a_merged_unit_keeps_its_number_and_reaches_the_archive() -> None:
    story = Journey(f.registered("YB"))
    number = story.dispute.number
    reviewer = Part(Role.REVIEWER, "RS", "钱审核")
    reviewer.officer()
    carry_out(decide("YB", "RS"), ZHANG)
    story.look()
    story.is_told(reviewer, "请办理")
    story.press(reviewer, "approve_intake", comment="同意")
    story.press(CHEN, "accept_single", reason="属本单位职责")
    story.decide(CHEN, ZHOU, "责令补缴。")
    story.serve_both(CHEN)
    story.hear(CHEN, "payer", "none")
    story.hear(CHEN, "counterparty", "none")
    story.archive(CHEN)
    assert story.dispute.number == number
    assert story.dispute.first_contact_department.code == "YB"
    assert story.dispute.case_file.department.code == "RS"


def test_a_new_unit_takes_over_the_part_that_was_split_off() -> None:
    medical = Journey(f.handled(code="YB", insurance_types=["medical"]))
    other = Journey(f.handled(code="YB", insurance_types=["maternity"]))
    new_unit: dict[str, object] = {
        "code": "YJ",
        "name": "区医保经办中心",
        "short_name": "医保中心",
        "kind": "bureau",
        "decided_on": f"{f.today()}",
        "document": DOCUMENT,
        "effective_on": f"{f.today()}",
    }
    made = send(ADMINISTRATOR.browser(), "/manage/departments/new/", new_unit, mark="code")
    assert made.status_code == 302
    is_told(LEADER, "增加区医保经办中心")
    unit = Department.objects.get(code="YJ")
    confirmed = LEADER.browser().post(reverse("membership", args=[unit.membership_id]))
    assert confirmed.status_code == 302
    unit.refresh_from_db()
    assert unit.is_active
    f.a_department("YJ")
    head = Part(Role.HEAD, "YJ", "郑负责")
    head.officer()
    carry_out(decide("YB", "YJ", "part", insurance_types=["medical"]), ZHANG)
    medical.look()
    other.look()
    is_told(WU, "部分职责划给区医保经办中心")
    is_told(WU, f"请告知已划转：{medical.dispute.number}。")
    is_told(head, f"请查看待办并与缴费人联系：{medical.dispute.number}。")
    medical.is_told(head, "请查看待办")  # which leads to it
    medical.stands("handling", last="今后由医保中心办理", clause="三")
    assert other.dispute.receiving_department.code == "YB"
    medical.is_seen_by(head)
    other.does_not_exist_for(head)
    clerk = Part(Role.CLERK, "YJ", "冯经办")
    clerk.officer()
    medical.decide(clerk, head, "责令补缴。")
    medical.serve_both(clerk)
    medical.hear(clerk, "payer", "none")
    medical.hear(clerk, "counterparty", "none")
    medical.archive(clerk)
    assert Dispute.objects.get(pk=medical.dispute.pk).case_file.department == unit
