"""更正 (五(一) 准确完整登记): what was registered wrongly is put right, and both stay readable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.db.models import prefetch_related_objects

from departments.models import Department
from departments.roles import HEADS, THE_OFFICE
from departments.routing import RoutingAnswer, UnknownCategory
from disputes import intake
from disputes.choices import ONLY_TOLD, TOGETHER, WITH_PARTIES, Severity, State
from disputes.correcting import SECRECY, Change, changes, end_anonymity, is_contact
from disputes.models.party import on_both_sides
from disputes.registration import rewrite
from papers.forms.correction import ChangePiece
from web.refusals import Mistyped
from workflow.intake import papers
from workflow.issuing.drafts import issue
from workflow.issuing.telling.anew import standing, tell_anew
from workflow.models import Attendance, Correction
from workflow.procedure import routing_records
from workflow.procedure.facts import (
    changed_since_draft,
    departments_taking_part,
    is_foreign,
)
from workflow.procedure.moving import moving
from workflow.procedure.needs import OUTSIDE_NOW, way_out
from workflow.procedure.rows.meeting import BEFORE_HELD
from workflow.procedure.sides.case_sides import counterparty_units, decides_its_own
from workflow.procedure.sides.other_side import kept_out, strangers_to
from workflow.procedure.transitions import DISPUTE_TABLE

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.procedure.move import Move


def correct(
    dispute: Dispute,
    *,
    by: Officer,
    given: Mapping[str, Any],  # Any: values of many types, by field of registration
    reason: str,
    version: int | None = None,
) -> None:
    """更正登记: old and new are kept, papers already issued stand, later ones say the new.

    The timeline names the fields and tells nothing of a person; severity and routing are looked
    at again. Whoever became a party after the decision was signed is told of it (R069).
    """
    with moving(dispute, "correct", by=by, version=version) as move:
        _check_contact(move.dispute, given)
        made = changes(move.dispute, given)
        if not made:
            raise Mistyped({"reason": ["没有需要更正的内容：各项与现在登记的一致，请先修改。"]})
        before, units = standing(move.dispute), counterparty_units(move.dispute)
        made += _rewrite(move.dispute, given)
        _refuse_known_already(move.dispute, given)
        _keep(move, made, reason)
        issue(papers.correction(move, "登记事项", _pieces(made), reason))
        fields = "、".join(change.label for change in made)
        told = tell_anew(move, before)
        again = "" if move.dispute.state in ONLY_TOLD else look_again(move)
        forget_who_was_named(move.dispute, counterparty_units(move.dispute) - units)
        again += _frees_itself(move, units)
        again += _leads_out(move, made) + _decides_on_another(move) + own_cause(move)
        again += _knew_of_it(move) + _is_kept_secret_now(move, made)
        again += "" if told else _decided_on_another(move, made)
        _tell_who_works_on_it(move, made)
        move.say(f"{by.name} 更正{fields}，见更正单。{told}{again}")


def _rewrite(dispute: Dispute, given: Mapping[str, Any]) -> list[Change]:  # Any: as above
    """What follows of itself from what was typed: a name ends the anonymity of him who has it."""
    rewrite(dispute, given)
    prefetch_related_objects([dispute], "parties")
    intake.recognise_member(dispute)
    followed = end_anonymity(dispute)
    _check_whole(dispute)
    _check_sides(dispute, given)
    return followed


def _check_contact(dispute: Dispute, given: Mapping[str, Any]) -> None:  # Any: as above
    """What was told the payer stands as it was told; only how he is reached may be put right."""
    if dispute.state not in ONLY_TOLD:
        return
    others = [name for name in given if not is_contact(name)]
    if others:
        said = f"本件{dispute.get_state_display()}，只能更正联系电话、地址和联系人，以便送达。"
        raise Mistyped({name: [said] for name in others})


def _check_whole(dispute: Dispute) -> None:
    """It must still have its five elements, and the number of nobody else's work order (R029)."""
    missing = intake.missing_elements(dispute) | intake.taken_number(dispute)
    if dispute.visited_at and dispute.registered_at and dispute.visited_at > dispute.registered_at:
        missing["visited_at"] = ["来访时间不能晚于登记时间，请核对。"]
    if missing:
        raise Mistyped(missing)


