"""What PostgreSQL refuses, even when somebody writes SQL by hand (procedure.md, Invariants)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from departments.actions import appointments
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f
from web.refusals import Mistyped
from workflow.procedure.promises import allowed_steps

pytestmark = pytest.mark.django_db


def sql(statement: str, *values: str | int) -> None:
    """Hand-written SQL, as in psql, with deferred promises checked at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize("target", sorted(set(State) - {State.TRIAGE}))
def test_a_state_off_the_table_fails_in_plain_sql(target):
    dispute = f.triaged()
    drawn = (State.TRIAGE, target) in allowed_steps()  # but nobody wrote down who took it
    message = "timeline" if drawn else "no row of the table"
    with pytest.raises(DatabaseError, match=f"{message}|violates check|part of nothing"):
        sql("UPDATE disputes_dispute SET state = %s WHERE id = %s", target, dispute.pk)
    dispute.refresh_from_db()
    assert dispute.state == State.TRIAGE


def test_a_dispute_starts_as_a_draft_also_in_sql():
    draft = f.a_draft()
    draft.pk, draft.state, draft.number = None, State.CONCLUDED, "230718-2026-SW-999999"
    with pytest.raises(DatabaseError, match="starts as a draft"), transaction.atomic():
        Dispute.objects.bulk_create([draft])


def test_the_number_and_the_first_contact_are_fixed_for_ever():
    dispute, other = f.registered(), f.an_officer("clerk", "RS")
    for column, value in (
        ("number", "230718-2026-SW-888888"),
        ("first_contact_officer_id", other.pk),
    ):
        with pytest.raises(DatabaseError, match="fixed for ever"):
            sql(f"UPDATE disputes_dispute SET {column} = %s WHERE id = %s", value, dispute.pk)  # noqa: S608


def test_nobody_came_after_his_visit_was_registered():
    """R032: 来访时间 and 登记时间 are both kept."""
    dispute = f.registered()
    assert dispute.visited_at <= dispute.registered_at
    with pytest.raises(DatabaseError, match="visit_before_it"):
        sql(
            "UPDATE disputes_dispute SET visited_at = registered_at + interval '1 hour' "
            "WHERE id = %s",
            dispute.pk,
        )


def test_a_registered_dispute_is_never_deleted():
    dispute = f.registered()
    with pytest.raises(DatabaseError):
        sql("DELETE FROM disputes_dispute WHERE id = %s", dispute.pk)


def test_special_handling_without_an_approval_fails():
    dispute = f.handled(Mode.JOINT)
    with pytest.raises(DatabaseError, match="was not approved"):
        sql(
            "UPDATE disputes_dispute SET mode = 'special', severity = 'major' WHERE id = %s",
            dispute.pk,
        )


def test_an_archived_file_never_changes():
    dispute = f.archived()
    party = dispute.parties.first()
    for statement, key in (
        ("UPDATE disputes_dispute SET facts = 'x' WHERE id = %s", dispute.pk),
        ("UPDATE disputes_dispute SET state = 'handling' WHERE id = %s", dispute.pk),
        ("UPDATE disputes_party SET kind = 'other' WHERE id = %s", party.pk),
        ("UPDATE workflow_service SET note = 'x' WHERE dispute_id = %s", dispute.pk),
        ("UPDATE workflow_decision SET facts = 'x' WHERE dispute_id = %s", dispute.pk),
        ("UPDATE workflow_casefile SET title = 'x' WHERE dispute_id = %s", dispute.pk),
    ):
        with pytest.raises(DatabaseError):
            sql(statement, key)


def test_timeline_and_papers_are_append_only():
    dispute = f.triaged()
    for statement in (
        "UPDATE workflow_timelineentry SET text = 'x' WHERE dispute_id = %s",
        "DELETE FROM workflow_timelineentry WHERE dispute_id = %s",
        "UPDATE workflow_paper SET number = 'x' WHERE dispute_id = %s",
        "DELETE FROM workflow_paper WHERE dispute_id = %s",
    ):
        with pytest.raises(DatabaseError):
            sql(statement, dispute.pk)


def test_issued_minutes_never_change():
    dispute = f.handled(Mode.SPECIAL)
    f.hold_meeting(dispute)
    with pytest.raises(DatabaseError, match="issued minutes"):
        sql("UPDATE workflow_agendaitem SET decision = 'x' WHERE dispute_id = %s", dispute.pk)
    meeting = dispute.meetings.get()
    with pytest.raises(DatabaseError, match="issued minutes"):
        sql("UPDATE workflow_meeting SET title = 'x' WHERE id = %s", meeting.pk)


def test_an_approved_opinion_never_changes():
    dispute = f.handled(Mode.JOINT)
    f.answer_all(dispute)
    with pytest.raises(DatabaseError, match="approved opinion"):
        sql("UPDATE workflow_opinion SET opinion = 'x'")


def test_feedback_with_an_opinion_owed_fails_in_sql():
    dispute = f.handled(Mode.JOINT)
    f.do(dispute, "suspend", f.an_officer("head"), ground="等待材料")
    f.do(dispute, "resume", f.an_officer("head"))
    with pytest.raises(DatabaseError):
        sql("UPDATE disputes_dispute SET state = 'awaiting_signoff' WHERE id = %s", dispute.pk)


def test_a_term_is_not_ended_before_what_its_holder_did_in_it():
    """R009: an act of today keeps the post it was done in."""
    clerk, secadmin = f.an_officer("clerk"), f.an_officer("secadmin", "ZB")
    dispute, yesterday = f.triaged(), f.today() - timedelta(days=1)
    assert dispute.first_contact_officer == clerk
    term, today = clerk.terms.get(), f.today()
    said = f"最后一次办理是{today.year}年{today.month}月{today.day}日"
    with pytest.raises(Mistyped, match=said) as refused:
        appointments.end_term(term, by=secadmin, ends_on=yesterday, basis="免职文件")
    assert set(refused.value.errors) == {"ends_on"}
    with pytest.raises(DatabaseError, match="has acted since"):
        sql("UPDATE departments_term SET ends_on = %s WHERE id = %s", str(yesterday), term.pk)
    appointments.end_term(term, by=secadmin, ends_on=today, basis="免职文件")
    idle = f.an_officer("clerk", "YB").terms.get()
    appointments.end_term(idle, by=secadmin, ends_on=yesterday, basis="免职文件")
