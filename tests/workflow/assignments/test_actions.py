"""What a department that was asked does, which clock that ends, and who hears of it."""

from __future__ import annotations

import pytest

from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode, State
from tests import factories as f
from tests.api.programs import program
from tests.workflow.signing_in import signed_in
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.models import Assignment, Deadline, Notice, Supervision
from workflow.models.choices import AssignmentState

pytestmark = pytest.mark.django_db

WRITTEN = {"facts": "经查属实", "basis": "社会保险法第60条", "opinion": "同意"}


def staff(role: str = Role.CLERK, code: str = "YB") -> Officer:
    return f.an_officer(role, code)


def referred() -> Assignment:
    return f.handled(Mode.REFERRAL).assignments.get()


def asked(code: str = "YB") -> Assignment:
    """For an opinion, in joint handling."""
    return f.handled(Mode.JOINT).assignments.get(department__code=code)


def clocks(own: Assignment) -> dict[str, Deadline]:
    return {clock.key: clock for clock in own.deadlines.all()}


def said(own: Assignment) -> str:
    return str(own.dispute.timeline.latest("pk").text)


def drafted(own: Assignment, by: Officer | None = None) -> Assignment:
    f.answer(own, "accept", by or staff())
    f.answer(own, "draft_opinion", by or staff(), **WRITTEN)
    return own


def test_signing_ends_the_clock_of_signing_and_that_of_the_answer_runs_on() -> None:
    own = asked()
    f.answer(own, "accept", staff())
    found = clocks(own)
    assert (found["transfer.sign"].ended_on, found["transfer.sign"].is_void) == (f.today(), False)
    assert found["general.joint.opinion"].ended_on is None
    assert (own.state, own.officer) == (AssignmentState.ACCEPTED, staff())


def test_whoever_signs_a_referral_answers_for_the_case_and_the_first_contact_stays() -> None:
    own = referred()
    first = own.dispute.first_contact_officer
    f.answer(own, "accept", staff())
    own.dispute.refresh_from_db()
    assert own.dispute.responsible_officer == staff()
    assert own.dispute.first_contact_officer == first
    joint = asked()
    f.answer(joint, "accept", staff())
    joint.dispute.refresh_from_db()
    assert joint.dispute.responsible_officer == first


def test_a_referral_sent_back_lies_with_its_sender_again_and_is_not_judged() -> None:
    guest, sender = staff(), f.an_officer(Role.CLERK, "SW")
    own = referred()
    (asked,) = guest.notices.filter(dispute=own.dispute)  # once, with what for and by when
    assert "报送转办，请签收" in asked.text
    why = "不在参保环节，\r\n 不属本局。"
    f.answer(own, "return_back", staff(), reason=why, department=f.a_department("RS"))
    dispute = own.dispute
    dispute.refresh_from_db()
    assert (dispute.state, dispute.mode, dispute.returns) == (State.TRIAGE, "", 1)
    assert dispute.lead_department.code == "SW"
    assert all(clock.is_void for clock in clocks(own).values())
    assert dispute.deadlines.get(key="referral.total").is_void
    assert "：不在参保环节，不属本局，认为属区人社局职责。告知单" in said(own)
    told = f"{dispute.number} 被医保局退回：不在参保环节，不属本局。"
    told += "（告知单已作废，重新分类后另行告知缴费人）"
    assert told in [each.text for each in sender.notices.all()]
    assert dispute.deadlines.open().get().key == "intake.triage"


def test_nobody_sends_back_what_he_thinks_is_his_own() -> None:
    own = referred()
    with pytest.raises(Mistyped) as refused:
        f.answer(own, "return_back", staff(), reason="不属本局", department=f.a_department("YB"))
    assert refused.value.errors == {
        "department": ["不能填本单位：请选择您认为应承办的其他单位，不清楚的留空。"]
    }
    address = f"assignments/{own.pk}/actions/return_back/"
    answer = program(Role.CLERK, "YB").post(address, {"reason": "不属", "department": "YB"})
    assert answer.status_code == 400
    assert "本单位" in answer.json()["errors"]["department"][0]
    page = signed_in(staff()).get(f"{own.get_absolute_url()}return_back/").content.decode()
    assert 'value="RS"' in page
    assert 'value="YB"' not in page
    own.refresh_from_db()
    assert own.state == AssignmentState.SENT


