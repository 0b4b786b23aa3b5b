"""The finding's rows: the auditor asks, a department answers by two, he is satisfied (R082).

The first is done to the archived case, which it leaves as it is; the others to the finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils import timezone

from departments.roles import HEADS, Role
from disputes.choices import State
from workflow.models.finding import OWED_FINDING, FindingState
from workflow.procedure import who
from workflow.procedure.move import now
from workflow.procedure.rows import own_hand
from workflow.procedure.rows.table import Need, Row, Who

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.models import Finding

S = FindingState
CLAUSE: Final = "五(五)"
SAME: Final = frozenset[str]()


def _audits(officer: Officer, subject: Dispute | Finding) -> bool:
    return Role.AUDITOR in officer.roles


def _follows(officer: Officer, finding: Finding) -> bool:
    return _audits(officer, finding) or who.speaks_for_task_force(officer)


AUDITOR: Who[Dispute] = Who("auditor", "审计员", _audits)
ASKED: Who[Finding] = Who(
    "finding_asked", "整改单位", lambda o, f: who.works_for(o, f.department_id)
)
HEAD: Who[Finding] = Who(
    "finding_head", "整改单位负责人", lambda o, f: who.works_for(o, f.department_id, HEADS)
)
FINDER: Who[Finding] = Who("finder", "审计员", _audits)
FOLLOWER: Who[Finding] = Who("finding_follower", "审计员、专班办公室或组长", _follows)

RECUSED: Final = "您已回避这件争议事项，请其他能办的人办理。"


def _is_recused(officer: Officer, dispute_id: int) -> bool:
    return officer.recusals.filter(dispute=dispute_id).exists()


AUDITOR_NOT_RECUSED: Need[Dispute] = Need(
    "not_recused", RECUSED, lambda o, d: not _is_recused(o, d.pk)
)
#: Whoever has changed posts audits nothing that he did in the former one.
NOT_HIS_OWN_CASE: Need[Dispute] = own_hand.by_another(
    "not_his_own_case",
    "这件事项您在原来的岗位上经手过，不能由您审计，请其他审计员办理。",
    own_hand.who_handled,
)
NOT_RECUSED: Need[Finding] = Need(
    "not_recused", RECUSED, lambda o, f: not _is_recused(o, f.dispute_id)
)
DRAFTED_BY_ANOTHER: Need[Finding] = Need(
    "drafted_by_another",
    "拟稿人不能审签自己写的整改情况，请先退改，由本单位其他人员拟写。",
    lambda o, f: f.drafted_by_id != o.pk,
)
NOT_HE_WHO_FOUND: Need[Finding] = own_hand.by_another(
    "not_he_who_found",
    "这件审计发现是您本人提出的，不能由您答复，请整改单位其他人员办理。",
    own_hand.who_found,
)
NOT_HE_WHO_ANSWERED: Need[Finding] = own_hand.by_another(
    "not_he_who_answered",
    "整改情况是您在原来的岗位上拟写或审签的，不能由您复核，请其他审计员办理。",
    own_hand.who_answered_finding,
)
NOT_URGED_TODAY: Need[Finding] = Need(
    "not_urged_today",
    "今天已催办，每天催办一次。",
    lambda o, f: (
        not f.entries.filter(verb="urge", actor=o, at__date=timezone.localdate(now())).exists()
    ),
)

#: Of the case.
RECORD: Row[Dispute] = Row(
    "record_finding", "提出审计发现", frozenset({State.ARCHIVED}), SAME, AUDITOR, CLAUSE,
    (AUDITOR_NOT_RECUSED, NOT_HIS_OWN_CASE),
    hint="写明查出的问题、依据和整改要求，送经办的单位限期整改；案卷本身不变",
)  # fmt: skip

FINDING_ROWS: tuple[Row[Finding], ...] = (
    Row("draft_answer", "写整改情况", frozenset({S.OPEN}), frozenset({S.DRAFTED}), ASKED, CLAUSE,
        (NOT_RECUSED, NOT_HE_WHO_FOUND), hint="写好后送本单位负责人审签"),
    Row("approve_answer", "审签", frozenset({S.DRAFTED}), frozenset({S.ANSWERED}), HEAD, CLAUSE,
        (NOT_RECUSED, NOT_HE_WHO_FOUND, DRAFTED_BY_ANOTHER),
        warning="审签后报送审计员复核，不能再改。"),
    Row("send_back", "退改", frozenset({S.DRAFTED}), frozenset({S.OPEN}), HEAD, CLAUSE,
        (NOT_RECUSED, NOT_HE_WHO_FOUND)),
    Row("close", "整改到位", frozenset({S.ANSWERED}), frozenset({S.CLOSED}), FINDER, CLAUSE,
        (NOT_RECUSED, NOT_HE_WHO_ANSWERED), warning="办结后这件审计发现不能再改。"),
    Row("ask_again", "退回整改", frozenset({S.ANSWERED}), frozenset({S.OPEN}), FINDER, CLAUSE,
        (NOT_RECUSED, NOT_HE_WHO_ANSWERED), hint="整改期限从今天重新起算，原答复留在经过里"),
    Row("urge", "催办", frozenset(OWED_FINDING), SAME, FOLLOWER, CLAUSE,
        (NOT_RECUSED, NOT_URGED_TODAY)),
    Row("retract", "撤销", frozenset({*OWED_FINDING, S.ANSWERED}), frozenset({S.RETRACTED}),
        FINDER, CLAUSE, (NOT_RECUSED,), warning="撤销后该单位不用再整改。"),
)  # fmt: skip

FINDING_TABLE: dict[str, Row[Finding]] = {row.verb: row for row in FINDING_ROWS}
