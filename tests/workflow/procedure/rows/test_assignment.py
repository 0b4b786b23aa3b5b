"""What stands against answering, returning or excusing, in the sentence that the officer reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from departments.models import Department
from departments.roles import Role
from disputes.choices import Mode
from tests import factories as f
from tests.workflow.on_a_day import at_noon
from workflow.models import Assignment
from workflow.procedure.offers import open_to_assignment
from workflow.procedure.rows.assignment import ASSIGNMENT_ROWS, ASSIGNMENT_TABLE

pytestmark = pytest.mark.django_db

WRITTEN = {"facts": "经查属实", "basis": "社会保险法第60条", "opinion": "同意"}


def asked(mode: str = Mode.JOINT, code: str = "YB") -> Assignment:
    return f.handled(mode).assignments.get(department__code=code)


def offered(own: Assignment, role: str = Role.CLERK, code: str = "YB") -> dict[str, str]:
    """Verb → what stands against it now, empty when nothing does."""
    fresh = Assignment.objects.get(pk=own.pk)
    return {o.verb: o.why_not for o in open_to_assignment(f.an_officer(role, code), fresh)}


def test_every_verb_stands_in_its_table_once() -> None:
    assert len(ASSIGNMENT_TABLE) == len(ASSIGNMENT_ROWS)


def test_who_is_asked_signs_or_sends_it_back_and_writes_only_after_signing() -> None:
    own = asked()
    assert offered(own) == {"accept": "", "return_back": ""}
    f.answer(own, "accept", f.an_officer(Role.CLERK, "YB"))
    assert offered(own) == {"draft_opinion": "", "return_back": ""}


def test_it_is_sent_back_within_days_of_signing_for_it_and_not_for_ever() -> None:
    own = asked()
    f.answer(own, "accept", f.an_officer(Role.CLERK, "YB"))
    own.refresh_from_db()
    assert own.return_by is not None
    with at_noon(own.return_by):
        assert offered(own)["return_back"] == ""
    with at_noon(own.return_by + timedelta(days=1)):
        assert "已过期限，请继续办理" in offered(own)["return_back"]
    late = own.return_by + timedelta(days=1)
    with pytest.raises(DatabaseError, match="assignment_returned_in_time"), transaction.atomic():
        Assignment.objects.filter(pk=own.pk).update(state="returned", clocked_on=late)


def test_who_asked_urges_takes_back_and_the_head_alone_goes_on_without_it() -> None:
    own = asked()
    assert offered(own, Role.CLERK, "SW") == {"urge": "", "recall": ""}
    assert offered(f.overdue(own), Role.HEAD, "SW")["excuse"] == ""


def test_nobody_is_excused_before_his_last_day_is_over() -> None:
    own = asked()
    due = f"{own.due_on.year}年{own.due_on.month}月{own.due_on.day}日"
    assert f"反馈期限是{due}，期限过后" in offered(own, Role.HEAD, "SW")["excuse"]
    with at_noon(own.due_on):
        assert offered(own, Role.HEAD, "SW")["excuse"]
    with at_noon(own.due_on + timedelta(days=1)):
        assert offered(own, Role.HEAD, "SW")["excuse"] == ""


def test_in_special_handling_somebody_must_speak() -> None:
    dispute = f.handled(Mode.SPECIAL)
    head, (first, *others) = f.an_officer(Role.HEAD, "SW"), dispute.assignments.order_by("pk")
    for own in others:
        f.answer(f.overdue(own), "excuse", head, reason="两次催办未果")
    assert "专案办理不能所有单位都" in offered(f.overdue(first), Role.HEAD, "SW")["excuse"]
    with pytest.raises(DatabaseError, match="somebody must answer"), transaction.atomic():
        Assignment.objects.filter(pk=first.pk).update(state="excused", clocked_on=f.today())


def test_also_in_plain_sql_nobody_is_excused_early() -> None:
    own = asked()
    with pytest.raises(DatabaseError, match="not late yet"), transaction.atomic():
        Assignment.objects.filter(pk=own.pk).update(state="excused", clocked_on=f.today())


def test_nothing_is_done_while_the_case_stands_still() -> None:
    own, head = asked(), f.an_officer(Role.HEAD, "SW")
    f.do(own.dispute, "suspend", head, ground="等待司法鉴定", evidence="函")
    reasons = set(offered(own).values())
    assert reasons == {"该争议事项已中止或终结，交办随之冻结，不能办理。"}


def test_what_the_office_designated_is_not_returned() -> None:
    own = asked(Mode.REFERRAL)
    Assignment.objects.filter(pk=own.pk).update(designated=True)
    assert offered(own)["return_back"] == "专班办公室指定的单位不得退回。"


def test_a_task_is_answered_and_not_returned() -> None:
    dispute = f.handled(Mode.SINGLE)
    office = f.an_officer(Role.OFFICE, "ZB")
    f.do(dispute, "give_task", office, department=f.a_department("XF"), question="请核实")
    own = dispute.assignments.get()
    assert offered(own, code="XF") == {
        "accept": "",
        "return_back": "组长交办和议定事项不得退回，请按期反馈。",
    }


def test_a_referral_is_not_returned_once_its_decision_is_drafted() -> None:
    own, clerk = asked(Mode.REFERRAL), f.an_officer(Role.CLERK, "YB")
    f.answer(own, "accept", clerk)
    f.do(own.dispute, "draft_decision", clerk, facts="实", basis="法", decision="办")
    assert offered(own) == {
        "draft_opinion": "处理意见签发后才能填写回执。",
        "return_back": "处理意见已经拟定、签发或正在报批，报送件不能再退回。",
    }


@pytest.mark.parametrize(("mode", "free"), [(Mode.JOINT, True), (Mode.SPECIAL, False)])
def test_a_department_may_let_the_drafter_approve_but_never_in_special_handling(
    mode: str, free: bool
) -> None:
    own, head = asked(mode), f.an_officer(Role.HEAD, "YB")
    f.answer(own, "accept", head)
    f.answer(own, "draft_opinion", head, **WRITTEN)
    refused = offered(own, Role.HEAD)["approve_opinion"]
    assert refused == "拟稿人不能审签自己的意见，请本单位负责人审签。"
    Department.objects.filter(code="YB").update(opinion_head_approval=False)
    assert (offered(own, Role.HEAD)["approve_opinion"] == "") is free


def test_only_an_opinion_is_gone_on_without() -> None:
    own = asked(Mode.REFERRAL)
    said = offered(own, Role.HEAD, "YB") | offered(own, Role.HEAD, "SW")
    assert said["excuse"] == "只有联办、专案的书面意见可以注明逾期未提供。"


def test_a_desk_is_urged_once_a_working_day() -> None:
    own = asked()
    f.answer(own, "urge", f.an_officer(Role.CLERK, "SW"), message="请抓紧。")
    assert "已催办，每个工作日催办一次" in offered(own, Role.CLERK, "SW")["urge"]
