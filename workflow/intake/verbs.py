"""What a verb's form starts with: the matrix's suggestion, the draft that came back, today."""

from __future__ import annotations

from departments.models import Officer
from disputes.models import Dispute
from workflow.procedure import routing_records
from workflow.verbs.forms import VerbForm
from workflow.verbs.narrowing import Start, limit_to, others_than_receiving


def _refer(dispute: Dispute) -> Start:
    leads = routing_records.suggestion(dispute).lead
    others = [code for code in leads if code != dispute.receiving_department.code]
    return {"department": others[0]} if others else {}


def _lead_elsewhere(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """Only who may lead takes a matter over (R020), and never the one who hands it on."""
    limit_to(form, "department", others_than_receiving(dispute).filter(may_lead=True))


def _anywhere_else(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    limit_to(form, "department", others_than_receiving(dispute))
