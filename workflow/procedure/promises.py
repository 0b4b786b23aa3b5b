"""What PostgreSQL insists on, whoever writes: a dispute moves as the table says."""

from __future__ import annotations

import pgtrigger
from django.conf import settings

from departments.models import Department, Term
from disputes.choices import OUT_OF_SCOPE
from disputes.models import Dispute, Party
from workflow.procedure.rows.assignment import ASSIGNMENT_ROWS
from workflow.procedure.transitions import DISPUTE_ROWS


def allowed_steps() -> list[tuple[str, str]]:
    """Every (from, to) that some row of the tables draws."""
    steps = {(str(a), str(b)) for row in DISPUTE_ROWS for a, b in row.steps}
    for row in ASSIGNMENT_ROWS:
        steps |= {(str(source), str(target)) for source, target in row.moves_dispute}
    return sorted(step for step in steps if step[0] != step[1])


def _steps_sql() -> str:
    return ", ".join(f"('{source}', '{target}')" for source, target in allowed_steps())


#: Everybody who is told and heard: both, and whoever came with a merged case (R043, R069); nobody
#: who has left it.
_SIDES = """
    SELECT 'payer' AS party, NULL::bigint AS of_id WHERE NOT EXISTS (
        SELECT 1 FROM disputes_party p WHERE p.dispute_id = NEW.id AND p.of_id IS NULL
        AND p.role = 'payer' AND p.left_at IS NOT NULL)
    UNION ALL SELECT 'counterparty', NULL
    UNION ALL SELECT p.role, p.of_id FROM disputes_party p WHERE p.dispute_id = NEW.id
    AND p.of_id IS NOT NULL AND p.role IN ('payer', 'counterparty') AND p.left_at IS NULL"""


def _in_force(table: str) -> str:
    """That side's record which was not struck as mistyped."""
    return f"""
    SELECT 1 FROM {table} r WHERE r.dispute_id = NEW.id AND r.struck_at IS NULL
    AND r.party = side.party AND r.of_id IS NOT DISTINCT FROM side.of_id"""  # noqa: S608


# S608: what is put in are the table's own constants.
FOLLOWS_TABLE = f"""
IF OLD.state = 'archived' THEN
    RAISE EXCEPTION 'dispute % is archived and read only', OLD.number
        USING ERRCODE = 'check_violation';
END IF;
IF OLD.number IS NOT NULL AND (NEW.number IS DISTINCT FROM OLD.number
        OR NEW.first_contact_department_id <> OLD.first_contact_department_id
        OR NEW.first_contact_officer_id <> OLD.first_contact_officer_id) THEN
    RAISE EXCEPTION 'number and first contact of % are fixed for ever', OLD.number
        USING ERRCODE = 'check_violation';
END IF;
IF NEW.state <> OLD.state THEN
    IF (OLD.state, NEW.state) NOT IN ({_steps_sql()}) THEN
        RAISE EXCEPTION 'no row of the table leads from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state = 'notified' AND NEW.state = 'triage' AND EXISTS (
        SELECT 1 FROM workflow_service s
        WHERE s.dispute_id = NEW.id AND s.struck_at IS NULL) THEN
        RAISE EXCEPTION 'the notice of % was served', NEW.number
            USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state = 'awaiting_signoff' AND NEW.state <> 'handling' AND EXISTS (
        SELECT 1 FROM workflow_assignment a WHERE a.dispute_id = NEW.id
        AND a.kind IN ('joint', 'special') AND a.state IN ('sent', 'accepted', 'drafted')) THEN
        RAISE EXCEPTION 'an opinion on % is still owed', NEW.number
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'concluded' AND OLD.state IN ('awaiting_signoff', 'feedback', 'objected')
            AND EXISTS (
        SELECT 1 FROM ({_SIDES}) side WHERE NOT EXISTS ({_in_force("workflow_service")})) THEN
        RAISE EXCEPTION 'a party of % was not told', NEW.number USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'concluded' AND OLD.state IN ('awaiting_signoff', 'feedback') AND EXISTS (
        SELECT 1 FROM ({_SIDES}) side
        WHERE NOT EXISTS ({_in_force("workflow_partyresponse")})
        AND NOT EXISTS ({_in_force("workflow_service")}
            AND r.exempt IN ('anonymous', 'one_party', 'confidential'))) THEN
        RAISE EXCEPTION 'a party of % was not heard', NEW.number USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'archived' AND OLD.state IN ('declined', 'notified') AND EXISTS (
        SELECT 1 FROM ({_SIDES}) side
        WHERE side.party = 'payer' AND NOT EXISTS ({_in_force("workflow_service")})) THEN
        RAISE EXCEPTION 'the payer of % was not told', NEW.number
            USING ERRCODE = 'check_violation';
    END IF;
END IF;
IF NEW.state <> OLD.state AND (NEW.state = 'awaiting_signoff'
            OR OLD.state = 'awaiting_signoff' AND NEW.state IN ('feedback', 'concluded'))
        AND NEW.mode <> 'special' AND NOT NEW.designated AND EXISTS (
    SELECT 1 FROM disputes_party p WHERE p.dispute_id = NEW.id AND p.role = 'counterparty'
    AND p.department_id = CASE WHEN NEW.mode = 'referral' THEN NEW.lead_department_id
        ELSE NEW.receiving_department_id END) THEN
    RAISE EXCEPTION 'the other side of % may not decide it', NEW.number
        USING ERRCODE = 'check_violation';
END IF;
IF NEW.mode = 'special' AND OLD.mode <> 'special' AND NOT EXISTS (
    SELECT 1 FROM workflow_approval p WHERE p.dispute_id = NEW.id
    AND p.kind = 'major' AND p.state = 'approved' AND NOT EXISTS (
        SELECT 1 FROM workflow_approval since WHERE since.dispute_id = NEW.id
        AND since.kind = 'deescalation' AND since.state = 'approved'
        AND since.decided_at > p.decided_at)) THEN
    RAISE EXCEPTION 'special handling of % was not approved', NEW.number
        USING ERRCODE = 'check_violation';
END IF;
IF NEW.mode <> OLD.mode AND NEW.mode IN ('single', 'referral', 'joint', 'special')
        AND NEW.category LIKE '{OUT_OF_SCOPE}%' THEN
    RAISE EXCEPTION '% is no contribution dispute', NEW.number USING ERRCODE = 'check_violation';
END IF;
IF NEW.state <> OLD.state THEN
    IF NEW.state = 'feedback' AND NOT EXISTS (
        SELECT 1 FROM workflow_decision d WHERE d.dispute_id = NEW.id AND d.state = 'signed') THEN
        RAISE EXCEPTION 'no decision on % is signed', NEW.number USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'archived' AND (NOT EXISTS (
            SELECT 1 FROM workflow_casefile f WHERE f.dispute_id = NEW.id)
        OR EXISTS (SELECT 1 FROM workflow_assignment a WHERE a.dispute_id = NEW.id
            AND a.state IN ('sent', 'accepted', 'drafted'))) THEN
        RAISE EXCEPTION '% has no file, or something is still owed', NEW.number
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'merged' AND NOT EXISTS (
        SELECT 1 FROM disputes_dispute s WHERE s.id = NEW.merged_into_id
        AND s.id <> NEW.id AND s.state NOT IN ('draft', 'merged', 'archived')) THEN
        RAISE EXCEPTION '% becomes part of nothing', NEW.number USING ERRCODE = 'check_violation';
    END IF;
END IF;
IF OLD.state <> 'draft' AND NEW.version < OLD.version THEN
    RAISE EXCEPTION 'the version of % only grows', NEW.number USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""  # noqa: S608

STARTS_AS_DRAFT = """
IF NEW.state <> 'draft' THEN
    RAISE EXCEPTION 'a dispute starts as a draft' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""

