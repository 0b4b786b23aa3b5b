"""A dispute as programs get it: names of interface §2, sealed values masked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, TypedDict

from django.utils import timezone

from deadlines.lamps import Lamp
from disputes.choices import PartyRole
from disputes.lamps import dispute_lamps
from disputes.models import Dispute, Material, Party
from disputes.words import shown
from web.asking import Heard


class PartyAnswer(TypedDict):
    """缴费人、争议对方 or 代理人, masked; the name of a unit is open, of a member its code."""

    kind: str
    name: str
    id_number: str
    credit_code: str
    phone: str
    address: str
    contact: str
    department: str


class JoinedAnswer(PartyAnswer):
    """Somebody who came with a merged case; `of` is that case's id, as `serve` takes it.

    `left_at` once he has withdrawn his part while it goes on for the others (部分撤回).
    """

    of: int
    role: str
    left_at: datetime | None


class DisputeAnswer(Heard):
    """One dispute; departments by code, officers by 工号."""

    id: int
    number: str | None
    state: str
    state_label: str
    version: int
    severity: str
    mode: str
    channel: str
    source_platform: str
    source_number: str
    visited_at: datetime | None
    registered_at: datetime | None
    town: str
    place: str
    first_contact_department: str
    first_contact_officer: str
    receiving_department: str
    lead_department: str
    responsible_officer: str
    owing_department: str | None
    owing_role: str
    urgency: str
    category: str
    insurance_types: list[str]
    period_start: date | None
    period_end: date | None
    amount: str | None
    people_count: int
    facts: str
    claim: str
    anonymous: bool
    confidential_report: bool
    signals: dict[str, Any]  # Any: numbers, ticks, words
    payer: PartyAnswer | None
    payer_left_at: datetime | None
    counterparty: PartyAnswer | None
    agent: PartyAnswer | None
    representatives: list[PartyAnswer]
    joined: list[JoinedAnswer]
    merged_into: int | None
    continues: int | None
    due_on: date | None
    lamp: str
    lamp_words: str
    created_at: datetime
    concluded_at: datetime | None
    archived_at: datetime | None


class DisputePage(TypedDict):
    """Some disputes, newest first, and the addresses of the pages beside them."""

    next: str | None
    previous: str | None
    results: list[DisputeAnswer]


class MaterialAnswer(Heard):
    """One file of a dispute."""

    id: int
    title: str
    media_type: str
    size: int
    sha256: str
    source: str
    purpose: str
    added_at: datetime


def dispute_answers(disputes: Sequence[Dispute]) -> list[DisputeAnswer]:
    """Rows read with `with_people()`, in two statements more for the lamps."""
    lamps = dispute_lamps(disputes, timezone.localdate())
    return [_answer(dispute, lamps[dispute.pk]) for dispute in disputes]


def dispute_answer(pk: int) -> DisputeAnswer:
    """The dispute as it is now."""
    return dispute_answers([Dispute.objects.with_people().get(pk=pk)])[0]


def _answer(dispute: Dispute, lamp: Lamp) -> DisputeAnswer:
    owing = dispute.owing_department
    return {
        "id": dispute.pk,
        "number": dispute.number,
        "state": dispute.state,
        "state_label": dispute.get_state_display(),
        "version": dispute.version,
        "severity": dispute.severity,
        "mode": dispute.mode,
        "channel": dispute.channel,
        "source_platform": dispute.source_platform,
        "source_number": dispute.source_number,
        "visited_at": local(dispute.visited_at),
        "registered_at": local(dispute.registered_at),
        "town": dispute.town,
        "place": shown(dispute.place, dispute),
        "first_contact_department": dispute.first_contact_department.code,
        "first_contact_officer": dispute.first_contact_officer.username,
        "receiving_department": dispute.receiving_department.code,
        "lead_department": dispute.lead_department.code,
        "responsible_officer": dispute.responsible_officer.username,
        "owing_department": owing.code if owing else None,
        "owing_role": dispute.owing_role,
        "urgency": dispute.urgency,
        "category": dispute.category,
        "insurance_types": dispute.insurance_types,
        "period_start": dispute.period_start,
        "period_end": dispute.period_end,
        "amount": None if dispute.amount is None else f"{dispute.amount:.2f}",
        "people_count": dispute.people_count,
        "facts": shown(dispute.facts, dispute),
        "claim": shown(dispute.claim, dispute),
        "anonymous": dispute.anonymous,
        "confidential_report": dispute.confidential_report,
        "signals": dispute.signals,
        "payer": _party(dispute.payer),
        "payer_left_at": local(dispute.payer.left_at) if dispute.payer else None,
        "counterparty": _party(dispute.counterparty),
        "agent": _party(dispute.agent),
        "representatives": [
            _told(each)
            for each in dispute.parties.all()
            if each.role == PartyRole.REPRESENTATIVE and not each.of_id
        ],
        "joined": [_joined(each) for each in dispute.parties.all() if each.of_id],
        "merged_into": dispute.merged_into_id,
        "continues": dispute.continues_id,
        "due_on": dispute.due_on,
        "lamp": lamp.colour.value,
        "lamp_words": lamp.words,
        "created_at": timezone.localtime(dispute.created_at),
        "concluded_at": local(dispute.concluded_at),
        "archived_at": local(dispute.archived_at),
    }


def local(moment: datetime | None) -> datetime | None:
    """Beijing time, as everything is printed in."""
    return timezone.localtime(moment) if moment else None


def _joined(party: Party) -> JoinedAnswer:
    assert party.of_id is not None
    return {**_told(party), "of": party.of_id, "role": party.role, "left_at": local(party.left_at)}


_MASKED: Final = ("id_number", "credit_code", "phone", "address", "contact")


def _party(party: Party | None) -> PartyAnswer | None:
    return _told(party) if party else None


def _told(party: Party) -> PartyAnswer:
    """Of who reported in confidence nothing but that he is there (R075)."""
    kept = party.is_kept_secret
    said = {name: "" if kept else str(getattr(party, name)) for name in _MASKED}
    return {
        "kind": party.kind,
        "name": party.display_name if kept else party.unit_name or str(party.name),
        **said,  # type: ignore[typeddict-item]  # the five of `_MASKED`
        "department": party.department.code if party.department else "",
    }


def material_answer(material: Material) -> MaterialAnswer:
    return {
        "id": material.pk,
        "title": shown(material.title, material.dispute),
        "media_type": material.media_type,
        "size": material.size,
        "sha256": material.sha256,
        "source": material.source,
        "purpose": material.purpose,
        "added_at": timezone.localtime(material.added_at),
    }
