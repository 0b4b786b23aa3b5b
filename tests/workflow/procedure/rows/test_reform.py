"""落实机构改革: who may, and what must hold first (三、六)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from departments.roles import Role
from tests import factories as f
from tests.workflow.membership.reforming import decided, fresh, registered
from workflow.procedure.rows.reform import CARRY_OUT

pytestmark = pytest.mark.django_db


def test_the_security_administrator_of_the_office_alone() -> None:
    row = registered()
    assert CARRY_OUT.who.allows(fresh(f.an_officer(Role.SECADMIN, "ZB")), row)
    for role, code in ((Role.SYSADMIN, "ZB"), (Role.LEADER, "ZB"), (Role.HEAD, "YB")):
        assert not CARRY_OUT.who.allows(fresh(f.an_officer(role, code)), row)


def test_from_its_day_on_while_both_units_work_and_by_another() -> None:
    keeper = fresh(f.an_officer(Role.SECADMIN, "ZB"))
    assert "生效日期" in CARRY_OUT.refusal(
        keeper, registered(decided=decided(f.today() + timedelta(days=1)))
    )
    now = registered("CL", "WM")
    assert CARRY_OUT.refusal(keeper, now) == ""
    assert "您本人登记" in CARRY_OUT.refusal(now.registered_by, now)
    now.target.is_active = False
    assert "已停用" in CARRY_OUT.refusal(keeper, now)
