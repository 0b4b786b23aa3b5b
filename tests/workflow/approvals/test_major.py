"""重大疑难: nothing goes out before the leader agreed, and a refusal leaves the case as it was."""

from __future__ import annotations

import pytest

from confidentiality.sealing import open_sealed_json
from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode, Severity, State
from disputes.models import Dispute
from tests import factories as f
from tests.workflow.signing_in import signed_in
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.models.choices import ApprovalState

pytestmark = pytest.mark.django_db


def clerk() -> Officer:
    return f.an_officer(Role.CLERK, "SW")


def reported(*codes: str, **more: object) -> Dispute:
    """From triage, with the leader there to be asked."""
    f.a_leader()
    dispute = f.triaged()
    team = [f.a_department(code) for code in codes]
    f.do(dispute, "report_major", clerk(), reason="群体性诉求", departments=team, **more)
    return dispute


def running(dispute: Dispute) -> set[str]:
    return set(dispute.deadlines.open().values_list("key", flat=True))


def asked(dispute: Dispute) -> set[str]:
    return set(dispute.assignments.open().values_list("department__code", flat=True))


def test_the_case_waits_for_the_leader_who_is_told_and_nobody_else_is_asked() -> None:
    dispute = reported()
    assert (dispute.state, dispute.severity) == (State.AWAITING_APPROVAL, Severity.MAJOR)
    assert (dispute.owing_department, dispute.owing_role) == (None, Role.LEADER)
    assert f.a_leader().notices.filter(dispute=dispute).count() == 1
    assert not dispute.assignments.exists()
    assert "major.approve" in running(dispute)
    assert "报请专班组长审批，拟作专案办理：群体性诉求" in dispute.timeline.latest("pk").text


def test_with_his_word_every_department_of_the_team_but_the_receiving_one_owes_an_opinion() -> None:
    dispute = reported()
    f.do(dispute, "approve_major", f.a_leader(), comment="同意", meeting=True)
    assert (dispute.state, dispute.mode) == (State.HANDLING, Mode.SPECIAL)
    assert asked(dispute) == {"RS", "YB"}
    assert running(dispute) == {"major.total", "major.opinion", "transfer.sign"}
    assert "同意专案办理，并同意召开专题会议。同意" in dispute.timeline.latest("pk").text
    kinds = set(dispute.papers.values_list("kind", flat=True))
    assert {"major_approval", "joint_notice"} <= kinds


def test_the_three_bureaus_are_in_every_team_and_others_may_join_them() -> None:
    dispute = reported("RS", "YB", "SB", "XF", lead=f.a_department("SB"))
    f.do(dispute, "approve_major", f.a_leader())
    assert asked(dispute) == {"RS", "YB", "SB", "XF"}
    assert dispute.lead_department.code == "SB"
    paper = open_sealed_json(dispute.papers.get(kind="major_approval").content)
    assert paper["members"][0] == "区税务局"  # which takes part as the receiving one


@pytest.mark.parametrize("verb", ["report_major", "escalate"])
def test_a_bureau_that_is_left_out_is_in_the_team_and_named_in_the_timeline(verb: str) -> None:
    dispute = f.triaged() if verb == "report_major" else f.handled(Mode.JOINT)
    f.do(dispute, verb, clerk(), reason="群体性", departments=[f.a_department("RS")])
    asked = dispute.approvals.get(kind="major")
    assert {each.code for each in asked.departments.all()} == {"SW", "RS", "YB"}
    assert "税务局、医保局未勾选，一并列入" in dispute.timeline.latest("pk").text


def test_nobody_is_put_into_a_team_who_does_nothing_nor_at_its_head_who_may_not_lead() -> None:
    three = [f.a_department(code) for code in ("SW", "RS", "YB")]
    office, petitions = f.a_department("ZB"), f.a_department("XF")
    for more, sentence in (
        ({"departments": [*three, office]}, "专班办公室既不承办也不协助"),
        ({"departments": three, "lead": petitions}, "区信访局不得作主办单位"),
    ):
        with pytest.raises(Mistyped, match=sentence):
            f.do(f.triaged(), "report_major", clerk(), reason="群体性", **more)


