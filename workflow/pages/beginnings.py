"""What a verb's form starts with: the matrix's suggestion, the draft that came back, today."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from departments.codes import THREE_BUREAUS
from disputes.models import Dispute
from workflow import facts, routing_records
from workflow.models import Assignment, Supervision

Start = dict[str, Any]  # initial values, of many types


def beginning(verb: str, subject: Dispute | Assignment | Supervision) -> Start:
    """The initial values of a form that nobody has typed in yet."""
    found = _STARTS.get(verb)
    return found(subject) if found else {}


def _refer(dispute: Dispute) -> Start:
    leads = routing_records.suggestion(dispute).lead
    others = [code for code in leads if code != dispute.receiving_department.code]
    return {"department": others[0]} if others else {}


def _convene(dispute: Dispute) -> Start:
    """Whom the matrix names, less the one who invites."""
    answer = routing_records.suggestion(dispute)
    own = dispute.receiving_department.code
    asked = dict.fromkeys([*answer.lead, *answer.supporting])
    asked.pop(own, None)
    lead = answer.lead[0] if answer.lead and answer.lead[0] != own else ""
    return {"departments": list(asked), "lead": lead}


def _report(dispute: Dispute) -> Start:
    """The three bureaus of 五(二), and the reasons that the signs give."""
    hits = routing_records.suggestion(dispute).severity.hits
    return {
        "departments": list(THREE_BUREAUS),
        "reason": "；".join(hit.text for hit in hits),
    }


def _decide(dispute: Dispute) -> Start:
    """The draft that was sent back, so that it is mended and not written anew."""
    draft = facts.current_draft(dispute)
    if draft is None:
        return {}
    return {"facts": draft.facts, "basis": draft.basis, "decision": draft.decision}


def _answer(assignment: Assignment) -> Start:
    draft = assignment.opinions.last()
    if draft is None:
        return {}
    return {"facts": draft.facts, "basis": draft.basis, "opinion": draft.opinion}


def _serve(dispute: Dispute) -> Start:
    return {"served_on": timezone.localdate()}


def _respond(dispute: Dispute) -> Start:
    """The first party that was told and has not answered."""
    waiting = [
        service.party
        for service in dispute.services.all()
        if service.party not in facts.answered_sides(dispute)
    ]
    return {"party": waiting[0]} if waiting else {}


_STARTS: dict[str, Callable[[Any], Start]] = {  # Any: a dispute, or an assignment
    "refer": _refer,
    "convene_joint": _convene,
    "report_major": _report,
    "escalate": _report,
    "draft_decision": _decide,
    "draft_opinion": _answer,
    "serve": _serve,
    "record_response": _respond,
}