ONLY_DRAFTS_GO = """
IF OLD.state <> 'draft' OR OLD.number IS NOT NULL THEN
    RAISE EXCEPTION 'a registered dispute is never deleted' USING ERRCODE = 'check_violation';
END IF;
RETURN OLD;
"""

#: A term is not ended before what its holder did in it, so that every act keeps its post (R009).
COVERS_ITS_ACTS = f"""
SELECT max((acts.at AT TIME ZONE '{settings.TIME_ZONE}')::date) INTO last_act FROM (
    SELECT t.at FROM workflow_timelineentry t WHERE t.actor_id = NEW.officer_id
    UNION ALL SELECT c.at FROM departments_changerecord c WHERE c.by_id = NEW.officer_id
) acts WHERE acts.at >= (NEW.ends_on + 1)::timestamp AT TIME ZONE '{settings.TIME_ZONE}';
IF last_act IS NOT NULL THEN
    RAISE EXCEPTION 'officer % has acted since', NEW.officer_id USING ERRCODE = 'check_violation',
        CONSTRAINT = 'term_covers_its_acts', DETAIL = last_act::text;
END IF;
RETURN NEW;
"""  # noqa: S608

#: 部分撤回: whoever leaves does so on the record and for good, and never as the last.
LEAVES_ON_RECORD = """
IF NEW.left_at IS NULL OR OLD.left_at IS NOT NULL OR NOT EXISTS (
    SELECT 1 FROM workflow_partwithdrawal w WHERE w.dispute_id = NEW.dispute_id
    AND w.part = 'party' AND w.of_id IS NOT DISTINCT FROM NEW.of_id) THEN
    RAISE EXCEPTION 'a payer leaves once, by his own withdrawal'
        USING ERRCODE = 'check_violation';
END IF;
IF NOT EXISTS (
    SELECT 1 FROM disputes_party p WHERE p.dispute_id = NEW.dispute_id AND p.id <> NEW.id
    AND p.role = 'payer' AND p.left_at IS NULL) THEN
    RAISE EXCEPTION 'the last payer withdraws the whole dispute'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""

REMEMBERED = """
IF NOT EXISTS (SELECT 1 FROM workflow_timelineentry t WHERE t.dispute_id = NEW.id
        AND t.version = NEW.version AND t.state_after = NEW.state
        AND t.state_before = OLD.state) THEN
    RAISE EXCEPTION 'the change of % from % to % has no timeline entry',
        NEW.number, OLD.state, NEW.state
        USING ERRCODE = 'check_violation';
