"""Who a paper is about, and who signs it: known to every paper, whatever its form prints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from confidentiality.sealing import open_sealed
from departments.models import Department, Officer
from departments.roles import HEADS, Role
from disputes.choices import PartyRole
from papers.freezing import KnownPerson
from workflow.procedure.timeline import signature, signature_of_head

if TYPE_CHECKING:
    from disputes.models import Dispute, Party

#: Whose name gives away who reported in confidence (R075).
_SPEAKING: Final = frozenset({PartyRole.PAYER, PartyRole.AGENT, PartyRole.REPRESENTATIVE})
#: Who signs for the task force itself, whatever unit's paper it is.
_TASK_FORCE: Final = (Role.LEADER, Role.DEPUTY)


def people(disputes: Iterable[Dispute]) -> tuple[KnownPerson, ...]:
    """Parties, agents and representatives of each, those of merged cases among them."""
    return tuple(_known(party) for each in disputes for party in each.parties.all())


def _known(party: Party) -> KnownPerson:
    return KnownPerson(
        name=party.unit_name or open_sealed(party.name),
        id_number=open_sealed(party.id_number),
        phone=open_sealed(party.phone),
        address=open_sealed(party.address),
        contact=open_sealed(party.contact),
        is_unit=party.is_unit,
        reports=party.role in _SPEAKING,
    )


def signer(officer: Officer, department: Department, dispute: Dispute | None) -> str:
    """签发人: the head of the unit as he is today, or nobody: then the line is for the pen (R009).

    A clerk who carries out the step is not the one who signs for his unit.
    """
    if any(officer.has_role(role) for role in _TASK_FORCE):
        return officer.name
    if department.is_office:
        return officer.name if officer.has_role(Role.OFFICE) else ""
    signs = any(officer.has_role(role, department) for role in HEADS)
    as_head = signature_of_head(officer, dispute, department.pk).removeprefix(signature(officer))
    return f"{officer.name}{as_head}" if signs or as_head else ""
