"""The page of one dispute, gathered whole before the template sees it (interface.md §1)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from deadlines.calendar_days import current_calendar
from deadlines.lamps import Colour, Lamp
from deadlines.limits import WHOLE_KEYS
from departments.models import Department, Officer
from departments.roles import STAFF
from disputes import words
from disputes.choices import OPEN, Severity, State
from disputes.models import Dispute, Material
from papers.choices import PaperKind
from web.components import Act, File, first_of
from workflow.cases.bar import Step, owes, procedure_bar
from workflow.cases.next_steps import meeting_url, next_steps
from workflow.clocks.lines import DeadlineLine, deadline_lines
from workflow.disclosure.page import DisclosureLine, of_case
from workflow.findings.page import FindingLine, findings_of_case
from workflow.handling.convening import ConveningLine, convening_line
from workflow.issuing.voiding import OF_A_MEETING
from workflow.procedure.sides import case_sides
from workflow.procedure.who import works_for
from workflow.summary.feedback import Feedback, feedback
from workflow.summary.joined import JoinedCard, joined_card
from workflow.summary.lines import (
    LogLine,
    MeetingLine,
    PaperLine,
    PartyCard,
    log_lines,
    material_count,
    material_files,
    meeting_line,
    paper_line,
    participants,
    party_card,
    rank,
    who_brings,
)
from workflow.summary.opinions import Answers, answers, panel_title
from workflow.summary.read import CaseRead
from workflow.summary.records import RecordLine, record_lines
from workflow.supervision.page import SupervisionLine, supervision_line


@dataclass(frozen=True)
class DisputePage:
    """Everything on the page, in the order in which it is read."""

    dispute: Dispute
    number: str
    payer: str
    category: str
    town: str
    period: str
    insurance: str
    stake: str
    facts: str
    is_long: bool
    claim: str
    tags: list[tuple[str, str]]
    lamp: Lamp | None
    owes: str
    steps: list[Step]
    acts: list[Act]
    first: Act | None
    parties: list[PartyCard]
    materials: list[File]
    material_count: str
    answers: Answers
    answers_title: str
    convenings: list[ConveningLine]
    meetings: list[MeetingLine]
    met: bool
    records: list[RecordLine]
    feedback: Feedback | None
    papers: list[PaperLine]
    pause: list[tuple[str, str]]
    running: list[DeadlineLine]
    ended: list[DeadlineLine]
    people: list[tuple[str, str]]
    log: list[LogLine]
    log_count: int
    may_reveal: bool
    may_add: bool
    hands_out: bool
    links: list[tuple[str, str, str]]
    said: str
    first_contact: str
    receiving: str
    lead: str
    meeting_url: str
    drop_url: str
    sources: list[tuple[str, str]]
    source: str
    supervisions: list[SupervisionLine]
    joined: list[JoinedCard]
    disclosures: list[DisclosureLine]
    findings: list[FindingLine]

    @property
    def spoken(self) -> int:
        """How often it was spoken about or settled: at a meeting, beside one, between the sides."""
        return len(self.meetings) + len(self.records)


def dispute_page(read: CaseRead, officer: Officer, *, whole_log: bool = False) -> DisputePage:
    """The page as this officer may see it; nothing here writes."""
    dispute = read.dispute
    calendar = current_calendar()
    acts = next_steps(read, officer)
    lines = deadline_lines(dispute, timezone.localdate(), calendar)
    lamp = lamp_of_case(dispute, lines)
    is_over = dispute.due_on is None and dispute.state != State.SUSPENDED
    return DisputePage(
        dispute=dispute,
        number=dispute.number or "暂存",
        payer=words.payer_words(dispute),
        category=read.category,
        town=words.place(dispute, read.town),
        period=words.period(dispute),
        insurance=words.insurance(dispute),
        stake=words.stake(dispute),
        facts=words.shown(dispute.facts, dispute),
        is_long=words.is_long(dispute.facts),
        claim=words.shown(dispute.claim, dispute),
        tags=_tags(dispute),
        lamp=lamp,
        owes=owes(read),
        steps=procedure_bar(read, lamp.words if lamp and not is_over else ""),
        acts=acts,
        first=first_of(acts),
        parties=[party_card(each) for each in sorted(dispute.parties.all(), key=rank)],
        materials=material_files(read.materials, officer, dispute),
        material_count=material_count(read.materials),
        answers=answers(read, officer, calendar),
        answers_title=panel_title(read),
        convenings=[convening_line(each, dispute) for each in read.convenings],
        meetings=[meeting_line(each, dispute) for each in read.agenda],
        met=any(each.kind in (*OF_A_MEETING, PaperKind.CONSULTATION) for each in read.papers),
        records=record_lines(read.records, dispute),
        feedback=feedback(read, officer),
        papers=[paper_line(each, dispute) for each in read.papers],
        pause=_pause(dispute),
        running=[line for line in lines if line.lamp.colour != Colour.GREY],
        ended=[line for line in lines if line.lamp.colour == Colour.GREY],
        people=participants(read),
        log=log_lines(read, whole=whole_log),
        log_count=len(read.timeline),
        may_reveal=works_on(read, officer),
        may_add=dispute.state != State.ARCHIVED and works_on(read, officer),
        hands_out=dispute.state in OPEN and works_for(officer, dispute.receiving_department_id),
        links=_links(dispute, officer),
        said=_said(read),
        first_contact=words.unit(dispute.first_contact_department),
        receiving=words.unit(dispute.receiving_department),
        lead=words.unit(dispute.lead_department),
        meeting_url=meeting_url(read, officer),
        drop_url=f"{reverse('dispute_materials', args=[dispute.pk])}?part=list",
        sources=[(value, f"{label}提供") for value, label in Material.Source.choices],
        source=who_brings(dispute, officer),
        supervisions=[supervision_line(each, calendar) for each in read.supervisions],
        joined=[joined_card(each, dispute, officer) for each in read.joined],
        disclosures=of_case(dispute) if dispute.was_disclosed else [],  # type: ignore[attr-defined]  # annotated
        findings=findings_of_case(dispute, officer) if dispute.was_questioned else [],  # type: ignore[attr-defined]  # annotated
    )


def _pause(dispute: Dispute) -> list[tuple[str, str]]:
    """Why everything stands still, and on which paper that rests."""
    standing = dispute.state == State.SUSPENDED
    pause = dispute.pauses.filter(resumed_on=None).first() if standing else None
    if pause is None:
        return []
    since = f"自{words.short_day(pause.began_on)}起"
    rows = [
        ("中止", since),
        ("事由", words.shown(pause.ground, dispute)),
        ("凭证", words.shown(pause.evidence, dispute)),
    ]
    return [(label, value) for label, value in rows if value]


def lamp_of_case(dispute: Dispute, lines: list[DeadlineLine]) -> Lamp | None:
    """The clock that is due first while it runs, the whole case's word when it has ended."""
    running = [line for line in lines if line.key == dispute.due_key]
    if dispute.due_on is not None and running:
        return running[0].lamp
    whole = [line for line in lines if line.key in WHOLE_KEYS]
    return whole[-1].lamp if whole else None


