"""What the portal's own database role may do with each table: everything here, nothing beside it.

`migrate` ends by giving these rights (config/rights/giving.py). A table without a line may only be
read, and tests/config/test_rights.py fails until it has one. Tables that know no case have theirs
in config/rights/caseless.py.
"""

from __future__ import annotations

from typing import Final

from config.rights.caseless import HOUSE, LIBRARIES
from config.rights.line import Line, With, adds, changes, free, whole


def _numbered(of: str) -> str:
    return f"EXISTS (SELECT FROM disputes_dispute d WHERE d.id = {of} AND d.number IS NOT NULL)"


def _meeting(*states: str) -> str:
    named = ", ".join(f"'{state}'" for state in states)
    return (
        f"EXISTS (SELECT FROM workflow_meeting m "
        f"WHERE m.id = OLD.meeting_id AND m.state IN ({named}))"
    )


_FILE: Final = With("disputes_dispute", "dispute_id", "archived")
_ANSWERED_FILE: Final = With(
    "disputes_dispute", "dispute_id", "archived", "workflow_assignment", "assignment_id"
)
_TIMED_FILE: Final = With(
    "disputes_dispute", "dispute_id", "archived", "workflow_deadline", "deadline_id"
)
_MINUTES: Final = With("workflow_meeting", "meeting_id", "issued")
ARCHIVED: Final = _FILE.rests("OLD")
#: What was due on a day that has passed into the figures; a clock that runs on again is computed.
_ENDED_CLOCK_MOVES: Final = (
    "OLD.ended_on IS NOT NULL AND NEW.ended_on IS NOT NULL "
    "AND (NEW.due_on, NEW.amber_on, NEW.sentence) "
    "IS DISTINCT FROM (OLD.due_on, OLD.amber_on, OLD.sentence)"
)
#: 并案 takes a recusal along as it was recorded (workflow/intake/linking.py).
_TAKEN_ALONG: Final = (
    "EXISTS (SELECT FROM disputes_recusal r WHERE r.officer_id = NEW.officer_id "
    "AND r.recorded_at = NEW.recorded_at "  # its reason is sealed anew, for the new row
    "AND r.recorded_by_id = NEW.recorded_by_id AND r.dispute_id <> NEW.dispute_id)"
)
#: Those who owe it see it as long as it exists.
_TAKES_PART: Final = (
    "EXISTS (SELECT FROM disputes_dispute d JOIN departments_department u "
    "ON u.id IN (d.receiving_department_id, d.lead_department_id) "
    "WHERE d.id = OLD.content_object_id AND d.number IS NOT NULL AND u.group_id = OLD.group_id)"
)
#: 机构改革 is carried out: seats are given up, drafts go along (workflow/membership/passing.py).
_NO_REFORM: Final = (
    "NOT EXISTS (SELECT FROM departments_reform r WHERE r.state = 'registered' "
    "AND OLD.department_id IN (r.source_id, r.target_id))"
)
_STRUCK: Final = "struck_at struck_by_id struck_reason"
#: A record of the parties that may be struck once, and stays to be read.
_STRIKABLE: Final = changes(
    _STRUCK,
    once=_STRUCK,
    times="recorded_at struck_at",
    final="OLD.struck_at IS NOT NULL",
    rests_with=_FILE,
)

DISPUTES: Final = {
    "disputes_dispute": whole(
        fixed="jurisdiction created_at",
        once="number registered_at merged_into_id continues_id",
        times="created_at registered_at concluded_at archived_at",
        final="OLD.state = 'archived'",
        goes=True,
        stays="OLD.state <> 'draft' OR OLD.number IS NOT NULL",
    ),
    "disputes_disputegrouppermission": changes("private_to_id", goes=True, stays=_TAKES_PART),
    "disputes_disputeuserpermission": Line(adds=False, goes=True),  # goes with a draft
    "disputes_follow": free(),
    "disputes_material": changes(
        "",
        times="added_at",
        rests_with=_FILE,
        goes=True,
        stays="EXISTS (SELECT FROM disputes_dispute d "
        "WHERE d.id = OLD.dispute_id AND d.state <> 'draft')",
    ),
    "disputes_numberseries": changes("last", grows="last"),
    "disputes_party": whole(
        fixed="dispute_id role of_id",
        once="left_at",
        times="left_at",
        rests_with=_FILE,
        goes=True,
        stays=f"OLD.role <> 'representative' AND {_numbered('OLD.dispute_id')}",
    ),
    "disputes_reportergrant": adds("granted_at"),
    "disputes_recusal": adds("recorded_at", copied=_TAKEN_ALONG),
    "disputes_savedview": free(),
    "disputes_standin": adds("named_at"),
}

