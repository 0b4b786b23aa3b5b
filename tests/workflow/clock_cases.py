"""A dispute to hang clocks on: a draft with mode and registration, since clocks ask no more."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from deadlines.limits import WHOLE
from departments.models import Department, Officer
from disputes.models import Dispute
from workflow.clocks.clocks import Clocks, Wanted
from workflow.clocks.rows import registered_on
from workflow.extensions.rules import ExtensionRules, grant_extension
from workflow.models import Assignment, Deadline, ExtensionGrant, Pause


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


def start_clock(
    dispute: Dispute,
    key: str,
    *,
    on: date,
    owner: Department,
    assignment: Assignment | None = None,
    chosen_on: date | None = None,
) -> Deadline:
    """One clock, as the act of a day would start it."""
    clocks = Clocks([dispute], on)
    [clock] = clocks.start(dispute, [Wanted(key, owner, assignment, chosen_on=chosen_on)])
    written(clocks, dispute)
    return clock


def start_whole_clock(dispute: Dispute, *, owner: Department) -> Deadline:
    """That of the dispute's mode, on the day it was registered."""
    on = registered_on(dispute)
    return start_clock(dispute, WHOLE[dispute.mode], on=on, owner=owner)


def end_clock(dispute: Dispute, key: str, *, on: date, is_void: bool = False) -> None:
    clocks = Clocks([dispute], on)
    clocks.end([clocks.of(dispute)[key]], is_void=is_void)
    written(clocks, dispute)


def end_of(assignment: Assignment, *, on: date, is_void: bool = False) -> None:
    clocks = Clocks([assignment.dispute], on)
    clocks.end_of(assignment, is_void=is_void)
    written(clocks, assignment.dispute)


def pause_clocks(
    dispute: Dispute, on: date, *, ground: str = "", expected_on: date | None = None
) -> None:
    clocks = Clocks([dispute], on)
    clocks.pause(Pause(dispute=dispute, began_on=on, ground=ground, expected_on=expected_on))
    written(clocks, dispute)


def resume_clocks(dispute: Dispute, on: date) -> None:
    clocks = Clocks([dispute], on)
    clocks.resume(dispute)
    written(clocks, dispute)


def recompute(dispute: Dispute, on: date) -> None:
    clocks = Clocks([dispute], on)
    clocks.recompute(dispute)
    written(clocks, dispute)


def extended(clock: Deadline, until: date, *, on: date, reason: str = "案情复杂") -> ExtensionGrant:
    """Granted and written; the clock in hand shows it."""
    clocks = Clocks([clock.dispute], on)
    rules = ExtensionRules.of(clock.dispute, clocks)
    grant = grant_extension(clocks, rules, clock, until=until, reason=reason, by=an_officer())
    written(clocks, clock.dispute)
    clock.refresh_from_db()
    return grant


def refusal(clock: Deadline, until: date, on: date) -> str:
    return ExtensionRules.of(clock.dispute, Clocks([clock.dispute], on)).refusal(clock, until)


def needs_leader(clock: Deadline, until: date, on: date) -> bool:
    return ExtensionRules.of(clock.dispute, Clocks([clock.dispute], on)).needs_leader(clock, until)


def written(clocks: Clocks, dispute: Dispute) -> None:
    """What a move does at its end."""
    clocks.write()
    clocks.show(dispute)
    dispute.save()
