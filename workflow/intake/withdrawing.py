"""缴费人撤回: the matter ends wherever it stands, and whoever still works on it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils import timezone

from deadlines.due import chinese_date
from departments.roles import STAFF, THE_LEADER, THE_OFFICE, Role
from disputes.choices import WITH_PARTIES, Mode, PartySide, State
from disputes.locking import forget_prefetched
from disputes.materials import has_withdrawal_request
from disputes.models.party import Side
from papers.forms.correction import ChangePiece
from web.refusals import Mistyped, NotAllowed
from workflow.intake import papers
from workflow.intake.agendas import leave_agendas
from workflow.issuing import assigning
from workflow.issuing.drafts import issue
from workflow.issuing.telling.unserved import void_unserved
from workflow.models import Decision, WithdrawalTelling
from workflow.procedure import facts
from workflow.procedure.move import Move
from workflow.procedure.moving import moving
from workflow.procedure.sides import case_sides, letters
from workflow.procedure.timeline import without_names

if TYPE_CHECKING:
    from datetime import date

    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.models import Paper

WHY: Final = "缴费人撤回"
ONE_OF_THEM: Final = "只有一名撤回的，请办理“部分撤回”，选“一名缴费人退出”。"


def withdraw(
    dispute: Dispute,
    *,
    by: Officer,
    note: str,
    all_payers: bool = False,
    version: int | None = None,
) -> None:
    """With his written request: nothing of it is owed, asked or waited for any more.

    Where several payers stand, each of them has withdrawn. What the leader or a head was asked is
    withdrawn with it (procedure.moving).
    """
    with moving(dispute, "withdraw", by=by, version=version) as move:
        _check_all(move, all_payers=all_payers)
        is_own_cause = _check_own_cause(move)
        _tell_those_done(move)
        standing = void_unserved(move, case_sides.everybody(move.dispute), WHY)
        _tell_parties(move, payer_too=is_own_cause)
        assigning.recall_open(move, WHY)
        papers.registration_if_missing(move)
        leave_agendas(move, WHY)
        _end_draft(move)
        move.to(State.WITHDRAWN)
        move.say(f"{by.name} 登记缴费人撤回：{without_names(move.dispute, note)}")
        if standing:
            move.say_also(standing)


def _check_all(move: Move, *, all_payers: bool) -> None:
    """One payer ends nothing for the others."""
    several = len(case_sides.payers(move.dispute))
    if several > 1 and not all_payers:
        asked = f"本件有{several}名缴费人，请确认几名缴费人均已书面撤回；{ONE_OF_THEM}"
        raise Mistyped({"all_payers": [asked]})


def _check_own_cause(move: Move) -> bool:
    """It ends what is against itself: by his signed request alone, and the office hears (A06)."""
    dispute = move.dispute
    if dispute.receiving_department_id not in case_sides.counterparty_units(dispute):
        return False
    if not has_withdrawal_request(dispute):
        raise NotAllowed("争议对方就是本单位，请先上传缴费人签名的撤回申请，再登记撤回。")
    text = f"{dispute.number} 争议对方是受理部门自己，由它登记了缴费人撤回，请向缴费人核实。"
    move.tell(None, THE_OFFICE, text)
    return True


def tell_withdrawal(
    dispute: Dispute,
    *,
    by: Officer,
    paper: int,
    told_on: date,
    method: str,
    note: str = "",
    version: int | None = None,
) -> None:
    """登记书面告知: a 撤回告知书, 告知单 or 接收告知书 reached whom it is addressed to (R035)."""
    with moving(dispute, "tell_withdrawal", by=by, version=version) as move:
        untold = {each.pk: each for each in letters.untold(move.dispute)}
        if (notice := untold.get(paper)) is None:
            choose = "请从还没有登记告知的撤回告知书、告知单、接收告知书中选择。"
            raise Mistyped({"paper": [choose]})
        _check_day(move, notice, told_on)
        forget_prefetched(move.dispute, "withdrawal_tellings")
        told = WithdrawalTelling.objects.create(
            dispute=move.dispute,
            paper=notice,
            told_on=told_on,
            method=method,
            note=note,
            recorded_by=by,
            recorded_at=move.at,
        )
        whom = case_sides.side_words(move.dispute, notice.side)
        how = f"{chinese_date(told_on)}{told.get_method_display()}"
        said = without_names(move.dispute, note)
        move.say(f"{by.name} 登记{notice.label}（{notice.number}）已于{how}，告知{whom}。{said}")


def cancel_telling(
    dispute: Dispute,
    *,
    by: Officer,
    telling: WithdrawalTelling,
    reason: str,
    version: int | None = None,
) -> None:
    """更正书面告知登记: the paper waits to be told again, and the file for its proof."""
    with moving(dispute, "cancel_telling", by=by, version=version) as move:
        held = move.dispute.withdrawal_tellings.in_force().filter(pk=telling.pk).first()
        if held is None:
            raise Mistyped({"telling": ["这一项告知登记已经更正，请刷新后再选。"]})
        held.strike(by, move.at, reason)
        forget_prefetched(move.dispute, "withdrawal_tellings")
        paper = held.paper
        before = f"{paper.number}，{chinese_date(held.told_on)}{held.get_method_display()}"
        piece = ChangePiece(label=paper.label, before=before, after="原登记作废，重新登记")
        issue(papers.correction(move, "书面告知登记", (piece,), reason))
        move.say(f"{by.name} 更正{paper.label}（{paper.number}）的告知登记：原登记作废，见更正单。")


def _check_day(move: Move, notice: Paper, told_on: date) -> None:
    if told_on > move.today:
        raise Mistyped({"told_on": ["告知日期不能晚于今天。"]})
    since = timezone.localdate(notice.issued_at)
    if told_on < since:
        raise Mistyped({"told_on": [f"告知日期不能早于该文书签发之日{chinese_date(since)}。"]})


def _tell_those_done(move: Move) -> None:
    """Whoever has answered already; those that still owe something hear of it as it is recalled."""
    dispute = move.dispute
    owing = {each.department_id for each in dispute.assignments.all() if each.is_open}
    others = facts.departments_taking_part(dispute) - owing - {dispute.receiving_department_id}
    text = f"{dispute.number} {WHY}，事项终止。"
    for department_id in sorted(others):
        move.tell(department_id, STAFF, text)
    if move.state_before == State.REGISTERED:
        reviewers = frozenset({Role.REVIEWER})
        move.tell(
            dispute.receiving_department_id, reviewers, f"{dispute.number} {WHY}，不用再审核。"
        )
    if move.state_before == State.AWAITING_APPROVAL:
        move.tell(None, THE_LEADER, f"{dispute.number} {WHY}，不用再审批。")
    elif dispute.mode == Mode.SPECIAL:  # what he consented to has ended
        move.tell(None, THE_LEADER, f"{dispute.number} {WHY}，专案办理终止。")


def _tell_parties(move: Move, *, payer_too: bool) -> None:
    """Whoever was heard or told beside him hears that it has ended, in writing (五(四))."""
    dispute = move.dispute
    told = case_sides.told_sides(dispute) if dispute.state in WITH_PARTIES else []
    others = [s for s in case_sides.everybody(dispute) if s in told or s.party == PartySide.PAYER]
    own = Side(PartySide.PAYER.value)
    issue(*papers.withdrawn(move, [s for s in others if payer_too or s != own]))
    for _, unit in case_sides.parties_with_a_desk([dispute]):
        move.tell(unit, STAFF, f"{dispute.number} {WHY}，事项终止，处理意见告知书不用再签收。")


def _end_draft(move: Move) -> None:
    """A decision that waits to be signed is signed by nobody."""
    if move.state_before == State.AWAITING_SIGNOFF:
        drafts = move.dispute.decisions.filter(state=Decision.State.DRAFTED)
        for draft in drafts:
            draft.state, draft.comment = Decision.State.RETURNED, WHY
            draft.save(update_fields=["state", "comment"])
