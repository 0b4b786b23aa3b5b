"""How a party is written on papers."""

from __future__ import annotations

from papers.pieces import AgentPiece, MatterPiece, PartyPiece


def document_number(party: PartyPiece | None) -> str:
    """A person's ID number, a unit's credit code."""
    return (party.id_number or party.credit_code) if party else ""


def spokesman(party: PartyPiece, agent: AgentPiece | None) -> str:
    """The agent, or whom to ask for in a unit, with his phone."""
    if agent:
        return " ".join(filter(None, (agent.name, agent.phone)))
    return party.contact


def home(party: PartyPiece) -> str:
    return "；".join(filter(None, (party.address, party.employer)))


def where(matter: MatterPiece) -> str:
    """Town, and the forest farm, village or community when it is known."""
    return f"{matter.town}{matter.place}"


def named(party: PartyPiece | None, *, nobody: str = "无") -> str:
    return party.name if party and party.name else nobody
