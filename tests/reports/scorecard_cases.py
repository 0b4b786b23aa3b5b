"""Clocks and assignments with the dates a test needs, hung on disputes that the actions made."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pgtrigger
from django.test import Client
from django.utils import timezone

from deadlines.policies import policy_for
from departments.models import Officer
from disputes.models import Dispute
from reports.scorecard.scorecard import Line, card
from reports.scorecard.verdicts import Figure, Span
from tests.factories import a_department, a_leader, an_officer
from workflow.models import Assignment, Deadline

#: A month long past, in which the actions of a test leave nothing by themselves.
OCTOBER = Span(date(2025, 10, 1), date(2025, 10, 31))
FEEDBACK = "transfer.feedback"
SIGN = "transfer.sign"


def october(day: int) -> date:
    return date(2025, 10, day)


def a_clock(
    dispute: Dispute, key: str, starts: date, due: date, ended: date | None = None, **more: Any
) -> Deadline:  # Any: model fields
    """As the procedure would have left it, also of a file that takes nothing new by now."""
    more.setdefault("owner", a_department())
    with pgtrigger.ignore("workflow.Deadline:deadline_joins_no_archived_file"):
        return Deadline.objects.create(
            dispute=dispute, key=key, policy=policy_for(key, on=date(2026, 1, 1)), starts_on=starts,
            due_on=due, amber_on=starts, next_on=starts, ended_on=ended, **more,
        )  # fmt: skip


def an_assignment(
    dispute: Dispute, sent: date, state: str = "accepted", code: str = "YB"
) -> Assignment:
    """Of a kind of which there may be several."""
    return Assignment.objects.create(
        dispute=dispute, kind="task", state=state, department=a_department(code),
        sender=a_department(), sent_by=an_officer(), due_on=sent, clocked_on=sent,
        sent_at=timezone.make_aware(datetime.combine(sent, time(9))),
        answered_at=timezone.now(),
    )  # fmt: skip


def line_of(code: str = "SW", span: Span = OCTOBER, officer: Officer | None = None) -> Line:
    name = a_department(code).name.removesuffix("人民政府")
    lines = card(officer or a_leader(), span).lines
    return next(line for line in lines if line.name == name)


def counts(line: Line) -> dict[Figure, int]:
    """Every figure of a line."""
    return {
        Figure.TO_SIGN: line.signing.whole.count,
        Figure.SIGNED: line.signing.part.count,
        Figure.DUE: line.handling.whole.count,
        Figure.KEPT: line.handling.part.count,
        Figure.LATE: line.late.count,
        Figure.RECEIVED: line.returns.whole.count,
        Figure.RETURNED: line.returns.part.count,
        Figure.STAYED: line.stayed.count,
    }


def told(**figures: int) -> dict[Figure, int]:
    """What is expected; what is not named is none."""
    named = {Figure[name.upper()]: count for name, count in figures.items()}
    return {figure: named.get(figure, 0) for figure in Figure}


def signed_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(Officer.objects.get(pk=officer.pk))
    return client
