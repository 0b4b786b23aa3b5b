"""Disputes with running clocks that are not due yet: `python -m tests.faults.cases NUMBER`."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta

import django


def make(number: int) -> dict[str, str]:
    """So many; answers with the days that a test needs to let them fall due."""
    from django.utils import timezone

    from deadlines.calendar_days import current_calendar
    from deadlines.policies import policy_for
    from departments.roles import Role
    from disputes.models import Dispute
    from tests import factories as f
    from workflow.models import Deadline

    now, today, unit = timezone.now(), timezone.localdate(), f.a_department("SW")
    clerk = f.an_officer(Role.CLERK, "SW")
    f.an_officer(Role.HEAD, "SW")
    f.an_officer(Role.OFFICE, "ZB")
    disputes = Dispute.objects.bulk_create(
        Dispute(
            year=today.year, number=f"230718-{today.year}-SW-{nth:06}", mode="single",
            severity="general", category="TAX-1", registered_at=now, responsible_officer=clerk,
            first_contact_department=unit, first_contact_officer=clerk,
            receiving_department=unit, lead_department=unit,
        )
        for nth in range(1, number + 1)
    )  # fmt: skip
    far = today + timedelta(days=60)
    Deadline.objects.bulk_create(
        Deadline(
            dispute=dispute, key="general.single", owner=unit, due_on=far, amber_on=far,
            policy=policy_for("general.single", on=today), next_on=far, starts_on=today,
            sentence="自登记之日次日起15个工作日。",
        )
        for dispute in disputes
    )  # fmt: skip
    calendar = current_calendar()

    def late_by(days: int) -> date:
        on = today
        while calendar.count(today) - calendar.count(on) < days or not calendar.is_workday(on):
            on -= timedelta(days=1)
        return on

    return {"yesterday": f"{late_by(1)}", "three_days": f"{late_by(3)}"}


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(make(int(sys.argv[1]))))