END IF;
RETURN NULL;
"""

pgtrigger.register(
    pgtrigger.Trigger(
        name="dispute_follows_table",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        func=FOLLOWS_TABLE,
    ),
    pgtrigger.Trigger(
        name="dispute_starts_as_draft",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        func=STARTS_AS_DRAFT,
    ),
    pgtrigger.Trigger(
        name="dispute_only_drafts_go",
        operation=pgtrigger.Delete,
        when=pgtrigger.Before,
        func=ONLY_DRAFTS_GO,
    ),
    pgtrigger.Trigger(
        name="dispute_change_is_remembered",
        operation=pgtrigger.UpdateOf("state"),  # type: ignore[no-untyped-call]
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Condition("OLD.state IS DISTINCT FROM NEW.state"),
        func=REMEMBERED,
    ),
)(Dispute)

#: A unit that is merged or leaves holds nothing any more (机构改革, R011); asked at commit.
HOLDS_NOTHING = """
IF EXISTS (SELECT 1 FROM disputes_dispute d WHERE d.number IS NOT NULL AND d.state <> 'archived'
        AND (d.receiving_department_id = NEW.id OR d.lead_department_id = NEW.id)) OR EXISTS (
    SELECT 1 FROM workflow_assignment a JOIN disputes_dispute d ON d.id = a.dispute_id
    WHERE a.department_id = NEW.id AND a.state IN ('sent', 'accepted', 'drafted')
        AND d.state <> 'archived') OR EXISTS (
    SELECT 1 FROM workflow_supervision s
    WHERE s.department_id = NEW.id AND s.state <> 'closed') OR EXISTS (
    SELECT 1 FROM workflow_deadline c JOIN disputes_dispute d ON d.id = c.dispute_id
    WHERE c.owner_id = NEW.id AND c.ended_on IS NULL AND d.state <> 'archived') OR EXISTS (
    SELECT 1 FROM workflow_errand e
    WHERE e.department_id = NEW.id AND e.state NOT IN ('closed', 'recalled')) OR EXISTS (
    SELECT 1 FROM workflow_finding f
    WHERE f.department_id = NEW.id AND f.state NOT IN ('closed', 'retracted')) THEN
    RAISE EXCEPTION 'unit % still holds open matters', NEW.code
        USING ERRCODE = 'check_violation', CONSTRAINT = 'department_leaves_nothing_open';
END IF;
RETURN NULL;
"""

#: Nothing new comes to a unit that works no more; the row of the unit is held against a merger.
GOES_TO_WORK = """
IF TG_OP = 'UPDATE' AND NEW.receiving_department_id = OLD.receiving_department_id
        AND NEW.lead_department_id = OLD.lead_department_id THEN
    RETURN NEW;
END IF;
PERFORM 1 FROM departments_department u
    WHERE u.id IN (NEW.receiving_department_id, NEW.lead_department_id) FOR SHARE;
IF EXISTS (SELECT 1 FROM departments_department u WHERE NOT u.is_active
        AND u.id IN (NEW.receiving_department_id, NEW.lead_department_id)) THEN
    RAISE EXCEPTION 'a unit that works no more is given a dispute'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'dispute_goes_to_a_unit_at_work';
END IF;
RETURN NEW;
"""

pgtrigger.register(
    pgtrigger.Trigger(
        name="dispute_goes_to_a_unit_at_work",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        func=GOES_TO_WORK,
    ),
)(Dispute)

pgtrigger.register(
    pgtrigger.Trigger(
        name="department_leaves_nothing_open",
        operation=pgtrigger.UpdateOf("is_active"),  # type: ignore[no-untyped-call]
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Condition("OLD.is_active AND NOT NEW.is_active"),
        func=HOLDS_NOTHING,
    ),
)(Department)

pgtrigger.register(
    pgtrigger.Trigger(
        name="party_leaves_on_record",
        operation=pgtrigger.UpdateOf("left_at"),  # type: ignore[no-untyped-call]
        when=pgtrigger.Before,
        condition=pgtrigger.Condition("NEW.left_at IS DISTINCT FROM OLD.left_at"),
        func=LEAVES_ON_RECORD,
    ),
)(Party)

pgtrigger.register(
    pgtrigger.Trigger(
        name="term_covers_its_acts",
        operation=pgtrigger.UpdateOf("ends_on"),  # type: ignore[no-untyped-call]
        when=pgtrigger.Before,
        declare=[("last_act", "date")],
        condition=pgtrigger.Condition(
            "NEW.ends_on IS NOT NULL AND NEW.ends_on IS DISTINCT FROM OLD.ends_on"
        ),
        func=COVERS_ITS_ACTS,
    ),
)(Term)
