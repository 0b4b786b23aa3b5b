"""处理意见与反馈: what was decided, how each party was told, what it may still do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from deadlines.calendar_days import current_calendar
from departments.models import Officer
from departments.roles import TASK_FORCE, Role
from disputes.choices import (
    ONLY_TOLD,
    WITH_PARTIES,
    Answer,
    CounterpartyKind,
    PartySide,
    RemedyChannel,
    ServiceMethod,
    State,
)
from disputes.models import Dispute
from disputes.models.party import REPORTER, Side
from disputes.words import short_day, shown
from papers.remedies import last_day, remedies
from workflow.issuing.pieces import remedy_bodies
from workflow.models import Decision, Remedy, Service, ServiceAttempt
from workflow.procedure.sides import case_sides
from workflow.procedure.who import stands_for
from workflow.summary.read import LATE, CaseRead, when


@dataclass(frozen=True)
class Ruling:
    """The latest draft or the signed decision."""

    state: str
    is_signed: bool
    people: str
    facts: str
    basis: str
    decision: str
    comment: str


@dataclass(frozen=True)
class Road:
    """A remedy channel that is open to a party, and until when."""

    channel: str
    body: str
    until: str


@dataclass(frozen=True)
class SideShown:
    """One party: was it told, what did it say, what may it still do."""

    side: Side
    title: str
    served: str
    answer: str
    note: str
    roads: tuple[Road, ...] = ()
    struck: tuple[str, ...] = ()  # what was mistyped, and why


@dataclass(frozen=True)
class TakenRoad:
    """A remedy that was taken, and how it ended."""

    channel: str
    body: str
    since: str
    result: str


@dataclass(frozen=True)
class Feedback:
    """The whole panel; `sides` is empty before anybody has to be told."""

    ruling: Ruling | None
    sides: list[SideShown]
    taken: list[TakenRoad]


def feedback(read: CaseRead, officer: Officer) -> Feedback | None:
    """None while there is neither a draft he may read nor anything to tell (五(四), R069-R074)."""
    late = read.dispute.state in LATE and read.dispute.state != State.MERGED
    ruling = _ruling(read, officer)
    told = bool(read.services) or read.dispute.state in ONLY_TOLD
    if ruling is None and not told:
        return None
    sides = [_side(read, side) for side in _sides(read)] if late else []
    return Feedback(ruling, sides, [_taken(each, read.dispute) for each in read.remedies])


def _ruling(read: CaseRead, officer: Officer) -> Ruling | None:
    given = read.decision
    if given is None:
        return None
    signed = given["state"] == Decision.State.SIGNED
    if not signed and not _reads_drafts(officer, read.dispute):
        return None
    on = when(given["signed_at"] if signed else given["drafted_at"])
    day = short_day(timezone.localdate(on)) if on else ""
    signer = f"　{given['signer']}签发" if signed else ""
    return Ruling(
        state=str(Decision.State(given["state"]).label),
        is_signed=signed,
        people=f"{given['drafted_by']}拟稿{signer}　{day}",
        facts=shown(given["facts"], read.dispute),
        basis=shown(given["basis"], read.dispute),
        decision=shown(given["decision"], read.dispute),
        comment=shown(given["comment"], read.dispute),
    )


def _reads_drafts(officer: Officer, dispute: Dispute) -> bool:
    """What nobody has signed is read where it is written and answered for, and by the task force.

    A department that is asked for its opinion gives it before it has read the outcome (R060).
    """
    own = {dispute.deciding_department_id, dispute.receiving_department_id}
    above = TASK_FORCE | {Role.AUDITOR, Role.ARCHIVIST}
    return bool(officer.roles & above) or any(stands_for(officer, dispute, pk) for pk in own)


def _sides(read: CaseRead) -> list[Side]:
    """Only payers where nothing was decided."""
    every = case_sides.everybody(read.dispute)
    told_alone = read.decision is None
    return [side for side in every if not told_alone or side.party == PartySide.PAYER]


def _side(read: CaseRead, side: Side) -> SideShown:
    own = [s for s in read.services if s.side == side]
    service = next((s for s in own if s.is_in_force), None)
    spoken = [r for r in read.responses if (r["party"], r["of"]) == side]
    said = [r for r in spoken if r["struck_at"] is None]
    last = said[-1] if said else None
    objects = last is not None and last["answer"] == Answer.OBJECTS
    open_still = read.dispute.state in WITH_PARTIES
    undecided = last is None or objects
    return SideShown(
        side=side,
        title=f"{_label(side)}　{_name(read.dispute, side)}",
        served=_served(service, read.dispute) or _unserved(read, side),
        answer=_answer(last, service, is_over=_is_over(read.dispute)),
        note=shown(last["note"], read.dispute) if last else "",
        roads=_roads(read.dispute, PartySide(side.party), service)
        if open_still and undecided
        else (),
        struck=tuple(_all_struck(read, side)),
    )


def _is_over(dispute: Dispute) -> bool:
    """Nobody's word is waited for any more: it was taken back, or has ended otherwise."""
    return dispute.state not in WITH_PARTIES | ONLY_TOLD


