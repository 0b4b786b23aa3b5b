"""The page of one dispute: who sees it, what it shows, what it costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from deadlines.calendar_days import current_calendar
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from tests.workflow.on_a_day import at_noon
from tests.workflow.signing_in import reading, signed_in
from workflow.archiving.case_file import Excuse, missing_papers
from workflow.models import Assignment, TimelineEntry
from workflow.models.choices import AssignmentKind

pytestmark = pytest.mark.django_db
Walk = Callable[..., Dispute]
MOST = 15  # R14, P12: a detail page with the record of the look


def seen(dispute: Dispute, role: str = Role.CLERK, code: str = "SW", query: str = "") -> str:
    answer = reading(f.an_officer(role, code), dispute).get(dispute.get_absolute_url() + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("mode", [Mode.SINGLE, Mode.REFERRAL, Mode.JOINT, Mode.SPECIAL])
@pytest.mark.parametrize("walk", [f.handled, f.decided, f.concluded, f.archived])
def test_every_state_has_its_page(walk: Walk, mode: str) -> None:
    dispute = walk(mode)
    shown = seen(dispute)
    assert str(dispute.number) in shown
    assert str(dispute.get_state_display()) in shown


def test_what_happened_is_told_with_its_hour() -> None:
    dispute = f.handled(Mode.SINGLE)
    at = timezone.localtime(dispute.timeline.latest("pk").at)
    assert f"{at.month}月{at.day}日 {at:%H:%M}</time>" in seen(dispute)


def test_a_department_without_a_part_gets_404() -> None:
    dispute = f.handled()
    stranger = signed_in(f.an_officer(Role.CLERK, "YB"))
    assert stranger.get(dispute.get_absolute_url()).status_code == 404
    assert stranger.get(f"{dispute.get_absolute_url()}draft_decision/").status_code == 404


def test_people_are_masked_and_units_are_not() -> None:
    shown = seen(f.handled())
    assert "欧阳测试" not in shown
    assert "15400000018" not in shown
    assert "154****0018" in shown
    assert "示例木制品加工厂" in shown


def test_numbers_typed_into_the_facts_are_masked() -> None:
    shown = seen(f.handled(facts="请回电15400000018，谢谢。"))
    assert "15400000018" not in shown


def test_the_first_thing_to_do_is_filled() -> None:
    first = seen(f.handled()).split('class="is-first"')[1].split("</li>")[0]
    assert "拟定处理意见" in first


def test_while_others_owe_an_answer_nothing_is_pressed_on_me() -> None:
    shown = seen(f.handled(Mode.JOINT))
    assert "不能办：尚有单位未提交书面意见" in shown
    assert 'class="is-first"' not in shown
    assert "区人社局、区医保局" in shown.split('id="next"')[1].split("</section>")[0]


def test_a_new_dispute_is_led_by_what_the_matrix_suggests() -> None:
    shown = seen(f.triaged())
    first = shown.split('class="is-first"')[1].split("</li>")[0]
    assert "本单位办理" in first
    assert "系统建议" in first


def test_who_owes_an_answer_finds_it_first() -> None:
    shown = seen(f.handled(Mode.JOINT), code="YB")
    first = shown.split('class="is-first"')[1].split("</li>")[0]
    assert "签收（联办）" in first


def test_an_opinion_is_read_by_others_only_after_it_was_approved() -> None:
    dispute = f.handled(Mode.JOINT)
    assignment = dispute.assignments.get(department__code="YB")
    clerk = f.an_officer(Role.CLERK, "YB")
    f.answer(assignment, "accept", clerk)
    f.answer(assignment, "draft_opinion", clerk, facts="事实甲", basis="依据甲", opinion="意见甲")
    assert "意见甲" not in seen(dispute)
    assert "意见甲" in seen(dispute, code="YB")
    f.answer(assignment, "approve_opinion", f.an_officer(Role.HEAD, "YB"))
    assert "意见甲" in seen(dispute)


def test_two_opinions_are_named_side_by_side() -> None:
    dispute = f.handled(Mode.JOINT)
    f.answer_all(dispute, YB="应由用人单位补缴", RS="应由本人补缴")
    page = seen(dispute)
    assert "已有 2 家书面意见" in page
    assert "应由用人单位补缴" in page
    assert "应由本人补缴" in page
    assert "这份意见反馈后" not in page
    for named in ({"payer.phone": "15400000026"}, {"facts": "单位三年未缴。"}):
        assert "这份意见反馈后" not in seen(dispute)  # how somebody is reached answers nothing
        f.do(dispute, "correct", f.an_officer(), given=named, reason="登记时记错")
    drafting = signed_in(f.an_officer()).get(f"{dispute.get_absolute_url()}draft_decision/")
    for shown in (seen(dispute), drafting.content.decode()):
        assert len(re.findall(r"这份意见反馈后，\d+月\d+日 更正了[^。、]+。", shown)) == 2


def test_feedback_tells_how_long_the_roads_stay_open() -> None:
    dispute = f.decided()
    clerk = f.an_officer(Role.CLERK, "SW")
    on = f.today()
    f.do(dispute, "serve", clerk, party="payer", method="direct", served_on=on, recipient="本人")
    last = current_calendar().roll_forward(on + timedelta(days=60))
    with at_noon(on + timedelta(days=10)):
        shown = seen(dispute)
    assert "等待至" in shown
    assert "还有 5 天" in shown
    assert f"还有 {(last - on).days - 10} 天" in shown  # 行政复议, no day of rest its last
    assert "尚未登记送达" in shown  # the other side


def test_the_timeline_shows_eight_and_on_request_all() -> None:
    dispute = f.archived(Mode.SPECIAL)
    count = dispute.timeline.count()
    assert count > 8
    assert seen(dispute).count("<time datetime") == 8
    assert seen(dispute, query="?log=all").count("<time datetime") == count


@pytest.mark.parametrize(
    "walk",
    [f.registered, f.triaged, f.handled, f.decided, f.concluded, f.archived],
)
def test_the_page_takes_few_statements(
    walk: Walk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    dispute = walk()
    client = reading(f.an_officer(Role.CLERK, "SW"), dispute)
    client.get(dispute.get_absolute_url())
    with django_assert_max_num_queries(MOST):
        client.get(dispute.get_absolute_url())


@pytest.mark.parametrize("walk", [f.handled, f.decided, f.concluded, f.archived])
def test_so_does_a_special_one_also_for_the_leader(
    walk: Walk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    f.an_officer(Role.OFFICE, "ZB")
    dispute = walk(Mode.SPECIAL)
    client = reading(f.a_leader(), dispute)
    client.get(dispute.get_absolute_url())
    with django_assert_max_num_queries(MOST):
        client.get(dispute.get_absolute_url())


def test_statements_do_not_grow_with_the_history(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    dispute = f.handled(Mode.JOINT)
    client = signed_in(f.an_officer(Role.CLERK, "SW"))
    client.get(dispute.get_absolute_url())
    with CaptureQueriesContext(connection) as few:
        client.get(dispute.get_absolute_url())
    _write_history(dispute, 50)
    with django_assert_num_queries(len(few)):
        client.get(dispute.get_absolute_url())


def _write_history(dispute: Dispute, count: int) -> None:
    TimelineEntry.objects.bulk_create(
        TimelineEntry(
            dispute=dispute,
            version=0,
            at=timezone.now(),
            actor_label="某",
            verb="urge",
            text=f"{n}",
        )
        for n in range(count)
    )
    old = dispute.assignments.first()
    assert old is not None
    Assignment.objects.bulk_create(
        Assignment(
            dispute=dispute,
            kind=AssignmentKind.TASK,
            department=old.department,
            sender=old.sender,
            sent_by=old.sent_by,
            sent_at=timezone.now(),
            due_on=f.today(),
        )
        for _ in range(count)
    )


def bar_of(dispute: Dispute, code: str = "SW") -> list[tuple[str, str]]:
    """What each of the six steps says, and the mark it carries (done, now or none)."""
    page = seen(dispute, code=code)
    bar = page[page.index('<ol class="ui-steps"') :]
    bar = bar[: bar.index("</ol>")]
    marks = {"is-done": "done", "aria-current": "now"}
    steps = bar.split("<li")[1:]
    return [
        (
            re.sub(r"<[^>]+>", "", each.rpartition("</b>")[2]).strip(),
            next((mark for word, mark in marks.items() if word in each), ""),
        )
        for each in steps
    ]


def withdrawn(dispute: Dispute) -> Dispute:
    f.do(dispute, "withdraw", f.an_officer(Role.CLERK, "SW"), note="缴费人不再要求")
    return dispute


@pytest.mark.parametrize(
    ("walk", "marks", "notes"),
    [
        (f.registered, ["done", "", "", ""], ["不经此环节", "不经此环节", "不经此环节"]),
        (f.triaged, ["done", "", "", ""], ["未办完", "不经此环节", "不经此环节"]),
        (f.handled, ["done", "done", "", ""], ["单独办理", "未办完", "不经此环节"]),
        (f.decided, ["done", "done", "done", ""], ["单独办理", "签发", "未办完"]),
    ],
)
def test_a_withdrawn_case_has_walked_the_steps_it_walked(walk: Walk, marks, notes) -> None:
    steps = bar_of(withdrawn(walk()))
    assert [mark for _, mark in steps] == [*marks, "now", ""]
    for (note, _), said in zip(steps[1:], notes, strict=False):
        assert note.endswith(said)


def test_the_steps_of_a_withdrawn_case_stay_true_in_its_file() -> None:
    dispute = withdrawn(f.decided())
    clerk = f.an_officer(Role.CLERK, "SW")
    missing = [Excuse(label, "已核实") for label in missing_papers(dispute)]
    f.do(dispute, "archive", clerk, excused=missing)
    assert [mark for _, mark in bar_of(dispute)] == ["done", "done", "done", "", "done", "now"]


def test_a_question_answered_at_once_goes_through_no_handling() -> None:
    dispute = f.triaged(category="GEN-1")
    f.do(dispute, "answer_now", f.an_officer(Role.CLERK, "SW"), answer="按月申报即可")
    marks = [mark for _, mark in bar_of(dispute)]
    assert marks == ["done", "done", "", "done", "now", ""]


def test_without_another_side_nobody_stands_against_the_payer() -> None:
    dispute = f.triaged()
    dispute.parties.filter(role="counterparty").update(kind="none", unit_name="", name="")
    page = signed_in(f.an_officer(Role.CLERK, "SW"))
    shown = page.get(f"{dispute.get_absolute_url()}accept_single/").content.decode()
    words = re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", shown))
    assert "打开事项" in words
    assert "与无" not in words
    assert "与匿名" not in words
    dispute.parties.filter(role="counterparty").update(kind="employer", unit_name="示例厂")
    assert ">与<" in page.get(f"{dispute.get_absolute_url()}accept_single/").content.decode()


def test_a_request_that_was_taken_back_is_no_opinion_to_weigh() -> None:
    dispute = f.handled(Mode.JOINT)
    own, other = dispute.assignments.order_by("pk")
    f.answer(own, "recall", f.an_officer(Role.CLERK, "SW"), reason="已由税务局查清")
    f.answer_all(dispute)
    clerk = signed_in(f.an_officer(Role.CLERK, "SW"))
    drafting = clerk.get(f"{dispute.get_absolute_url()}draft_decision/").content.decode()
    assert own.get_absolute_url() not in drafting
    assert other.get_absolute_url() in drafting
    assert own.get_absolute_url() in seen(dispute)  # where what happened is told, with its state


def test_who_may_not_know_of_a_meeting_is_sent_to_its_papers() -> None:
    """An auditor reads the minutes in the file: 尚未会商 would be false."""
    dispute = f.archived(Mode.SPECIAL)
    shown = seen(dispute, Role.AUDITOR, "ZB")
    assert "会商的情况见本件文书中的会商通知、会商记录、会议纪要。" in shown
    assert "尚未会商" not in shown
    assert "尚未会商" in seen(f.handled(Mode.SINGLE))
