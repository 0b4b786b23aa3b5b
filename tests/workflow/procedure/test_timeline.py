"""经过 says who, in which capacity, what, by which clause, and from which state to which."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from departments.models import Delegation, Officer, TaskForceSettings
from departments.roles import Role
from disputes.choices import Mode, State
from tests import factories as f
from workflow.procedure.timeline import remember_time, signature, signs_as

pytestmark = pytest.mark.django_db


def test_one_verb_is_one_entry_with_its_officer_clause_states_and_version() -> None:
    dispute = f.triaged()
    before, clerk = dispute.timeline.count(), f.an_officer()
    f.do(dispute, "accept_single", clerk, reason="属本单位职责")
    entry = dispute.timeline.latest("pk")
    assert dispute.timeline.count() == before + 1
    assert (entry.verb, entry.clause) == ("accept_single", "五(一)")
    assert (entry.state_before, entry.state_after) == (State.TRIAGE, State.HANDLING)
    assert (entry.actor, entry.department, entry.version) == (
        clerk,
        clerk.department,
        dispute.version,
    )
    assert entry.actor_label == f"税务局 {clerk.name}"


def test_what_time_calls_for_is_by_nobody_and_leaves_the_state() -> None:
    dispute, at = f.handled(Mode.SINGLE), timezone.now()
    remember_time(dispute, "supervise", "对税务局督办", "五(三)1(3)", at)
    entry = dispute.timeline.latest("pk")
    assert (entry.actor, entry.department, entry.actor_label) == (None, None, "系统提醒")
    assert entry.state_before == entry.state_after == State.HANDLING


def test_the_case_that_takes_another_in_is_told_so_and_stays_where_it_is() -> None:
    into, gone = f.handled(Mode.SINGLE), f.triaged()
    version = into.version
    f.do(gone, "merge", f.an_officer(), into=into)
    entry = into.timeline.latest("pk")
    assert (entry.verb, entry.text) == ("merge", f"{gone.number} 并入本件。")
    assert entry.state_before == entry.state_after == State.HANDLING
    into.refresh_from_db()
    assert into.version == version


def test_an_entry_names_the_officer_as_he_was_called_that_day() -> None:
    dispute, clerk = f.triaged(), f.an_officer()
    f.do(dispute, "accept_single", clerk, reason="属本单位职责")
    written = dispute.timeline.latest("pk").actor_label
    Officer.objects.filter(pk=clerk.pk).update(name="改名后")
    assert dispute.timeline.latest("pk").actor_label == written
    assert signature(Officer.objects.get(pk=clerk.pk)) == "税务局 改名后"


def test_a_deputy_signs_in_the_leader_s_place_and_the_leader_for_himself() -> None:
    leader, deputy, today = f.a_leader(), f.an_officer(Role.DEPUTY, "ZB"), f.today()
    TaskForceSettings.objects.update_or_create(id=1, defaults={"leader_delegation": True})
    Delegation.objects.create(leader=leader, deputy=deputy, basis="专班〔2026〕5号",
                              starts_on=today, ends_on=today + timedelta(days=7),
                              recorded_by=deputy)  # fmt: skip
    assert signs_as(leader) == signature(leader)
    assert signs_as(Officer.objects.get(pk=deputy.pk)) == f"{deputy.name} 代 组长"
