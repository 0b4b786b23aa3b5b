"""延期: more time is asked for before the day has come, once a clock (R103, 信访工作条例34条)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from deadlines.due import chinese_date
from deadlines.limits import WHOLE_KEYS
from departments.roles import HEADS, THE_LEADER
from disputes.locking import lock
from web.refusals import Mistyped, NotAllowed
from workflow.extensions import papers
from workflow.extensions.rules import ExtensionRules, grant_extension
from workflow.issuing.drafts import issue
from workflow.messages import notices
from workflow.messages.notices import Letter
from workflow.models import Approval, ExtensionGrant
from workflow.models.asks import ASKS_TO_DECIDE
from workflow.models.choices import ApprovalKind, ApprovalState
from workflow.procedure import move as procedure_move
from workflow.procedure.move import Move
from workflow.procedure.moving import moving
from workflow.procedure.rows.extension import (
    extendable,
    grants_extensions,
    one_person_may_do_both,
)
from workflow.procedure.sides import case_sides
from workflow.procedure.timeline import remember_time, signature
from workflow.procedure.transitions import DISPUTE_TABLE
from workflow.procedure.who import works_for

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from departments.models import Department, Officer
    from disputes.models import Dispute
    from workflow.models import Deadline


def extend(
    dispute: Dispute,
    *,
    by: Officer,
    until: date,
    reason: str,
    progress: str = "",
    clock: int | None = None,
    version: int | None = None,
) -> None:
    """申请延期: what is within the head's power he grants, at once when he asks himself."""
    with moving(dispute, "extend", by=by, version=version) as move:
        rules = ExtensionRules.of(move.dispute, move.clocks)
        chosen = _clock_for(move, rules, until, clock)
        asked = _asked(move, chosen, until, reason)
        asked.progress = progress
        beyond = rules.needs_leader(chosen, until)
        if grants_extensions(by, chosen) and not beyond:
            move.same_person = not works_for(by, chosen.owner_id, HEADS)
            move.say(f"{signature(by)} 批准{_moved(_grant(move, rules, asked))}。理由：{reason}")
        else:
            _ask(move, asked, None if beyond else chosen.owner)
            move.say(f"{signature(by)} 申请{asked_for(asked)}。理由：{reason}")


def _clock_for(move: Move, rules: ExtensionRules, until: date, chosen: int | None) -> Deadline:
    """The one he chose, else the earliest of his that may run until then; or why none does."""
    clocks = extendable(move.dispute, move.by.department_ids, move.today)
    if chosen is not None:
        clocks = [clock for clock in clocks if clock.pk == chosen]
        if not clocks:
            raise Mistyped({"clock": ["这个期限不能由您申请延期，请从列表中选择。"]})
    refusals = [rules.refusal(clock, until) for clock in clocks]
    fit = [clock for clock, problem in zip(clocks, refusals, strict=True) if not problem]
    if not fit:
        raise Mistyped({"until": [f"{problem}。" for problem in dict.fromkeys(refusals)]})
    return fit[0]


def _asked(move: Move, clock: Deadline, until: date, reason: str) -> Approval:
    """The question, not stored yet: a head who grants at once asks nobody."""
    dispute = move.dispute
    return Approval(
        kind=ApprovalKind.EXTENSION,
        dispute=dispute,
        reason=reason,
        until=until,
        clock=clock,
        reported_state=dispute.state,
        reported_mode=dispute.mode,
        reported_severity=dispute.severity,
        requested_by=move.by,
        requested_department=move.by.department or dispute.receiving_department,
        requested_at=move.at,
    )


def _ask(move: Move, asked: Approval, desk: Department | None) -> None:
    """Of the head of the department that owes it; of the leader where nobody sits as head."""
    asked.desk = desk if desk and _sits(desk, move.dispute, move.by) else None
    asked.save()
    roles = HEADS if asked.desk_id else THE_LEADER
    text = f"{move.dispute.number} 申请延期，请审批。"
    move.tell(asked.desk_id, roles, text, asks=f"{ASKS_TO_DECIDE}{asked.kind}")


def _sits(desk: Department, dispute: Dispute, asker: Officer) -> bool:
    """Whether somebody heads it today who did not ask himself and is not recused."""
    heads: QuerySet[Officer] = notices.holders(desk.pk, HEADS, dispute)
    return heads.exclude(pk=asker.pk).exists()


