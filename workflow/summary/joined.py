"""并入事项: what the merged cases said and brought, for whoever sees the survivor (R043)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from departments.models import Officer
from disputes import words
from disputes.models import Dispute
from web.components import File
from workflow.summary.lines import is_earlier, material_files
from workflow.summary.records import RecordLine, record_lines


@dataclass(frozen=True)
class JoinedCard:
    """One merged case; its own page only for those who may see that as well."""

    number: str
    url: str
    is_earlier: bool
    facts: str
    claim: str
    rows: list[tuple[str, str]]
    materials: list[File]
    records: list[RecordLine]


def joined_card(joined: Any, survivor: Dispute, officer: Officer) -> JoinedCard:  # Any: as above
    return JoinedCard(
        number=str(joined),
        url=joined.get_absolute_url() if joined.is_seen else "",
        is_earlier=is_earlier(joined, survivor),
        facts=words.shown(joined.facts, survivor, joined),
        claim=words.shown(joined.claim, survivor, joined),
        rows=[(label, value) for label, value in _rows(joined) if value],
        materials=material_files(joined.materials.all(), officer, survivor, joined),
        records=record_lines(
            [*joined.consultations.all(), *joined.settlements.all()], survivor, joined
        ),
    )


def _rows(joined: Any) -> list[tuple[str, str]]:  # Any: as above
    at = timezone.localtime(joined.registered_at) if joined.registered_at else None
    day = words.short_day(at.date()) if at else ""
    unit = words.unit(joined.first_contact_department)
    source = f"{joined.source_platform} {joined.source_number}".strip()
    return [
        ("首问", f"{unit} {joined.first_contact_officer.name}　{day}"),
        ("来源", f"{joined.get_channel_display()}　{source}".strip()),
        ("类别", joined.category_name or joined.category),
        ("险种", words.insurance(joined)),
        ("争议期间", words.period(joined)),
        ("涉及", words.stake(joined)),
    ]
