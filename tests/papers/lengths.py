"""A sample at its limit: each field as long as the form or the model lets it be.

A field that no source is named for fails by its name, so a new one is stretched as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from functools import cache
from typing import Any, Final

from django import forms
from django.db import models

from deadlines.models import DeadlinePolicy
from departments.insurance import Insurance
from departments.models import (
    Category,
    Department,
    MembershipDecision,
    Officer,
    RemedyBody,
    SignalRule,
    Town,
)
from departments.roles import Role
from disputes.choices import (
    Channel,
    CounterpartyKind,
    Exemption,
    Mode,
    PartyRole,
    PayerKind,
    ServiceMethod,
    State,
)
from disputes.forms.registration import RegistrationForm, party_fields
from papers.choices import PaperKind
from papers.freezing import Frozen, PaperContent, Slot, rewritten
from papers.pieces import MaterialPiece
from workflow.archiving.forms import AppraiseFile, Supplement
from workflow.decisions.forms import RecordRemedy, Serve
from workflow.disclosure.forms import Disclose
from workflow.handling.recording.forms import RecordSettlement
from workflow.intake.forms import Refer
from workflow.meetings.forms import Hold, PlanMeeting
from workflow.models import Appraisal, CaseFile, Correction
from workflow.models.choices import MeetingForm, MeetingKind
from workflow.models.disclosure import Masking, RecipientKind
from workflow.models.meeting_kinds import RULES
from workflow.models.supervision import SupervisionCause

#: What may be longer than this is told in sentences.
SENTENCES: Final = 200
LONG: Final = "缴费人自二〇一三年起在原林业局木材加工厂工作，改制前后的记录不一致、答复各不相同。"
#: Running text flows on: beyond a page more changes nothing; one alone must fill a second page.
PROSE, ALONE = 900, 1500
#: 短名 姓名（代理）, as everybody signs in the system.
_ROLE: Final = "（代理）"


def _model(model: type[models.Model], name: str) -> str:
    return _words(getattr(model._meta.get_field(name), "max_length", None))


def _form(fields: dict[str, forms.Field], name: str) -> str:
    return _words(getattr(fields[name], "max_length", None))


def _longest(*choices: type[models.TextChoices]) -> str:
    """The longest word of a list; it is printed by its word."""
    return max((str(label) for each in choices for label in each.labels), key=len)


def _words(length: int | None) -> str:
    assert length, "no limit: whoever types may type for ever"
    return (LONG * 40)[: min(length, PROSE)]


def _alone(fields: dict[str, forms.Field], name: str) -> str:
    return (LONG * 40)[: min(getattr(fields[name], "max_length", None) or 0, ALONE)]


def _number(suffix: str = "会") -> str:
    """文号 under the longest 代字 that a unit may have."""
    return f"{_model(Department, 'paper_prefix')}{suffix}〔2026〕9999号"


@cache
def _sources() -> dict[str, str]:
    """What fills a field, by its name; 类.名 goes before 名."""
    unit, name = _model(Department, "name"), _model(Officer, "name")
    signature = f"{_model(Department, 'short_name')} {name}{_ROLE}"
    payer, agent = party_fields(PartyRole.PAYER), party_fields(PartyRole.AGENT)
    case = RegistrationForm.base_fields
    serve, plan, leave = Serve.base_fields, PlanMeeting.base_fields, Disclose.base_fields
    fonds = _model(Department, "fonds_number")
    longer = f"延长{_longest(CaseFile.Retention)}"
    filled: dict[str, str] = {}
    for text, names in (
        (unit, ("department recipient sender lead owner first_contact_department responsible "
               "requested_department participants departments members attended absent observers "
               "copies_to countersigned author fonds OfficePiece.name LinePiece.name "
               "SeatPiece.unit")),
        (name, ("first_contact_officer reviewed_by drafted_by corrected_by recorded_by checked_by "
               "officer SeatPiece.name")),
        (f"{name}{_ROLE}", "signed_by head"),
        (signature, "opened_by SignaturePiece.name"),
        (_model(Appraisal, "appraiser_label"), "StepPiece.by"),
        (_longest(Role), "SeatPiece.post"),
        (_number(), ("number CatalogueLine.number referral_number in_reply_to approval_number "
                    "consent_number minutes_number document_number replaces report_number "
                    "destruction_number")),
        (_longest(PaperKind), "document asked_by CatalogueLine.title"),
        (_model(Department, "statutory_name"), "organ"),
        (_model(Department, "fonds_number"), "fonds_number"),
        (_model(Department, "address"), "OfficePiece.address"),
        (_model(Department, "phone"), "Receipt.phone OfficePiece.phone"),
        (_model(Officer, "phone"), "SeatPiece.phone"),
        (_model(Department, "office_hours"), "hours"),
        (_model(RemedyBody, "name"), "body"),
        (_model(RemedyBody, "address"), "Remedy.address"),
        (_model(RemedyBody, "phone"), "Remedy.phone"),
        (_model(Town, "name"), "town"),
        (_model(Category, "name"), "category"),
        (f"关于{_model(Category, 'name')}的争议", "ConsultationPaper.subject"),
        (_model(MembershipDecision, "ground"), "ground"),
        (_model(MembershipDecision, "duties"), "duties"),
        (_model(MembershipDecision, "liaison"), "liaison"),
        (_model(MembershipDecision, "attachment"), "attachment"),
        (_model(MembershipDecision, "document"), "MembershipPaper.document"),
        (unit, "units"),
        (_model(DeadlinePolicy, "label"), "clock"),
        (_model(SignalRule, "text"), "signals"),
        (_model(Correction, "label"), "label"),
        (_longest(Channel), "channel"),
        (_longest(PayerKind, CounterpartyKind), "kind"),
        (_longest(ServiceMethod), "FeedbackPiece.method"),
        (_longest(Mode), "mode road"),
        (_longest(State), "state"),
        (_longest(MeetingKind), "meeting studied_in"),
        (max((each.minutes for each in RULES.values()), key=len), "banner"),
        (_longest(MeetingForm), "form"),
        (_longest(RecipientKind), "recipient_kind"),
        (_longest(Masking), "masking"),
        (_longest(SupervisionCause), "cause"),
        (_longest(Exemption), "exempt"),
        (_longest(CaseFile.Retention), "retention"),
        (_model(CaseFile, "title"), "AppraisedPiece.title"),
        (f"{fonds}-WS·2015-D10-SBZY-0001", "AppraisedPiece.number"),
        (f"{fonds}-销毁·2026-0001", "listed"),
        (longer, "AppraisedPiece.decision"),
        (f"{longer}，至2046年12月31日", "StepPiece.opinion"),
        (_form(payer, "payer.name"), "PartyPiece.name employer"),
        (_form(payer, "payer.address"), "PartyPiece.address ServiceProof.address"),
        (_form(payer, "payer.contact"), "contact"),
        (_form(agent, "agent.name"), "AgentPiece.name"),
        (_form(case, "place"), "MatterPiece.place"),
        (_form(case, "source_platform"), "source_platform"),
        (f"{_form(case, 'source_platform')} {_form(case, 'source_number')}", "source"),
        (_form(case, "facts"), "facts"),
        (_form(case, "claim"), "claim"),
        (_form(plan, "title"), "Minutes.title MeetingNotice.title AttendanceSheet.title"),
        (_form(plan, "title"), "MeetingNotice.materials attendees"),
        (_form(plan, "place"), "MeetingNotice.place Minutes.place AttendanceSheet.place"),
        (_form(Hold.base_fields, "chair"), "chair"),
        (_form(serve, "recipient"), "ServiceProof.recipient FeedbackPiece.recipient"),
        (_form(RecordSettlement.base_fields, "mediator"), "mediator"),
        (_form(serve, "relation"), "relation"),
        (_form(serve, "second_server"), "ServiceProof.servers"),
        (_form(serve, "mail_number"), "mail_number"),
        (_form(serve, "witnesses"), "witness"),
        (_form(leave, "recipient"), "DisclosureForm.recipient DisclosureSheet.recipient"),
        (_form(leave, "letter"), "letter"),
        (_form(leave, "impact_record"), "impact_record"),
        (_form(Refer.base_fields, "outside_body"), "TransferLetter.recipient"),
        (_form(Supplement.base_fields, "title"), "MaterialPiece.title items"),
        (_form(RecordRemedy.base_fields, "note"),
         ("reason summary question process basis opinion cooperation dissent decision text comment "
         "progress answer conclusion remarks remark note refusal outcome_note full_reason purpose "
         "channel_text withdrawn left served answers present subject before after excused "
         "said agreed claims gist")),
        (_form(AppraiseFile.base_fields, "reason"), "StepPiece.reason"),
        (_alone(case, "facts"), "AcceptanceNotice.summary"),
        (_alone(RecordRemedy.base_fields, "note"), "ExtensionNotice.reason"),
        ("100 个工作日", "length"),
        ("超期 100 天", "timeliness"),
        ("已采纳（部分）", "adopted"),
        ("1234567890.12元", "amount"),
        (LONG * 3, "test_report"),
        ("230718-2026-XF-000012", ""),
    ):  # fmt: skip
        filled |= dict.fromkeys(names.split(), text)
    return filled


#: Codes, ticks, what the portal itself writes at a fixed length, and what is nobody's to type.
_KEPT: Final = """
    nonce verify_code verify_at dispute_number branch outcome severity urgency insurance sex
    id_number credit_code PartyPiece.phone AgentPiece.phone authority assignment verdict party level
    ServiceProof.method shown Remedy.channel limit_text clause FeedbackPiece.answer
    Correction.subject PeriodPiece.label on_time dimension code TablePiece.title page series
    CaseCover.number CaseCatalogue.number CaseRemarks.number
    CaseCover.title CaseCatalogue.title CaseRemarks.title sealed_before sealed_after
    agreement settles stances_headed came StepPiece.what IntakeReceipt.number
    WithdrawalRequest.number ended
