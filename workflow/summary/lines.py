"""The lines of a case's page: parties, materials, meetings, papers, people, timeline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone

from confidentiality.free_text import opened_json
from departments.models import Officer
from disputes import words
from disputes.choices import UNIT_KINDS, CounterpartyKind, PartyRole, PartySide
from disputes.models import Dispute, Material, Party
from disputes.models.dispute import deciding_department
from papers.choices import PaperKind
from web.components import File
from workflow.models import AgendaItem, Paper, PaperVoid
from workflow.models.choices import GONE_ASSIGNMENT
from workflow.procedure.who import works_for
from workflow.summary.read import CaseRead

LATEST = 8
#: Papers of which one wants to know who wrote them, not to whom.
ANSWERS = frozenset(
    {PaperKind.OPINION, PaperKind.APPROVAL_OPINION, PaperKind.ASSIST_REPLY, PaperKind.RECEIPT}
)


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
class PaperLine:
    """An issued paper; its full copy shows what is sealed and is taken with a record."""

    name: str
    note: str
    url: str
    void: str = ""


@dataclass(frozen=True)
class LogLine:
    at: datetime
    text: str
    clause: str = ""


def rank(party: Party) -> int:
    return _RANKS[party.role]


_RANKS = {role: rank for rank, role in enumerate(PartyRole.values)}


def party_card(party: Party) -> PartyCard:
    """Masked by the sealed fields themselves; a unit's own name and code stay clear."""
    title = f"{party.get_role_display()}{'（并案）' if party.of_id else ''}"
    title += "（已退出）" if party.left_at else ""
    if party.kind == CounterpartyKind.NONE:
        return PartyCard(title, "无", "", [])
    if party.is_kept_secret:
        return PartyCard(title, party.display_name, str(party.get_kind_display()), [])
    unit = party.kind in UNIT_KINDS
    rows = [
        ("信用代码" if unit else "证件", party.credit_code if unit else party.id_number),
        ("联系人", party.contact),
        ("电话", party.phone),
        ("地址" if unit else "住址", party.address),
    ]
    return PartyCard(
        title=title,
        name=party.display_name,
        bearing=words.bearing(party),
        facts=[(label, str(value)) for label, value in rows if not value.is_blank],
    )


#: Instead of the link to what a reporter in confidence brought.
KEPT: Final = "举报保密"


def who_brings(dispute: Dispute, officer: Officer) -> str:
    """What comes to the counter is the payer's; whoever was asked adds what he has himself.

    Of a report in confidence it is the reporter's until one says otherwise, which keeps it shut.
    """
    at_counter = works_for(officer, dispute.receiving_department_id)
    is_payers = at_counter or dispute.confidential_report
    return Material.Source.PAYER if is_payers else Material.Source.OFFICER


def material_files(
    materials: Iterable[Material], officer: Officer, read_in: Dispute, *of: Dispute
) -> list[File]:
    """The list 材料, each line with its pages, size, who brought it and when."""
    return [
        _material(
            each,
            words.shown(each.title, read_in, *of),
            opens=each.may_be_opened_by(officer, read_in),
            taken_from=_taken_from(each, read_in),
        )
        for each in materials
    ]


def _taken_from(material: Material, read_in: Dispute) -> str:
    """续办: from which case it comes."""
    is_taken_over = getattr(material, "is_taken_over", False)
    return f"来自 {read_in.continues}" if is_taken_over else ""


def _material(material: Material, title: str, *, opens: bool, taken_from: str) -> File:
    pages = f"{material.pages} 页" if material.pages else ""
    day = words.short_day(timezone.localdate(material.added_at))
    parts = [pages, words.size(material.size), str(material.get_source_display()), day]
    parts.append(taken_from)
    note = "　".join(p for p in parts if p)
    if not opens:
        return File(title, f"{note}　{KEPT}", icon="shield-lock")
    url = reverse("material", args=[material.pk])
    if not material.shown_as:
        return File(title, note, url)
    look = reverse("material_look", args=[material.pk])
    return File(title, note, look, take_url=url)


def material_count(materials: list[Material]) -> str:
    pages = sum(m.pages or 0 for m in materials)
    return f"{len(materials)} 份，{pages} 页" if pages else f"{len(materials)} 份"


def meeting_line(item: AgendaItem, dispute: Dispute) -> MeetingLine:
    meeting = item.meeting
    note = (
        f"{words.short_day(timezone.localdate(meeting.starts_at))}　{meeting.get_state_display()}"
    )
    issued = meeting.state == "issued"
    return MeetingLine(
        title=words.shown(meeting.title, dispute),
        url=meeting.get_absolute_url(),
        note=note,
        decision=words.shown(item.decision, dispute) if issued else "",
        dissent=words.shown(item.dissent, dispute) if issued else "",
    )


def paper_line(paper: Paper, dispute: Dispute) -> PaperLine:
    whom = str(PartySide(paper.party).label) if paper.party else ""
    whom += "，并案" if paper.of_id else ""
    if paper.kind in ANSWERS:
        whom = words.unit(paper.department)
    elif paper.recipient is not None:
        whom = f"致{words.unit(paper.recipient)}"
    name = f"{paper.label}（{whom}）" if whom else paper.label
    voided = opened_json(PaperVoid, paper.voided)  # type: ignore[attr-defined]  # annotated
    why = str(voided["reason"]) if voided else ""
    void = f"已作废（{words.shown(why, dispute)}）" if why else ""
    day = words.short_day(timezone.localdate(paper.issued_at))
    note = "　".join(part for part in (paper.number, day) if part)
    return PaperLine(name, note, reverse("paper_pdf", args=[paper.pk]), void)


def participants(read: CaseRead) -> list[tuple[str, str]]:
    """参与人: who took it in, who answers for it, who was asked, who signed."""
    dispute = read.dispute
    first = _first_contact(dispute)
    asked = [
        f"{words.unit(a.department)} {a.officer.name if a.officer else ''}".strip()
        for a in read.assignments
        if a.state not in GONE_ASSIGNMENT
    ]
    reviewed = next((e.actor_label for e in read.timeline if e.verb == "approve_intake"), "")
    signer = (read.decision or {}).get("signer") or ""
    earliest = next((each for each in read.joined if is_earlier(each, dispute)), None)
    rows = [
        ("最早首问", _first_contact(earliest) if earliest else ""),
        ("首问", first),
        ("受理", words.unit(dispute.receiving_department)),
        ("主办", words.unit(dispute.lead_department)),
        ("责任人", _responsible(dispute)),
        ("审核", reviewed),
        ("承办", "，".join(dict.fromkeys(asked))),
        ("签发", signer),
    ]
    return [(label, value) for label, value in rows if value]


def _responsible(dispute: Dispute) -> str:
    """Where he has left and nobody took it over, or it is filed, his unit stands for it (R006)."""
    officer = dispute.responsible_officer
    return officer.name if officer.is_active else words.unit(deciding_department(dispute))


def _first_contact(dispute: Dispute) -> str:
    return f"{words.unit(dispute.first_contact_department)} {dispute.first_contact_officer.name}"


def is_earlier(joined: Dispute, survivor: Dispute) -> bool:
    """The oldest first contact stays shown (R043)."""
    first, own = joined.registered_at, survivor.registered_at
    return first is not None and own is not None and first < own


def log_lines(read: CaseRead, *, whole: bool) -> list[LogLine]:
    """Latest first, in the sentences that were written when it happened."""
    entries = read.timeline[::-1]
    return [
        LogLine(e.at, words.shown(e.text, read.dispute), e.clause if whole else "")
        for e in (entries if whole else entries[:LATEST])
    ]
