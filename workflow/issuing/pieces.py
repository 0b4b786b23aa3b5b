"""What papers quote of a dispute: the matter, its parties, materials and offices."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db.models import Value
from django.utils import timezone

from confidentiality.masking import NAMELESS
from confidentiality.sealing import open_sealed
from departments.models import Category, RemedyBody, Town
from disputes.choices import PartyRole
from disputes.models import Dispute
from disputes.words import identity, standing_payer
from papers.pieces import (
    AgentPiece,
    MaterialPiece,
    MatterPiece,
    OfficePiece,
    PartyPiece,
    SignaturePiece,
    StancePiece,
)
from workflow.issuing import remaining
from workflow.issuing.drafts import Common
from workflow.models import Assignment
from workflow.models.choices import OPINION_KINDS, AssignmentState

if TYPE_CHECKING:
    from departments.models import Department
    from disputes.models import Party

#: So many characters of what was reported are told again, where its gist is wanted.
GIST: Final = 300


def about(dispute: Dispute) -> Common:
    """What most papers say alike: the matter and both parties."""
    return {
        "matter": matter(dispute),
        "payer": payer(dispute),
        "counterparty": counterparty(dispute),
    }


def matter(dispute: Dispute) -> MatterPiece:
    """The dispute as the payer brought it."""
    return _matter(dispute, _names(dispute))


def matters_of(dispute_ids: Collection[int]) -> dict[int, MatterPiece]:
    """Those of merged cases, by id, in a fixed number of statements; none for none."""
    found = list(Dispute.objects.filter(pk__in=dispute_ids)) if dispute_ids else []
    remaining.bring_up_to_date(found)
    towns = dict(Town.objects.values_list("code", "name")) if found else {}
    categories = category_names(found) if found else {}
    return {
        each.pk: _matter(
            each, {"town": towns.get(each.town, ""), "category": categories[each.category]}
        )
        for each in found
    }


def _matter(dispute: Dispute, names: Mapping[str, str]) -> MatterPiece:
    return MatterPiece(
        channel=dispute.get_channel_display(),
        visited_at=timezone.localtime(dispute.visited_at) if dispute.visited_at else None,
        registered_at=timezone.localtime(dispute.registered_at) if dispute.registered_at else None,
        source=f"{dispute.source_platform} {dispute.source_number}".strip(),
        town=names.get("town", ""),
        place=dispute.place,
        category=names.get("category", dispute.category),
        insurance=tuple(dispute.insurance_types),
        period_start=dispute.period_start,
        period_end=dispute.period_end,
        severity=dispute.severity,
        urgency=dispute.urgency,
        people_count=dispute.people_count,
        amount=f"{dispute.amount:,.2f}" if dispute.amount is not None else "",
        facts=dispute.facts,
        claim=dispute.claim,
    )


def _names(dispute: Dispute) -> dict[str, str]:
    """Of its town and its category, in one statement."""
    towns = Town.objects.filter(code=dispute.town).order_by()
    categories = Category.objects.filter(code=dispute.category).order_by()
    return dict(
        towns.annotate(what=Value("town"))
        .values_list("what", "name")
        .union(categories.annotate(what=Value("category")).values_list("what", "name"))
    )


def category_name(dispute: Dispute) -> str:
    return category_names([dispute])[dispute.category]


def category_names(disputes: Iterable[Dispute]) -> dict[str, str]:
    """By code; one that the table does not know is its own name."""
    codes = {dispute.category for dispute in disputes}
    known = Category.objects.filter(code__in=codes).values_list("code", "name")
    return {code: code for code in codes} | dict(known)


def matter_of(category: str) -> str:
    """What a paper that names nobody is about; 争议 is said once, however its kind ends."""
    return f"关于{category.removesuffix('争议')}的争议"


def gist(text: str) -> str:
    """反映事项摘要 (领域 3.3 ②): its first sentences; the 受理登记表 has the whole.

    It is cut where a sentence ends and nowhere else, or half a number could not be masked.
    """
    told = str(text)
    if len(told) <= GIST:
        return told
    end = max(told.rfind(stop, 0, GIST) for stop in "。；！？\n") + 1
    return f"{told[:end].rstrip()}……（全文见受理登记表）" if end else told


def party(dispute: Dispute, role: str) -> PartyPiece | None:
    """One party in clear: the full copy needs it, the masked one masks it (domain 3.2·1)."""
    found = dispute.party(role)
    return piece_of(found) if found else None


def piece_of(found: Party) -> PartyPiece:
    """One person or unit in clear."""
    number = identity(found)
    return PartyPiece(
        name=found.unit_name or open_sealed(found.name),
        kind=found.get_kind_display(),
        is_unit=found.is_unit,
        id_number=open_sealed(found.id_number),
        credit_code=open_sealed(found.credit_code),
        sex=number.sex if number else "",
        birthday=number.birthday if number else None,
        phone=open_sealed(found.phone),
        address=open_sealed(found.address),
        contact=open_sealed(found.contact),
    )


def payer(dispute: Dispute) -> PartyPiece:
    """The payer for whom it goes on, or the anonymous one (R031)."""
    found = standing_payer(dispute)
    return piece_of(found) if found else PartyPiece(name=NAMELESS)


def counterparty(dispute: Dispute) -> PartyPiece | None:
    return party(dispute, PartyRole.COUNTERPARTY)


def of_side(dispute: Dispute, side: tuple[str, int | None]) -> PartyPiece:
    """Whom a paper goes to, among the case's own and those whom merged cases have brought."""
    found = (p for p in dispute.parties.all() if p.side == side)
    return next((piece_of(each) for each in found), PartyPiece())


