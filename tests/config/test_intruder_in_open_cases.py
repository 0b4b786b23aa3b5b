"""With the password of the portal's role: an open case takes its roads and steps by verbs alone."""

# ruff: noqa: S608 -- hand-written SQL is what is tried here

from __future__ import annotations

import pytest

from config.rights import giving
from disputes.models import Dispute
from tests import factories as f
from tests.config.the_portal import refusal, the_portal
from workflow.models import Assignment

#: What the cases of each test have been through was committed before he comes.
pytestmark = pytest.mark.django_db(transaction=True)


def done(**statements: str) -> list[str]:
    """Those that the portal's role is not refused."""
    giving.give(keeps_time=True)
    with the_portal():
        return [what for what, each in statements.items() if not refusal(each)]


def change(dispute: Dispute, what: str) -> str:
    return f"UPDATE disputes_dispute SET {what} WHERE id = {dispute.pk}"


def test_no_road_no_content_and_no_party_changes_without_its_verb() -> None:
    single, special = f.handled("single"), f.handled("special")
    party = f"dispute_id = {single.pk} AND role = 'counterparty'"
    others = f"(SELECT min(id) FROM departments_department WHERE id <> {single.lead_department_id})"
    columns = "dispute_id, role, kind, unit_name"
    left = done(
        road=change(single, "mode = 'joint'"),
        road_off_the_table=change(special, "mode = 'single', severity = 'general'"),
        severity=change(single, "severity = 'major'"),
        facts=change(single, "facts = '没有这回事'"),
        claim=change(single, "claim = ''"),
        category=change(single, "category = 'OUT-2'"),
        secrecy=change(single, "confidential_report = true"),
        visit=change(single, "visited_at = visited_at - interval '1 day'"),
        lead=change(single, f"lead_department_id = {others}"),
        receiving=change(single, f"receiving_department_id = {others}"),
        designated=change(single, "designated = NOT designated"),
        returns=change(special, "returns = returns + 1"),
        other_side=f"UPDATE disputes_party SET unit_name = '另一家公司' WHERE {party}",
        one_more=f"INSERT INTO disputes_party ({columns}, name, id_number, credit_code, phone, "
        "address, contact, name_index, id_number_index, credit_code_index, phone_index, "
        "phone_tail_index, former, seal_id) "
        f"SELECT dispute_id, 'representative', kind, unit_name, name, id_number, credit_code, "
        "phone, address, contact, name_index, id_number_index, credit_code_index, phone_index, "
        f"phone_tail_index, '', gen_random_uuid() FROM disputes_party WHERE {party}",
    )
    assert left == []


def test_a_returned_draft_is_filled_in_and_a_correction_is_made() -> None:
    """Whoever acts by a verb is not stopped."""
    returned, open_ = f.registered(), f.handled("single")
    giving.give(keeps_time=False)  # the verbs act on the day of the test, whichever it is
    with the_portal():
        f.do(returned, "return_intake", f.an_officer("reviewer"), comment="补充")
        assert not refusal(change(returned, "facts = '补充后的事项'"))
        f.do(open_, "correct", f.an_officer(), given={"claim": "请求补缴"}, reason="漏记")
    open_.refresh_from_db()
    assert open_.claim == "请求补缴"


def test_steps_of_what_belongs_to_a_case_follow_their_tables() -> None:
    joint, ended = f.handled("joint"), f.concluded("single")
    f.answer_all(joint)
    answered = f"dispute_id = {joint.pk} AND state = 'answered'"
    clocks = f"dispute_id = {ended.pk} AND ended_on IS NOT NULL"
    assert joint.assignments.filter(state="answered").exists()
    assert ended.deadlines.filter(ended_on__isnull=False).exists()
    left = done(
        answer_taken_back=f"UPDATE workflow_assignment SET state = 'accepted' WHERE {answered}",
        answer_recalled=f"UPDATE workflow_assignment SET state = 'recalled' WHERE {answered}",
        due_later=f"UPDATE workflow_deadline SET due_on = due_on + 30 WHERE {clocks}",
        struck_when_concluded="UPDATE workflow_service SET struck_at = now(), struck_by_id = "
        f"recorded_by_id, struck_reason = '另有原因' WHERE dispute_id = {ended.pk}",
        unheard_when_concluded="UPDATE workflow_partyresponse SET struck_at = now(), struck_by_id "
        f"= recorded_by_id, struck_reason = '另有原因' WHERE dispute_id = {ended.pk}",
    )
    assert left == []


def test_no_key_of_a_counter_is_typed() -> None:
    """One taken ahead would stop whoever comes to it."""
    dispute = f.triaged()
    words = (
        "INSERT INTO workflow_timelineentry ({key}jurisdiction, dispute_id, version, at, "
        "actor_label, verb, text, seal_id, clause, state_before, state_after, same_person) "
        "SELECT {value}jurisdiction, dispute_id, version, now(), actor_label, verb, text, "
        "gen_random_uuid(), clause, state_before, state_after, same_person "
        f"FROM workflow_timelineentry WHERE dispute_id = {dispute.pk} LIMIT 1"
    )
    giving.give(keeps_time=True)
    with the_portal():
        assert "permission denied" in refusal(words.format(key="id, ", value="999999, "))
        assert refusal(words.format(key="", value="")) == ""


def test_nothing_is_approved_signed_answered_or_closed_by_a_statement_alone() -> None:
    major, joint, signing = f.triaged(), f.handled("joint"), f.handled()
    f.a_leader()
    said = {"facts": "属实", "basis": "社会保险法第63条", "decision": "补缴"}
    f.do(signing, "draft_decision", f.an_officer(), **said)
    f.do(major, "report_major", f.an_officer(), reason="群体性诉求")
    clerk, drafted = f.an_officer().pk, f.handled("joint")
    for state in ("accepted", "drafted"):
        Assignment.objects.filter(dispute=drafted).update(state=state)
    left = done(
        approved_by_a_clerk="UPDATE workflow_approval SET state = 'approved', decided_at = now(), "
        f"decided_by_id = {clerk} WHERE dispute_id = {major.pk}",
        version_back=change(joint, "version = version - 1"),
        state_by_an_old_entry=change(joint, "state = 'suspended'"),
        answered_without_a_word="UPDATE workflow_assignment SET state = 'answered' "
        f"WHERE dispute_id = {drafted.pk} AND state = 'drafted'",
        merged_into_nothing=change(joint, "state = 'merged', version = version + 1"),
        signed_by_nobody="UPDATE workflow_decision SET state = 'signed' "
        f"WHERE dispute_id = {signing.pk}",
    )
    assert left == []
