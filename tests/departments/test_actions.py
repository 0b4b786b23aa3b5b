"""Promises of what administrators do: by the right one only, refused in words, recorded once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine

from departments import clock
from departments.actions import (
    accounts,
    appointments,
    delegating,
    duties,
    members,
    passwords,
)
from departments.models import (
    ChangeRecord,
    Department,
    DutyRule,
    MatrixVersion,
    MembershipDecision,
    Officer,
    Post,
    SignalRule,
    SwitchDate,
    TaskForceSettings,
    Town,
)
from departments.roles import Role
from departments.routing import RoutingQuestion, suggest
from tests.departments.people import again, holding, somebody, today
from web.refusals import Mistyped, NotAllowed, NotYours

pytestmark = pytest.mark.django_db

UNIT = members.NewMember("SF", "区司法局", "司法局", "bureau")


def a_decision(effective_on: date | None = None) -> members.Decision:
    return members.Decision(date(2025, 12, 19), "会议纪要", effective_on or date(2025, 12, 24))


def an_edition() -> duties.Edition:
    return duties.Edition("专班决定", today())


def the(code: str) -> Department:
    return Department.objects.get(code=code)


def rule() -> DutyRule:
    return DutyRule.objects.get(category__code="TAX-1", version__number=3)


Act = Callable[[Officer], object]

#: Every action and the one role that may do it.
ACTS: dict[str, tuple[Role, Act]] = {
    "admit": (Role.SYSADMIN, lambda by: members.admit(UNIT, by=by, decision=a_decision())),
    "confirm": (
        Role.LEADER,
        lambda by: members.confirm_membership(
            MembershipDecision.objects.create(
                decided_on=today(), effective_on=today(), document="纪要"
            ),
            by=by,
        ),
    ),
    "leave": (
        Role.SYSADMIN,
        lambda by: members.leave(the("CZ"), by=by, reason="改革", open_disputes=0),
    ),
    "change_contact": (
        Role.SYSADMIN,
        lambda by: members.change_contact(the("SW"), by=by, phone="1"),
    ),
    "set_switches": (
        Role.SECADMIN,
        lambda by: members.set_switches(the("SW"), by=by, reason="人少", can_assist=False),
    ),
    "add_town": (
        Role.SYSADMIN,
        lambda by: members.add_town(by=by, code="230718102", name="新镇", department=None),
    ),
    "change_town": (
        Role.SYSADMIN,
        lambda by: members.change_town(
            Town.objects.get(code="other"), by=by, name="外区", department=None, is_active=True
        ),
    ),
    "open_account": (
        Role.SYSADMIN,
        lambda by: accounts.open_account(by=by, username="gh0099", name="新人"),
    ),
    "change_account": (
        Role.SYSADMIN,
        lambda by: accounts.change_account(somebody(), by=by, name="乙", phone="", expires_on=None),
    ),
    "disable": (Role.SYSADMIN, lambda by: accounts.disable(somebody(), by=by, reason="调离")),
    "start_slip": (
        Role.SYSADMIN,
        lambda by: passwords.start_slip(somebody(), by=by, reason="忘记"),
    ),
    "confirm_slip": (
        Role.SECADMIN,
        lambda by: passwords.confirm_slip(
            passwords.draw_slip(somebody(), by=None, reason="忘记").slip, by=by
        ),
    ),
    "add_post": (
        Role.SECADMIN,
        lambda by: appointments.add_post(
            by=by, department=the("SW"), role="clerk", title="二科", single_seat=False
        ),
    ),
    "appoint": (
        Role.SECADMIN,
        lambda by: appointments.appoint(
            somebody(),
            by=by,
            post=Post.objects.get(department__code="SW", role="clerk"),
            starts_on=today(),
        ),
    ),
    "end_term": (
        Role.SECADMIN,
        lambda by: appointments.end_term(
            holding(Role.CLERK, "SW").terms.get(), by=by, ends_on=today(), basis="免职文件"
        ),
    ),
    "allow_delegation": (
        Role.SECADMIN,
        lambda by: delegating.allow_delegation(by=by, allowed=True, reason="会议决定"),
    ),
    "revise_rule": (
        Role.SECADMIN,
        lambda by: duties.revise_rule(rule(), by=by, edition=an_edition(), text="改写"),
    ),
    "add_rule": (
        Role.SECADMIN,
        lambda by: duties.add_rule(rule(), by=by, edition=an_edition(), people_from=9),
    ),
    "revise_signal": (
        Role.SECADMIN,
        lambda by: duties.revise_signal(
            SignalRule.objects.get(topic="media", version__number=3),
            by=by,
            edition=an_edition(),
            score=2,
        ),
    ),
    "set_switch_date": (
        Role.SECADMIN,
        lambda by: duties.set_switch_date(
            SwitchDate.objects.get(insurance="pension"),
            by=by,
            switched_on=date(2024, 1, 1),
            basis="文号",
        ),
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_an_action_is_done_by_its_own_role_and_recorded(name: str) -> None:
    role, act = ACTS[name]
    by = holding(role)
    act(by)
    assert ChangeRecord.objects.filter(by=by).count() == 1


@pytest.mark.parametrize("name", ACTS)
def test_an_action_is_refused_to_everybody_else_and_changes_nothing(name: str) -> None:
    role, act = ACTS[name]
    for other in (Role.SYSADMIN, Role.SECADMIN, Role.LOGADMIN, Role.OFFICE, Role.DEPUTY):
        if other != role:
            with pytest.raises(NotYours) as refusal:
                act(holding(other))
            assert refusal.value.sentence
    assert not ChangeRecord.objects.exists()


class TestAdmission:
    def test_takes_effect_on_its_day_and_not_before(self) -> None:
        tomorrow = today() + timedelta(days=1)
        unit = members.admit(UNIT, by=holding(Role.SYSADMIN), decision=a_decision(tomorrow))
        assert unit.membership is not None
        members.confirm_membership(unit.membership, by=holding(Role.LEADER))
        unit = the("SF")
        assert (unit.is_active, unit.standing) == (False, "待生效")
        assert members.open_due_members(today()) == []
        assert [each.code for each in members.open_due_members(tomorrow)] == ["SF"]
        assert the("SF").standing == "在用"
        assert ChangeRecord.objects.get(verb="启用成员单位").by is None

    def test_waits_for_the_leader(self) -> None:
        members.admit(UNIT, by=holding(Role.SYSADMIN), decision=a_decision())
        assert members.open_due_members(today()) == []

    def test_refuses_a_code_or_name_that_is_taken(self) -> None:
        taken = members.NewMember("SW", "区税务局", "税务", "bureau")
        with pytest.raises(Mistyped) as refusal:
            members.admit(taken, by=holding(Role.SYSADMIN), decision=a_decision())
        assert set(refusal.value.errors) == {"code", "name"}

    def test_a_unit_that_left_does_not_come_back_by_itself(self) -> None:
        members.leave(the("CZ"), by=holding(Role.SYSADMIN), reason="改革", open_disputes=0)
        assert members.open_due_members(today()) == []


def test_nothing_typed_differently_leaves_no_record() -> None:
    members.change_contact(the("SW"), by=holding(Role.SYSADMIN), phone="")
    assert not ChangeRecord.objects.exists()


def test_an_administrator_does_not_lock_himself_out() -> None:
    by = holding(Role.SYSADMIN)
    with pytest.raises(NotAllowed, match="不能停用自己的账号"):
        accounts.disable(by, by=by, reason="误点")


def test_first_passwords_are_twelve_characters_of_three_kinds_and_never_the_same() -> None:
    made = {accounts.first_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        assert len(password) == 12
        assert any(c.islower() for c in password)
        assert any(c.isupper() for c in password)
        assert any(c.isdigit() for c in password)


class TestDelegating:
    def ask(self, **changes: object) -> None:
        TaskForceSettings.objects.update(leader_delegation=True)
        fields = {"basis": "授权书", "starts_on": today(), "ends_on": today(), **changes}
        leader = fields.pop("leader", None) or holding(Role.LEADER)
        deputy = fields.pop("deputy", None) or holding(Role.DEPUTY)
        delegating.delegate(leader, by=holding(Role.SECADMIN), deputy=deputy, **fields)  # type: ignore[arg-type]

    def test_only_the_leader_delegates_and_only_to_a_deputy(self) -> None:
        with pytest.raises(NotAllowed, match="今天不是专班组长"):
            self.ask(leader=holding(Role.OFFICE))
        with pytest.raises(NotAllowed, match="只能授权副组长"):
            self.ask(deputy=holding(Role.HEAD, "SW"))

    def test_never_for_the_past(self) -> None:
        with pytest.raises(Mistyped, match="今天或以后"):
            self.ask(starts_on=today() - timedelta(days=1))

    def test_nobody_else_takes_it_back(self) -> None:
        deputy = holding(Role.DEPUTY)
        self.ask(deputy=deputy)
        given = deputy.delegations.get()
        for by in (again(deputy), holding(Role.SYSADMIN)):
            with pytest.raises(NotYours, match="组长本人或安全管理员"):
                delegating.revoke(given, by=by, reason="试")

    def test_switching_it_off_ends_all_of_them(self) -> None:
        deputy = holding(Role.DEPUTY)
        self.ask(deputy=deputy)
        assert again(deputy).may_act_for_leader
        delegating.allow_delegation(by=holding(Role.SECADMIN), allowed=False, reason="到期")
        assert not again(deputy).may_act_for_leader


class TestRevising:
    def test_speaks_from_its_day_on_and_history_keeps_its_edition(self) -> None:
        by = holding(Role.SECADMIN)
        next_week = today() + timedelta(days=7)
        edition = duties.Edition("专班决定", next_week)
        duties.revise_rule(rule(), by=by, edition=edition, lead=["RS"])
        question = RoutingQuestion(category="TAX-1", insurance_types=("pension",))
        assert (suggest(question).lead, suggest(question).matrix_version) == (["SW"], 3)
        with time_machine.travel(next_week, tick=False):
            assert (suggest(question).lead, suggest(question).matrix_version) == (["RS"], 4)

    def test_copies_every_other_row(self) -> None:
        by = holding(Role.SECADMIN)
        version = duties.revise_rule(rule(), by=by, edition=an_edition(), text="改写")
        first = MatrixVersion.objects.get(number=3)
        assert version.rules.count() == first.rules.count()
        assert version.signals.count() == first.signals.count()
        assert version.made_by == by

    def test_leaves_no_category_without_a_last_row(self) -> None:
        by = holding(Role.SECADMIN)
        with pytest.raises(NotAllowed, match="不得限定条件"):
            duties.revise_rule(rule(), by=by, edition=an_edition(), group="three")
        with pytest.raises(NotAllowed, match="不能删去"):
            duties.drop_rule(rule(), by=by, edition=an_edition())

    def test_a_switch_date_is_set_only_with_its_basis(self) -> None:
        row = SwitchDate.objects.get(insurance="pension")
        with pytest.raises(Mistyped, match="依据"):
            duties.set_switch_date(
                row, by=holding(Role.SECADMIN), switched_on=date(2024, 1, 1), basis=""
            )


def test_the_clock_opens_what_is_due() -> None:
    unit = members.admit(UNIT, by=holding(Role.SYSADMIN), decision=a_decision(today()))
    assert unit.membership is not None
    members.confirm_membership(unit.membership, by=holding(Role.LEADER))
    clock.open_members()
    assert the("SF").is_active
    assert ChangeRecord.objects.filter(verb="启用成员单位").count() == 1
