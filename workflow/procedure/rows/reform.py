"""落实机构改革: one act of the security administrator, on every case that goes over (三、六)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from departments.actions.authority import reaches
from departments.models import Reform
from departments.roles import Role
from workflow.procedure.rows.table import Need, Row, Who

if TYPE_CHECKING:
    from departments.models import Officer


def _keeps_both(officer: Officer, reform: Reform) -> bool:
    units = (reform.source, reform.target)
    return all(reaches(officer, Role.SECADMIN, unit) for unit in units)


KEEPER: Who[Reform] = Who("keeper", "专班办公室的安全管理员", _keeps_both)
BEGUN: Need[Reform] = Need(
    "begun", "还没有到生效日期，请到那一天再落实。",
    lambda o, r: r.effective_on <= timezone.localdate(),
)  # fmt: skip
ANOTHER: Need[Reform] = Need(
    "another", "这项改革是您本人登记的，请另一名安全管理员落实。",
    lambda o, r: r.registered_by_id != o.pk,
)  # fmt: skip
BOTH_WORK: Need[Reform] = Need(
    "both_work", "原单位或承接单位已停用，请撤销这项登记后重新办理。",
    lambda o, r: r.source.is_active and r.target.is_active,
)  # fmt: skip

CARRY_OUT: Row[Reform] = Row(
    "reorganise", "落实机构改革", frozenset({Reform.State.REGISTERED}),
    frozenset({Reform.State.DONE}), KEEPER, "三", (BEGUN, ANOTHER, BOTH_WORK),
)  # fmt: skip