def agents(dispute: Dispute, role: PartyRole) -> tuple[AgentPiece, ...]:
    return tuple(
        AgentPiece(name=open_sealed(p.name), phone=open_sealed(p.phone))
        for p in dispute.parties.all()
        if p.role == role and p.of_id is None
    )


def agent(dispute: Dispute) -> AgentPiece | None:
    return next(iter(agents(dispute, PartyRole.AGENT)), None)


def materials(dispute: Dispute) -> tuple[MaterialPiece, ...]:
    return tuple(MaterialPiece(title=m.title, pages=m.pages) for m in dispute.materials.all())


def office(department: Department, officer: str = "") -> OfficePiece:
    """Where to go or call; public facts only."""
    return OfficePiece(
        name=department.name,
        address=department.address,
        phone=department.phone,
        hours=department.office_hours,
        officer=officer,
    )


def remedy_bodies() -> dict[str, OfficePiece]:
    """Where a party who disagrees may turn, as the district keeps it (R073)."""
    told = RemedyBody.objects.values_list("key", "name", "address", "phone")
    return {key: OfficePiece(name=name, address=at, phone=tel) for key, name, at, tel in told}


def contact(dispute: Dispute) -> OfficePiece:
    """Whom to ask: the officer responsible, at the department that received it."""
    return office(dispute.receiving_department, dispute.responsible_officer.name)


def signature(name: str, at: datetime, comment: str = "") -> SignaturePiece:
    return SignaturePiece(name=name, at=timezone.localtime(at), comment=comment)


def stances(disputes: Collection[Dispute]) -> dict[int, tuple[StancePiece, ...]]:
    """Each department's opinion side by side, the excused named as such (R060, A25); by dispute."""
    found = Assignment.objects.filter(dispute__in=disputes, kind__in=OPINION_KINDS)
    rows: dict[int, list[StancePiece]] = {each.pk: [] for each in disputes}
    for assignment in found.select_related("department").prefetch_related("opinions"):
        if text := stance(assignment):
            piece = StancePiece(department=assignment.department.name, text=text)
            rows[assignment.dispute_id].append(piece)
    return {pk: tuple(pieces) for pk, pieces in rows.items()}


def stance(assignment: Assignment) -> str:
    """What the papers quote of one department."""
    if assignment.state == AssignmentState.EXCUSED:
        return "逾期未提供书面意见" if _was_late(assignment) else "未提供书面意见"
    opinions = list(assignment.opinions.all())
    return opinions[-1].opinion if assignment.state == AssignmentState.ANSWERED and opinions else ""


def _was_late(assignment: Assignment) -> bool:
    """Records of the first version could be excused before their day: nobody was late then."""
    ended = assignment.clocked_on
    return ended is not None and ended > assignment.due_on
