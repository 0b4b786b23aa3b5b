"""督办 is opened once for a department and cause, by a hand or by none, and told to who answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from deadlines.due import chinese_date
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from web.refusals import Mistyped, NotAllowed
from workflow.models import Deadline, DeadlineStage, Supervision
from workflow.supervision.opening import supervise_overdue

pytestmark = pytest.mark.django_db


def late(dispute: Dispute, key: str) -> DeadlineStage:
    """Its clock, as if it had been due long ago; the stage at which it is three days late."""
    clock = Deadline.objects.open().filter(dispute=dispute, key=key).earliest("pk")
    clock.due_on = f.today() - timedelta(days=10)
    clock.amber_on = clock.due_on - timedelta(days=1)
    clock.starts_on = clock.due_on - timedelta(days=20)
    clock.save()
    return DeadlineStage.objects.create(
        deadline=clock,
        due_on=clock.due_on,
        stage="supervision",
        passed_on=f.today(),
        recorded_at=timezone.now(),
        late_days=3,
    )


def supervise(dispute: Dispute, code: str, level: str = "1") -> None:
    f.do(dispute, "supervise", f.a_leader(), department=f.a_department(code), level=level,
         reason="久拖不办。")  # fmt: skip


@pytest.mark.by_owner
def test_time_opens_it_once_with_its_reason_and_the_timeline_names_nobody() -> None:
    head, office = f.an_officer(Role.HEAD, "SW"), f.an_officer(Role.OFFICE, "ZB")
    dispute = f.handled(Mode.SINGLE)
    stage = late(dispute, "general.single")
    assert supervise_overdue(stage.pk) is True
    own = Supervision.objects.get()
    assert (own.cause, own.level, own.department.code) == ("overdue", "1", "SW")
    assert own.reason == f"“单独办理总时限”期限{chinese_date(stage.due_on)}，已超期三个工作日"
    entry = dispute.timeline.latest("pk")
    assert (entry.actor, entry.actor_label, entry.verb) == (None, "系统提醒", "supervise")
    for officer in (head, office):
        assert f"请于{chinese_date(own.due_on)}前答复" in officer.notices.latest("pk").text
    assert supervise_overdue(stage.pk) is False
    assert Supervision.objects.count() == 1


@pytest.mark.by_owner
def test_what_was_done_moved_or_stands_still_meanwhile_is_not_supervised() -> None:
    dispute = f.handled(Mode.SINGLE)
    stage = late(dispute, "general.single")
    clock = Deadline.objects.filter(pk=stage.deadline_id)
    for changed, back in (
        ({"ended_on": f.today()}, {"ended_on": None}),
        ({"is_suspended": True}, {"is_suspended": False}),
        ({"due_on": f.today()}, {"due_on": stage.due_on}),
    ):
        clock.update(**changed)
        assert supervise_overdue(stage.pk) is False
        clock.update(**back)
    assert not Supervision.objects.exists()
    assert supervise_overdue(stage.pk) is True


@pytest.mark.by_owner
def test_what_the_leader_owes_is_told_to_him_and_supervises_nobody() -> None:
    leader, dispute = f.a_leader(), f.triaged()
    f.do(dispute, "report_major", f.an_officer(), reason="群体性诉求")
    assert supervise_overdue(late(dispute, "major.approve").pk) is False
    assert not Supervision.objects.exists()
    assert "已超期三个工作日，请督促。" in leader.notices.latest("pk").text


def test_by_hand_it_is_opened_once_until_it_is_closed_and_each_department_has_its_own() -> None:
    dispute = f.handled(Mode.JOINT)
    supervise(dispute, "YB")
    with pytest.raises(NotAllowed, match="对区医保局的督办还没有销号，请在那一件上升级"):
        supervise(dispute, "YB", level="2")
    supervise(dispute, "RS")
    assert Supervision.objects.count() == 2


def test_whoever_takes_no_part_is_not_supervised() -> None:
    with pytest.raises(Mistyped, match="只能督办参与办理本件的单位") as refused:
        supervise(f.handled(Mode.JOINT), "CZ")
    assert set(refused.value.errors) == {"department"}


def test_its_order_is_in_the_file_and_its_few_days_run_beside_the_case() -> None:
    dispute = f.handled(Mode.JOINT)
    before = (dispute.due_on, dispute.due_key, dispute.version)
    supervise(dispute, "YB", level="2")
    assert dispute.papers.filter(kind="supervision_order").count() == 1
    clock = Deadline.objects.get(key="supervision.answer")
    assert (clock.owner.code, clock.due_on) == ("YB", Supervision.objects.get().due_on)
    assert (dispute.due_on, dispute.due_key, dispute.version) == before
