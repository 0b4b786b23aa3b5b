"""五(四): both parties are told, what they say is kept, an objection is shown its channel."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypedDict, Unpack

from deadlines.due import chinese_date
from departments.roles import STAFF
from disputes.choices import (
    ONLY_TOLD,
    SPOKEN,
    TOGETHER,
    Answer,
    PartySide,
    RemedyChannel,
    ServiceMethod,
    State,
)
from disputes.materials import keep_receipt
from disputes.models.party import Side
from web.refusals import Mistyped, NotAllowed
from workflow.decisions import checks
from workflow.issuing.drafts import issue
from workflow.issuing.telling import papers
from workflow.models import PartyResponse, Remedy, Service, ServiceAttempt
from workflow.procedure.move import Move
from workflow.procedure.moving import acting, conclude_when_complete, moving
from workflow.procedure.needs import own_sides_unserved
from workflow.procedure.sides import case_sides
from workflow.procedure.timeline import signature
from workflow.procedure.transitions import DISPUTE_TABLE

if TYPE_CHECKING:
    from django.core.files.base import File

    from departments.models import Officer
    from disputes.models import Dispute


class Proof(TypedDict, total=False):
    """What the 送达回证 says beside when, how and to whom (民诉法87-95条)."""

    relation: str
    refusal: str
    witnesses: str
    second_server: str
    mail_number: str
    published_on: date | None


def serve(
    dispute: Dispute,
    *,
    by: Officer,
    party: str,
    of: int | None = None,
    method: str = "",
    served_on: date | None = None,
    recipient: str = "",
    exempt: str = "",
    note: str = "",
    receipt: File[bytes] | None = None,
    version: int | None = None,
    **proof: Unpack[Proof],
) -> None:
    """登记送达 from the signed 送达回证: one record a party, or why none is needed (R069, R070)."""
    if checks.asks_for_what_stands(dispute, by, Side(party, of), exempt):
        return
    with moving(dispute, "serve", by=by, version=version) as move:
        _check_side(move, Side(party, of))
        _check_service(move, party, method)
        checks.day_of_telling(move, "served_on", served_on, Side(party, of))
        checks.day_of_telling(move, "published_on", proof.get("published_on"), Side(party, of))
        checks.exemption(move, Side(party, of), exempt)
        service = Service(
            dispute=move.dispute,
            party=party,
            of_id=of,
            method=method,
            served_on=served_on,
            recipient=recipient,
            exempt=exempt,
            note=note,
            receipt=keep_receipt(move.dispute, receipt, by=by),
            recorded_by=by,
            **proof,
        )
        service.save()
        if not exempt:
            issue(papers.service_proof(move, service))
        move.say(_served_words(move, service))
        if move.dispute.state == State.FEEDBACK:
            conclude_when_complete(move)


def _check_side(move: Move, side: Side) -> None:
    """Somebody who is told, and was not yet."""
    dispute = move.dispute
    _check_stays(dispute, side)
    if side.of is not None and side not in case_sides.everybody(dispute):
        raise Mistyped({"of": ["没有随该并入件来的这一方当事人，请核对并入件。"]})
    if side in case_sides.served_sides(dispute):
        raise NotAllowed(f"{case_sides.side_words(dispute, side)}已登记送达，不用重复登记。")


def _check_stays(dispute: Dispute, side: Side) -> None:
    """Whoever has left is neither told of it nor heard any more (部分撤回)."""
    if side in case_sides.left_sides(dispute):
        whom = case_sides.side_words(dispute, side)
        raise NotAllowed(f"{whom}已部分撤回、退出本件，不用再送达，也不再听取意见。")


def acknowledge(dispute: Dispute, *, by: Officer, version: int | None = None) -> None:
    """签收告知书: a member unit on the other side signs for it here, which is its service (A06)."""
    with moving(dispute, "acknowledge", by=by, version=version) as move:
        for side in own_sides_unserved(by, move.dispute):
            service = Service.objects.create(
                dispute=move.dispute,
                party=side.party,
                of_id=side.of,
                method=ServiceMethod.ELECTRONIC,
                served_on=move.today,
                recipient=by.name,
                note="成员单位在平台签收",
                recorded_by=by,
            )
            issue(papers.service_proof(move, service))
        deciding, text = move.dispute.deciding_department_id, "争议对方已签收处理意见告知书。"
        move.tell(deciding, STAFF, f"{move.dispute.number} {text}")
        move.say(f"{signature(by)} 在平台签收处理意见告知书，即为送达。")


def attempt(
    dispute: Dispute,
    *,
    by: Officer,
    party: str,
    method: str,
    tried_on: date,
    outcome: str,
    of: int | None = None,
    version: int | None = None,
) -> None:
    """登记送达未果: three of them on different days, and a party counts as out of reach (R070)."""
    with moving(dispute, "attempt", by=by, version=version) as move:
        _check_side(move, Side(party, of))
        _check_service(move, party)
        checks.day_of_telling(move, "tried_on", tried_on, Side(party, of))
        checks.not_tried_already(move, Side(party, of), method, tried_on, outcome)
        tried = ServiceAttempt.objects.create(
            dispute=move.dispute,
            party=party,
            of_id=of,
            method=method,
            tried_on=tried_on,
            outcome=outcome,
            recorded_by=by,
        )
        whom, day = case_sides.side_words(move.dispute, Side(party, of)), chinese_date(tried_on)
        move.say(f"{by.name} 登记{day}{tried.get_method_display()}{whom}未果：{outcome}")


def _check_service(move: Move, party: str, method: str = "") -> None:
    dispute = move.dispute
    told = dispute.state in ONLY_TOLD
    if told and party != PartySide.PAYER:
        raise Mistyped({"party": ["仅告知和不予受理只需送达缴费人。"]})
    if method in SPOKEN and dispute.mode in TOGETHER:
        raise Mistyped({"method": ["联合办理和专案办理须书面送达，不能只用电话或当面告知。"]})


def _served_words(move: Move, service: Service) -> str:
    by, whom = move.by, case_sides.side_words(move.dispute, service.side)
    if service.exempt:
        return f"{by.name} 注明{whom}免予送达：{service.get_exempt_display()}。{service.note}"
    assert service.served_on is not None
    day = chinese_date(service.served_on)
    return f"{by.name} 登记{whom}已于{day}{service.get_method_display()}。"


def record_response(
    dispute: Dispute,
    *,
    by: Officer,
    party: str,
    answer: str,
    of: int | None = None,
    channel: str = "",
    note: str = "",
    version: int | None = None,
) -> None:
    """登记当事人意见: an objection goes to remedy at once; both content concludes (R072, A20)."""
    side = Side(party, of)
    if checks.has_nothing_to_say(dispute, by, side, answer):
        return
    with moving(dispute, "record_response", by=by, version=version) as move:
        _check_answer(move, side, answer)
        checks.not_said_already(move, side, answer, channel, note)
        PartyResponse.objects.create(
            dispute=move.dispute,
            party=party,
            of_id=of,
            answer=answer,
            channel=channel,
            note=note,
            recorded_by=by,
        )
        whom, what = case_sides.side_words(move.dispute, side), Answer(answer).label
        move.say(f"{by.name} 登记{whom}意见：{what}。{note}")
        if answer == Answer.OBJECTS:
            move.to(State.OBJECTED)
        elif all(each.closed_at for each in case_sides.remedies_in_force(move.dispute)):
            conclude_when_complete(move)
            if move.dispute.state == State.OBJECTED and not case_sides.objections(move.dispute):
                move.to(State.FEEDBACK)  # the last objection was taken back


def _check_answer(move: Move, side: Side, answer: str) -> None:
    _check_stays(move.dispute, side)
    held = [s for s in case_sides.services_in_force(move.dispute) if s.side == side]
    service = next(iter(held), None)
    if service is None:
        whom = case_sides.side_words(move.dispute, side)
        raise NotAllowed(f"{whom}尚未登记送达，请先登记送达再登记意见。")
    checks.answer(move, service, answer)


def record_remedy(
    dispute: Dispute,
    *,
    by: Officer,
    channel: str,
    body: str,
    accepted_on: date | None = None,
    note: str = "",
    version: int | None = None,
) -> None:
    """登记救济渠道: where the objection went; the decision itself stays (R074)."""
    with moving(dispute, "record_remedy", by=by, version=version) as move:
        checks.day_of_telling(move, "accepted_on", accepted_on)
        checks.not_taken_already(move, channel, body, accepted_on, note)
        Remedy.objects.create(
            dispute=move.dispute,
            channel=channel,
            body=body,
            accepted_on=accepted_on,
            note=note,
            recorded_by=by,
        )
        move.say(f"{by.name} 登记救济渠道：{RemedyChannel(channel).label}，受理机关{body}。{note}")


def close_remedy(
    dispute: Dispute,
    *,
    by: Officer,
    result: str,
    remedy: Remedy | None = None,
    reopen: bool = False,
    version: int | None = None,
) -> Dispute | None:
    """救济终结: the last one concludes; `reopen` starts a new linked dispute (R074)."""
    from workflow.intake.linking import continue_as_new

    row = DISPUTE_TABLE["close_remedy"]
    with acting(dispute, row, [dispute], by=by, version=version) as act:
        move = act.move
        left = _end(move, remedy, result)
        if left and reopen:
            raise Mistyped({"reopen": [f"{left}还没有终结，请在最后一项终结时再另立新件。"]})
        if left:
            move.say(f"{by.name} 登记救济结果：{result}。{left}还没有终结，本件仍有异议。")
            return None
        move.dispute.concluded_at = move.at
        move.to(State.CONCLUDED)
        fresh = continue_as_new(act, result) if reopen else None
        link = f"，另立关联新件 {fresh.number}" if fresh else ""
        move.say(f"{by.name} 登记救济结果：{result}，本件办结{link}。")
    return fresh


def _end(move: Move, chosen: Remedy | None, result: str) -> str:
    """The one that has its result, and which others still wait for theirs."""
    waiting = list(move.dispute.remedies.filter(closed_at=None, struck_at=None))
    if chosen is None and len(waiting) > 1:
        raise Mistyped({"remedy": ["还没有终结的救济不止一项，请选择是哪一项的结果。"]})
    if chosen is not None and chosen not in waiting:
        raise Mistyped({"remedy": ["这一项救济已经终结，请刷新后再选。"]})
    for remedy in [each for each in waiting if chosen in (None, each)]:
        remedy.result, remedy.closed_at = result, move.at
        remedy.save(update_fields=["result", "closed_at"])
    return "、".join(str(each) for each in waiting if each.closed_at is None)
