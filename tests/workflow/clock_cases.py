"""A dispute to hang clocks on: a draft with mode and registration, since clocks ask no more."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from departments.models import Department, Officer
from disputes.models import Dispute
from workflow.models import Assignment


def an_officer(username: str = "sw_head") -> Officer:
    """Somebody who signs for imports and extensions."""
    known = Officer.objects.filter(username=username).first()
    return known or Officer.objects.create_user(username, name="王某")


def unit(code: str) -> Department:
    """A founding department by its code."""
    return Department.objects.get(code=code)


def a_registered_dispute(on: date, mode: str = "single") -> Dispute:
    """Registered that morning, whole-case clock not started yet."""
    office = unit("SW")
    return Dispute.objects.create(
        year=on.year,
        mode=mode,
        severity="major" if mode == "special" else "general",
        category="TAX-1",
        registered_at=timezone.make_aware(datetime.combine(on, time(9))),
        first_contact_department=office,
        first_contact_officer=an_officer(),
        receiving_department=office,
        lead_department=office,
        responsible_officer=an_officer(),
    )


def a_joint_assignment(dispute: Dispute, code: str, due_on: date) -> Assignment:
    """A department asked for its opinion."""
    return Assignment.objects.create(
        dispute=dispute,
        kind="joint",
        department=unit(code),
        sender=dispute.receiving_department,
        sent_by=dispute.first_contact_officer,
        sent_at=timezone.now(),
        due_on=due_on,
    )
