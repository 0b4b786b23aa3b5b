"""What PostgreSQL insists on beside the state: roads, steps and contents change by their verbs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import pgtrigger
from django.db import models

from disputes.choices import Mode, State
from disputes.models import Dispute, Party
from workflow.models import Assignment, Errand, Finding, Meeting, Supervision
from workflow.models.supervision import SupervisionState
from workflow.procedure.rows.assignment import ASSIGNMENT_ROWS
from workflow.procedure.rows.errand import ERRAND_ROWS
from workflow.procedure.rows.finding import FINDING_ROWS
from workflow.procedure.rows.meeting import MEETING_ROWS
from workflow.procedure.rows.supervision import SUPERVISION_ROWS
from workflow.procedure.rows.table import Row

_HANDLED: Final = (Mode.SINGLE, Mode.REFERRAL, Mode.JOINT, Mode.SPECIAL)

#: From a state and a road to a state and a road; who took it is written in the timeline.
ROADS: Final = frozenset(
    {
        *((State.TRIAGE, "", State.HANDLING, mode) for mode in _HANDLED[:3]),
        (State.TRIAGE, "", State.NOTIFIED, Mode.NOTIFY),
        (State.NOTIFIED, Mode.NOTIFY, State.TRIAGE, ""),
        *((State.HANDLING, mode, State.TRIAGE, "") for mode in _HANDLED),
        *((State.AWAITING_APPROVAL, mode, State.TRIAGE, "") for mode in _HANDLED),
        *(
            (State.AWAITING_APPROVAL, mode, State.HANDLING, Mode.SPECIAL)
            for mode in ("", *_HANDLED)
        ),
        (State.HANDLING, Mode.SINGLE, State.HANDLING, Mode.JOINT),
        (State.HANDLING, Mode.REFERRAL, State.HANDLING, Mode.JOINT),
        (State.HANDLING, Mode.SPECIAL, State.HANDLING, Mode.JOINT),
        (State.HANDLING, Mode.SINGLE, State.HANDLING, Mode.REFERRAL),
        (State.HANDLING, Mode.REFERRAL, State.HANDLING, Mode.SINGLE),
        (State.HANDLING, Mode.JOINT, State.HANDLING, Mode.REFERRAL),  # in its own cause, assigned
    }
)

#: Verbs by which the road or the severity of a case changes.
STEERING: Final = (
    *("accept_single", "refer", "convene_joint", "notify_only", "answer_now", "invite", "assign"),
    *(
        "report_major",
        "escalate",
        "return_major",
        "withdraw_report",
        "approve_major",
        "ask_more",
        "reject_major",
    ),
    *("decide_deescalation", "undo_triage", "reroute", "return_back", "recall", "reorganise"),
)
#: Verbs by which what was registered changes, and who stands on which side.
REWRITING: Final = (
    *("correct", "withdraw_part", "join_payer", "merge", "decline", "undo_triage"),
    *("register", "reopen", "reorganise"),
)
#: Whose the case is: a stroke of a pen here would let another unit in, or free one to decide
#: in its own cause (procedure.md, Invariants; 0033).
WHOSE: Final = (
    *("lead_department_id", "receiving_department_id", "designated", "returns", "merged_into_id"),
)
#: What was registered of a case; the sealed and the searched copies follow these.
CONTENTS: Final = (
    *("facts", "claim", "category", "insurance_types", "period_start", "period_end", "amount"),
    *("people_count", "visited_at", "channel", "source_platform", "source_number", "town"),
    *("place", "urgency", "anonymous", "confidential_report", "signals", "out_reason"),
)

_KEPT: Final = ("mode", "severity", *WHOSE, *CONTENTS)

_ROADS_SQL: Final = ", ".join(
    f"('{a}', '{was}', '{b}', '{now}')" for a, was, b, now in sorted(ROADS)
)

_TAKES_A_ROAD: Final = f"""
IF (OLD.state, OLD.mode, NEW.state, NEW.mode) NOT IN ({_ROADS_SQL}) THEN
    RAISE EXCEPTION 'no row of the table leads % from % to %', NEW.number, OLD.mode, NEW.mode
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""

#: Migrations and the owner's own acts are not asked; rows of this transaction have no age.
_BY_THE_OWNER: Final = """
IF pg_has_role((SELECT c.relowner FROM pg_class c WHERE c.oid = TG_RELID), 'MEMBER') THEN
    RETURN NULL;
END IF;
"""


