"""Promises about what is written once: delegations, records of change, editions of the matrix."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError

from departments.actions.authority import record
from departments.models import (
    ChangeRecord,
    Delegation,
    DutyRule,
    MatrixVersion,
    Officer,
    SwitchDate,
    TaskForceSettings,
)
from departments.roles import Role
from tests.departments.database import refused, sql
from tests.departments.people import again, holding, today

pytestmark = pytest.mark.django_db


class TestDelegation:
    def given(self, **changes: object) -> tuple[Officer, Officer]:
        leader, deputy = holding(Role.LEADER), holding(Role.DEPUTY)
        fields = {"basis": "授权书", "starts_on": today(), "ends_on": today(), **changes}
        Delegation.objects.create(leader=leader, deputy=deputy, recorded_by=leader, **fields)
        return leader, deputy

    def allowed(self) -> None:
        TaskForceSettings.objects.update(leader_delegation=True)

    def test_gives_nothing_while_it_is_switched_off(self) -> None:
        _, deputy = self.given()
        assert not deputy.may_act_for_leader

    def test_in_force_lets_the_deputy_sign_for_the_leader(self) -> None:
        self.allowed()
        leader, deputy = self.given()
        assert deputy.may_act_for_leader
        assert deputy.signs_as == f"{deputy.name} 代 组长"
        assert leader.signs_as == leader.name

    @pytest.mark.parametrize(
        "changes",
        [
            {"starts_on": today() + timedelta(days=1), "ends_on": today() + timedelta(days=2)},
            {"starts_on": today() - timedelta(days=2), "ends_on": today() - timedelta(days=1)},
            {"revoked_on": today()},
        ],
    )
    def test_outside_its_dates_or_revoked_gives_nothing(self, changes: dict[str, object]) -> None:
        self.allowed()
        assert not self.given(**changes)[1].may_act_for_leader

    def test_ends_with_the_post_of_either(self) -> None:
        self.allowed()
        leader, deputy = self.given()
        yesterday = today() - timedelta(days=1)
        leader.terms.update(ends_on=yesterday)
        assert not again(deputy).may_act_for_leader
        leader.terms.update(ends_on=None)
        assert again(deputy).may_act_for_leader
        deputy.terms.update(ends_on=yesterday)
        assert not again(deputy).may_act_for_leader

    def test_is_in_writing_and_to_somebody_else(self) -> None:
        with refused(saying="delegation_is_in_writing"):
            self.given(basis="")
        leader = holding(Role.OFFICE)
        with refused(saying="delegation_is_to_somebody_else"):
            Delegation.objects.create(
                leader=leader,
                deputy=leader,
                recorded_by=leader,
                basis="授权书",
                starts_on=today(),
                ends_on=today(),
            )

    def test_keeps_its_words(self) -> None:
        self.given()
        with refused(DatabaseError, "Cannot update"):
            Delegation.objects.update(ends_on=date(2099, 1, 1))
        with refused(DatabaseError, "Cannot delete"):
            Delegation.objects.all().delete()


class TestWhatIsWrittenOnce:
    def test_a_record_of_change_is_never_altered(self) -> None:
        record(None, "试", "对象")
        with refused(DatabaseError, "Cannot update"):
            ChangeRecord.objects.update(reason="改写")
        with refused(DatabaseError, "Cannot update or delete"):
            sql("DELETE FROM departments_changerecord")

    def test_an_edition_and_its_rows_are_never_altered(self) -> None:
        with refused(DatabaseError, "Cannot update"):
            MatrixVersion.objects.update(note="改写")
        with refused(DatabaseError, "Cannot update"):
            DutyRule.objects.update(lead=["CZ"])
        with refused(DatabaseError, "Cannot update or delete"):
            sql("DELETE FROM departments_signalrule")

    def test_a_switch_date_has_its_basis(self) -> None:
        with refused(saying="switch_date_has_its_basis"):
            SwitchDate.objects.update(switched_on=date(2024, 1, 1))