def _check_sides(dispute: Dispute, given: Mapping[str, Any]) -> None:  # Any: as above
    """Of those, too, whom merged cases have brought, nobody comes to stand on both sides (R043)."""
    named = [name for name in given if name.rpartition(".")[2] in TELLS_WHO]
    if named and on_both_sides(dispute.parties.all()):
        told = "争议对方与缴费人（含并案来的）是同一单位或同一人，请核对双方。"
        raise Mistyped({named[0]: [told]})


#: By what one is known to be another (`Party.is_one_with`).
TELLS_WHO: Final = frozenset({"name", "id_number", "credit_code", "department"})


def _refuse_known_already(dispute: Dispute, given: Mapping[str, Any]) -> None:  # Any: as above
    """Whom a report in confidence is against is first asked and called no more (R075)."""
    strangers = kept_out(dispute) - {dispute.receiving_department_id}
    if not strangers:
        return
    asked = dispute.assignments.open().filter(designated=False, department__in=strangers)
    seats = Attendance.objects.filter(meeting__state__in=BEFORE_HELD, department__in=strangers)
    units = {*asked.values_list("department", flat=True)}
    units |= {*seats.filter(meeting__items__dispute=dispute).values_list("department", flat=True)}
    if units:
        names = "、".join(Department.objects.filter(pk__in=units).values_list("name", flat=True))
        told = (
            f"本件举报保密，{names}正在承办本件的交办，或者将参加会商，不能让其再知悉："
            "请先撤回对它的交办、取消有它参加的会商（专班下达的，请专班办公室撤回），再更正。"
        )
        raise Mistyped({next(iter(given)): [told]})


def _knew_of_it(move: Move) -> str:
    """It answered before anybody knew: it reads no more of it, and the office hears (R075)."""
    dispute = move.dispute
    strangers = strangers_to(dispute)
    knew = departments_taking_part(dispute) & strangers if strangers else set()
    if not knew:
        return ""
    names = "、".join(Department.objects.filter(pk__in=knew).values_list("name", flat=True))
    told = f"本件举报保密，争议对方现为参加过办理的{names}，今后不再让其知悉。"
    move.tell(None, THE_OFFICE, f"{dispute.number} {told}")
    return told


_FROM_NOW_ON: Final = (
    "举报保密自现在起：争议对方和其他单位不再看到举报人，以后的文书不写举报人；"
    "此前签发、已经送出的文书写有举报人的，请核对能否收回。"
)


def _is_kept_secret_now(move: Move, made: Sequence[Change]) -> str:
    """Asked for after the review: what was told before is told, and its heads hear so (R075)."""
    if not any(change.field == SECRECY for change in made):
        return ""
    text = f"{move.dispute.number} {_FROM_NOW_ON}"
    move.tell(None, THE_OFFICE, text)
    move.tell(move.dispute.receiving_department_id, HEADS, text)
    return _FROM_NOW_ON


def _keep(move: Move, made: Sequence[Change], reason: str) -> None:
    Correction.objects.bulk_create(
        Correction(
            dispute=move.dispute,
            field=change.field,
            label=change.label,
            is_sealed=change.is_sealed,
            reason=reason,
            corrected_by=move.by,
            corrected_at=move.at,
            **_sides(change),
        )
        for change in made
    )


def _sides(change: Change) -> dict[str, str]:
    prefix = "sealed_" if change.is_sealed else ""
    return {f"{prefix}before": change.before, f"{prefix}after": change.after}


def _pieces(made: Sequence[Change]) -> tuple[ChangePiece, ...]:
    return tuple(ChangePiece(label=change.label, **_sides(change)) for change in made)


def look_again(move: Move, *, after: str = "更正") -> str:
    """What the duty matrix and the signs say now, where the case goes another way."""
    try:
        now = routing_records.suggestion(move.dispute)
    except UnknownCategory:
        return ""
    if not _goes_elsewhere(move.dispute, now):
        return ""
    routing_records.note(move, now)
    names = Department.objects.filter(code__in=now.lead).values_list("name", flat=True)
    road, weight = DISPUTE_TABLE[now.mode].label, now.severity.says
    return f"按{after}后的内容，系统建议由{'、'.join(names)}主办（{road}；{weight}），请重新斟酌。"


def _leads_out(move: Move, made: Sequence[Change]) -> str:
    """Corrected into what is none of ours while it is handled: what is to be done with it now."""
    at_work = move.dispute.state in {State.HANDLING, State.AWAITING_SIGNOFF, State.SUSPENDED}
    decides = any(change.field in {"category", "town"} for change in made)
    return way_out(move.dispute) if at_work and decides and is_foreign(move.dispute) else ""