def test_what_turned_out_to_lie_outside_the_district_is_not_taken_into_special_handling() -> None:
    dispute = reported()
    f.do(dispute, "correct", clerk(), given={"town": "other"}, reason="登记时选错")
    with pytest.raises(NotAllowed, match="事项辖区在区外"):
        f.do(dispute, "approve_major", f.a_leader(), comment="同意")
    f.do(dispute, "reject_major", f.a_leader(), comment="不属本区")  # and it leads back


def test_the_page_shows_the_three_bureaus_ticked_and_sends_them() -> None:
    dispute = f.triaged()
    client = signed_in(clerk())
    address = f"/disputes/{dispute.pk}/report_major/"
    page = client.get(address).content.decode()
    for code in ("SW", "RS", "YB"):
        assert f'<input type="hidden" name="departments" value="{code}">' in page
    assert page.count("checked disabled") == 3
    typed = {"reason": "群体性", "departments": ["SW", "RS", "YB", "CZ"], "version": "2"}
    assert client.post(address, typed).status_code == 302
    team = dispute.approvals.get().departments.values_list("code", flat=True)
    assert set(team) == {"SW", "RS", "YB", "CZ"}


@pytest.mark.parametrize(
    ("verb", "state", "words"),
    [
        ("reject_major", ApprovalState.REJECTED, "不同意专案办理：按一般事项办理。"),
        ("ask_more", ApprovalState.MORE, "要求补充材料：按一般事项办理。"),
    ],
)
def test_without_it_the_case_is_what_it_was_before_it_was_reported(
    verb: str, state: str, words: str
) -> None:
    dispute = f.triaged()
    before = (dispute.state, dispute.mode, dispute.severity)
    f.do(dispute, "report_major", clerk(), reason="群体性诉求")
    f.do(dispute, verb, f.a_leader(), comment="按一般事项办理。")
    assert (dispute.state, dispute.mode, dispute.severity) == before
    assert dispute.approvals.get().state == state
    assert words in dispute.timeline.latest("pk").text
    assert not dispute.assignments.exists()
    assert "intake.triage" in running(dispute)
    f.do(dispute, "report_major", clerk(), reason="补充了材料")


def test_a_general_case_that_is_raised_keeps_its_opinions_and_goes_back_to_its_own_road() -> None:
    dispute = f.handled(Mode.JOINT)
    open_before = asked(dispute)
    f.do(dispute, "escalate", clerk(), reason="人数增多")
    assert dispute.state == State.AWAITING_APPROVAL
    assert asked(dispute) == open_before
    f.do(dispute, "reject_major", f.a_leader(), comment="按联合办理。")
    assert (dispute.state, dispute.mode, dispute.severity) == (
        State.HANDLING,
        Mode.JOINT,
        Severity.GENERAL,
    )
    assert "general.joint.total" in running(dispute)


def test_only_the_leader_s_side_agrees_and_only_to_what_waits() -> None:
    dispute = reported()
    for officer in (f.an_officer(Role.OFFICE, "ZB"), f.an_officer(Role.DEPUTY, "ZB"), clerk()):
        with pytest.raises(NotYours):
            f.do(dispute, "approve_major", officer)
    f.do(dispute, "approve_major", f.a_leader())
    with pytest.raises(NotAllowed, match="不能办理“同意专案办理”"):
        f.do(dispute, "approve_major", f.a_leader())


def test_an_easier_road_is_asked_of_the_leader_while_the_case_goes_on() -> None:
    dispute, leader = f.handled(Mode.SPECIAL), f.a_leader()
    with pytest.raises(NotAllowed):
        f.do(f.handled(Mode.JOINT), "deescalate", clerk(), reason="不是专案")
    f.do(dispute, "deescalate", clerk(), reason="集体诉求已撤回")
    assert (dispute.state, dispute.mode) == (State.HANDLING, Mode.SPECIAL)
    assert leader.notices.latest("pk").text == f"{dispute.number} 申请降级，请审批。"