def hand_up_orphans() -> int:
    """A head left and nobody follows, or he is recused: the leader answers; how many went up."""
    extensions = Approval.objects.pending().filter(kind=ApprovalKind.EXTENSION)
    asked = extensions.filter(desk__isnull=False).order_by("pk")
    return sum(_hand_up(pk) for pk in asked.values_list("pk", flat=True))


@transaction.atomic
def _hand_up(approval_id: int) -> bool:
    found = Approval.objects.select_related("dispute", "desk", "requested_by")
    asked = found.get(pk=approval_id)
    assert asked.dispute is not None
    dispute = lock(asked.dispute)
    asked.refresh_from_db(fields=["state", "desk"])
    desk = asked.desk
    if desk is None or asked.state != ApprovalState.PENDING:
        return False  # answered a moment ago, or handed up by another
    if _sits(desk, dispute, asked.requested_by):
        return False
    asked.desk = None
    asked.save(update_fields=["desk"])
    text = f"{desk.short_name}没有可以审批的负责人，延期申请转报专班组长。"
    remember_time(dispute, "extend", text, DISPUTE_TABLE["extend"].clause, procedure_move.now())
    asks = f"{ASKS_TO_DECIDE}{ApprovalKind.EXTENSION}"
    told = Letter(dispute, None, THE_LEADER, f"{dispute.number} {text}", asks)
    notices.tell([told], None)
    return True


def _grant(move: Move, rules: ExtensionRules, asked: Approval) -> ExtensionGrant:
    """The clock moves, and the papers say so to the file and to the payer."""
    assert asked.clock is not None
    assert asked.until is not None
    grant = grant_extension(
        move.clocks, rules, asked.clock, until=asked.until, reason=asked.reason, by=move.by
    )
    issue(*papers.extension(move, asked, grant))
    return grant


def grant_asked(move: Move, asked: Approval) -> str:
    """同意延期: the clock that was asked about, if its day has not passed meanwhile."""
    assert asked.clock is not None
    assert asked.until is not None
    clock = asked.clock
    clock.dispute = move.dispute
    if asked.requested_by_id == move.by.pk:
        move.same_person = one_person_may_do_both(clock)
        if not move.same_person:
            raise NotAllowed("不能审批自己申请的延期，请本单位其他负责人或专班组长办理。")
    rules = ExtensionRules.of(move.dispute, move.clocks)
    problem = rules.refusal(clock, asked.until)
    if problem:
        raise NotAllowed(f"{problem}；请答复不同意，并督促按期办结。")
    return f"{_moved(_grant(move, rules, asked))}。理由：{asked.reason}"


def tell_extension(
    dispute: Dispute, *, by: Officer, told_on: date, method: str, version: int | None = None
) -> None:
    """登记延期告知: the payer was told that it takes longer, and why."""
    with moving(dispute, "tell_extension", by=by, version=version) as move:
        untold = ExtensionGrant.objects.filter(told_on=None, deadline__is_void=False)
        whole = untold.filter(deadline__dispute=move.dispute, deadline__key__in=WHOLE_KEYS)
        grant = whole.select_related("deadline__policy").earliest("pk")
        if told_on < grant.granted_on:
            raise Mistyped(
                {"told_on": [f"告知日期不能早于批准之日{chinese_date(grant.granted_on)}。"]}
            )
        grant.told_on, grant.told_how = told_on, method
        grant.save()
        how = grant.get_told_how_display()
        payers = case_sides.named_payers(move.dispute)
        whom = "、".join(case_sides.side_words(move.dispute, side) for side in payers)
        day = chinese_date(told_on)
        move.say(f"{signature(by)} 于{day}告知{whom}（{how}）：{_moved(grant)}及理由。")


def asked_for(asked: Approval) -> str:
    """“联办总时限”由2026年12月16日延期至2026年12月23日: as it was asked for."""
    assert asked.clock is not None
    assert asked.until is not None
    return _from_to(asked.clock, asked.clock.due_on, asked.until)


def _moved(grant: ExtensionGrant) -> str:
    return _from_to(grant.deadline, grant.old_due_on, grant.new_due_on)


def _from_to(clock: Deadline, old: date, new: date) -> str:
    return f"“{clock.policy.label}”由{chinese_date(old)}延期至{chinese_date(new)}"
