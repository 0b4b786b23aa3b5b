"""Nobody decides his own cause, nor acts in a second post on what he did in the first (三, A7, A8).

Every table asks it here: whose cause a thing is, and whose hand was in it before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Q, prefetch_related_objects

from departments.roles import HEADS
from disputes.choices import Mode, State
from workflow.messages import notices
from workflow.models import Opinion
from workflow.models.choices import ReviewStep
from workflow.procedure import facts
from workflow.procedure.rows.table import Need
from workflow.procedure.sides import case_sides

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.models import (
        Approval,
        Assignment,
        Convening,
        Disclosure,
        Errand,
        Finding,
        Meeting,
        Supervision,
    )

T = TypeVar("T")

# --- his bureau's cause --------------------------------------------------------------------------

BIASED = (
    "本件由您任职的单位受理、主办、报请或召集，或者您任职的单位就是争议对方，您不能代组长批示，"
    "请组长或其他持有授权的副组长办理；都不能办的，由专班办公室指定代办。"
)
BIASED_AT_MEETING = (
    "本次会商由您任职的单位召集，或者有议题由您任职的单位受理、主办，或者以您任职的单位为争议对方，"
    "您不能代组长批示、签发，请组长或其他持有授权的副组长办理；都不能办的，由专班办公室指定代办。"
)


def is_biased(officer: Officer, *unit_ids: int | None) -> bool:
    """Whoever is one of a bureau does not decide its cause as leader, nor in his place (三)."""
    return bool(officer.bureaus & set(unit_ids))


def units_of_meeting(meeting: Meeting) -> set[int | None]:
    """Who calls it, and whose cause any case of its agenda is."""
    prefetch_related_objects([meeting], "disputes__parties")
    cases = meeting.disputes.all()
    return {meeting.convenor_id, *(unit for each in cases for unit in each.units_in_cause)}


def units_of(approval: Approval) -> set[int | None]:
    """Whose cause a question is: who asks, would lead; that of its case and of its meeting."""
    units = {approval.requested_department_id, approval.lead_id}
    if approval.dispute is not None:
        units |= approval.dispute.units_in_cause
    if approval.meeting is not None:
        units |= units_of_meeting(approval.meeting)
    return units


def _would_decide_itself(dispute: Dispute) -> bool:
    """The receiving unit is the other side itself, and would get what another decides now (A06)."""
    return dispute.receiving_department_id in case_sides.counterparty_units(dispute)


def _comes_back(dispute: Dispute, instead: str) -> str:
    return (
        f"争议对方就是受理部门{dispute.receiving_department.name}，"
        f"这样办理就要由它自己综合意见、签发处理意见：{instead}。"
    )


_TO_THE_LEAD = "请由主办单位办理；需要核实的，由主办单位会商"
_SPECIAL_STILL = "请继续专案办理，由组长把关"
NOT_BACK_BY_INVITING: Need[Dispute] = Need(
    "not_back_by_inviting",
    f"争议对方就是受理部门的移交件，不改为联合办理：{_TO_THE_LEAD}。",
    lambda o, d: d.mode != Mode.REFERRAL or not _would_decide_itself(d),
    lambda o, d: _comes_back(d, _TO_THE_LEAD),
)
NOT_BACK_BY_DEESCALATING: Need[Dispute] = Need(
    "not_back_by_deescalating",
    f"争议对方就是受理部门的，不降级：{_SPECIAL_STILL}。",
    lambda o, d: not _would_decide_itself(d),
    lambda o, d: _comes_back(d, _SPECIAL_STILL),
)


# --- his own hand --------------------------------------------------------------------------------


def by_another(name: str, sentence: str, hands: Callable[[T], Iterable[int | None]]) -> Need[T]:
    """The need that whoever acts is none of those whose hand was in it before."""
    return Need(name, sentence, lambda officer, subject: officer.pk not in set(hands(subject)))


def who_sent(assignment: Assignment) -> set[int | None]:
    """Of another unit: what he sent from there he answers nowhere."""
    own = assignment.sender_id == assignment.department_id
    return set() if own else {assignment.sent_by_id}


def who_works_on(assignment: Assignment) -> set[int | None]:
    """Who took it on and who drafted its answer: in another post he excuses none of it."""
    drafted = assignment.opinions.values_list("drafted_by", flat=True)
    return {assignment.officer_id, *drafted}


def who_referred(dispute: Dispute) -> set[int | None]:
    """移交: whoever sent it decides nothing in the unit that he sent it to."""
    referral = facts.referral_of(dispute) if dispute.mode == Mode.REFERRAL else None
    return who_sent(referral) if referral else set()


def answered_elsewhere(officer: Officer, dispute: Dispute) -> bool:
    """He gave another unit's opinion; only of him is it asked who works in more than one.

    Or stood in for another there; and of a program's token, which knows one unit's desks alone.
    """
    if len(officer.units) < 2 and not officer.is_narrowed and not _stood_in(officer, dispute):
        return False
    given = Opinion.objects.filter(assignment__dispute=dispute)
    given = given.exclude(assignment__department=dispute.deciding_department_id)
    return given.filter(Q(drafted_by=officer) | Q(approved_by=officer)).exists()


def _stood_in(officer: Officer, dispute: Dispute) -> bool:
    """At another unit's desk alone: whom the office names for this one as well, it names knowing.

    Where everybody else has left, nobody else would be there.
    """
    named = [each for each in facts.stand_ins(dispute) if each.officer_id == officer.pk]
    here = dispute.deciding_department_id
    return bool(named) and all(each.department_id != here for each in named)


def who_reported(approval: Approval | None) -> set[int | None]:
    """Who put it, and who has signed a line: nobody signs another line of the same paper."""
    if approval is None:
        return set()
    return {approval.requested_by_id, *(line.get("officer") for line in approval.lines)}


def sits_for_review(approval: Approval, step: str) -> bool:
    """Whether somebody holds that post today who may sign its line."""
    dispute = approval.dispute
    assert dispute is not None  # only a case is reported
    head = step == ReviewStep.HEAD
    place = dispute.receiving_department_id if head else None
    found = notices.holders(place, HEADS if head else frozenset({step}), dispute)
    sits: bool = found.exclude(pk__in=who_reported(approval)).exists()
    return sits


def who_convened(meeting: Meeting) -> set[int | None]:
    return {meeting.created_by_id}


def who_asked_to_convene(asked: Convening | None) -> set[int | None]:
    return {asked.asked_by_id} if asked else set()


def who_gave(errand: Errand) -> set[int | None]:
    return {errand.sent_by_id}


def who_answered_errand(errand: Errand) -> set[int | None]:
    """Who wrote or signed an answer of the unit: he does not find it good for the task force."""
    signed = errand.entries.filter(verb__in=["draft_answer", "approve_answer"])
    return {errand.drafted_by_id, *signed.values_list("actor", flat=True)}


def who_supervises(supervision: Supervision) -> set[int | None]:
    return {supervision.opened_by_id}


def who_answered(supervision: Supervision) -> set[int | None]:
    return {supervision.answered_by_id}


def who_let_out(disclosure: Disclosure) -> set[int | None]:
    """Who asked for it, and who has put his name to it in this round."""
    signed = disclosure.signatures.filter(round=disclosure.round)
    return {disclosure.requested_by_id, *signed.values_list("signed_by", flat=True)}


def who_handled(dispute: Dispute) -> set[int | None]:
    """Who did any step of it before it was archived."""
    steps = dispute.timeline.exclude(state_before=State.ARCHIVED)
    return set(steps.order_by().values_list("actor", flat=True))


def who_found(finding: Finding) -> set[int | None]:
    return {finding.found_by_id}


def who_answered_finding(finding: Finding) -> set[int | None]:
    """Who wrote or signed an answer of the department: in another post he is not its judge."""
    signed = finding.entries.filter(verb__in=["draft_answer", "approve_answer"])
    return {finding.drafted_by_id, *signed.values_list("actor", flat=True)}


# --- what a dispute's table asks of it ------------------------------------------------------------


def _unbiased(officer: Officer, dispute: Dispute) -> bool:
    asked = facts.major_asked(dispute)
    units = units_of(asked) if asked else dispute.units_in_cause
    return not is_biased(officer, *units)


NOT_HIS_BUREAU: Need[Dispute] = Need("not_his_bureau", BIASED, _unbiased)
NOT_HE_WHO_ASKED: Need[Dispute] = by_another(
    "not_he_who_asked",
    "提请召集是您本人提出的，请专班办公室其他人员答复。",
    lambda d: who_asked_to_convene(facts.convening_asked(d)),
)
NOT_HE_WHO_REPORTED: Need[Dispute] = by_another(
    "not_he_who_reported",
    "这件重大事项是您本人报请的，请组长或其他持有授权的副组长办理。",
    lambda d: {asked.requested_by_id} if (asked := facts.major_asked(d)) else set(),
)
READS_FOR_ANOTHER: Need[Dispute] = by_another(
    "reads_for_another",
    "这件报请由您本人提出，或者您已在前面的环节签字，请这一环节的其他人员审核；"
    "没有其他人的，组长可以直接签批。",
    lambda d: who_reported(facts.major_asked(d)),
)
NOT_HE_WHO_REFERRED: Need[Dispute] = by_another(
    "not_he_who_referred",
    "本件是您在移交单位的岗位上移交的，不能由您拟定或签发处理意见，请主办单位其他人员办理。",
    who_referred,
)
NOT_HE_WHO_ANSWERED: Need[Dispute] = Need(
    "not_he_who_answered",
    "本件的书面意见由您在另一单位的岗位上拟写或审签，处理意见不能再由您拟定或签发，"
    "请本单位其他人员办理。",
    lambda o, d: not answered_elsewhere(o, d),
)
