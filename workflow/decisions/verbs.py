"""拟定、签发、送达、回应、救济: the verbs of the decision and of its answer (五(三)、五(四))."""

from __future__ import annotations

from django.utils import timezone

from departments.models import Officer
from disputes.choices import (
    NEVER_ASKED,
    SPOKEN,
    TOGETHER,
    Exemption,
    PartySide,
    ServiceMethod,
)
from disputes.models import Dispute
from workflow.decisions import actions, feedback, forms
from workflow.procedure import facts
from workflow.verbs.book import Start, Verb
from workflow.verbs.forms import Comment, CommentNeeded, Nothing, VerbForm, offer_only


def _draft_sent_back(dispute: Dispute) -> Start:
    """The draft that was sent back, so that it is mended and not written anew."""
    draft = facts.current_draft(dispute)
    if draft is None:
        return {}
    return {"facts": draft.facts, "basis": draft.basis, "decision": draft.decision}


def _today(dispute: Dispute) -> Start:
    return {"served_on": timezone.localdate()}


def _first_waiting(dispute: Dispute) -> Start:
    """The first party that was told and has not answered."""
    waiting = [
        service.party
        for service in dispute.services.all()
        if service.party not in facts.heard_sides(dispute)
    ]
    return {"party": waiting[0]} if waiting else {}


def _tried_today(dispute: Dispute) -> Start:
    left = facts.unserved(dispute)
    return {"tried_on": timezone.localdate(), "party": left[0] if left else ""}


def _to_be_tried(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    left = facts.unserved(dispute)
    offer_only(form, "party", [(side, PartySide(side).label) for side in left])


def _to_be_served(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    _to_be_tried(form, dispute, officer)
    true = {why for side in facts.unserved(dispute) for why in facts.true_exemptions(dispute, side)}
    offer_only(form, "exempt", [("", "否"), *((w, w.label) for w in Exemption if w in true)])
    if dispute.mode in TOGETHER:
        written = [(code, word) for code, word in ServiceMethod.choices if code not in SPOKEN]
        offer_only(form, "method", [("", "请选择"), *written])


def _were_served(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    told = {each.party for each in dispute.services.all() if each.exempt not in UNASKED}
    offer_only(form, "party", [(code, word) for code, word in PartySide.choices if code in told])


#: Whoever remained unnamed may still come forward; the others are not there, or must not know.
UNASKED = NEVER_ASKED - {Exemption.ANONYMOUS}

VERBS = {
    "draft_decision": Verb(forms.DraftDecision, actions.draft_decision, starts=_draft_sent_back),
    "return_decision": Verb(CommentNeeded, actions.return_decision),
    "sign_decision": Verb(Comment, actions.sign_decision),
    "serve": Verb(forms.Serve, feedback.serve, starts=_today, narrows=_to_be_served),
    "attempt": Verb(
        forms.Attempt,
        feedback.attempt,
        layout="party:4 method:4 tried_on:4 outcome",
        starts=_tried_today,
        narrows=_to_be_tried,
    ),
    "acknowledge": Verb(Nothing, feedback.acknowledge),
    "record_response": Verb(
        forms.RecordResponse,
        feedback.record_response,
        layout="party:6 answer:6 channel:6 note",
        starts=_first_waiting,
        narrows=_were_served,
    ),
    "record_remedy": Verb(
        forms.RecordRemedy, feedback.record_remedy, layout="channel:3 body:6 accepted_on:3 note"
    ),
    "close_remedy": Verb(forms.CloseRemedy, feedback.close_remedy),
}
