"""The minutes editor: each case with its form, and what every department had written about it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.http import QueryDict

from departments.models import Officer
from disputes import words
from web.components import Opinion as Said
from workflow.meetings.forms import MinuteItem
from workflow.meetings.page import Item, agenda
from workflow.models import AgendaItem, Assignment, Meeting, Opinion
from workflow.models.choices import DUTY_KINDS, GONE_ASSIGNMENT


@dataclass(frozen=True)
class Sheet:
    """One case: its facts, its form, the opinions beside it."""

    item: Item
    facts: str
    form: MinuteItem
    opinions: list[Said]


def sheets(meeting: Meeting, officer: Officer, typed: QueryDict | None) -> list[Sheet]:
    """A form for each case he may see, filled with what was recorded before."""
    items, _ = agenda(meeting, officer)
    stored = {row.pk: row for row in meeting.items.select_related("responsible")}
    said = _opinions([item.dispute.pk for item in items])
    return [
        Sheet(
            item,
            words.shown(item.dispute.facts),
            MinuteItem(typed, prefix=f"item{item.pk}", initial=_start(stored[item.pk])),
            said.get(item.dispute.pk, []),
        )
        for item in items
    ]


def _start(row: AgendaItem) -> dict[str, object]:
    return {
        "decision": row.decision,
        "dissent": row.dissent,
        "responsible": row.responsible.code if row.responsible else None,
        "due_on": row.due_on,
    }


def as_items(filled: list[Sheet]) -> str:
    """The JSON that the verb's form takes; a case left blank is decided another day."""
    rows = [
        {"dispute": sheet.item.dispute.pk, **sheet.form.decided}
        for sheet in filled
        if not sheet.form.is_blank
    ]
    return json.dumps(rows, ensure_ascii=False)


def _opinions(disputes: list[int]) -> dict[int, list[Said]]:
    """Every asked department, by case, in three statements however long the agenda."""
    asked = Assignment.objects.filter(dispute__in=disputes, kind__in=DUTY_KINDS)
    rows = list(asked.exclude(state__in=GONE_ASSIGNMENT).select_related("department"))
    approved = Opinion.objects.filter(assignment__in=rows, approved_at__isnull=False)
    latest = {each.assignment_id: each for each in approved.order_by("id")}
    found: dict[int, list[Said]] = {}
    for each in rows:
        found.setdefault(each.dispute_id, []).append(_said(each, latest.get(each.pk)))
    return found


def _said(assignment: Assignment, given: Opinion | None) -> Said:
    state = str(assignment.get_state_display())
    name = words.unit(assignment.department)
    if given is None:
        return Said(name, "", state)
    return Said(
        name,
        given.approver_label,
        state,
        words.shown(given.facts),
        words.shown(given.basis),
        words.shown(given.opinion),
    )
