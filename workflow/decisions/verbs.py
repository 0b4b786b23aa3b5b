"""拟定、签发、送达、回应、救济: the verbs of the decision and of its answer (五(三)、五(四))."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from departments.models import Officer
from disputes.choices import (
    SPOKEN,
    TOGETHER,
    Answer,
    Exemption,
    PartySide,
    ServiceMethod,
    State,
)
from disputes.models import Dispute
from disputes.models.party import Side
from papers.choices import PaperKind
from workflow.decisions import actions, feedback, forms, replacing, striking
from workflow.procedure import facts
from workflow.procedure.sides import case_sides
from workflow.verbs.book import Start, Verb
from workflow.verbs.forms import Comment, CommentNeeded, Nothing, VerbForm, offer_only


def _draft_sent_back(dispute: Dispute) -> Start:
    """The draft that was sent back, so that it is mended and not written anew."""
    draft = facts.current_draft(dispute)
    if draft is None:
        return {}
    return {"facts": draft.facts, "basis": draft.basis, "decision": draft.decision}


def _nothing_taken(dispute: Dispute) -> Start:
    """Where the limit is over and nobody went anywhere, that is the result."""
    return {} if case_sides.remedies_in_force(dispute) else {"result": "期满未申请救济"}


def _today(dispute: Dispute) -> Start:
    return {"served_on": timezone.localdate()}


def _first_waiting(dispute: Dispute) -> Start:
    """The first party that was told and has not answered."""
    waiting = [
        service.party
        for service in case_sides.services_in_force(dispute)
        if service.side in case_sides.unheard(dispute)
    ]
    return {"party": waiting[0]} if waiting else {}


def _as_announced(dispute: Dispute) -> Start:
    """The road that whoever objects said he would take, the last of them."""
    said = [each.channel for each in case_sides.objections(dispute) if each.channel]
    return {"channel": said[-1]} if said else {}


def _tried_today(dispute: Dispute) -> Start:
    left = case_sides.unserved(dispute)
    return {"tried_on": timezone.localdate(), "party": left[0].party if left else ""}


def _offer(form: VerbForm, sides: Iterable[Side]) -> None:
    """Only those parties; the page of several gives each a block of its own."""
    offered = {side.party for side in sides}
    parties = [(code, word) for code, word in PartySide.choices if code in offered]
    offer_only(form, "party", parties)


def _to_be_tried(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    _offer(form, case_sides.unserved(dispute))


def _to_be_served(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    _to_be_tried(form, dispute, officer)
    true = {
        why
        for side in case_sides.unserved(dispute)
        for why in case_sides.true_exemptions(dispute, side)
    }
    offer_only(form, "exempt", [("", "否"), *((w, w.label) for w in Exemption if w in true)])
    if dispute.mode in TOGETHER:
        written = [(code, word) for code, word in ServiceMethod.choices if code not in SPOKEN]
        offer_only(form, "method", [("", "请选择"), *written])


def _were_served(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    _offer(form, case_sides.served_sides(dispute))


def _were_tried(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    _offer(form, case_sides.tried_sides(dispute))


def _may_answer(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    _offer(form, case_sides.asked_sides(dispute))


def _were_heard(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    _offer(form, case_sides.answered_sides(dispute))


def _ends_with_it(dispute: Dispute) -> str:
    """Asked once: contentment or silence of the last party closes the case for good."""
    if not facts.last_word_is_due(dispute):
        return ""
    return "登记“无异议”或者“逾期未表态”后本件随即办结，意见不能再更正；请核对选的是否有误。"


def _ends_with_an_old_answer(dispute: Dispute) -> str:
    """What was said on a service that was struck would end the case as soon as he is served."""
    left = case_sides.unserved(dispute)
    if dispute.state != State.FEEDBACK or len(left) != 1 or left[0] in case_sides.unheard(dispute):
        return ""
    if left[0] not in case_sides.answered_sides(dispute) or not facts.last_word_is_due(
        dispute, *left
    ):
        return ""
    whom = case_sides.side_words(dispute, left[0])
    return (
        f"{whom}的意见是在已更正的送达之后登记的，登记送达后本件随即办结；"
        "那不是他的意见的，请先办理“更正当事人意见”。"
    )


VERBS = {
    "draft_decision": Verb(forms.DraftDecision, actions.draft_decision, starts=_draft_sent_back),
    "return_decision": Verb(CommentNeeded, actions.return_decision),
    "sign_decision": Verb(Comment, actions.sign_decision, papers=(PaperKind.DECISION,)),
    "serve": Verb(
        forms.Serve,
        feedback.serve,
        starts=_today,
        narrows=_to_be_served,
        warns=_ends_with_an_old_answer,
        parties=case_sides.unserved,
        papers=(PaperKind.SERVICE_PROOF,),
    ),
    "attempt": Verb(
        forms.Attempt,
        feedback.attempt,
        layout="party:4 method:4 tried_on:4 outcome",
        starts=_tried_today,
        narrows=_to_be_tried,
        parties=case_sides.unserved,
    ),
    "acknowledge": Verb(Nothing, feedback.acknowledge, papers=(PaperKind.SERVICE_PROOF,)),
    "record_response": Verb(
        forms.RecordResponse,
        feedback.record_response,
        layout="party:6 answer:6 channel:6 note",
        starts=_first_waiting,
        narrows=_may_answer,
        warns=_ends_with_it,
        warns_at=f"answer {Answer.NONE} {Answer.SILENT}",
        parties=case_sides.asked_sides,
    ),
    "cancel_service": Verb(
        forms.CancelRecord,
        striking.cancel_service,
        layout="party reason",
        narrows=_were_served,
        parties=case_sides.served_sides,
        papers=(PaperKind.CORRECTION,),
    ),
    "cancel_response": Verb(
        forms.CancelRecord,
        striking.cancel_response,
        layout="party reason",
        narrows=_were_heard,
        parties=case_sides.answered_sides,
        papers=(PaperKind.CORRECTION,),
    ),
    "cancel_attempt": Verb(
        forms.CancelAttempt,
        striking.cancel_attempt,
        layout="party:6 tried_on:6 reason",
        narrows=_were_tried,
        parties=case_sides.tried_sides,
        papers=(PaperKind.CORRECTION,),
    ),
    "replace_paper": Verb(
        forms.ReplacePaper,
        replacing.replace_paper,
        papers=(
            PaperKind.REGISTRATION,
            PaperKind.NOTIFICATION,
            PaperKind.REFERRAL,
            PaperKind.TRANSFER_LETTER,
            PaperKind.JOINT_NOTICE,
            PaperKind.DECISION,
        ),
    ),
    "record_remedy": Verb(
        forms.RecordRemedy,
        feedback.record_remedy,
        layout="channel:3 body:6 accepted_on:3 note",
        starts=_as_announced,
    ),
    "cancel_remedy": Verb(
        forms.CancelRemedy, striking.cancel_remedy, papers=(PaperKind.CORRECTION,)
    ),
    "close_remedy": Verb(forms.CloseRemedy, feedback.close_remedy, starts=_nothing_taken),
}