def _all_struck(read: CaseRead, side: Side) -> Iterator[str]:
    """Services, then tries that came to nothing."""
    told: list[Service | ServiceAttempt] = [*read.services, *read.attempts]
    for each in told:
        if each.side == side and not each.is_in_force:
            what = _served(each, read.dispute) if isinstance(each, Service) else _tried(each)
            yield f"{what}（登记有误，已更正：{shown(each.struck_reason, read.dispute)}）"


def _tried(attempt: ServiceAttempt) -> str:
    return f"{short_day(attempt.tried_on)}{attempt.get_method_display()}未果"


def _label(side: Side) -> str:
    label = PartySide(side.party).label
    return f"{label}（并案）" if side.of else str(label)


def _name(dispute: Dispute, side: Side) -> str:
    party = dispute.party(*side)
    if party is None or party.kind == CounterpartyKind.NONE:
        return "无"
    return party.display_name


def _served(service: Service | None, dispute: Dispute) -> str:
    if service is None:
        return ""
    if service.exempt:
        return f"免予送达：{service.get_exempt_display()}。{shown(service.note, dispute)}"
    secret = dispute.confidential_report and service.party == PartySide.PAYER
    took = REPORTER if secret else service.recipient
    whom = f"，接收人 {took}" if not service.recipient.is_blank else ""
    signed = "，附签收件" if service.receipt_id else ""
    return f"{short_day(service.served_on)} {ServiceMethod(service.method).label}{whom}{signed}"


def _unserved(read: CaseRead, side: Side) -> str:
    """With the days on which it was tried in vain, which is what an exemption rests on."""
    own = [a for a in read.attempts if a.is_in_force and a.side == side]
    days = sorted({attempt.tried_on for attempt in own})
    tried = "、".join(short_day(day) for day in days)
    return f"尚未登记送达；{tried}送达未果" if tried else "尚未登记送达"


def _answer(last, service: Service | None, *, is_over: bool) -> str:  # type: ignore[no-untyped-def]  # JSON or None
    if last is not None:
        at = when(last["at"])
        channel = f"，拟走{RemedyChannel(last['channel']).label}" if last["channel"] else ""
        day = short_day(timezone.localdate(at)) if at else ""
        return f"{Answer(last['answer']).label}{channel}　{day}登记"
    until = service.silent_from if service else None
    if until is None and service:
        return "不用登记意见"
    if until is None or is_over:
        return "未表态" if is_over else "尚未表态"
    left = (until - timezone.localdate()).days
    return f"尚未表态，等待至 {short_day(until)}（{_left(left)}）"


def _left(days: int) -> str:
    if days > 0:
        return f"还有 {days} 天"
    return "今天期满" if days == 0 else "已满期"


def _roads(dispute: Dispute, side: PartySide, service: Service | None) -> tuple[Road, ...]:
    """The channels of the 告知书 with what is left of their limits, counted from its service."""
    told = service.served_on if service else None
    if told is None:
        return ()
    payer, other = dispute.payer, dispute.counterparty
    department = (
        dispute.lead_department
        if dispute.deciding_department_id == dispute.lead_department_id
        else dispute.receiving_department
    )
    open_to = remedies(
        payer.kind if payer else "",
        other.kind if other else "",
        department.code,
        party=side,
        bodies=remedy_bodies(),
    )
    return tuple(
        Road(str(RemedyChannel(each.channel).label), each.body, _until(each.channel, told))
        for each in open_to
    )


def _until(channel: str, told: date) -> str:
    """The last day as 处理意见告知书 counts it, with what is left of it."""
    until = last_day(channel, told, current_calendar())
    if until is None:
        return "随时可以申请" if channel == RemedyChannel.MEDIATION else "知道权利被侵害起 1 年内"
    return f"至 {short_day(until)}，{_left((until - timezone.localdate()).days)}"


def _taken(remedy: Remedy, dispute: Dispute) -> TakenRoad:
    return TakenRoad(
        channel=str(remedy.get_channel_display()),
        body=remedy.body,
        since=short_day(remedy.accepted_on) or "尚未受理",
        result=_ended(remedy, dispute),
    )


def _ended(remedy: Remedy, dispute: Dispute) -> str:
    if not remedy.is_in_force:
        return f"登记有误，已更正：{shown(remedy.struck_reason, dispute)}"
    return shown(remedy.result, dispute) or "还没有结果"
