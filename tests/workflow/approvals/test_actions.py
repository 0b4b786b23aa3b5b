"""What the leader or a head is asked is answered once, by whom it lies with, and is told back."""

from __future__ import annotations

import pytest

from deadlines.calendar_days import current_calendar
from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode, Severity
from tests import factories as f
from web.refusals import NotAllowed, NotYours
from workflow.approvals import actions
from workflow.models import Approval
from workflow.models.choices import ApprovalState

pytestmark = pytest.mark.django_db


def clerk() -> Officer:
    return f.an_officer(Role.CLERK, "SW")


def an_easier_road():
    """Asked for in special handling."""
    dispute = f.handled(Mode.SPECIAL)
    f.do(dispute, "deescalate", clerk(), reason="集体诉求已撤回")
    return dispute.approvals.get(kind="deescalation")


def more_time() -> Approval:
    """Within the power of the head of the tax bureau."""
    f.an_officer(Role.HEAD, "SW")
    dispute = f.handled(Mode.SINGLE)
    assert dispute.due_on is not None
    until = current_calendar().add_workdays(dispute.due_on, 5)
    f.do(dispute, "extend", clerk(), until=until, reason="等待外地核查")
    return dispute.approvals.get()


def last(dispute):
    return str(dispute.timeline.latest("pk").text)


def test_an_easier_road_is_joint_and_general_and_the_open_opinions_stay():
    approval = an_easier_road()
    dispute = approval.dispute
    open_before = dispute.assignments.open().count()
    actions.approve(approval, by=f.a_leader(), comment="同意降级。")
    dispute.refresh_from_db()
    assert (dispute.mode, dispute.severity) == (Mode.JOINT, Severity.GENERAL)
    assert dispute.assignments.open().count() == open_before
    running = set(dispute.deadlines.open().values_list("key", flat=True))
    assert "general.joint.total" in running
    assert "major.total" not in running


@pytest.mark.parametrize("asked", [an_easier_road, more_time])
def test_what_stands_still_is_agreed_to_when_it_goes_on(asked):
    approval = asked()
    head = f.an_officer(Role.HEAD, "SW")
    decider = head if approval.desk_id else f.a_leader()
    f.do(approval.dispute, "suspend", head, ground="等待仲裁")
    with pytest.raises(NotAllowed, match=r"本件已中止办理.*恢复办理以后批示"):
        actions.approve(approval, by=decider, comment="同意。")
    f.do(approval.dispute, "resume", head)
    actions.approve(approval, by=decider, comment="同意。")
    assert approval.state == ApprovalState.APPROVED


def test_refused_it_stays_special_and_the_timeline_says_so_in_one_sentence():
    approval, leader = an_easier_road(), f.a_leader()
    actions.reject(approval, by=leader, comment="仍需专案办理。")
    dispute = approval.dispute
    dispute.refresh_from_db()
    assert dispute.mode == Mode.SPECIAL
    assert "对降级申请批示：不同意。仍需专案办理。" in last(dispute)
    approval.refresh_from_db()
    assert (approval.state, approval.decided_by) == (ApprovalState.REJECTED, leader)


def test_who_asked_is_told_of_the_answer():
    approval = an_easier_road()
    actions.ask_more(approval, by=f.a_leader(), comment="请附撤回书。")
    told = clerk().notices.latest("pk")
    assert told.text == f"{approval.dispute.number} 降级申请：补充材料。"


def test_an_answer_is_given_once():
    approval = an_easier_road()
    actions.reject(approval, by=f.a_leader(), comment="不同意。")
    approval.refresh_from_db()
    for again in (actions.approve, actions.reject, actions.ask_more):
        with pytest.raises(NotAllowed, match="该审批已办理：不同意"):
            again(approval, by=f.a_leader(), comment="再批一次。")


def test_two_who_opened_it_at_once_do_not_both_answer():
    approval = an_easier_road()
    opened_before = Approval.objects.get(pk=approval.pk)
    actions.reject(approval, by=f.a_leader(), comment="不同意。")
    with pytest.raises(NotAllowed, match="该审批已办理"):
        actions.approve(opened_before, by=f.a_leader())
    approval.dispute.refresh_from_db()
    assert approval.dispute.mode == Mode.SPECIAL


def test_the_leader_s_question_is_answered_by_nobody_below_him():
    approval = an_easier_road()
    for role, code in ((Role.HEAD, "SW"), (Role.OFFICE, "ZB"), (Role.DEPUTY, "ZB")):
        with pytest.raises(NotYours, match="由专班组长（或持有效书面委托的副组长）办理"):
            actions.approve(approval, by=f.an_officer(role, code))


def test_a_head_s_question_is_answered_neither_by_the_leader_nor_by_another_head():
    approval = more_time()
    for officer in (f.a_leader(), f.an_officer(Role.HEAD, "RS")):
        with pytest.raises(NotYours, match="由税务局负责人办理"):
            actions.reject(approval, by=officer, comment="不同意。")
    head = f.an_officer(Role.HEAD, "SW")
    actions.approve(approval, by=head)
    approval.refresh_from_db()
    assert (approval.state, approval.decider_label) == (
        ApprovalState.APPROVED,
        f"税务局 {head.name}",
    )
