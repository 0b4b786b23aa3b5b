"""Three officers at their pages and one at psql, at random: the seven invariants of procedure.md.

The officers send what their buttons offer through HTTP, served with the rights that a server has;
the intruder has the password of the portal's role. What PostgreSQL lets him do stays done.
"""

from __future__ import annotations

import os
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import transaction
from django.db.models import Model
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from config.rights import giving
from departments.models import Department, Officer
from departments.roles import Role
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f
from tests.config.the_portal import the_portal
from tests.leaks.intruding import intrude, statement
from tests.leaks.sight import Sight, facts, rows
from tests.workflow.signing_in import signed_in
from tests.workflow.test_histories import PICK, STARTS, fields_for
from workflow.procedure.offers import open_to

SOAK = bool(os.environ.get("PORTAL_SOAK"))
STEPS = 80
#: Two thousand steps with each landing, as many again by night; a few at the desk.
RUNS = {"ci": 26, "nightly": 52}
#: Whoever they are, they come as three: who handles it, who signs it, who was asked or decides.
THREES = [
    ((Role.CLERK, "SW"), (Role.HEAD, "SW"), (Role.CLERK, "YB")),
    ((Role.REVIEWER, "SW"), (Role.CLERK, "SW"), (Role.HEAD, "YB")),
    ((Role.CLERK, "SW"), (Role.LEADER, "ZB"), (Role.HEAD, "SW")),
    ((Role.OFFICE, "ZB"), (Role.CLERK, "RS"), (Role.HEAD, "SW")),
]
#: What never changes once it is there (4): of each row everything, as PostgreSQL writes it.
RESTS = {
    "workflow_timelineentry": "true",
    "workflow_paper": "true",
    "workflow_meeting": "state = 'issued'",
    "disputes_dispute": "state = 'archived'",
}


