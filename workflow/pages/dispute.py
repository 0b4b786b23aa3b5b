"""The page of one dispute, gathered whole before the template sees it (interface.md §1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from confidentiality.parts import File
from departments.models import Officer
from departments.roles import Role
from disputes.choices import UNIT_KINDS, CounterpartyKind, PartyRole, Severity, State
from disputes.models import Dispute, Material, Party
from workflow.calendar_days import current_calendar
from workflow.choices import PaperKind, PartySide
from workflow.clock_reading import DeadlineLine, deadline_lines
from workflow.lamps import Colour, Lamp
from workflow.limits import WHOLE_KEYS
from workflow.models import AgendaItem, Paper
from workflow.pages import words
from workflow.pages.answers import Answers, answers, panel_title
from workflow.pages.feedback import Feedback, feedback
from workflow.pages.loading import CaseRead
from workflow.pages.next_steps import Act, first_of, meeting_url, next_steps, page_at
from workflow.pages.procedure_bar import Step, procedure_bar
from workflow.who import STAFF

LATEST = 8
#: Papers of which one wants to know who wrote them, not to whom.
ANSWERS = frozenset({PaperKind.OPINION, PaperKind.APPROVAL_OPINION, PaperKind.RECEIPT})


@dataclass(frozen=True)
class PartyCard:
    """One party with its masked facts."""

    title: str
    name: str
    bearing: str
    facts: list[tuple[str, str]]


@dataclass(frozen=True)
class MeetingLine:
    title: str
    url: str
    note: str
    decision: str
    dissent: str


@dataclass(frozen=True)
class LogLine:
    at: datetime
    text: str
    clause: str = ""


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
    meetings: list[MeetingLine]
    feedback: Feedback | None
    papers: list[File]
    running: list[DeadlineLine]
    ended: list[DeadlineLine]
    people: list[tuple[str, str]]
    log: list[LogLine]
    log_count: int
    may_reveal: bool
    may_add: bool
    links: list[tuple[str, str, str]]
    said: str
    first_contact: str
    receiving: str
    lead: str
    meeting_url: str
    drop_url: str


def dispute_page(read: CaseRead, officer: Officer, *, whole_log: bool = False) -> DisputePage:
    """The page as this officer may see it; nothing here writes."""
    dispute = read.dispute
    calendar = current_calendar()
    acts = next_steps(read, officer)
    lines = deadline_lines(dispute, timezone.localdate(), calendar)
    lamp = lamp_of_case(dispute, lines)
    return DisputePage(
        dispute=dispute,
        number=dispute.number or "暂存",
        payer=words.payer_words(dispute),
        category=read.category,
        town=words.place(dispute, read.town),
        period=words.period(dispute),
        insurance=words.insurance(dispute),
        stake=words.stake(dispute),
        facts=words.shown(dispute.facts),
        claim=words.shown(dispute.claim),
        tags=_tags(dispute),
        lamp=lamp,
        owes=_owes(read),
        steps=procedure_bar(read, lamp.words if lamp and dispute.due_on else ""),
        acts=acts,
        first=first_of(acts),
        parties=[_party(each) for each in sorted(dispute.parties.all(), key=_rank)],
        materials=material_files(read.materials),
        material_count=_material_count(read.materials),
        answers=answers(read, officer, calendar),
        answers_title=panel_title(read),
        meetings=[_meeting(each) for each in read.agenda],
        feedback=feedback(read),
        papers=[_paper(each) for each in read.papers],
        running=[line for line in lines if line.lamp.colour != Colour.GREY],
        ended=[line for line in lines if line.lamp.colour == Colour.GREY],
        people=_people(read),
        log=_log(read, whole=whole_log),
        log_count=len(read.timeline),
        may_reveal=works_on(read, officer),
        may_add=dispute.state != State.ARCHIVED and works_on(read, officer),
        links=_links(dispute),
        said=_said(read),
        first_contact=words.unit(dispute.first_contact_department),
        receiving=words.unit(dispute.receiving_department),
        lead=words.unit(dispute.lead_department),
        meeting_url=meeting_url(read, officer),
        drop_url=f"{reverse('dispute_materials', args=[dispute.pk])}?part=list",
    )


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
    ]
    return [(str(word), kind) for word, kind in found if word]


def _owes(read: CaseRead) -> str:
    """Who has the next move: a department, the leader, or those still asked."""
    dispute = read.dispute
    if dispute.owing_department is not None:
        unit, post = words.unit(dispute.owing_department), dispute.owing_role
        return unit if post == Role.CLERK else f"{unit}{Role(post).label}"
    if dispute.owing_role:
        return str(Role(dispute.owing_role).label)
    asked = [words.unit(a.department) for a in read.assignments if a.is_open]
    return "、".join(dict.fromkeys(asked)) if dispute.state == State.HANDLING else ""


_RANKS = {role: rank for rank, role in enumerate(PartyRole.values)}


def _rank(party: Party) -> int:
    return _RANKS[party.role]


def _party(party: Party) -> PartyCard:
    """Masked by the sealed fields themselves; a unit's own name and code stay clear."""
    if party.kind == CounterpartyKind.NONE:
        return PartyCard(str(party.get_role_display()), "无", "", [])
    unit = party.kind in UNIT_KINDS
    rows = [
        ("信用代码" if unit else "证件", party.credit_code if unit else party.id_number),
        ("联系人", party.contact),
        ("电话", party.phone),
        ("地址" if unit else "住址", party.address),
    ]
    return PartyCard(
        title=str(party.get_role_display()),
        name=party.display_name,
        bearing=words.bearing(party),
        facts=[(label, str(value)) for label, value in rows if not value.is_blank],
    )