def _decides_on_another(move: Move) -> str:
    """The draft that waits to be signed was about something else; its head sends it back."""
    changed = changed_since_draft(move.dispute)
    if not changed:
        return ""
    told = f"拟稿以后更正了{'、'.join(changed)}，请先退回修改，再签发处理意见。"
    move.tell(move.dispute.deciding_department_id, HEADS, f"{move.dispute.number} {told}")
    return told


def _decided_on_another(move: Move, made: Sequence[Change]) -> str:
    """What was signed speaks of what was registered before; its head hears of it (R004)."""
    dispute = move.dispute
    changed = [c.label for c in made if Correction(field=c.field).is_decided_upon]
    if dispute.state not in WITH_PARTIES or not changed:
        return ""
    told = (
        f"处理意见已经签发，告知书写的是更正前的{'、'.join(changed)}，"
        "请负责人核对：须改的，用“作废重发文书”另发后再送达。"
    )
    move.tell(dispute.deciding_department_id, HEADS, f"{dispute.number} {told}")
    return told


def _tell_who_works_on_it(move: Move, made: Sequence[Change]) -> None:
    """What is asked of them is about something else now; so may be what they answered (R060)."""
    named = [change.label for change in made if not is_contact(change.field)]
    if not named or move.dispute.state in ONLY_TOLD:
        return
    what = f"{move.dispute.number} 登记更正了{'、'.join(named)}"
    text = f"{what}，{_what_to_do(move.dispute)}。"
    prefetch_related_objects([move.dispute], "assignments")  # who has part in it asks them again
    move.tell_workers(departments_taking_part(move.dispute) - strangers_to(move.dispute), text)


def _what_to_do(dispute: Dispute) -> str:
    """What those who work on it can do about it as it stands now."""
    if is_foreign(dispute):
        return f"{OUTSIDE_NOW}，由受理部门重新分类或者说明怎样办结，请先与受理部门联系"
    if dispute.state == State.SUSPENDED:
        return "本件中止，交办仍然冻结，恢复办理后请按更正后的内容办理"
    return "请按更正后的内容办理"


_DECIDED_IT: Final = (
    "争议对方现为作出处理意见的单位自己，已报专班办公室；"
    "当事人有异议的，按救济渠道办理，或者办结后重启，由专班办公室指定其他单位办理。"
)
#: What the office is told, by how far it has come.
_OWN_CAUSE: Final[dict[State, str]] = {
    **dict.fromkeys(
        (State.TRIAGE, State.HANDLING),
        "争议对方现为承办单位自己，不能自行处理，已请专班办公室指定办理单位。",
    ),
    State.AWAITING_SIGNOFF: (
        "争议对方现为承办单位自己，不能自行处理，退回修改后，由专班办公室指定办理单位。"
    ),
    **dict.fromkeys(WITH_PARTIES, _DECIDED_IT),
}


def forget_who_was_named(dispute: Dispute, newly: set[int]) -> None:
    """Nobody had designated it knowing that it is the other side (A06); what was signed stands."""
    if dispute.deciding_department_id in newly and dispute.state not in WITH_PARTIES:
        dispute.designated = False


def _frees_itself(move: Move, units: set[int]) -> str:
    """Its own clerk says that it is not the other side after all: the office hears of it (A06)."""
    dispute = move.dispute
    own = {dispute.receiving_department_id, dispute.deciding_department_id}
    if not own & (units - counterparty_units(dispute)):
        return ""
    told = "登记更正后，争议对方不再是受理或者承办单位自己，已报专班办公室核对。"
    move.tell(None, THE_OFFICE, f"{dispute.number} {told}")
    return told


def own_cause(move: Move) -> str:
    """Who decided it turns out to be the other side itself: the office hears of it (A06)."""
    dispute = move.dispute
    told = _OWN_CAUSE.get(State(dispute.state), "")
    if not told or not decides_its_own(dispute):
        return ""
    move.tell(None, THE_OFFICE, f"{dispute.number} {told}")
    return told


def _goes_elsewhere(dispute: Dispute, now: RoutingAnswer) -> bool:
    """Another lead, several departments instead of one, or weightier than it is handled."""
    several = now.mode == "convene_joint" and dispute.mode not in {"", *TOGETHER}
    weightier = now.severity.is_major and dispute.severity != Severity.MAJOR
    return several or weightier or dispute.lead_department.code not in now.lead