PROCEDURE: Final = {
    "workflow_agendaitem": changes(
        "decision dissent responsible_id due_on errand_id",
        once="errand_id",
        rests_with=_MINUTES,
        goes=True,
        stays=_meeting("held", "minuted", "issued"),
    ),
    "workflow_appraisal": adds("appraised_at"),
    "workflow_appraisaldecision": adds("decided_at"),
    "workflow_appraisalreport": adds("made_at"),
    "workflow_appraisalreportline": adds("added_at"),
    "workflow_approval": whole(
        fixed="kind dispute_id meeting_id membership_id reason progress score hits "
        "reported_state reported_mode reported_severity requested_by_id requested_at until "
        "clock_id",
        passes="lead_id requested_department_id",
        times="requested_at decided_at",
        final="OLD.state <> 'pending'",
        rests_with=_FILE,
    ),
    "workflow_approval_departments": changes(
        "department_id", passes="department_id", goes=True, stays=_NO_REFORM
    ),
    "workflow_assignment": whole(
        fixed="jurisdiction dispute_id kind sent_by_id sent_at question meeting_id designated",
        passes="department_id sender_id",
        once="answered_at clocked_on",
        times="sent_at accepted_at answered_at",
        rests_with=_FILE,
    ),
    "workflow_attendance": changes(
        "attended", once="attended", rests_with=_MINUTES, goes=True, stays=_NO_REFORM
    ),
    "workflow_auditsample": adds("drawn_at"),
    "workflow_casefile": adds("archived_at"),
    "workflow_consultation": adds("recorded_at"),
    "workflow_convening": whole(
        fixed="dispute_id reason asked_by_id asked_at office_id",
        passes="asked_department_id",
        times="asked_at answered_at",
        final="OLD.answered_at IS NOT NULL",
    ),
    "workflow_convening_departments": changes(
        "department_id", passes="department_id", goes=True, stays=_NO_REFORM
    ),
    "workflow_correction": adds("corrected_at"),
    "workflow_countersignature": adds("signed_at"),
    "workflow_deadline": changes(
        "due_on amber_on next_on sentence provisional is_suspended ended_on is_void owner_id",
        passes="owner_id",
        refuses=f"OLD.supervision_id IS NULL AND {ARCHIVED} OR {_ENDED_CLOCK_MOVES}",
    ),
    "workflow_deadlinestage": changes(
        "taken_back_at", once="taken_back_at", times="recorded_at taken_back_at"
    ),
    "workflow_decision": whole(
        fixed="dispute_id department_id facts basis decision drafted_by_id drafted_at",
        times="drafted_at signed_at",
        final="OLD.state <> 'drafted'",
        rests_with=_FILE,
    ),
    "workflow_disclosure": whole(
        fixed="jurisdiction dispute_id requested_by_id requested_at",
        passes="department_id",
        once="number approved_at ended_at",
        times="requested_at approved_at ended_at",
        final="OLD.state = 'dropped'",
    ),
    "workflow_disclosurecopy": adds("taken_at"),
    "workflow_disclosureentry": adds("at"),
    "workflow_disclosureitem": adds(),
    "workflow_disclosurerecall": adds("at"),
    "workflow_disclosuresignature": adds("at"),
    "workflow_errand": whole(
        fixed="jurisdiction number sender_id sent_by_id sender_label sent_at question basis",
        passes="department_id",
        times="sent_at accepted_at answered_at ended_at",
        final="OLD.state IN ('closed', 'recalled')",
    ),
    "workflow_errandentry": adds("at"),
    "workflow_extensiongrant": whole(
        fixed="deadline_id days unit old_due_on reason granted_on granted_by_id",
        once="told_on told_how",
        rests_with=_TIMED_FILE,
    ),
    "workflow_filehold": adds("held_at"),
    "workflow_filerelease": adds("released_at"),
    "workflow_filereview": adds("reviewed_at"),
    "workflow_finding": whole(
        fixed="jurisdiction dispute_id nth place step_id paper_id found basis demand found_by_id "
        "finder_label found_at",
        passes="department_id",
        times="found_at answered_at ended_at",
        final="OLD.state IN ('closed', 'retracted')",
    ),
    "workflow_findingentry": adds("at"),
    "workflow_heartbeat": whole(),
    "workflow_keytopic": whole(
        fixed="jurisdiction title question opened_by_id opened_at",
        once="closed_by_id closed_at",
        times="opened_at closed_at",
        final="OLD.closed_at IS NOT NULL",
    ),
    "workflow_keytopiccase": Line(times=("added_at",), goes=True),  # taken out while it is open
    "workflow_keytopicmeeting": adds("added_at"),
    "workflow_meeting": whole(
        fixed="jurisdiction created_by_id created_at",
        passes="convenor_id",
        once="number issued_at issuer_label consented_by_id",
        times="created_at issued_at",
        final="OLD.state = 'issued'",
    ),
    "workflow_membershippaper": adds("issued_at"),
    "workflow_notice": changes(
        "read_at",
        goes=True,
        stays=f"OLD.dispute_id IS NULL OR {_numbered('OLD.dispute_id')}",
    ),
    "workflow_opinion": whole(
        fixed="assignment_id facts basis opinion verdict outcome attachments "
        "drafted_by_id drafted_at",
        once="approved_at approved_by_id approver_label sent_back",
        times="drafted_at approved_at",
        final="OLD.approved_at IS NOT NULL",
        rests_with=_ANSWERED_FILE,
    ),
    "workflow_originalstransfer": adds("recorded_at"),
    "workflow_outboxmessage": free(),
    "workflow_paper": adds("issued_at"),
    "workflow_papervoid": adds("voided_at"),
    "workflow_periodreport": whole(
        fixed="jurisdiction kind since until figures made_at",
        once="paper_id approved_by_id approved_at",
        times="made_at approved_at",
        final="OLD.approved_at IS NOT NULL",
    ),
    "workflow_partyresponse": _STRIKABLE,
    "workflow_partwithdrawal": adds("recorded_at"),
    "workflow_pause": whole(
        fixed="jurisdiction dispute_id began_on", once="resumed_on", rests_with=_FILE
    ),
    "workflow_remedy": changes(
        f"result closed_at {_STRUCK}",
        once=f"closed_at {_STRUCK}",
        times="recorded_at closed_at struck_at",
        final="OLD.struck_at IS NOT NULL",
        rests_with=_FILE,
    ),
    "workflow_renderedpaper": adds("rendered_at"),
    "workflow_routingrecord": adds("decided_at"),
    "workflow_filetest": adds("tested_at"),
    "workflow_sealedpackage": adds("sealed_at"),
    "workflow_service": _STRIKABLE,
    "workflow_serviceattempt": _STRIKABLE,
    "workflow_settlement": adds("recorded_at"),
    "workflow_supervision": whole(
        fixed="jurisdiction dispute_id deadline_id cause opened_at opened_by_id opener_label",
        passes="department_id",
        times="opened_at answered_at closed_at",
        final="OLD.state = 'closed'",
    ),
    "workflow_sweepfailure": free(),
    "workflow_timelineentry": adds("at"),
    "workflow_urging": adds("at"),
    "workflow_withdrawaltelling": _STRIKABLE,
}

#: What happened and who did it: never changed, never deleted, dated by the server.
LINES: Final[dict[str, Line]] = LIBRARIES | HOUSE | DISPUTES | PROCEDURE
