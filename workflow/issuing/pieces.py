"""What papers quote of a dispute: the matter, its parties, materials and offices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Value
from django.utils import timezone

from confidentiality.identifiers import IdNumber, check_id_number
from confidentiality.sealing import open_sealed
from departments.models import Category, Town
from disputes.choices import PartyRole
from workflow.papers.contents import AgentPiece, MaterialPiece, MatterPiece, OfficePiece, PartyPiece

if TYPE_CHECKING:
    from departments.models import Department
    from disputes.models import Dispute, Party


def matter(dispute: Dispute) -> MatterPiece:
    """The dispute as the payer brought it."""
    names = _names(dispute)
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


def party(dispute: Dispute, role: str) -> PartyPiece | None:
    """One party in clear: the full copy needs it, the masked one masks it (domain 3.2·1)."""
    found = dispute.party(role)
    if found is None:
        return None
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
    """The payer, or the anonymous one (R031)."""
    return party(dispute, PartyRole.PAYER) or PartyPiece(name="匿名")


def counterparty(dispute: Dispute) -> PartyPiece | None:
    return party(dispute, PartyRole.COUNTERPARTY)


def identity(found: Party) -> IdNumber | None:
    """Sex and birthday out of the ID number, when one was given."""
    text = open_sealed(found.id_number)
    return check_id_number(text) if text else None


def agents(dispute: Dispute, role: PartyRole) -> tuple[AgentPiece, ...]:
    return tuple(
        AgentPiece(name=open_sealed(p.name), phone=open_sealed(p.phone))
        for p in dispute.parties.all()
        if p.role == role
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
