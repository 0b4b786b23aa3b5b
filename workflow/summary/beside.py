"""What stands beside a verb's form: the case in short, and what the decision needs to look at."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from deadlines.calendar_days import current_calendar
from departments.models import Department, Officer
from departments.routing import UnknownCategory
from disputes import words
from disputes.choices import UNIT_KINDS
from disputes.models import Dispute, Material, Party
from web.refusals import Stale
from workflow.models.choices import GONE_ASSIGNMENT
from workflow.procedure import routing_records
from workflow.procedure.transitions import DISPUTE_TABLE
from workflow.summary.feedback import Feedback, feedback
from workflow.summary.opinions import Answers, answers
from workflow.summary.read import CaseRead, read_case
from workflow.summary.records import RecordLine, record_lines

ROUTING = frozenset(
    {"accept_single", "refer", "convene_joint", "report_major", "notify_only", "escalate", "assign"}
)
WEIGHING = frozenset({"draft_decision", "sign_decision", "return_decision", "excuse", "archive"})
TELLING = frozenset({"sign_decision", "return_decision", "serve", "attempt", "record_response",
                     "record_remedy", "close_remedy", "draft_decision", "draft_opinion",
                     "approve_opinion", "cancel_service", "cancel_response",
                     "cancel_attempt", "cancel_remedy"})  # fmt: skip


@dataclass(frozen=True)
class Suggestion:
    """The matrix's word with its reasons, clauses and what it scored (R026, R045)."""

    verb: str
    label: str
    lead: str
    supporting: str
    severity: str
    reasons: list[tuple[str, str]]


@dataclass(frozen=True)
class Beside:
    """The case in short."""

    dispute: Dispute
    number: str
    payer: str
    counterparty: str  # empty when there is none
    category: str
    facts: str
    is_long: bool
    claim: str
    rows: list[tuple[str, str]]
    materials: list[tuple[str, int]] = field(default_factory=list)
    suggestion: Suggestion | None = None
    answers: Answers | None = None
    feedback: Feedback | None = None
    records: list[RecordLine] = field(default_factory=list)


GONE: Final = "您打开以后，这件事项已由他人办理，本单位不再参与，您的这一步没有写入。"


def beside(dispute: Dispute, officer: Officer, verb: str) -> Beside:
    """The case for the page of `verb`."""
    read = read_case(officer, dispute.pk)
    if read is None:  # the view had found it: somebody was quicker
        raise Stale(GONE)
    other = dispute.counterparty
    return Beside(
        dispute=dispute,
        number=str(dispute),
        payer=words.payer_words(dispute),
        counterparty=other.display_name if other and other.kind != "none" else "",
        category=read.category,
        facts=words.shown(dispute.facts, dispute),
        is_long=words.is_long(dispute.facts),
        claim=words.shown(dispute.claim, dispute),
        rows=_rows(read),
        materials=[(words.shown(m.title, dispute, m.dispute), m.pk) for m in _materials(read)],
        suggestion=_suggestion(dispute) if verb in ROUTING else None,
        answers=_answers(read, officer) if verb in WEIGHING else None,
        feedback=feedback(read, officer) if verb in TELLING else None,
        records=_records(read) if verb in WEIGHING else [],
    )


def _records(read: CaseRead) -> list[RecordLine]:
    """What stands, its own and of merged cases; what is void is weighed no more."""
    lines = record_lines(read.records, read.dispute)
    for each in read.joined:
        found = [*each.consultations.all(), *each.settlements.all()]
        lines += record_lines(found, read.dispute, each)
    return [line for line in lines if not line.is_void]


def _materials(read: CaseRead) -> list[Material]:
    """Its own, then those of merged cases (R043)."""
    return [*read.materials, *(each for joined in read.joined for each in joined.materials.all())]


def _rows(read: CaseRead) -> list[tuple[str, str]]:
    dispute = read.dispute
    payer = dispute.payer
    asked = [words.shown(c.reason, dispute) for c in read.convenings if not c.verdict]
    rows = [
        ("证件", _papers_of(payer) if payer else ""),
        ("险种", words.insurance(dispute)),
        ("争议期间", words.period(dispute)),
        ("涉及", words.stake(dispute)),
        ("辖区", words.place(dispute, read.town)),
        ("受理", words.unit(dispute.receiving_department)),
        ("主办", words.unit(dispute.lead_department)),
        *(("并入件", f"{each}：{words.shown(each.facts, dispute, each)}") for each in read.joined),
        ("提请召集", "；".join(asked)),
    ]
    rows += [] if read.materials else [("材料", "还没有材料")]
    return [(label, value) for label, value in rows if value]


def _papers_of(payer: Party) -> str:
    """Masked by the sealed field itself; of who reported in confidence nothing."""
    if payer.is_kept_secret:
        return ""
    shown = payer.credit_code if payer.kind in UNIT_KINDS else payer.id_number
    return "" if shown.is_blank else str(shown)


def _answers(read: CaseRead, officer: Officer) -> Answers | None:
    """What was sent back or taken back is no opinion to weigh."""
    standing = [each for each in read.assignments if each.state not in GONE_ASSIGNMENT]
    weighed = replace(read, assignments=standing)
    return answers(weighed, officer, current_calendar()) if standing else None


def _suggestion(dispute: Dispute) -> Suggestion | None:
    try:
        answer = routing_records.suggestion(dispute)
    except UnknownCategory:
        return None
    names = {each.code: words.unit(each) for each in Department.objects.all()}
    return Suggestion(
        verb=answer.mode,
        label=DISPUTE_TABLE[answer.mode].label,
        lead="、".join(names.get(code, code) for code in answer.lead),
        supporting="、".join(names.get(code, code) for code in answer.supporting),
        severity=answer.severity.says,
        reasons=list(dict.fromkeys((why.clause, why.text) for why in answer.reasons)),
    )
