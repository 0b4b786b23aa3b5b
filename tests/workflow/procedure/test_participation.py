"""Who sees a dispute follows from the facts, and the granted rows follow at once."""

from __future__ import annotations

import pytest
from django.utils import timezone

from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute, DisputeGroupPermission
from tests import factories as f
from workflow.meetings import actions
from workflow.meetings import plan as meetings
from workflow.procedure import participation

pytestmark = pytest.mark.django_db


def due(dispute: Dispute) -> set[str]:
    return set(participation.departments_of(dispute).values_list("code", flat=True))


def held(dispute: Dispute) -> set[str]:
    rows = DisputeGroupPermission.objects.filter(content_object=dispute)
    return set(rows.values_list("group__department__code", flat=True))


def test_only_the_receiving_department_takes_part_until_others_are_asked():
    dispute = f.triaged()
    assert due(dispute) == held(dispute) == {"SW"}
    clerk = f.an_officer(Role.CLERK, "SW")
    bureaus = [f.a_department("RS"), f.a_department("YB")]
    f.do(dispute, "convene_joint", clerk, departments=bureaus, question="请核实")
    assert due(dispute) == held(dispute) == {"SW", "RS", "YB"}


def test_who_answered_goes_on_taking_part_and_who_returned_it_does_not():
    dispute = f.handled(Mode.JOINT)
    returned = dispute.assignments.get(department__code="RS")
    f.answer(returned, "return_back", f.an_officer(Role.CLERK, "RS"), reason="不属我局职责")
    f.answer_all(dispute)
    assert due(dispute) == held(dispute) == {"SW", "YB"}


def test_who_attends_a_meeting_takes_part_from_the_call_until_the_minutes_are_issued():
    dispute = f.handled(Mode.JOINT)
    clerk, guest = f.an_officer(Role.CLERK, "SW"), f.a_department("CZ")
    team = [f.a_department("RS"), guest]
    meeting = meetings.plan(
        by=clerk, kind="general", title="专题会议", disputes=[dispute], departments=team,
        starts_at=timezone.now(), place="三楼会议室",
    )  # fmt: skip
    assert "CZ" not in due(dispute) | held(dispute)
    actions.call(meeting, by=clerk)
    assert "CZ" in due(dispute) & held(dispute)
    actions.hold(meeting, by=clerk, attended=team)
    actions.minute(meeting, by=clerk, items=[actions.Decided(dispute, "由区税务局牵头")])
    assert "CZ" in due(dispute) & held(dispute)
    actions.issue(meeting, by=clerk)
    assert "CZ" not in due(dispute) | held(dispute)


def test_a_draft_is_private_to_its_author_and_registering_opens_it_to_the_department():
    dispute = f.a_draft()
    row = DisputeGroupPermission.objects.get(content_object=dispute)
    assert row.private_to_id == dispute.first_contact_officer_id
    f.do(dispute, "register", dispute.first_contact_officer)
    row.refresh_from_db()
    assert row.private_to_id is None


def test_syncing_mends_rows_that_lack_or_are_too_many_and_leaves_right_ones_alone():
    dispute = f.handled(Mode.JOINT)
    rows = DisputeGroupPermission.objects.filter(content_object=dispute)
    kept = rows.get(group__department__code="SW").pk
    rows.filter(group__department__code="RS").delete()
    rows.filter(group__department__code="YB").update(group=f.a_department("CZ").group)
    participation.sync([dispute])
    assert held(dispute) == {"SW", "RS", "YB"}
    assert rows.get(group__department__code="SW").pk == kept