def test_the_second_return_is_supervised_and_asks_the_office_to_name_a_department() -> None:
    office, dispute = f.an_officer(Role.OFFICE, "ZB"), f.triaged()
    for code in ("YB", "RS"):
        f.do(dispute, "refer", f.an_officer(), department=f.a_department(code), reason="属其职责")
        f.answer(dispute.assignments.latest("pk"), "return_back", staff(code=code), reason="不属")
        dispute.refresh_from_db()
    assert Supervision.objects.get().department.code == "RS"
    assert f"{dispute.number} 已被退回两次，请指定办理单位。" in [
        each.text for each in office.notices.all()
    ]
    f.do(dispute, "assign", office, department=f.a_department("RS"), reason="属其职责")
    with pytest.raises(NotAllowed, match="专班办公室指定的单位，不能撤回"):
        f.answer(dispute.assignments.latest("pk"), "recall", f.an_officer(), reason="错了")


def test_a_draft_waits_for_the_head_and_comes_back_with_his_words() -> None:
    head, own = staff(Role.HEAD), asked()
    drafted(own)
    number = own.dispute.number
    assert head.notices.latest("pk").text == f"{number} 书面意见待审签。"
    f.answer(own, "send_back", head, comment="请补充依据")
    assert own.opinions.get().sent_back == "请补充依据"
    assert staff().notices.latest("pk").text == f"{number} 书面意见退改：请补充依据"
    f.answer(own, "draft_opinion", staff(), **WRITTEN)
    assert own.opinions.count() == 2
    assert clocks(own)["general.joint.opinion"].ended_on is None


def test_with_the_head_s_approval_the_opinion_leaves_on_paper_and_its_clock_is_met() -> None:
    head, sender = staff(Role.HEAD), f.an_officer(Role.CLERK, "SW")
    own = drafted(asked())
    f.answer(own, "approve_opinion", head, comment="报出。")
    clock = clocks(own)["general.joint.opinion"]
    assert (clock.ended_on, clock.is_void) == (f.today(), False)
    assert own.state == AssignmentState.ANSWERED
    assert own.papers.filter(kind="opinion").count() == 1
    assert f"{own.dispute.number} 医保局已反馈。" in [each.text for each in sender.notices.all()]
    assert said(own) == f"医保局 {head.name} 审签书面意见。报出。"


def test_nobody_approves_his_own_opinion_where_the_head_has_to() -> None:
    head = staff(Role.HEAD)
    own = drafted(asked(), by=head)
    with pytest.raises(NotAllowed, match="拟稿人不能审签自己的意见"):
        f.answer(own, "approve_opinion", head)


def test_a_receipt_is_written_only_once_the_decision_is_signed() -> None:
    own = referred()
    f.answer(own, "accept", staff())
    with pytest.raises(NotAllowed, match="处理意见签发后才能填写回执"):
        f.answer(own, "draft_opinion", staff(), **WRITTEN)


def test_what_is_taken_back_ends_unjudged_and_its_department_is_told_why() -> None:
    clerk, own = staff(), asked()
    f.answer(own, "recall", f.an_officer(), reason="已由税务局查清")
    assert own.state == AssignmentState.RECALLED
    assert all(clock.is_void for clock in clocks(own).values())
    told = f"{own.dispute.number} 交办已撤回：已由税务局查清（会办通知"
    assert clerk.notices.latest("pk").text.startswith(told)


def test_going_on_without_an_opinion_is_the_head_s_word_and_kept_with_its_reason() -> None:
    own = asked()
    with pytest.raises(NotYours):
        f.answer(own, "excuse", f.an_officer(), reason="多次催办未果")
    f.answer(f.overdue(own), "excuse", f.an_officer(Role.HEAD, "SW"), reason="多次催办未果")
    assert (own.state, own.closed_reason) == (AssignmentState.EXCUSED, "多次催办未果")
    assert said(own).endswith("说明医保局逾期未提供意见：多次催办未果")


def test_only_who_was_asked_answers_and_only_who_asked_takes_it_back() -> None:
    own = asked()
    for verb, officer in (("accept", staff(code="RS")), ("recall", staff())):
        with pytest.raises(NotYours):
            f.answer(own, verb, officer, **({"reason": "试试"} if verb == "recall" else {}))


def test_while_the_case_stands_still_nothing_is_answered_and_nobody_is_told() -> None:
    own = asked()
    head = f.an_officer(Role.HEAD, "SW")
    f.do(own.dispute, "suspend", head, ground="等待司法鉴定", evidence="函")
    before = Notice.objects.count()
    with pytest.raises(NotAllowed, match="交办随之冻结"):
        f.answer(own, "accept", staff())
    assert Notice.objects.count() == before