def material_files(materials: Iterable[Material]) -> list[File]:
    """The list 材料, each line with its pages, size, who brought it and when."""
    return [_material(each) for each in materials]


def _material(material: Material) -> File:
    pages = f"{material.pages} 页" if material.pages else ""
    day = words.short_day(timezone.localdate(material.added_at))
    parts = [pages, words.size(material.size), str(material.get_source_display()), day]
    url = reverse("material", args=[material.pk])
    return File(words.shown(material.title), "　".join(p for p in parts if p), url)


def _material_count(materials: list[Material]) -> str:
    pages = sum(m.pages or 0 for m in materials)
    return f"{len(materials)} 份，{pages} 页" if pages else f"{len(materials)} 份"


def _meeting(item: AgendaItem) -> MeetingLine:
    meeting = item.meeting
    note = (
        f"{words.short_day(timezone.localdate(meeting.starts_at))}　{meeting.get_state_display()}"
    )
    issued = meeting.state == "issued"
    return MeetingLine(
        title=words.shown(meeting.title),
        url=page_at("meeting", meeting.pk),
        note=note,
        decision=words.shown(item.decision) if issued else "",
        dissent=words.shown(item.dissent) if issued else "",
    )


def _paper(paper: Paper) -> File:
    whom = str(PartySide(paper.party).label) if paper.party else ""
    if paper.kind in ANSWERS:
        whom = words.unit(paper.department)
    elif paper.recipient is not None:
        whom = f"致{words.unit(paper.recipient)}"
    name = f"{paper.label}（{whom}）" if whom else paper.label
    void = "已作废" if paper.voided else ""  # type: ignore[attr-defined]  # annotated
    day = words.short_day(timezone.localdate(paper.issued_at))
    note = "　".join(part for part in (void, paper.number, day) if part)
    return File(name, note, reverse("paper_pdf", args=[paper.pk]), "file-text")


def _people(read: CaseRead) -> list[tuple[str, str]]:
    """参与人: who took it in, who answers for it, who was asked, who signed."""
    dispute = read.dispute
    first = f"{words.unit(dispute.first_contact_department)} {dispute.first_contact_officer.name}"
    asked = [
        f"{words.unit(a.department)} {a.officer.name if a.officer else ''}".strip()
        for a in read.assignments
        if a.state not in {"returned", "recalled"}
    ]
    reviewed = next((e.actor_label for e in read.timeline if e.verb == "approve_intake"), "")
    signer = (read.decision or {}).get("signer") or ""
    rows = [
        ("首问", first),
        ("受理", words.unit(dispute.receiving_department)),
        ("主办", words.unit(dispute.lead_department)),
        ("责任人", dispute.responsible_officer.name),
        ("审核", reviewed),
        ("承办", "，".join(dict.fromkeys(asked))),
        ("签发", signer),
    ]
    return [(label, value) for label, value in rows if value]


def _log(read: CaseRead, *, whole: bool) -> list[LogLine]:
    """Latest first, in the sentences that were written when it happened."""
    entries = read.timeline[::-1]
    return [
        LogLine(e.at, words.shown(e.text), e.clause if whole else "")
        for e in (entries if whole else entries[:LATEST])
    ]


def _links(dispute: Dispute) -> list[tuple[str, str, str]]:
    """(what it is, number, url) of the dispute this one went into or goes on from."""
    found = [("已并入", dispute.merged_into), ("续办自", dispute.continues)]
    return [(word, str(other), other.get_absolute_url()) for word, other in found if other]