def _by_one_of(verbs: Iterable[str], dispute: str, what: str) -> str:
    named = ", ".join(f"'{verb}'" for verb in verbs)
    return f"""
IF NOT EXISTS (SELECT 1 FROM workflow_timelineentry t WHERE t.dispute_id = {dispute}
        AND t.verb IN ({named}) AND age(t.xmin) <= 0) THEN
    RAISE EXCEPTION '{what} of dispute % changed by no verb', {dispute}
        USING ERRCODE = 'check_violation';
END IF;
"""  # noqa: S608 as above


def _row(record: str, names: Iterable[str]) -> str:
    return f"({', '.join(f'{record}.{name}' for name in names)})"


def _differ(*names: str) -> str:
    return f"{_row('NEW', names)} IS DISTINCT FROM {_row('OLD', names)}"


_BY_ITS_VERB: Final = f"""{_BY_THE_OWNER}
IF {_differ("mode", "severity")} THEN
    {_by_one_of(STEERING, "NEW.id", "the road")}
END IF;
IF {_differ(*WHOSE)} THEN
    {_by_one_of((*STEERING, *REWRITING), "NEW.id", "who answers for")}
END IF;
IF {_differ(*CONTENTS)} THEN
    {_by_one_of(REWRITING, "NEW.id", "what was registered")}
END IF;
RETURN NULL;
"""

_SIDE_BY_ITS_VERB: Final = f"""{_BY_THE_OWNER}
which := CASE WHEN TG_OP = 'DELETE' THEN OLD.dispute_id ELSE NEW.dispute_id END;
IF EXISTS (SELECT 1 FROM disputes_dispute d WHERE d.id = which AND d.state <> 'draft') THEN
    {_by_one_of(REWRITING, "which", "a party")}
END IF;
RETURN NULL;
"""  # noqa: S608 as above

pgtrigger.register(
    pgtrigger.Trigger(
        name="dispute_takes_a_road",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Condition("OLD.number IS NOT NULL AND OLD.mode <> NEW.mode"),
        func=_TAKES_A_ROAD,
    ),
    pgtrigger.Trigger(
        name="dispute_changes_by_its_verbs",
        operation=pgtrigger.UpdateOf(*_KEPT),  # type: ignore[no-untyped-call]
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Condition(f"OLD.state <> 'draft' AND {_differ(*_KEPT)}"),
        func=_BY_ITS_VERB,
    ),
)(Dispute)

pgtrigger.register(
    pgtrigger.Trigger(
        name="party_changes_by_a_verb",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        declare=[("which", "bigint")],
        func=_SIDE_BY_ITS_VERB,
    ),
)(Party)


def _follows_rows(
    model: type[models.Model],
    name: str,
    rows: Iterable[Row[Any]],  # Any: rows of four tables
    beside: Iterable[tuple[str, str]] = (),
) -> None:
    """Its state goes as its own table says, whoever writes; `beside`: what ends with its case."""
    steps = {(str(a), str(b)) for row in rows for a, b in row.steps} | set(beside)
    drawn = ", ".join(f"('{a}', '{b}')" for a, b in sorted(steps))
    pgtrigger.register(
        pgtrigger.Trigger(
            name=f"{name}_follows_table",
            operation=pgtrigger.UpdateOf("state"),  # type: ignore[no-untyped-call]
            when=pgtrigger.Before,
            condition=pgtrigger.Condition("OLD.state <> NEW.state"),
            func=f"""
IF (OLD.state, NEW.state) NOT IN ({drawn}) THEN
    RAISE EXCEPTION 'no row of the table leads from % to %', OLD.state, NEW.state
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
""",
        ),
    )(model)


_follows_rows(Assignment, "assignment", ASSIGNMENT_ROWS)
_follows_rows(Errand, "errand", ERRAND_ROWS)
_follows_rows(Finding, "finding", FINDING_ROWS)
_follows_rows(Meeting, "meeting", MEETING_ROWS)
_follows_rows(
    Supervision,
    "supervision",
    SUPERVISION_ROWS,
    [(SupervisionState.OPEN.value, SupervisionState.CLOSED.value)],  # its case has ended
)