def works_on(read: CaseRead, officer: Officer) -> bool:
    """His department receives, leads or still owes an answer (as Party.may_be_revealed_to)."""
    dispute = read.dispute
    asked = {a.department_id for a in read.assignments if a.is_open}
    own = {dispute.receiving_department_id, dispute.lead_department_id} | asked
    return any(p.department_id in own and p.role in STAFF for p in officer.posts_today)


def _said(read: CaseRead) -> str:
    """来访　11月2日 14:10　翠峦镇."""
    dispute = read.dispute
    at = timezone.localtime(dispute.visited_at) if dispute.visited_at else None
    when = f"{words.short_day(at.date())} {at:%H:%M}" if at else ""
    parts = [dispute.get_channel_display(), when, words.place(dispute, read.town)]
    return "　".join(str(part) for part in parts if part)


def _tags(dispute: Dispute) -> list[tuple[str, str]]:
    """(word, kind): state, severity, mode, urgency, and what must be kept in mind."""
    major = "major" if dispute.severity == Severity.MAJOR else ""
    found = [
        (dispute.get_state_display(), "state"),
        (dispute.get_severity_display(), major),
        (dispute.get_mode_display(), ""),
        (dispute.get_urgency_display() if dispute.urgency != "normal" else "", ""),
        ("匿名" if dispute.anonymous else "", ""),
        ("举报保密" if dispute.confidential_report else "", "major"),
        ("专班指定" if dispute.designated else "", ""),
        (_other_side(dispute), "against"),
    ]
    return [(str(word), kind) for word, kind in found if word]


def _other_side(dispute: Dispute) -> str:
    """In red: the unit that handles it is the other side, or at least a member unit is (A06)."""
    units = case_sides.counterparty_units(dispute)
    if units & {dispute.receiving_department_id, dispute.lead_department_id}:
        return "争议对方就是承办单位"
    if not units:
        return ""
    members = Department.objects.filter(pk__in=units).order_by("order")
    return f"争议对方是成员单位：{'、'.join(words.unit(each) for each in members)}"


def _links(dispute: Dispute, officer: Officer) -> list[tuple[str, str, str]]:
    """(what it is, number, url) of the dispute this one went into, goes on from or goes on as.

    Nothing leads to another that he may not see.
    """
    named = [("已并入", dispute.merged_into_id), ("续办自", dispute.continues_id)]
    ended = dispute.state in {State.CONCLUDED, State.ARCHIVED}
    went_on = ended and dispute.was_continued  # type: ignore[attr-defined]  # annotated
    if not went_on and not any(pk for _, pk in named):
        return []
    wanted = Q(pk__in=[pk for _, pk in named if pk])
    if went_on:
        wanted |= Q(continues=dispute)
    seen = {each.pk: each for each in Dispute.objects.visible_to(officer).filter(wanted)}
    fresh = max((pk for pk, each in seen.items() if each.continues_id == dispute.pk), default=None)
    found = [(word, seen.get(pk or 0)) for word, pk in (*named, ("续办为", fresh))]
    return [(word, str(other), other.get_absolute_url()) for word, other in found if other]
