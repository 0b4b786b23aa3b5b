"""The disclosure's rows: 部门负责人 → 专班办公室 → 组长, as far as its route goes (六(三), A18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from departments.roles import HEADS, Role
from workflow.models.disclosure import AT_A_DESK, DisclosureState
from workflow.procedure import who
from workflow.procedure.rows import own_hand
from workflow.procedure.rows.table import Need, Row, Who

if TYPE_CHECKING:
    from departments.models import Officer
    from workflow.models import Disclosure

S = DisclosureState
CLAUSE = "六(三)"
SAME = frozenset[str]()


def of_unit(officer: Officer, own: Disclosure) -> bool:
    """Of the unit that asked, or named for its desk in the case."""
    if own.dispute is not None:
        return who.stands_for(officer, own.dispute, own.department_id)
    if Role.AUDITOR in officer.roles:  # 案卷包 for another auditor
        return own.requested_by_id == officer.pk
    if own.department.is_office:
        return Role.OFFICE in officer.roles
    return who.works_for(officer, own.department_id)


def heads_unit(officer: Officer, own: Disclosure) -> bool:
    if own.dispute is None:
        return who.works_for(officer, own.department_id, HEADS)
    return who.stands_for(officer, own.dispute, own.department_id, HEADS)


def at_office(officer: Officer, own: Disclosure) -> bool:
    return Role.OFFICE in officer.roles


def leads(officer: Officer, own: Disclosure) -> bool:
    if own.dispute is None:
        return who.acts_as_leader(officer)
    return who.takes_leaders_place(officer, own.dispute)


_AT = {S.HEAD: heads_unit, S.OFFICE: at_office, S.LEADER: leads}


def sits_at_its_desk(officer: Officer, own: Disclosure) -> bool:
    """Whoever may put his name to it now."""
    sits = _AT.get(S(own.state))
    return sits is not None and sits(officer, own)


def _ends_it(officer: Officer, own: Disclosure) -> bool:
    return of_unit(officer, own) or at_office(officer, own) or leads(officer, own)


HEAD: Who[Disclosure] = Who("disclosure_head", "申请单位负责人", heads_unit)
OFFICE: Who[Disclosure] = Who("disclosure_office", "专班办公室", at_office)
LEADER: Who[Disclosure] = Who("disclosure_leader", "专班组长", leads)
SIGNER: Who[Disclosure] = Who("disclosure_signer", "审批到的那一级", sits_at_its_desk)
UNIT: Who[Disclosure] = Who("disclosure_unit", "申请单位", of_unit)
ENDER: Who[Disclosure] = Who("disclosure_ender", "申请单位、专班办公室或组长", _ends_it)

NOT_HE_WHO_ASKED: Need[Disclosure] = own_hand.by_another(
    "not_he_who_asked",
    "这件信息提供是您本人申请的，或者您已在前面的环节签字，不能由您审批，请其他能审批的人办理。",
    own_hand.who_let_out,
)
NOT_RECUSED: Need[Disclosure] = Need(
    "not_recused",
    "您已回避这件争议事项，请其他能审批的人办理。",
    lambda o, d: d.dispute_id is None or not o.recusals.filter(dispute=d.dispute_id).exists(),
)


def _unbiased(officer: Officer, own: Disclosure) -> bool:
    """Asked at the leader's desk alone: a unit's own head signs for his unit."""
    if own.state != S.LEADER:
        return True
    units: set[int | None] = {own.department_id}
    if own.dispute is not None:
        units |= own.dispute.units_in_cause
    return not own_hand.is_biased(officer, *units)


NOT_HIS_BUREAU: Need[Disclosure] = Need("not_his_bureau", own_hand.BIASED, _unbiased)
SOMETHING_LEFT: Need[Disclosure] = Need(
    "something_left",
    "没有还在外面的外发件：没有制作过，或者都已登记收回。",
    lambda o, d: bool(out_of_house(d)),
)


def out_of_house(own: Disclosure) -> list[int]:
    """Copies that left and of which nobody has said what became of them."""
    copies = own.items.filter(copies__isnull=False, copies__recall=None)
    return list(copies.order_by("copies__pk").values_list("copies__pk", flat=True))


SIGNED_BY = (NOT_HE_WHO_ASKED, NOT_RECUSED, NOT_HIS_BUREAU)
PENDING = frozenset(AT_A_DESK)

DISCLOSURE_ROWS: tuple[Row[Disclosure], ...] = (
    Row("sign", "审签", frozenset({S.HEAD}), frozenset({S.OFFICE}), HEAD, CLAUSE, SIGNED_BY,
        hint="同意后送专班办公室审核"),
    Row("review", "审核", frozenset({S.OFFICE}), frozenset({S.LEADER, S.APPROVED}), OFFICE,
        CLAUSE, SIGNED_BY, hint="公开发布和不脱敏的，审核后报组长审批；其余审核通过即为批准"),
    Row("approve", "批准", frozenset({S.LEADER}), frozenset({S.APPROVED}), LEADER, CLAUSE,
        SIGNED_BY, warning="批准后申请单位可以制作外发件。"),
    Row("send_back", "退回", PENDING, frozenset({S.RETURNED}), SIGNER, CLAUSE, SIGNED_BY,
        hint="写明意见，申请单位修改后重新送审，已签的意见留存、须重新签"),
    Row("resubmit", "修改后重新送审", frozenset({S.RETURNED}), PENDING, UNIT, CLAUSE),
    Row("drop", "撤回申请", frozenset({*PENDING, S.RETURNED}), frozenset({S.DROPPED}), UNIT,
        CLAUSE, warning="撤回后这件申请不再办理。"),
    Row("revoke", "停止提供", frozenset({S.APPROVED}), frozenset({S.REVOKED}), ENDER, CLAUSE,
        warning="停止后不能再制作外发件，已经送出的须逐份登记收回或者销毁。"),
    Row("recall", "登记收回、销毁", frozenset({S.APPROVED, S.REVOKED}), SAME, UNIT, CLAUSE,
        (SOMETHING_LEFT,), hint="逐份登记外发件的下落"),
)  # fmt: skip

DISCLOSURE_TABLE: dict[str, Row[Disclosure]] = {row.verb: row for row in DISCLOSURE_ROWS}
