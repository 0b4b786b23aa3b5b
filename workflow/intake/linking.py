"""One dispute becomes part of another, or goes on as a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from disputes import intake
from disputes.choices import (
    OPEN,
    WITH_PARTIES,
    Mode,
    PartyRole,
    ReopenGround,
    State,
)
from disputes.joining import carry_officers
from disputes.locking import forget_prefetched, lock_all
from disputes.models import Dispute, Party
from disputes.models.party import on_both_sides
from web.refusals import Mistyped
from workflow.intake import papers
from workflow.intake.actions import hand_in
from workflow.intake.agendas import take_agendas_along, take_request_along, what_hangs_on
from workflow.intake.correcting import forget_who_was_named, look_again, own_cause
from workflow.issuing import assigning
from workflow.issuing.drafts import issue
from workflow.issuing.remaining import people_of
from workflow.procedure import facts, participation
from workflow.procedure.move import Act, Move
from workflow.procedure.moving import acting, join
from workflow.procedure.needs import NOT_BEING_SIGNED
from workflow.procedure.next_move import next_move
from workflow.procedure.sides.other_side import kept_out
from workflow.procedure.transitions import DISPUTE_TABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from departments.models import Officer


@transaction.atomic
def merge(
    dispute: Dispute,
    *,
    by: Officer,
    into: Dispute,
    older_into_younger: bool = False,
    version: int | None = None,
) -> None:
    """并案: the absorbed one ends; its people are told and heard in the survivor (R043, R069).

    Its own words, materials and first contact stay in it and are read from the survivor.
    """
    both = {each.pk: each for each in (dispute, into)}
    held = {each.pk: each for each in lock_all(list(both.values()))}
    with acting(dispute, DISPUTE_TABLE["merge"], [dispute], by=by, version=version) as act:
        move, survivor = act.move, held[into.pk]
        _check_survivor(move.dispute, survivor)
        _check_age(move.dispute, survivor, confirmed=older_into_younger)
        _check_secret(move.dispute, survivor)
        assigning.recall_open(move, "并案")
        papers.registration_if_missing(move)
        move.dispute.merged_into = survivor
        move.to(State.MERGED)
        joined = carry_over(move.dispute, survivor)
        move.say(f"{by.name} 并入 {survivor.number}，本件终止。")
        told = _telling(move, survivor, joined)
        _see_to_its_own_cause(told, joined)
        act.moves.append(told)
    participation.sync([survivor])


def _see_to_its_own_cause(told: Move, joined: Sequence[Party]) -> None:
    """Who came along as the other side may be who decides it: the office names another (A06)."""
    survivor = told.dispute
    others = [each for each in joined if each.role == PartyRole.COUNTERPARTY]
    newly = {each.department_id for each in others if each.department_id is not None}
    if survivor.deciding_department_id not in newly:
        return
    forget_prefetched(survivor, "parties")
    forget_who_was_named(survivor, newly)
    if said := own_cause(told):
        told.say_also(said)
        desk = next_move(survivor)
        survivor.owing_department, survivor.owing_role = desk.department, desk.role
        survivor.save(update_fields=["designated", "owing_department", "owing_role"])


#: What whoever works on the survivor hears, by 并案 and by 缴费人加入 alike.
JOINS = f"有另一名{PartyRole.PAYER.label}加入"


def _telling(move: Move, survivor: Dispute, joined: Sequence[Party]) -> Move:
    """It hears of it on its own timeline, and stays where it is; who works on it is told."""
    told = Move(move.row, survivor, move.by, move.at, survivor.state, move.clocks, stays=True)
    hanging = what_hangs_on(move.dispute, survivor)
    if hanging.meetings:
        take_agendas_along(move, survivor, hanging.meetings)
    if hanging.requests:
        take_request_along(move, told)
    again = look_again(told, after="当事人增加") if joined else ""
    told.say(f"{move.dispute.number} 并入本件。{_who_joins(joined, survivor)}{again}")
    payers = any(each.role == PartyRole.PAYER for each in joined)
    what = f"{move.dispute.number} 并入本件"
    text = f"{survivor.number} {JOINS if payers else what}，请一并办理。{again}"
    told.tell_workers(hanging.units, text)
    if payers and survivor.mode == Mode.REFERRAL:
        forget_prefetched(survivor, "parties")
        issue(*papers.told_also(told))
    return told


def _check_survivor(absorbed: Dispute, survivor: Dispute) -> None:
    if survivor.pk == absorbed.pk:
        raise Mistyped({"into": ["不能并入本件自己，请填写另一件的编号。"]})
    if survivor.is_returned:
        told = f"{survivor.number} 已退回补充，正在补充，请等它补充送审后再并入。"
        raise Mistyped({"into": [told]})
    if survivor.state not in OPEN:
        raise Mistyped({"into": [f"{survivor.number} 已经终结，不能并入，请选择在办的事项。"]})
    if facts.is_foreign(survivor) and not facts.is_foreign(absorbed):
        told = (
            f"{survivor.number} 不属征缴争议或者不属本区，本件属于，并入后就没有人办理了；"
            "登记有误的，请先更正，再并案。"
        )
        raise Mistyped({"into": [told]})
    if absorbed.mode == Mode.SPECIAL != survivor.mode:
        told = (
            f"本件经组长同意作专案办理，{survivor.number} 不是专案，并入后就不再由专案组办理："
            f"请先把 {survivor.number} 升级为重大疑难，或者先将本件降级，再并案。"
        )
        raise Mistyped({"into": [told]})
    if survivor.state == State.AWAITING_SIGNOFF:
        raise Mistyped({"into": [f"{survivor.number} 的{NOT_BEING_SIGNED.sentence}"]})
    if survivor.state in WITH_PARTIES:
        told = f"{survivor.number} 的处理意见已经签发，不能再并入，请继续办理本件。"
        raise Mistyped({"into": [told]})


def _check_age(absorbed: Dispute, survivor: Dispute, *, confirmed: bool) -> None:
    """The oldest first contact is kept (R043), unless the younger one is already further."""
    first, later = absorbed.registered_at, survivor.registered_at
    if first is None or later is None or first >= later:
        return
    if _PROGRESS[survivor.state] <= _PROGRESS[absorbed.state]:
        turn = (
            "本件登记在先，应当保留最早的首问；"
            f"请打开 {survivor.number}，把它并入 {absorbed.number}。"
        )
        raise Mistyped({"into": [turn]})
    if not confirmed:
        ask = f"本件登记在先，{survivor.number} 登记在后但办理进度在前；确需并入的，请勾选确认。"
        raise Mistyped({"older_into_younger": [ask]})


def _check_sides(absorbed: Dispute, survivor: Dispute, coming: Sequence[Party]) -> None:
    """Nobody disputes with himself; of who reported in confidence no word is said (R075)."""
    known = list(survivor.parties.all())
    both = on_both_sides([*known, *coming])
    if both is None or on_both_sides(known):
        return
    if absorbed.confidential_report or survivor.confidential_report:
        raise Mistyped({"into": [WOULD_LEARN]})
    told = (
        f"并案后{both[0].display_name}既是缴费人又是争议对方，不能并案：两件请分别办理；"
        "当事人登记有误的，请先更正登记。"
    )
    raise Mistyped({"into": [told]})


WOULD_LEARN = "并案会使举报保密事项的争议对方知悉该件，不能并案，请两件分别办理。"


def _check_secret(absorbed: Dispute, survivor: Dispute) -> None:
    """Whoever works on the one reads the other: no unit comes so to a report kept from it."""
    for secret, other in ((absorbed, survivor), (survivor, absorbed)):
        unknowing = kept_out(secret)
        if not unknowing:
            continue
        knowing = participation.departments_of(secret).values("pk")
        others = participation.departments_of(other).filter(pk__in=unknowing)
        if others.exclude(pk__in=knowing).exists():
            raise Mistyped({"into": [WOULD_LEARN]})


#: How far a dispute has come.
_PROGRESS: dict[str, int] = {
    State.REGISTERED: 0,
    State.TRIAGE: 1,
    State.AWAITING_APPROVAL: 2,
    State.HANDLING: 3,
    State.SUSPENDED: 3,
    State.AWAITING_SIGNOFF: 4,
}


def carry_over(absorbed: Dispute, survivor: Dispute) -> list[Party]:
    """Its people, followers and recusals; whoever stands in the survivor already is not doubled.

    Whoever has left the one is not brought into the other; having left that, he may come again.
    """
    own = [each for each in absorbed.parties.all() if each.is_somebody and not each.left_at]
    known = list(survivor.parties.all())
    coming = [
        each
        for each in own
        if not any(each.is_same_as(other) for other in known if not other.left_at)
    ]
    _check_sides(absorbed, survivor, coming)
    joined = [intake.copy_party(each, survivor, of=each.of or absorbed) for each in coming]
    Party.objects.bulk_create(joined)
    _check_recusals(absorbed, survivor)
    is_kept_secret = absorbed.confidential_report and not survivor.confidential_report
    signs = {name: said for name, said in absorbed.signals.items() if said}
    missed = {name: said for name, said in signs.items() if not survivor.signals.get(name)}
    if joined or is_kept_secret or missed:
        survivor.signals = survivor.signals | missed
        survivor.confidential_report |= is_kept_secret
        came = [each.of for each in joined if each.role == PartyRole.PAYER]
        survivor.people_count += sum(people_of(case) for case in came if case is not None)
        survivor.search_text = intake.search_text(survivor, [*known, *joined])
        survivor.version += 1  # whoever is deciding it must look at it again
        survivor.save()
    return joined


def _check_recusals(absorbed: Dispute, survivor: Dispute) -> None:
    """Whoever may not handle those people may not handle them here either (R108)."""
    if survivor.responsible_officer_id in carry_officers(absorbed, survivor):
        told = f"{survivor.number} 的经办人已在本件回避，请先移交该件的经办，再并案。"
        raise Mistyped({"into": [told]})


def _who_joins(joined: Sequence[Party], survivor: Dispute) -> str:
    told = [each for each in joined if each.role in {PartyRole.PAYER, PartyRole.COUNTERPARTY}]
    if not told:
        return ""
    names = "、".join(f"{each.get_role_display()}{each.display_name}" for each in told)
    payers = any(each.role == PartyRole.PAYER for each in told)
    many = f"涉及人数现为{survivor.people_count}人。" if payers else ""
    return f"{names}列为本件当事人，处理意见须分别告知、分别听取意见。{many}"


def reopen(
    dispute: Dispute,
    *,
    by: Officer,
    ground: str,
    reason: str,
    channel: str,
    source_number: str = "",
    version: int | None = None,
) -> Dispute:
    """重启: the payer comes back, and a new linked dispute goes on; what was closed stays as it is.

    Its clocks are those of a dispute registered today; its channel is the one he came by now.
    """
    why = f"{ReopenGround(ground).label}，{reason}"
    with acting(dispute, DISPUTE_TABLE["reopen"], [dispute], by=by, version=version) as act:
        fresh = continue_as_new(act, why, channel=channel, source_number=source_number)
        act.move.say(f"{by.name} 重启，另立关联新件 {fresh.number}：{why}")
    return fresh


def continue_as_new(
    act: Act[Dispute], result: str, *, channel: str = "", source_number: str = ""
) -> Dispute:
    """重开: a new linked dispute with the same people and words, registered at once (R074)."""
    fresh = intake.copy_for_reopening(
        act.subject,
        by=act.by,
        now=act.at,
        why=result,
        channel=channel,
        source_number=source_number,
    )
    hand_in(join(act, fresh, "register"))
    return fresh
