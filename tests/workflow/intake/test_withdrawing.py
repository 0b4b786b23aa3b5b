"""缴费人撤回 wherever the matter stands: what was owed, asked and planned ends with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from confidentiality.sealing import open_sealed_json
from departments.roles import Role
from disputes.choices import OPEN, Mode, State
from disputes.models import Dispute
from tests import factories as f
from tests.workflow import many as m
from tests.workflow.signing_in import signed_in
from tests.workflow.two_payers import merged
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.archiving.case_file import Excuse
from workflow.meetings import actions as meetings
from workflow.meetings.plan import plan
from workflow.models import Meeting, Notice
from workflow.procedure.next_move import next_verb
from workflow.procedure.sides import letters
from workflow.procedure.transitions import DISPUTE_TABLE

pytestmark = pytest.mark.django_db


def objected() -> Dispute:
    """Nobody has gone to court yet."""
    dispute = m.served(2)
    f.do(dispute, "record_response", f.an_officer(), party="counterparty", answer="objects")
    return dispute


WALKS: dict[str, Callable[[], Dispute]] = {
    State.REGISTERED: f.registered,
    State.TRIAGE: f.triaged,
    State.AWAITING_APPROVAL: lambda: m.reported(2),
    State.HANDLING: lambda: f.handled(Mode.JOINT),
    State.AWAITING_SIGNOFF: lambda: m.awaiting_signature(2),
    State.FEEDBACK: lambda: f.decided(Mode.REFERRAL),
    State.OBJECTED: objected,
    State.SUSPENDED: lambda: m.suspended(2),
}


def withdrawn(dispute: Dispute, **more: bool) -> Dispute:
    f.do(dispute, "withdraw", f.an_officer(), note="已与单位和解，书面申请撤回", **more)
    return dispute


def told(role: str, code: str) -> list[str]:
    return [each.text for each in Notice.objects.filter(recipient=f.an_officer(role, code))]


def test_every_open_state_is_one_of_these():
    assert set(WALKS) == OPEN == DISPUTE_TABLE["withdraw"].sources - {State.DRAFT}


@pytest.mark.parametrize("state", WALKS)
def test_it_may_be_taken_back_and_nothing_is_owed_any_more(state):
    dispute = WALKS[state]()
    assert dispute.state == state
    withdrawn(dispute)
    assert dispute.state == State.WITHDRAWN
    assert not dispute.assignments.open().exists()
    assert not dispute.approvals.filter(state="pending").exists()
    assert not dispute.decisions.filter(state="drafted").exists()
    running = dispute.deadlines.open().values_list("key", flat=True)
    assert list(running) == ["archive.electronic"]
    f.a_department("SW")
    later = [Excuse("撤回申请", "随后补交")]
    if dispute.papers.filter(kind="withdrawal_notice").exists():
        later.append(Excuse("撤回告知登记", "随后补登"))
    f.do(dispute, "archive", f.an_officer(), excused=later)
    assert dispute.state == State.ARCHIVED


def test_while_a_court_has_it_its_word_is_recorded_and_ends_the_matter():
    """Nothing of the remedy could be written down afterwards (五(四))."""
    dispute = m.objected(2)
    with pytest.raises(NotAllowed, match="请先办理“救济终结”"):
        withdrawn(dispute)
    f.do(dispute, "close_remedy", f.an_officer(), result="缴费人撤诉，区人民法院裁定准许")
    assert dispute.state == State.CONCLUDED


def test_the_leader_who_was_asked_is_told_and_answers_nothing():
    f.a_leader()
    dispute = m.reported(2)
    withdrawn(dispute)
    assert dispute.approvals.get().state == "withdrawn"
    assert f"{dispute.number} 缴费人撤回，不用再审批。" in told(Role.LEADER, "ZB")


def test_the_reviewer_who_was_to_look_at_it_is_told_that_he_need_not():
    f.an_officer(Role.REVIEWER, "SW")
    dispute = f.registered()
    withdrawn(dispute)
    assert f"{dispute.number} 缴费人撤回，不用再审核。" in told(Role.REVIEWER, "SW")


def test_every_department_that_took_part_is_told_whether_it_has_answered_or_not():
    f.an_officer("clerk", "RS")
    dispute = f.handled(Mode.JOINT)
    m.answered_by_its_department(dispute.assignments.get(department__code="YB"))
    withdrawn(dispute)
    words = f"{dispute.number} 交办已撤回，不用再办：缴费人撤回（会办通知"
    assert any(each.startswith(words) for each in told("clerk", "RS"))
    assert f"{dispute.number} 缴费人撤回，事项终止。" in told("clerk", "YB")


def a_meeting(disputes: list[Dispute], kind: str = "general") -> Meeting:
    return plan(by=f.an_officer(), kind=kind, title="联办会商", disputes=disputes,
                departments=[f.a_department("RS"), f.a_department("YB")],
                starts_at=timezone.now(), place="三楼会议室")  # fmt: skip


@pytest.mark.parametrize("kind", ["general", "major"])
def test_a_meeting_about_nothing_else_is_called_off(kind):
    f.an_officer("clerk", "RS")
    dispute = f.handled(Mode.JOINT)
    meeting = a_meeting([dispute], kind)
    if kind == "general":
        meetings.call(meeting, by=f.an_officer())
    withdrawn(dispute)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.cancel_reason) == ("cancelled", "缴费人撤回")
    assert not meeting.approvals.filter(state="pending").exists()
    assert "“联办会商”已取消：缴费人撤回" in told("clerk", "RS")
    assert not meeting.papers.filter(kind="meeting_notice", voids=None).exists()


def test_so_it_is_by_whatever_end_of_a_case_that_is_still_to_be_classified():
    """Whoever was called to speak of it hears that nobody does any more."""
    f.an_officer("clerk", "RS")
    ends = {
        "decline": {"reason": "court", "channel": "人民法院"},
        "notify_only": {"reason": "不属本单位", "outside_body": "区住建局"},
        "answer_now": {"answer": "已说明政策"},
    }
    for done, (verb, typed) in enumerate(ends.items(), 1):
        dispute = f.triaged(category="GEN-1")
        meeting = a_meeting([dispute])
        meetings.call(meeting, by=f.an_officer())
        f.do(dispute, verb, f.an_officer("head"), **typed)
        meeting.refresh_from_db()
        assert meeting.state == "cancelled", verb
        assert sum("“联办会商”已取消" in text for text in told("clerk", "RS")) == done, verb


def test_a_meeting_about_others_too_goes_on_without_it():
    first, second = f.handled(Mode.JOINT), f.handled(Mode.JOINT)
    meeting = a_meeting([first, second])
    withdrawn(first)
    meeting.refresh_from_db()
    assert meeting.state == "planned"
    assert list(meeting.disputes.all()) == [second]


def test_minutes_issued_afterwards_ask_nothing_of_it():
    """Nobody could answer in it, and it could never be archived."""
    dispute = f.handled(Mode.JOINT)
    f.an_officer("clerk", "YB")
    meeting = f.a_minuted_meeting(dispute, responsible=f.a_department("YB"))
    withdrawn(dispute)
    said = f"“{meeting.title}”研究的 {dispute.number} 缴费人撤回，议定的事项不再交办"
    assert said in told("clerk", "YB")
    meetings.issue(meeting, by=f.an_officer())
    assert not dispute.assignments.open().exists()
    minutes = open_sealed_json(dispute.papers.get(kind="minutes").content)
    assert minutes["resolutions"][0]["ended"] == "（该件其后已撤回，本项不再交办。）"


def notices(dispute: Dispute) -> list[tuple[str, int | None, bool]]:
    rows = dispute.papers.filter(kind="withdrawal_notice").order_by("pk")
    said = [open_sealed_json(each.content)["ended"] for each in rows]
    return [(each.party, each.of_id, ended) for each, ended in zip(rows, said, strict=True)]


def test_the_other_side_that_has_the_decision_in_hand_is_told_that_it_has_ended():
    f.a_department("SW")
    dispute = m.served(2)
    withdrawn(dispute)
    assert notices(dispute) == [("counterparty", None, True)]
    asked = Excuse("撤回申请", "随后补交")
    with pytest.raises(NotAllowed, match="案卷缺少：撤回告知登记"):
        f.do(dispute, "archive", f.an_officer(), excused=[asked])
    (notice,) = dispute.papers.filter(kind="withdrawal_notice")
    f.do(dispute, "tell_withdrawal", f.an_officer(), paper=notice.pk, told_on=f.today(),
         method="mail")  # fmt: skip
    f.do(dispute, "archive", f.an_officer(), excused=[asked])
    assert dispute.state == State.ARCHIVED


def test_the_next_move_is_to_tell_before_the_file_is_closed():
    dispute = withdrawn(m.served(2))
    officer = signed_in(f.an_officer())
    assert next_verb(dispute)[:2] == ("tell_withdrawal", "登记书面告知")
    bench = officer.get("/").content.decode()
    assert f"{dispute.get_absolute_url()}tell_withdrawal/" in bench
    assert f"{dispute.get_absolute_url()}archive/" not in bench
    (notice,) = dispute.papers.filter(kind="withdrawal_notice")
    f.do(dispute, "tell_withdrawal", f.an_officer(), paper=notice.pk, told_on=f.today(),
         method="mail")  # fmt: skip
    assert next_verb(dispute)[0] == "archive"
    assert f"{dispute.get_absolute_url()}archive/" in officer.get("/").content.decode()


def test_nobody_s_word_is_waited_for_any_more():
    dispute = withdrawn(m.served(2))
    page = signed_in(f.an_officer()).get(dispute.get_absolute_url()).content.decode()
    assert "等待至" not in page
    assert "尚未表态" not in page
    assert "未表态" in page


def test_who_was_never_told_of_it_is_not_told_of_its_end():
    dispute = f.decided()
    withdrawn(dispute)
    assert notices(dispute) == []


def test_a_member_unit_that_was_asked_to_sign_for_it_hears_of_it():
    dispute = f.decided()
    f.an_officer("clerk", "YB")
    dispute.parties.filter(role="counterparty").update(department=f.a_department("YB"))
    withdrawn(dispute)
    said = f"{dispute.number} 缴费人撤回，事项终止，处理意见告知书不用再签收。"
    assert said in told("clerk", "YB")
    assert notices(dispute) == [("counterparty", None, True)]


def test_the_other_payers_of_it_are_told():
    dispute, gone = merged()
    withdrawn(dispute, all_payers=True)
    assert notices(dispute) == [("payer", gone.pk, True)]


ASKED = "几名缴费人均已书面撤回"


def test_of_several_payers_one_does_not_end_it_for_all():
    dispute, gone = merged()
    with pytest.raises(Mistyped, match="只有一名撤回的，请办理“部分撤回”，选“一名缴费人退出”"):
        withdrawn(dispute)
    dispute.refresh_from_db()
    assert dispute.state == State.HANDLING
    officer = signed_in(f.an_officer())
    address = f"{dispute.get_absolute_url()}withdraw/"
    assert ASKED in officer.get(address).content.decode()
    typed = {"note": "书面申请", "version": dispute.version}
    refused = officer.post(address, typed)
    assert refused.status_code == 400
    assert "选“一名缴费人退出”" in refused.content.decode()
    f.do(dispute, "withdraw_part", f.an_officer(), what="party", of=gone.pk,
         requested_on=f.today(), ground="书面申请")  # fmt: skip
    assert ASKED not in officer.get(address).content.decode()
    typed["version"] = dispute.version
    assert officer.post(address, typed).status_code == 302


@pytest.mark.parametrize(("more", "status"), [({}, 400), ({"all_payers": True}, 200)])
def test_a_program_says_that_all_have_withdrawn(more, status):
    dispute, _ = merged()
    body = {"note": "书面申请", "version": dispute.version} | more
    address = f"/api/v1/disputes/{dispute.pk}/actions/withdraw/"
    answer = signed_in(f.an_officer()).post(
        address, body, content_type="application/json", headers={"Idempotency-Key": "all"}
    )
    assert answer.status_code == status, answer.content.decode()
    assert ("all_payers" in answer.content.decode()) == (status == 400)


def test_only_the_department_that_took_it_in_registers_it():
    dispute = f.decided(Mode.REFERRAL)
    with pytest.raises(NotYours):
        f.do(dispute, "withdraw", f.an_officer("clerk", "YB"), note="已书面申请")


def test_a_telling_that_was_mistyped_is_struck_and_the_file_waits_for_the_right_one() -> None:
    dispute, clerk = withdrawn(m.served(2)), f.an_officer()
    [notice] = letters.untold(dispute)
    said = {"paper": notice.pk, "told_on": f.today(), "method": "mail"}
    f.do(dispute, "tell_withdrawal", clerk, **said)
    told = dispute.withdrawal_tellings.get()
    f.do(dispute, "cancel_telling", clerk, telling=told, reason="方式写错")
    assert letters.untold(dispute) == [notice]
    assert dispute.papers.filter(kind="correction").exists()
    with pytest.raises(NotAllowed, match="没有可以更正的书面告知登记"):
        f.do(dispute, "cancel_telling", clerk, telling=told, reason="再来")
    f.do(dispute, "tell_withdrawal", clerk, **said | {"method": "direct"})
    with pytest.raises(DatabaseError), transaction.atomic():
        dispute.withdrawal_tellings.filter(pk=told.pk).update(struck_at=None)