"""
KEPT: Final = frozenset(_KEPT.split())


def _key(owner: Frozen, slot: Slot, names: Iterable[str]) -> str:
    own = (f"{each.__name__}.{slot.name}" for each in type(owner).__mro__)
    return next((each for each in (*own, slot.name) if each in names), "")


def filled(owner: Frozen, slot: Slot, value: Any) -> Any:  # Any: a field's value
    """As long as its form allows; numbers, codes and days stay what they are."""
    if not isinstance(value, str) or _key(owner, slot, KEPT):
        return value
    key = _key(owner, slot, _sources())
    assert key, f"nobody says how long {type(owner).__name__}.{slot.name} may be"
    return _sources()[key]


def at_its_limit(content: PaperContent) -> PaperContent:
    full: Any = rewritten(content, filled)  # Any: each kind has fields of its own
    if getattr(full, "number_suffix", ""):
        full = replace(full, number=_number(full.number_suffix))
    if hasattr(full, "materials") and not isinstance(full.materials, str):
        many = tuple(MaterialPiece(title=LONG, pages=12) for _ in range(12))
        full = replace(full, materials=many)
    if hasattr(full, "matter") and full.matter:
        full = replace(full, matter=replace(full.matter, insurance=tuple(Insurance.values)))
    assert isinstance(full, PaperContent)
    return full


def _cut(owner: Frozen, slot: Slot, value: Any) -> Any:  # Any: as above
    """What is told in sentences becomes one; names, numbers and days stay what they are."""
    if not isinstance(value, str) or not value or _key(owner, slot, KEPT):
        return value
    key = _key(owner, slot, _sources())
    return "情况属实。" if key and len(_sources()[key]) > SENTENCES else value


def at_its_shortest(content: PaperContent) -> PaperContent:
    """As the least that is typed leaves it: a sentence each, and of every list its first."""
    short: Any = rewritten(content, _cut)  # Any: as above
    lists = {
        each.name: value[:1]
        for each in fields(short)
        if isinstance(value := getattr(short, each.name), tuple) and each.init
    }
    short = replace(short, **lists)
    assert isinstance(short, PaperContent)
    return short
