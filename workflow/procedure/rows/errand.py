"""The errand's rows: what the task force asks a unit for where no case is about it (R022)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from departments.roles import HEADS, STAFF
from workflow.models.errand import OWED_ERRAND, ErrandState
from workflow.procedure import who
from workflow.procedure.move import now
from workflow.procedure.rows import own_hand
from workflow.procedure.rows.table import Need, Row, Who

if TYPE_CHECKING:
    from departments.models import Officer
    from workflow.models import Errand

S = ErrandState
CLAUSE = "四(二)"
SAME = frozenset[str]()


def _approves(officer: Officer, errand: Errand) -> bool:
    roles = HEADS if errand.department.opinion_head_approval else STAFF
    return who.works_for(officer, errand.department_id, roles)


def _sent_it(officer: Officer, errand: Errand) -> bool:
    if errand.sender.is_office:
        return who.speaks_for_task_force(officer)
    return who.works_for(officer, errand.sender_id)


ASKED: Who[Errand] = Who("asked", "承办单位", lambda o, e: who.works_for(o, e.department_id))
APPROVER: Who[Errand] = Who("errand_approver", "承办单位负责人", _approves)
SENDER: Who[Errand] = Who("errand_sender", "交办的专班组长、专班办公室", _sent_it)

NOT_HE_WHO_SENT: Need[Errand] = own_hand.by_another(
    "not_he_who_sent",
    "这件交办是您本人下达的，不能由您答复，请承办单位其他人员办理。",
    own_hand.who_gave,
)
NOT_HE_WHO_ANSWERED: Need[Errand] = own_hand.by_another(
    "not_he_who_answered",
    "这件交办的办理情况是您在承办单位的岗位上拟写或审签的，请专班组长或专班办公室其他人员办理。",
    own_hand.who_answered_errand,
)
DRAFTED_BY_ANOTHER: Need[Errand] = Need(
    "drafted_by_another",
    "拟稿人不能审签自己写的办理情况，请先退改，由本单位其他人员拟写。",
    lambda o, e: not e.department.opinion_head_approval or e.drafted_by_id != o.pk,
)
NOT_URGED_TODAY: Need[Errand] = Need(
    "not_urged_today",
    "今天已催办，每天催办一次。",
    lambda o, e: (
        not e.entries.filter(verb="urge", actor=o, at__date=timezone.localdate(now())).exists()
    ),
)

ERRAND_ROWS: tuple[Row[Errand], ...] = (
    Row("accept", "签收", frozenset({S.SENT}), frozenset({S.ACCEPTED}), ASKED, CLAUSE,
        (NOT_HE_WHO_SENT,)),
    Row("draft_answer", "写办理情况", frozenset({S.ACCEPTED}), frozenset({S.DRAFTED}), ASKED,
        CLAUSE, (NOT_HE_WHO_SENT,), hint="写好后送本单位负责人审签"),
    Row("approve_answer", "审签", frozenset({S.DRAFTED}), frozenset({S.ANSWERED}), APPROVER,
        CLAUSE, (NOT_HE_WHO_SENT, DRAFTED_BY_ANOTHER), warning="审签后反馈给专班，不能再改。"),
    Row("send_back", "退改", frozenset({S.DRAFTED}), frozenset({S.ACCEPTED}), APPROVER, CLAUSE,
        (NOT_HE_WHO_SENT,)),
    Row("close", "办结", frozenset({S.ANSWERED}), frozenset({S.CLOSED}), SENDER, CLAUSE,
        (NOT_HE_WHO_ANSWERED,), warning="办结后本件交办不能再改。"),
    Row("ask_again", "退回重办", frozenset({S.ANSWERED}), frozenset({S.ACCEPTED}), SENDER, CLAUSE,
        (NOT_HE_WHO_ANSWERED,), hint="反馈期限从今天重新起算，原反馈留在经过里"),
    Row("urge", "催办", frozenset(OWED_ERRAND), SAME, SENDER, CLAUSE, (NOT_URGED_TODAY,)),
    Row("recall", "撤回交办", frozenset({*OWED_ERRAND, S.ANSWERED}), frozenset({S.RECALLED}),
        SENDER, CLAUSE, warning="撤回后该单位不用再办。"),
)  # fmt: skip

ERRAND_TABLE: dict[str, Row[Errand]] = {row.verb: row for row in ERRAND_ROWS}
