"""How secret each model field is; a test walks all models and fails for one that is not declared.

A model says so beside its fields: `SECRECY = OPEN.of("state") | MASKED.of("facts")`. Sealed fields
and their indexes know themselves; keys and relations carry nothing and need not be named.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Secrecy(StrEnum):
    """SEALED: encrypted at rest. MASKED: stored plain, masked when shown outside the case. OPEN.

    Of columns that hold words `STAYS_OPEN` says why they are not sealed.
    """

    SEALED = "sealed"
    MASKED = "masked"
    OPEN = "open"

    def of(self, names: str) -> dict[str, Secrecy]:
        """These fields, so secret."""
        return dict.fromkeys(names.split(), self)


SEALED: Final = Secrecy.SEALED
MASKED: Final = Secrecy.MASKED
OPEN: Final = Secrecy.OPEN


def secrecy_of(model: type[models.Model]) -> dict[str, Secrecy]:
    """What a model and its abstract parents declare, the nearest word first."""
    declared: dict[str, Secrecy] = {}
    for parent in reversed(model.__mro__):
        declared |= parent.__dict__.get("SECRECY", {})
    return declared


def findings(model: type[models.Model]) -> list[str]:
    """One sentence for each field undeclared, contradicted, or declared without existing."""
    declared = secrecy_of(model)
    fields = {f.name: f for f in model._meta.concrete_fields}
    own = {name: f for name, f in fields.items() if not f.is_relation and not f.primary_key}
    missing = [name for name, f in own.items() if name not in declared and not _knows_itself(f)]
    wrong = [
        name for name, f in own.items() if name in declared and _contradicts(f, declared[name])
    ]
    stale = [name for name in declared if name not in fields]
    label = model._meta.label
    return [
        *(f"{label}.{name} is neither SEALED, MASKED nor OPEN" for name in missing),
        *(f"{label}.{name} is declared {declared[name]} but is not stored so" for name in wrong),
        *(f"{label}.{name} is declared but does not exist" for name in stale),
    ]


def _knows_itself(field: models.Field) -> bool:  # type: ignore[type-arg]
    return hasattr(field, "secrecy")


def _contradicts(field: models.Field, word: Secrecy) -> bool:  # type: ignore[type-arg]
    return (word is SEALED) != (getattr(field, "secrecy", OPEN) is SEALED)


#: Columns of words that are stored open, by the reason why; every other one is sealed. A test
#: walks all models, and a new column of words is in this list or is a sealed field.
STAYS_OPEN: Final[dict[str, str]] = {
    "编号、代码、摘要与程序自己的记号，不是谁的话": """
        confidentiality.AccessRecord: object_type object_id dispute_number fields
        confidentiality.KeyCheck: key value
        web.IdempotencyKey: key request_digest
        web.KeptText: page
        disputes.Dispute: jurisdiction number source_platform source_number source_key town
            owing_role category insurance_types signals due_key
        disputes.Material: file media_type sha256 original_sha256 purpose
        disputes.NumberSeries: jurisdiction series
        disputes.Party: kind
        workflow.AppraisalDecision: number
        workflow.AppraisalReport: jurisdiction
        workflow.Approval: hits reported_state reported_mode reported_severity
        workflow.Assignment: jurisdiction
        workflow.AuditSample: seed files
        workflow.CaseFile: jurisdiction number
        workflow.Consultation: units
        workflow.Correction: field label
        workflow.Deadline: jurisdiction key
        workflow.DeadlineStage: jurisdiction
        workflow.Disclosure: jurisdiction number route
        workflow.DisclosureCopy: sha256
        workflow.DisclosureEntry: verb
        workflow.DisclosureItem: case_files fields
        workflow.Errand: jurisdiction number told
        workflow.ErrandEntry: verb
        workflow.FileReview: gaps left
        workflow.Finding: jurisdiction told
        workflow.FindingEntry: verb
        workflow.FileTest: number findings
        workflow.Heartbeat: name says
        workflow.Meeting: jurisdiction number
        workflow.KeyTopic: jurisdiction
        workflow.Notice: asks verb
        workflow.OutboxMessage: topic payload key last_error
        workflow.Paper: jurisdiction number verify_code check_code
        workflow.PartWithdrawal: insurance_types insurance_left
        workflow.Pause: jurisdiction
        workflow.PeriodReport: jurisdiction figures
        workflow.RenderedPaper: file sha256
        workflow.Service: mail_number
        workflow.SealedPackage: file sm3 papers materials statement signature
        workflow.RoutingRecord: verb suggested chosen_lead chosen_departments chosen_mode
        workflow.Supervision: jurisdiction
        workflow.SweepFailure: error
        workflow.TimelineEntry: jurisdiction verb clause state_before state_after
        workflow.Urging: jurisdiction role
    """,
    "系统按固定格式拼成，只有编号、险种、类别、日期，从不写姓名": """
        workflow.CaseFile: title
        workflow.Deadline: sentence
    """,
    "单位、公职人员与制度的公开资料，不是缴费人的": """
        departments.MembershipDecision: document attachment ground duties liaison
        departments.Department: code name short_name statutory_name address phone office_hours
            paper_prefix fonds_number
        departments.RemedyBody: name address phone
        departments.Town: code name
        departments.Post: title
        departments.Term: basis
        departments.Delegation: basis
        departments.Category: code name
        departments.MatrixVersion: note
        departments.DutyRule: lead supporting clause text basis
        departments.SignalRule: topic field brings clause text
        departments.SwitchDate: basis
        departments.Officer: username name name_key phone email
        departments.ChangeRecord: verb subject before after reason
        departments.UnitName: name short_name document reason
        departments.Reform: document reason categories insurance_types numbers cancel_reason
        departments.Training: subject place lecturer sheet sheet_name sheet_type sheet_sha256
            void_reason
        deadlines.CalendarDay: name source
        deadlines.DeadlinePolicy: key label mode category extension clause
        workflow.Appraisal: appraiser_label
        workflow.AppraisalDecision: decider_label
        workflow.AuditSample: drawer_label
        workflow.Decision: signer_label
        workflow.Opinion: approver_label
        workflow.Approval: decider_label
        workflow.Errand: sender_label approver_label basis
        workflow.FileHold: holder_label
        workflow.FileRelease: releaser_label
        workflow.FileReview: reviewer_label
        workflow.OriginalsTransfer: recorder_label
        workflow.ErrandEntry: actor_label
        workflow.Finding: finder_label approver_label
        workflow.FindingEntry: actor_label
        workflow.DisclosureCopy: taker_label
        workflow.DisclosureEntry: actor_label
        workflow.DisclosureRecall: recorder_label
        workflow.DisclosureSignature: signer_label
        workflow.Supervision: opener_label
        workflow.TimelineEntry: actor_label
        workflow.Remedy: body
        workflow.Meeting: issuer_label
    """,
    "单位名称按领域 4.3 内部明文；自然人的姓名另有密封的一栏": """
        disputes.Party: unit_name
    """,
    "口令只存散列": """
        departments.Officer: password
        departments.PastPassword: password
        departments.PasswordSlip: code second_code
        departments.RecoveryCode: digest
        departments.ApiToken: digest
    """,
    "谁在何处登录、凭据管什么，是账号的，不是案件的": """
        departments.ApiToken: name units
        departments.PasswordSlip: reason
        departments.SignInWait: key username
        departments.Sitting: session_key session_data address browser
    """,
    "审计只记谁、何时、对哪个编号做了什么，不记内容": """
        confidentiality.AuditArrival: route verb object_kind post object_id role source
        confidentiality.AuditRecord: route verb object_kind post object_id role source
    """,
    "列表的条件；检索的字已先密封": """
        disputes.SavedView: filters
    """,
    "已签的各栏：触发器逐栏比较，何人何时可见，所写的意见逐条另行密封": """
        workflow.Approval: lines
    """,
}


def stays_open() -> dict[str, set[str]]:
    """The names of open columns by the label of their model."""
    found: dict[str, set[str]] = {}
    label = ""
    for word in " ".join(STAYS_OPEN.values()).split():
        if word.endswith(":"):
            label = word.removesuffix(":")
        else:
            found.setdefault(label, set()).add(word)
    return found


def words_of(model: type[models.Model]) -> set[str]:
    """Columns in which words may stand: no key, no choice, and not sealed."""
    kinds = (models.CharField, models.TextField, models.JSONField, ArrayField, models.FileField)
    return {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, kinds)
        and not field.is_relation
        and not field.choices
        and not _knows_itself(field)
    }
