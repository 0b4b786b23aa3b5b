"""Two months of disputes, and the morning on which October and the third quarter are reported."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import time_machine

from departments.models import Officer
from departments.roles import Role
from disputes.choices import Answer, Mode
from disputes.models import Dispute
from reports.periodic.actions import make
from reports.periodic.periods import Period, last_over
from tests.factories import (
    a_leader,
    an_officer,
    concluded,
    decided,
    do,
    handled,
    today,
    triaged,
)
from workflow.models import PeriodReport
from workflow.models.period_report import PeriodKind

SUNDAY = datetime.fromisoformat("2026-11-01T10:00:00+08:00")
MONDAY = SUNDAY + timedelta(days=1)


def two_months() -> None:
    """September: one, concluded in October; October: three, one concluded, one major."""
    an_officer(Role.OFFICE, "ZB")
    an_officer(Role.DEPUTY, "ZB")
    a_leader()
    with time_machine.travel("2026-09-21T10:00:00+08:00", tick=False):
        triaged(category="TAX-2")
    with time_machine.travel("2026-10-12T10:00:00+08:00", tick=False):
        concluded()
        objected(decided(Mode.SPECIAL))
        handled(code="YB", insurance_types=["medical", "pension"])


def objected(dispute: Dispute) -> None:
    """One party said so twice."""
    clerk = an_officer()
    for side in ("payer", "counterparty"):
        do(
            dispute,
            "serve",
            clerk,
            party=side,
            method="direct",
            served_on=today(),
            recipient="本人",
        )
    for side in ("payer", "payer", "counterparty"):
        answer = Answer.NONE if side == "counterparty" else Answer.OBJECTS
        dispute.responses.create(party=side, answer=answer, recorded_by=clerk)


def a_report() -> PeriodReport:
    """Of the month that is over today, whatever day that is."""
    period = last_over(PeriodKind.MONTH, today())
    since = datetime.fromisoformat(f"{period.since}T10:00:00+08:00")
    with time_machine.travel(since, tick=False):
        triaged()
    report = make(period)
    assert report is not None
    return report


def office() -> Officer:
    """As the portal reads him, with his posts."""
    return Officer.objects.get(pk=an_officer(Role.OFFICE, "ZB").pk)


OCTOBER = Period(PeriodKind.MONTH, date(2026, 10, 1))
