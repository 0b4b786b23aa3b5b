"""Assignments of a case and the opinions that answer them, side by side (方案五(三)1(3)、R060)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from confidentiality.free_text import opened_json
from deadlines.calendar import WorkCalendar
from deadlines.lamps import Lamp
from departments.models import Officer
from disputes.choices import State
from disputes.models import Dispute
from disputes.words import short_day, shown, unit
from workflow.clocks.lines import assignment_lamp
from workflow.models import Assignment, Correction, Opinion
from workflow.models.choices import (
    DUTY_KINDS,
    GONE_ASSIGNMENT,
    OPINION_KINDS,
    TASKS,
    AssignmentKind,
    AssignmentState,
    Outcome,
    Verdict,
)
from workflow.procedure.offers import open_to_assignment
from workflow.procedure.who import works_for
from workflow.summary.read import CaseRead, when


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Card:
    """One department's answer, or what is still awaited from it."""

    department: str
    kind: str
    url: str
    state: str
    people: str
    lamp: Lamp | None
    question: str
    facts: str = ""
    basis: str = ""
    opinion: str = ""
    ticked: str = ""
    waiting: str = ""
    is_draft: bool = False
    outdated: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Answers:
    """The panel 联办单位与书面意见."""

    cards: list[Card]
    count: str
    note: str


def answers(read: CaseRead, officer: Officer, calendar: WorkCalendar) -> Answers:
    """Every assignment in the order it was sent; none of the opinions marked as the right one."""
    cards = [_card(each, officer, calendar, read) for each in read.assignments]
    return Answers(cards, _count(read.assignments), _note(read))


def _card(assignment: Assignment, officer: Officer, calendar: WorkCalendar, read: CaseRead) -> Card:
    dispute = read.dispute
    given = opened_json(Opinion, assignment.latest_opinion) or {}  # type: ignore[attr-defined]  # annotated
    answered = assignment.state == AssignmentState.ANSWERED
    own = works_for(officer, assignment.department_id)
    seen = given if answered or own else {}
    return Card(
        department=unit(assignment.department),
        # of these the panel's own title says it
        kind="" if assignment.kind in DUTY_KINDS else str(assignment.get_kind_display()),
        url=assignment.get_absolute_url(),
        state=str(assignment.get_state_display()),
        people=_people(assignment, given if answered else {}),
        lamp=assignment_lamp(assignment, timezone.localdate(), calendar),
        question=shown(assignment.question, dispute),
        facts=shown(seen.get("facts"), dispute),
        basis=shown(seen.get("basis"), dispute),
        opinion=shown(seen.get("opinion"), dispute),
        ticked=ticked(seen.get("verdict", ""), seen.get("outcome", "")),
        waiting=_waiting(assignment, dispute),
        is_draft=bool(seen) and not answered,
        outdated=_outdated(read, given) if answered else "",
        links=tuple(_links(assignment, officer)),
    )


def ticked(verdict: str, outcome: str) -> str:
    """审批意见 or 办理情形: what was ticked beside the words (R062, R076)."""
    both = (Verdict(verdict).label if verdict else "", Outcome(outcome).label if outcome else "")
    return "、".join(str(label) for label in both if label)


def _people(assignment: Assignment, given: dict[str, Any]) -> str:
    """杨某　区人社局 何某审签　11月12日 反馈."""
    words = [given.get("drafted_by") or (assignment.officer.name if assignment.officer else "")]
    if given.get("approver"):
        words.append(f"{given['approver'].rpartition(' ')[2]} 审签")
    if given.get("approved_at"):
        words.append(f"{_on(given['approved_at'])} 反馈")
    return "　".join(word for word in words if word)


def _outdated(read: CaseRead, given: dict[str, Any]) -> str:
    """What it rests on and was corrected after it was given: it answers what was (五(一))."""
    at = when(given.get("approved_at"))
    later: dict[str, list[str]] = {}
    for each in read.corrections:
        rests_on = Correction(field=each["field"]).is_decided_upon
        if at and rests_on and (when(each["at"]) or at) > at:
            later.setdefault(_on(each["at"]), []).append(each["label"])
    if not later:
        return ""
    told = "，".join(f"{day} 更正了{'、'.join(dict.fromkeys(n))}" for day, n in later.items())
    return f"这份意见反馈后，{told}。意见依据的是更正前的登记，请核对是否仍然适用。"


def _on(text: str) -> str:
    at = when(text)
    return short_day(timezone.localdate(at)) if at else ""


def _waiting(assignment: Assignment, dispute: Dispute) -> str:
    """What stands where no opinion is: since when it is awaited, or why it will not come."""
    if assignment.is_open:
        return f"{_sent(assignment)}发出，应于 {short_day(assignment.due_on)} 前反馈，还没有交。"
    if assignment.state == AssignmentState.ANSWERED:
        return ""
    return f"{assignment.get_state_display()}：{shown(assignment.closed_reason, dispute)}"


def _sent(assignment: Assignment) -> str:
    return short_day(timezone.localdate(assignment.sent_at))


def _links(assignment: Assignment, officer: Officer) -> list[Link]:
    """催办、撤回、说明逾期: the sender's verbs stand beside what they are about."""
    if not assignment.is_open:
        return []
    return [
        Link(offer.label, reverse("assignment_verb", args=[assignment.pk, offer.verb]))
        for offer in open_to_assignment(officer, assignment)
        if offer.verb not in OWN and offer.allowed
    ]


def _count(assignments: list[Assignment]) -> str:
    """2 家，已全部反馈."""
    standing = [a for a in assignments if a.state not in GONE_ASSIGNMENT]
    if not standing:
        return f"{len(assignments)} 家，已全部退回或撤回" if assignments else "0 家"
    waiting = sum(a.is_open for a in standing)
    return f"{len(standing)} 家，{f'{waiting} 家未反馈' if waiting else '已全部反馈'}"


def _note(read: CaseRead) -> str:
    """Opposed opinions are said in words, before a decision is drafted (R060)."""
    answered = [
        a
        for a in read.assignments
        if a.kind in OPINION_KINDS and a.state == AssignmentState.ANSWERED
    ]
    if len(answered) < 2 or read.dispute.state != State.HANDLING:
        return ""
    return (
        f"已有 {len(answered)} 家书面意见，并排列出、互不覆盖。意见不一致的，"
        "拟定处理意见时须写明采纳哪一家、理由是什么；也可以先会商。"
    )


def panel_title(read: CaseRead) -> str:
    """What the panel is called: a receipt for a referral, reports for tasks, else opinions."""
    kinds = {a.kind for a in read.assignments}
    if kinds <= set(TASKS):
        return "交办与办理情况"
    return "移交与回执" if kinds == {AssignmentKind.REFERRAL} else "联办单位与书面意见"


#: Verbs of an assignment that the asked department itself has; the others belong to the sender.
OWN = frozenset({"accept", "draft_opinion", "approve_opinion", "send_back", "return_back"})
