"""What PostgreSQL insists on, whoever writes: the table as a trigger, history that stands."""

from __future__ import annotations

import pgtrigger

from disputes.models import Dispute, Material, Party
from workflow.models import (
    AgendaItem,
    Approval,
    Assignment,
    CaseFile,
    Convening,
    Countersignature,
    Decision,
    Meeting,
    Opinion,
    Paper,
    PartyResponse,
    Remedy,
    RoutingRecord,
    Service,
    Supervision,
    TimelineEntry,
    Urging,
)
from workflow.procedure.assignment_rows import ASSIGNMENT_ROWS
from workflow.procedure.transitions import DISPUTE_ROWS

CHANGE = pgtrigger.Update | pgtrigger.Delete


def allowed_steps() -> list[tuple[str, str]]:
    """Every (from, to) that some row of the tables draws."""
    steps = {
        (str(source), str(target))
        for row in DISPUTE_ROWS
        for source in row.sources
        for target in row.targets
    }
    for row in ASSIGNMENT_ROWS:
        steps |= {(str(source), str(target)) for source, target in row.moves_dispute}
    return sorted(step for step in steps if step[0] != step[1])


def _steps_sql() -> str:
    return ", ".join(f"('{source}', '{target}')" for source, target in allowed_steps())


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
    IF NEW.state = 'feedback' AND EXISTS (
        SELECT 1 FROM workflow_assignment a WHERE a.dispute_id = NEW.id
        AND a.kind IN ('joint', 'special') AND a.state IN ('sent', 'accepted', 'drafted')) THEN
        RAISE EXCEPTION 'an opinion on % is still owed', NEW.number
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'concluded' AND OLD.state IN ('feedback', 'objected') AND (
        SELECT count(*) FROM workflow_service s WHERE s.dispute_id = NEW.id) < 2 THEN
        RAISE EXCEPTION 'a party of % was not told', NEW.number USING ERRCODE = 'check_violation';
    END IF;
END IF;
IF NEW.mode = 'special' AND OLD.mode <> 'special' AND NOT EXISTS (
    SELECT 1 FROM workflow_approval p WHERE p.dispute_id = NEW.id
    AND p.kind = 'major' AND p.state = 'approved') THEN
    RAISE EXCEPTION 'special handling of % was not approved', NEW.number
        USING ERRCODE = 'check_violation';
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

for _history in (TimelineEntry, Paper, CaseFile, RoutingRecord, Countersignature, Urging):
    pgtrigger.register(
        pgtrigger.Protect(name=f"{_history._meta.model_name}_never_changes", operation=CHANGE)
    )(_history)


def _frozen_with(column: str) -> str:
    """Rows of an archived dispute stand still; new ones may be added where the plan wants them."""
    return f"""
IF EXISTS (SELECT 1 FROM disputes_dispute d
        WHERE d.id = OLD.{column} AND d.state = 'archived') THEN
    RAISE EXCEPTION 'the file of this dispute is archived' USING ERRCODE = 'check_violation';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""  # noqa: S608 - the column is one of ours


_PARTS = (
    Party,
    Material,
    Assignment,
    Approval,
    Convening,
    Decision,
    Service,
    PartyResponse,
    Remedy,
)
for _part in _PARTS:
    pgtrigger.register(
        pgtrigger.Trigger(
            name=f"{_part._meta.model_name}_rests_with_file",
            operation=CHANGE,
            when=pgtrigger.Before,
            func=_frozen_with("dispute_id"),
        )
    )(_part)

_OPINION_RESTS = """
IF OLD.approved_at IS NOT NULL THEN
    RAISE EXCEPTION 'an approved opinion never changes' USING ERRCODE = 'check_violation';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""
_ANSWER_RESTS = """
IF OLD.answered_at IS NOT NULL OR TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a request to convene and its answer never change'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""
_MINUTES_REST = """
IF OLD.state = 'issued' THEN
    RAISE EXCEPTION 'issued minutes never change' USING ERRCODE = 'check_violation';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""
_ITEM_RESTS = """
IF EXISTS (SELECT 1 FROM workflow_meeting m WHERE m.id = OLD.meeting_id AND m.state = 'issued') THEN
    RAISE EXCEPTION 'issued minutes never change' USING ERRCODE = 'check_violation';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""

_SUPERVISION_STANDS = """
IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a supervision is never deleted' USING ERRCODE = 'check_violation';
END IF;
IF OLD.state = 'closed' THEN
    RAISE EXCEPTION 'a closed supervision never changes' USING ERRCODE = 'check_violation';
END IF;
IF NEW.level < OLD.level OR NEW.dispute_id <> OLD.dispute_id
        OR NEW.department_id <> OLD.department_id THEN
    RAISE EXCEPTION 'a supervision is never softened nor turned on somebody else'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""

for _name, _model, _func in (
    ("opinion_rests_once_approved", Opinion, _OPINION_RESTS),
    ("convening_rests_once_answered", Convening, _ANSWER_RESTS),
    ("meeting_rests_once_issued", Meeting, _MINUTES_REST),
    ("agenda_rests_once_issued", AgendaItem, _ITEM_RESTS),
    ("supervision_only_grows", Supervision, _SUPERVISION_STANDS),
):
    pgtrigger.register(
        pgtrigger.Trigger(name=_name, operation=CHANGE, when=pgtrigger.Before, func=_func)
    )(_model)