def sent(value: Any) -> Any:  # Any: a field of a form, as JSON
    if isinstance(value, Department):
        return value.code
    if isinstance(value, Officer):
        return value.username
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, list):
        return [sent(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


class AtRandom(RuleBasedStateMachine):
    """One dispute, whoever works on it, and somebody who should not be there."""

    def __init__(self) -> None:
        super().__init__()
        self.atom = transaction.atomic()
        self.atom.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atom.__exit__(None, None, None)

    @initialize(start=st.sampled_from(STARTS), three=st.sampled_from(THREES))
    def begin(self, start, three) -> None:  # type: ignore[no-untyped-def]
        cache.clear()
        self.dispute = start()
        self.three = [f.an_officer(*each) for each in three]
        self.stranger = f.an_officer(Role.CLERK, "CZ")
        self.browsers = {each.pk: signed_in(each) for each in (*self.three, self.stranger)}
        self.rested: dict[tuple[str, int], str] = {}
        self.changed = True

    @property
    def is_another(self) -> bool:
        """What was refused was undone whole: of the same rows the same holds as before."""
        return hasattr(self, "dispute") and self.changed

    def fresh(self) -> Dispute:
        return Dispute.objects.get(pk=self.dispute.pk)

    @precondition(lambda self: hasattr(self, "dispute"))
    @rule(who=PICK, what=PICK, pick=PICK, again=st.booleans())
    def act(self, who: int, what: int, pick: int, again: bool) -> None:
        """One of the three does what he is offered; the same request once more does nothing."""
        self.changed = True
        officer = Officer.objects.get(pk=self.three[who % 3].pk)
        before = self.fresh()
        offers = [each for each in open_to(officer, before) if each.verb != "merge"]
        if not offers:
            self.changed = False
            return
        verb = offers[what % len(offers)].verb
        typed = {name: sent(value) for name, value in fields_for(verb, before, pick).items()}
        key = str(uuid4())
        first = self.post(officer, verb, typed | {"version": before.version}, key)
        after = self.fresh()
        assert first.status_code < 500, (verb, typed, first.content)
        if first.status_code >= 400:
            assert after.version == before.version
        if again:
            self.post(officer, verb, typed | {"version": before.version}, key)
            stale = self.post(officer, verb, typed | {"version": before.version}, str(uuid4()))
            assert self.fresh().version == after.version or stale.status_code < 300
            if after.version != before.version:
                assert stale.status_code >= 400, (verb, stale.content)

    def post(self, officer: Officer, verb: str, typed: dict[str, Any], key: str) -> Any:
        """Any: the answer, served as the portal's role."""
        address = f"/api/v1/disputes/{self.dispute.pk}/actions/{verb}/"
        with the_portal():
            return self.browsers[officer.pk].post(
                address, typed, "application/json", headers={"Idempotency-Key": key}
            )

    @precondition(lambda self: hasattr(self, "dispute"))
    @rule(which=PICK, what=PICK, row=st.integers(0, 5))
    def intruder(self, which: int, what: int, row: int) -> None:
        self.changed = intrude(statement(which, what, row), ignoring=False)

    @precondition(lambda self: hasattr(self, "dispute"))
    @rule(which=PICK, what=PICK, row=st.integers(0, 5))
    def intruder_without_our_triggers(self, which: int, what: int, row: int) -> None:
        self.changed = intrude(statement(which, what, row), ignoring=True)

    @invariant()
    def each_change_of_state_is_one_entry(self) -> None:
        if self.is_another:
            entries = list(self.dispute.timeline.order_by("pk"))
            steps = [e for e in entries if e.state_before != e.state_after]
            states = [State.DRAFT.value, *(e.state_after for e in steps)]
            assert [e.state_before for e in steps] == states[:-1]
            assert states[-1] == self.fresh().state
            assert all(e.actor_id and e.at and e.clause for e in steps)

    @invariant()
    def special_was_approved(self) -> None:
        if self.is_another and self.fresh().mode == Mode.SPECIAL:
            assert self.dispute.approvals.filter(kind="major", state="approved").exists()

    @invariant()
    def nothing_owed_is_fed_back_and_nobody_untold_is_concluded(self) -> None:
        if not self.is_another:
            return
        now = self.fresh()
        if now.state == State.FEEDBACK:
            asked = now.assignments.open().filter(kind__in=("joint", "special"))
            assert not asked.exists()
        if now.state == State.CONCLUDED and not now.timeline.filter(verb="answer_now").exists():
            told = now.services.filter(struck_at=None).values_list("party", flat=True)
            assert {*told} >= {"payer", "counterparty"}

    @invariant()
    def what_rests_rests(self) -> None:
        if not self.is_another:
            return
        found: dict[tuple[str, int], str] = {}
        for table, where in RESTS.items():
            said = f"SELECT id, md5(t::text) AS whole FROM {table} t WHERE {where}"  # noqa: S608
            found |= {(table, each["id"]): each["whole"] for each in rows(said)}
        assert {key: found.get(key) for key in self.rested} == self.rested
        self.rested = found

    @invariant()
    def nobody_learns_what_is_not_his(self) -> None:
        if not self.is_another:
            return
        told = facts()
        for officer in (*self.three, self.stranger):
            fresh = Officer.objects.get(pk=officer.pk)
            seen = Dispute.objects.visible_to(fresh).filter(pk=self.dispute.pk).exists()
            assert seen == Sight(fresh, told).dispute(self.dispute.pk), officer
        stranger: Client = self.browsers[self.stranger.pk]
        if not Sight(self.stranger, told).dispute(self.dispute.pk):
            with the_portal():
                assert stranger.get(self.dispute.get_absolute_url()).status_code == 404
                listed = stranger.get("/api/v1/disputes/").content.decode()
            assert str(self.dispute.number) not in listed

    @invariant()
    def three_departments_and_one_officer(self) -> None:
        if self.is_another:
            now = self.fresh()
            assert now.receiving_department_id
            assert now.lead_department_id
            assert now.responsible_officer_id
            assert now.first_contact_officer_id == self.dispute.first_contact_officer_id


AtRandom.TestCase.settings = settings(
    max_examples=200_000 // STEPS if SOAK else RUNS.get(settings.get_current_profile_name(), 2),
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _a_server_in_use(db: None) -> None:
    """Its clock runs. Once: two grants in one long transaction meet the autovacuum and lock."""
    giving.give(keeps_time=True)


@pytest.mark.slow
@pytest.mark.django_db
class TestAtRandom(AtRandom.TestCase):  # type: ignore[misc, name-defined, valid-type]
    """Run by pytest."""
