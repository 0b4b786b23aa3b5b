"""What a verb's form starts with: the matrix's suggestion, the draft that came back, today."""

from __future__ import annotations

from departments.codes import THREE_BUREAUS
from departments.models import Officer
from disputes.models import Dispute
from workflow.procedure import routing_records
from workflow.verbs.forms import VerbForm
from workflow.verbs.narrowing import Start, limit_to, members


def _report(dispute: Dispute) -> Start:
    """The three bureaus of 五(二), and the reasons that the signs give."""
    hits = routing_records.suggestion(dispute).severity.hits
    return {
        "departments": list(THREE_BUREAUS),
        "reason": "；".join(hit.text for hit in hits),
    }


def _team(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    limit_to(form, "departments", members())
    limit_to(form, "lead", members().filter(may_lead=True))
