"""The supervision's rows: answered by the department, closed by the office (R104, domain 2.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from departments.roles import Role
from workflow.models.supervision import SupervisionLevel, SupervisionState
from workflow.procedure import who
from workflow.procedure.rows import own_hand
from workflow.procedure.rows.table import Need, Row, Who

if TYPE_CHECKING:
    from workflow.models import Supervision

S = SupervisionState
#: 在规定时限内提供书面意见: what a department that stands still has not kept.
CLAUSE = "五(三)1(3)"

SUPERVISED: Who[Supervision] = Who(
    "supervised", "被督办单位", lambda o, s: who.stands_for(o, s.dispute, s.department_id)
)
SUPERVISOR: Who[Supervision] = Who(
    "supervisor", "专班组长或专班办公室", lambda o, s: who.speaks_for_task_force(o)
)
SUPERVISION_OFFICE: Who[Supervision] = Who(
    "supervision_office", "专班办公室", lambda o, s: Role.OFFICE in o.roles
)

NOT_HIGHEST: Need[Supervision] = Need(
    "not_highest", "已是通报，没有更高的级别。", lambda o, s: s.level != SupervisionLevel.CIRCULAR
)

NOT_HE_WHO_ASKED: Need[Supervision] = own_hand.by_another(
    "not_he_who_asked",
    "这件督办是您本人提出的，不能由您答复，请被督办单位其他人员办理。",
    own_hand.who_supervises,
)
NOT_HE_WHO_ANSWERED: Need[Supervision] = own_hand.by_another(
    "not_he_who_answered",
    "这件督办是您本人答复的，请专班办公室其他人员办理。",
    own_hand.who_answered,
)

SUPERVISION_ROWS: tuple[Row[Supervision], ...] = (
    Row("answer", "答复", frozenset({S.OPEN}), frozenset({S.ANSWERED}), SUPERVISED, CLAUSE,
        (NOT_HE_WHO_ASKED,), hint="写明没有按期办的原因和怎样改正"),
    Row("send_back", "退回重答", frozenset({S.ANSWERED}), frozenset({S.OPEN}),
        SUPERVISION_OFFICE, CLAUSE, (NOT_HE_WHO_ANSWERED,),
        hint="答复期限从今天重新起算，原答复留在经过里"),
    Row("raise", "升级", frozenset({S.OPEN, S.ANSWERED}), frozenset({S.OPEN}), SUPERVISOR,
        CLAUSE, (NOT_HIGHEST,), warning="升级后该单位须重新答复，级别不能再降。"),
    Row("close", "销号", frozenset({S.ANSWERED}), frozenset({S.CLOSED}), SUPERVISION_OFFICE,
        CLAUSE, (NOT_HE_WHO_ANSWERED,), warning="销号后本次督办不能再改。"),
)  # fmt: skip

SUPERVISION_TABLE: dict[str, Row[Supervision]] = {r.verb: r for r in SUPERVISION_ROWS}
