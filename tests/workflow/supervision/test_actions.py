"""督办: opened by time, by returns and by the task force; answered, raised, closed (R104)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from confidentiality.sealing import open_sealed_json
from departments.models import Delegation, Officer, TaskForceSettings
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from papers.kinds import thaw
from tests import factories as f
from tests.told import telling
from web.refusals import Mistyped, NotAllowed, NotYours, Stale
from workflow.archiving import case_file
from workflow.meetings import actions
from workflow.meetings.plan import plan
from workflow.models import Supervision
from workflow.supervision.verbs import SUPERVISIONS

pytestmark = pytest.mark.django_db


def supervised(code: str = "YB", by: Officer | None = None, level: str = "1") -> Supervision:
    """A joint dispute whose department is supervised by the leader."""
    dispute = f.handled(Mode.JOINT)
    f.an_officer(Role.HEAD, code)
    f.an_officer(Role.OFFICE, "ZB")
    by = by or f.a_leader()
    f.do(
        dispute, "supervise", by, department=f.a_department(code), level=level, reason="久拖不办。"
    )
    return Supervision.objects.get()


def settle(
    supervision: Supervision, verb: str, by: Officer, **fields: Any
) -> None:  # Any: the verb's fields
    by = Officer.objects.get(pk=by.pk)
    SUPERVISIONS.verbs[verb].does(supervision, by=by, **fields)


def last(dispute: Dispute) -> str:
    entry = dispute.timeline.order_by("id").last()
    assert entry is not None
    return str(entry.text)


def office() -> Officer:
    return f.an_officer(Role.OFFICE, "ZB")


def test_the_leader_supervises_and_head_and_office_are_told() -> None:
    own = supervised(level="2")
    assert (own.level, own.cause, own.state) == ("2", "leader", "open")
    assert "对医保局督办（警示）：久拖不办，" in last(own.dispute)
    for officer in (f.an_officer(Role.HEAD, "YB"), office()):
        told = officer.notices.get(supervision=own)
        assert "被督办（警示）：久拖不办，" in told.text
    assert not f.an_officer(Role.HEAD, "RS").notices.filter(supervision=own).exists()


def test_a_supervision_overtakes_nobody_who_is_writing() -> None:
    dispute = f.handled(Mode.JOINT)
    before = dispute.version
    f.do(dispute, "supervise", office(), department=f.a_department("RS"), level="1", reason="慢")
    assert dispute.version == before


def test_only_the_task_force_supervises_and_a_deputy_only_when_he_is_delegated() -> None:
    dispute, deputy = f.handled(Mode.JOINT), f.an_officer(Role.DEPUTY, "ZB")
    typed = {"department": f.a_department("YB"), "level": "1", "reason": "久拖不办"}
    for officer in (f.an_officer(Role.HEAD, "SW"), deputy):
        with pytest.raises(NotYours):
            f.do(dispute, "supervise", officer, **typed)
    today = timezone.localdate()
    TaskForceSettings.objects.update_or_create(id=1, defaults={"leader_delegation": True})
    Delegation.objects.create(
        leader=f.a_leader(),
        deputy=deputy,
        basis="书面授权",
        starts_on=today,
        ends_on=today,
        recorded_by=f.a_leader(),
    )
    f.do(dispute, "supervise", deputy, **typed)
    assert "代 组长 对医保局督办" in last(dispute)


def test_the_office_is_not_supervised_by_itself() -> None:
    dispute = f.handled(Mode.JOINT)
    meeting = plan(
        by=f.an_officer(),
        kind="general",
        title="碰头会",
        disputes=[dispute],
        departments=[f.a_department("ZB"), f.a_department("YB")],
        starts_at=timezone.now(),
        place="三楼会议室",
    )
    actions.call(meeting, by=f.an_officer())
    with pytest.raises(Mistyped, match="只能督办参与办理"):
        f.do(dispute, "supervise", office(), department=f.a_department("ZB"), level="1",
             reason="慢")  # fmt: skip


def test_only_who_takes_part_is_supervised_and_once_at_a_time() -> None:
    own = supervised()
    with pytest.raises(Mistyped, match="只能督办参与办理"):
        f.do(own.dispute, "supervise", office(), department=f.a_department("CZ"), level="1",
             reason="慢")  # fmt: skip
    with pytest.raises(NotAllowed, match="还没有销号"):
        f.do(own.dispute, "supervise", office(), department=f.a_department("YB"), level="3",
             reason="慢")  # fmt: skip


def test_the_department_answers_and_the_office_closes() -> None:
    own, head = supervised(), f.an_officer(Role.HEAD, "YB")
    with pytest.raises(NotYours):
        settle(own, "answer", f.an_officer(Role.HEAD, "RS"), answer="不是我")
    with pytest.raises(NotAllowed, match="不能办理“销号”"):
        settle(own, "close", office(), conclusion="尚未答复")
    settle(own, "answer", f.an_officer(Role.CLERK, "YB"), answer="本周内提交书面意见")
    assert (own.state, own.answer) == ("answered", "本周内提交书面意见")
    assert "答复督办（提示）：本周内提交书面意见" in last(own.dispute)
    for officer in (office(), f.a_leader()):
        assert telling(officer.notices, "答复督办").count() == 1
    with pytest.raises(NotYours):
        settle(own, "close", head, conclusion="自己销号")
    settle(own, "close", office(), conclusion="已整改")
    assert own.state == "closed"
    assert telling(head.notices, "督办销号：已整改").exists()


def papers(own: Supervision, kind: str) -> list[Any]:  # Any: contents of that kind
    found = own.papers.filter(kind=kind).order_by("pk")
    return [thaw(paper.kind, open_sealed_json(paper.content)) for paper in found]


def test_each_level_issues_its_own_paper_and_the_closing_issues_the_feedback() -> None:
    own, head = supervised(), f.an_officer(Role.HEAD, "YB")
    (first,) = papers(own, "supervision_order")
    assert (first.level, first.recipient, first.reason) == ("1", "区医保局", "久拖不办。")
    assert (first.signed_by, first.due_on) == (f.a_leader().name, own.due_on)
    settle(own, "raise", office(), level="2", reason="仍未答复")
    _, louder = papers(own, "supervision_order")
    assert (louder.level, louder.reason, louder.department) == ("2", "仍未答复", "专班办公室")
    assert louder.number != first.number
    settle(own, "answer", head, answer="本周内提交书面意见")
    assert papers(own, "supervision_reply") == []
    settle(own, "close", office(), conclusion="已整改")
    (reply,) = papers(own, "supervision_reply")
    assert (reply.answer, reply.conclusion) == ("本周内提交书面意见", "已整改")
    assert (reply.answered.name, reply.signed_by) == (head.name, office().name)
    assert (reply.number, reply.level, reply.reason) == (louder.number, "2", "仍未答复")
    titles = [line["title"] for line in case_file.catalogue(own.dispute)]
    assert titles[-3:] == ["督办单", "督办单", "督办反馈单"]


def test_a_paper_that_nobody_signs_is_a_supervision_by_time() -> None:
    own = supervised()
    (paper,) = own.papers.all()
    paper.pk, paper.kind, paper.issued_by = None, "task_sheet", None
    with (
        pytest.raises(DatabaseError, match="paper_is_issued_by_somebody"),
        transaction.atomic(),
    ):
        paper.save()


def test_an_answer_that_does_not_answer_is_sent_back_and_stays_in_the_timeline() -> None:
    own = supervised()
    settle(own, "answer", f.an_officer(Role.HEAD, "YB"), answer="正在办")
    settle(own, "send_back", office(), comment="请写明何时办好")
    assert own.state == "open"
    told = [entry.text for entry in own.dispute.timeline.order_by("id")][-2:]
    assert "正在办" in told[0]
    assert "退回医保局的督办答复：请写明何时办好" in told[1]


def test_levels_only_rise_and_the_timeline_keeps_each_of_them() -> None:
    own = supervised()
    settle(own, "raise", office(), level="2", reason="仍未答复")
    with pytest.raises(Mistyped, match="请选择更高的级别"):
        settle(own, "raise", office(), level="2", reason="再升")
    settle(own, "answer", f.an_officer(Role.HEAD, "YB"), answer="正在办")
    settle(own, "raise", f.a_leader(), level="3", reason="答复敷衍")
    assert (own.level, own.state) == ("3", "open")
    said = [e.text for e in own.dispute.timeline.order_by("id") if e.verb == "raise"]
    assert ["由提示升为警示" in said[0], "由警示升为通报" in said[1]] == [True, True]
    with pytest.raises(NotAllowed, match="没有更高的级别"):
        settle(own, "raise", office(), level="3", reason="再升")


def test_two_officers_at_once_never_answer_over_each_other() -> None:
    own = supervised()
    settle(own, "answer", f.an_officer(Role.CLERK, "YB"), answer="一", version=0)
    with pytest.raises(Stale):
        settle(own, "answer", f.an_officer(Role.HEAD, "YB"), answer="二", version=0)


@pytest.mark.parametrize(
    "change",
    [
        {"level": "1"},
        {"department_id": 1},
        {"state": "answered", "answer": ""},
        {"state": "closed"},
    ],
)
def test_postgresql_keeps_the_record_whoever_writes(change: dict[str, Any]) -> None:
    own = supervised(level="2")
    with pytest.raises(DatabaseError), transaction.atomic():
        Supervision.objects.filter(pk=own.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Supervision.objects.filter(pk=own.pk).delete()
    settle(own, "answer", f.an_officer(Role.HEAD, "YB"), answer="已办")
    settle(own, "close", office(), conclusion="已整改")
    with pytest.raises(DatabaseError), transaction.atomic():
        Supervision.objects.filter(pk=own.pk).update(conclusion="")


def test_who_returned_it_twice_answers_without_seeing_the_case_again() -> None:
    dispute = f.handled(Mode.REFERRAL)
    clerk, head = f.an_officer(Role.CLERK, "YB"), f.an_officer(Role.HEAD, "YB")
    f.answer(dispute.assignments.get(), "return_back", clerk, reason="不属本局职责")
    dispute.refresh_from_db()
    f.do(dispute, "refer", f.an_officer(Role.CLERK, "SW"), department=f.a_department("YB"),
         reason="仍属医保局职责")  # fmt: skip
    f.answer(dispute.assignments.latest("pk"), "return_back", clerk, reason="还是不属")
    own = Supervision.objects.get()
    assert own.cause == "returns"
    assert not Dispute.objects.visible_to(head).filter(pk=dispute.pk).exists()
    assert list(Supervision.objects.kept_by(head)) == [own]
    assert "被退回2次" in head.notices.get(supervision=own).text
    (order,) = papers(own, "supervision_order")
    assert order.signed_by == "系统按时限签发"
    assert own.papers.get().issued_by is None
    settle(own, "answer", head, answer="职责表未列本局")
    assert "职责表未列本局" in last(dispute)


def test_strangers_administrators_and_the_recused_know_of_none() -> None:
    own = supervised()
    recused = f.an_officer(Role.CLERK, "YB")
    own.dispute.recusals.create(officer=recused, reason="亲属", recorded_by=recused)
    outside = [f.an_officer(Role.CLERK, "CZ"), f.an_officer("sysadmin", "ZB"), recused]
    for officer in outside:
        assert not Supervision.objects.visible_to(Officer.objects.get(pk=officer.pk)).exists()
    for role, code in ((Role.CLERK, "SW"), (Role.HEAD, "YB"), (Role.DEPUTY, "ZB")):
        assert Supervision.objects.visible_to(f.an_officer(role, code)).exists()
    assert not Supervision.objects.kept_by(f.an_officer(Role.CLERK, "SW")).exists()


def test_what_is_suspended_or_concluded_is_supervised_too_but_not_what_is_archived() -> None:
    typed = {"department": f.a_department("SW"), "level": "1", "reason": "久拖不归档"}
    concluded = f.concluded()
    f.do(concluded, "supervise", office(), **typed)
    f.do(concluded, "archive", f.an_officer(Role.CLERK, "SW"))
    with pytest.raises(NotAllowed, match="不能办理“督办”"):
        f.do(concluded, "supervise", office(), **typed)
    settle(Supervision.objects.get(), "answer", f.an_officer(Role.HEAD, "SW"), answer="已归档")
    assert "答复督办" in last(concluded)


def test_an_answer_is_due_three_working_days_on() -> None:
    own = supervised()
    assert own.due_on - timezone.localdate() >= timedelta(days=3)
