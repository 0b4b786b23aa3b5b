"""The screen of one assignment: what is asked, what can be done about it, the case beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from deadlines.calendar_days import current_calendar
from deadlines.lamps import Lamp
from departments.models import Officer
from disputes import words
from workflow.assignments.actions import answer_word
from workflow.assignments.verbs import ASSIGNMENTS
from workflow.clocks.lines import assignment_lamp
from workflow.models import Assignment
from workflow.models.choices import AssignmentState
from workflow.procedure.next_move import desk_of
from workflow.procedure.offers import Offer, open_to_assignment
from workflow.procedure.rows.assignment import ASSIGNMENT_TABLE
from workflow.summary.beside import Beside, beside
from workflow.summary.opinions import ticked
from workflow.verbs.forms import VerbForm
from workflow.verbs.page import VerbPage

#: Shown open; the others are folded behind their labels.
FORWARD = ("accept", "draft_opinion", "approve_opinion")


@dataclass(frozen=True)
class Draft:
    """An opinion as it was written, approved or not."""

    people: str
    facts: str
    basis: str
    opinion: str
    ticked: str
    sent_back: str


@dataclass(frozen=True)
class Section:
    """One verb on the screen: its form, or why it cannot be done now."""

    offer: Offer
    label: str
    form: VerbForm | None
    url: str
    is_open: bool
    warning: str = ""

    @property
    def is_forward(self) -> bool:
        """What the department was asked to do, and not a refusal."""
        return self.offer.verb in (*FORWARD, "urge")

    @property
    def previews(self) -> bool:
        return bool(ASSIGNMENTS.verbs[self.offer.verb].papers)


@dataclass(frozen=True)
class AssignmentPage:
    """Everything on the screen."""

    assignment: Assignment
    title: str
    answer_word: str
    lamp: Lamp
    question: str
    rows: list[tuple[str, str]]
    drafts: list[Draft]
    sections: list[Section]
    case: Beside
    asked: VerbPage | None

    @property
    def lies_with(self) -> str:
        """The post that owes the next step, for whoever has nothing to do here."""
        return desk_of(self.assignment).post_words


def assignment_page(
    assignment: Assignment, officer: Officer, asked: VerbPage | None = None
) -> AssignmentPage:
    """The screen, with the refused form in its place when there is one."""
    return AssignmentPage(
        assignment=assignment,
        title=f"{words.unit(assignment.department)} {assignment.get_kind_display()}",
        answer_word=answer_word(assignment),
        lamp=assignment_lamp(assignment, timezone.localdate(), current_calendar()),
        question=words.shown(assignment.question, assignment.dispute),
        rows=_rows(assignment, officer),
        drafts=_drafts(assignment, officer),
        sections=_sections(assignment, officer, asked),
        case=beside(assignment.dispute, officer, "draft_opinion"),
        asked=asked,
    )


def _rows(assignment: Assignment, officer: Officer) -> list[tuple[str, str]]:
    sent = timezone.localdate(assignment.sent_at)
    believed = assignment.believed_responsible
    rows = [
        ("交办单位", f"{words.unit(assignment.sender)} {assignment.sent_by.name}"),
        ("发出", words.short_day(sent)),
        ("承办人", assignment.officer.name if assignment.officer else ""),
        ("签收", _on(assignment.accepted_at)),
        ("可退回至", _returnable_until(assignment, officer)),
        ("反馈", _on(assignment.answered_at)),
        ("结束理由", words.shown(assignment.closed_reason, assignment.dispute)),
        ("认为应由", words.unit(believed) if believed else ""),
        ("指定", "专班办公室指定，不得退回" if assignment.designated else ""),
    ]
    return [(label, value) for label, value in rows if value]


def _returnable_until(assignment: Assignment, officer: Officer) -> str:
    """Said while it can still be done, as the table says."""
    last = assignment.return_by
    if last is None or ASSIGNMENT_TABLE["return_back"].refusal(officer, assignment):
        return ""
    return f"{words.short_day(last)}（不属本单位职责的）"


def _on(at: Any) -> str:  # Any: a time or None
    return words.short_day(timezone.localdate(at)) if at else ""


def _drafts(assignment: Assignment, officer: Officer) -> list[Draft]:
    """Its own department reads every draft, the others what has left it (R054)."""
    answered = assignment.state == AssignmentState.ANSWERED
    given = list(assignment.opinions.select_related("drafted_by"))
    if assignment.department_id not in officer.department_ids:
        given = given[-1:] if answered else []
    return [
        Draft(
            people=f"{each.drafted_by.name}拟写　{_on(each.drafted_at)}"
            + (f"　{each.approver_label}审签　{_on(each.approved_at)}" if each.approved_at else ""),
            facts=words.shown(each.facts, assignment.dispute),
            basis=words.shown(each.basis, assignment.dispute),
            opinion=words.shown(each.opinion, assignment.dispute),
            ticked=ticked(each.verdict, each.outcome),
            sent_back=words.shown(each.sent_back, assignment.dispute),
        )
        for each in reversed(given)
    ]


def _sections(assignment: Assignment, officer: Officer, asked: VerbPage | None) -> list[Section]:
    """The way forward first and open, refusals and the sender's verbs folded."""
    offers = open_to_assignment(officer, assignment)
    ordered = sorted(offers, key=lambda o: (o.verb not in FORWARD, not o.allowed))
    return [_section(assignment, officer, offer, asked) for offer in ordered]


def _section(
    assignment: Assignment, officer: Officer, offer: Offer, asked: VerbPage | None
) -> Section:
    here = asked is not None and asked.verb == offer.verb
    form = asked.form if asked and here else None
    if form is None and offer.allowed:
        verb = ASSIGNMENTS.verbs[offer.verb]
        form = verb.form(
            subject=assignment,
            officer=officer,
            initial=verb.beginning(assignment),
            auto_id=f"id_{offer.verb}_%s",
        )
        verb.narrow(form, assignment, officer)
    return Section(
        offer=offer,
        label=_label(assignment, offer),
        form=form,
        url=reverse("assignment_verb", args=[assignment.pk, offer.verb]),
        is_open=offer.verb in FORWARD or here,
        warning=offer.warning,
    )


def _label(assignment: Assignment, offer: Offer) -> str:
    """送审书面意见, 审签回执: the button names what it sends."""
    if offer.verb == "draft_opinion":
        return f"送审{answer_word(assignment)}"
    if offer.verb == "approve_opinion":
        return f"审签{answer_word(assignment)}"
    return offer.label
