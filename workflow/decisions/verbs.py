"""What a verb's form starts with: the matrix's suggestion, the draft that came back, today."""

from __future__ import annotations

from django.utils import timezone

from departments.models import Officer
from disputes.choices import SPOKEN, TOGETHER, PartySide, ServiceMethod
from disputes.models import Dispute
from workflow.procedure import facts
from workflow.verbs.forms import VerbForm
from workflow.verbs.narrowing import Start, offer_only


def _decide(dispute: Dispute) -> Start:
    """The draft that was sent back, so that it is mended and not written anew."""
    draft = facts.current_draft(dispute)
    if draft is None:
        return {}
    return {"facts": draft.facts, "basis": draft.basis, "decision": draft.decision}


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


def _to_be_served(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    left = facts.unserved(dispute)
    offer_only(form, "party", [(side, PartySide(side).label) for side in left])
    if dispute.mode in TOGETHER:
        written = [(code, word) for code, word in ServiceMethod.choices if code not in SPOKEN]
        offer_only(form, "method", [("", "请选择"), *written])


def _were_served(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    told = facts.served_sides(dispute)
    offer_only(form, "party", [(code, word) for code, word in PartySide.choices if code in told])
