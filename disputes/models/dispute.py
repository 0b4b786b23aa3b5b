"""The dispute (争议事项): the one row everything else hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse

from confidentiality.bigrams import BigramField
from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import NOT_YOURS, SealedJSONField, SealedModel
from confidentiality.free_text import SealedFreeTextField
from departments.insurance import Insurance
from disputes.choices import (
    ENDED,
    OUT_OF_SCOPE,
    Channel,
    Mode,
    OutReason,
    PartyRole,
    Severity,
    State,
    Urgency,
)
from disputes.promises import follows_its_number, sparse
from disputes.querysets import IS_OPEN, IS_REGISTERED, DisputeQuerySet

if TYPE_CHECKING:
    from disputes.models.party import Party

_ENDED_STATES = sorted(ENDED)
#: What figures are grouped and narrowed by.
_FIGURED = [
    *("id", "state", "severity", "mode", "channel", "category", "town", "lead_department"),
    *("first_contact_officer", "due_on", "amber_on", "concluded_at"),
]


def _no_signals() -> dict[str, object]:
    return {}


class Dispute(SealedModel):
    """One matter as the payer sees it; keeps its number wherever it goes (R002)."""

    jurisdiction = models.CharField("区划", max_length=12, default=settings.JURISDICTION)
    year = models.PositiveSmallIntegerField("年度")
    number = models.CharField("受理编号", max_length=32, null=True, unique=True, blank=True)
    state = models.CharField("状态", max_length=20, choices=State, default=State.DRAFT)
    severity = models.CharField("事项性质", max_length=8, choices=Severity, blank=True)
    mode = models.CharField("办理方式", max_length=10, choices=Mode, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    channel = models.CharField("受理渠道", max_length=10, choices=Channel, blank=True)
    source_platform = models.CharField("来源平台", max_length=40, blank=True)
    source_number = models.CharField("来源工单号", max_length=60, blank=True)
    source_key = models.CharField("工单号归一", max_length=90, blank=True, editable=False)
    visited_at = models.DateTimeField("来访时间", null=True, blank=True)
    registered_at = models.DateTimeField("登记时间", null=True, blank=True)
    town = models.CharField("事项辖区", max_length=12, blank=True)
    place = SealedFreeTextField("林场（村、社区）", blank=True)

    first_contact_department = models.ForeignKey(
        "departments.Department",
        models.PROTECT,
        related_name="+",
        verbose_name="首问单位",
        db_index=False,
    )
    first_contact_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="首问责任人",
        db_index=False,
    )
    receiving_department = models.ForeignKey(
        "departments.Department",
        models.PROTECT,
        related_name="+",
        verbose_name="受理部门",
        db_index=False,
    )
    lead_department = models.ForeignKey(
        "departments.Department",
        models.PROTECT,
        related_name="+",
        verbose_name="主办部门",
        db_index=False,
    )
    responsible_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="当前责任人",
        db_index=False,
    )
    owing_department = models.ForeignKey(
        "departments.Department",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="现由谁办下一步",
        db_index=False,
    )
    owing_role = models.CharField("由何种岗位办", max_length=12, blank=True)

    urgency = models.CharField("紧急程度", max_length=10, choices=Urgency, default=Urgency.NORMAL)
    category = models.CharField("争议类别", max_length=10, blank=True)
    insurance_types = ArrayField(
        models.CharField(max_length=20, choices=Insurance),
        verbose_name="涉及险种",
        default=list,
        blank=True,
    )
    period_start = models.DateField("争议期间起", null=True, blank=True)
    period_end = models.DateField("争议期间止", null=True, blank=True)
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2, null=True, blank=True)
    people_count = models.PositiveIntegerField("人数", default=1)
    facts = SealedFreeTextField("反映主要事项", blank=True)
    claim = SealedFreeTextField("争议诉求", blank=True)
    anonymous = models.BooleanField("匿名", default=False)
    confidential_report = models.BooleanField("举报保密", default=False)
    signals = models.JSONField("重大疑难信号", default=_no_signals, blank=True)
    out_reason = models.CharField(
        "不属征缴争议的理由", max_length=12, choices=OutReason, blank=True
    )
    severity_reason = SealedFreeTextField("性质判定理由", blank=True)

    returns = models.PositiveSmallIntegerField("被退回次数", default=0)
    designated = models.BooleanField("已由专班办公室指定", default=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="absorbed",
        verbose_name="并入",
        db_index=False,
    )
    continues = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="续办自",
        db_index=False,
    )
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    concluded_at = models.DateTimeField("办结时间", null=True, blank=True)
    archived_at = models.DateTimeField("归档时间", null=True, blank=True)
    due_on = models.DateField("期限", null=True, blank=True)
    amber_on = models.DateField("黄灯日", null=True, blank=True)
    due_key = models.CharField("期限环节", max_length=30, blank=True)
    search_text = SealedFreeTextField("检索文字", blank=True, editable=False)
    search_grams = BigramField(verbose_name="检索字对", of="search_text")
    typed = SealedJSONField(verbose_name="暂存时所填", blank=True)

    objects = DisputeQuerySet.as_manager()

    AFTER_ARCHIVING = "a new matter that goes on from an archived one is a case of its own (重启)"
    SECRECY = OPEN.of(
        "jurisdiction year number state severity mode version channel source_platform "
        "source_number source_key visited_at registered_at town owing_role urgency category "
        "insurance_types period_start period_end amount people_count anonymous "
        "confidential_report signals out_reason returns designated created_at concluded_at "
        "archived_at due_on amber_on due_key seal_id"
    ) | SEALED.of("place facts claim severity_reason search_text typed")

    class Meta:
        verbose_name = verbose_name_plural = "争议事项"
        default_permissions = ()
        permissions = [("take_part", "参与办理")]
        constraints = [
            models.CheckConstraint(
                name="dispute_registered_has_number",
                condition=models.Q(state=State.DRAFT) | models.Q(number__isnull=False),
            ),
            models.CheckConstraint(
                name="dispute_registered_has_time_and_visit_before_it",
                condition=models.Q(state=State.DRAFT)
                | models.Q(registered_at__isnull=False, visited_at__lte=models.F("registered_at")),
            ),
            models.CheckConstraint(
                name="dispute_special_is_major",
                condition=~models.Q(mode=Mode.SPECIAL) | models.Q(severity=Severity.MAJOR),
            ),
            models.CheckConstraint(
                name="dispute_handled_has_severity_and_mode",
                condition=~models.Q(
                    state__in=[State.HANDLING, State.AWAITING_SIGNOFF, State.FEEDBACK]
                )
                | (~models.Q(severity="") & ~models.Q(mode="")),
            ),
            models.CheckConstraint(
                name="dispute_merged_names_survivor",
                condition=~models.Q(state=State.MERGED) | models.Q(merged_into__isnull=False),
            ),
            models.CheckConstraint(
                name="dispute_period_runs_forward",
                condition=models.Q(period_start__isnull=True)
                | models.Q(period_end__isnull=True)
                | models.Q(period_end__gte=models.F("period_start")),
            ),
            models.UniqueConstraint(
                name="dispute_source_number_once",
                fields=["jurisdiction", "channel", "source_key"],
                condition=~models.Q(source_key="") & ~models.Q(state=State.DRAFT),
            ),
            models.UniqueConstraint(
                name="dispute_goes_on_as_one",
                fields=["continues"],
                condition=models.Q(continues__isnull=False)
                & ~models.Q(state__in=[*_ENDED_STATES, State.ARCHIVED]),
            ),
        ]
        indexes = [
            # the list, narrowed by one of its filters, newest first
            models.Index(fields=["state", "-id"], name="dispute_by_state"),
            models.Index(fields=["lead_department", "state", "-id"], name="dispute_by_lead"),
            models.Index(fields=["receiving_department", "state", "-id"], name="dispute_by_recv"),
            models.Index(fields=["category", "-id"], name="dispute_by_category"),
            models.Index(fields=["town", "-id"], name="dispute_by_town"),
            models.Index(fields=["channel", "-id"], name="dispute_by_channel"),
            models.Index(
                fields=["-id"], name="dispute_major", condition=models.Q(severity=Severity.MAJOR)
            ),
            # 我发起, which is counted from it alone; 暂存; 待归档
            models.Index(
                fields=["first_contact_officer", "-id"],
                name="dispute_begun",
                condition=IS_REGISTERED,
            ),
            models.Index(
                fields=["first_contact_officer", "-id"],
                name="dispute_drafts",
                condition=models.Q(state=State.DRAFT),
            ),
            models.Index(
                fields=["receiving_department", "-id"],
                name="dispute_to_archive",
                condition=models.Q(state__in=sorted(ENDED)),
            ),
            # 待办 of a unit, of the leader and the office; 快到期, 已超期, 等待他人
            models.Index(
                fields=["owing_department", "due_on", "id"],
                name="dispute_owed",
                condition=IS_OPEN,
            ),
            models.Index(
                fields=["owing_role", "due_on", "id"],
                name="dispute_owed_role",
                condition=IS_OPEN,
            ),
            models.Index(
                fields=["due_on", "id"],
                name="dispute_open_due",
                condition=IS_OPEN,
            ),
            sparse("dispute", "merged_into"),  # 并案 on the page of the one that stays
            sparse("dispute", "continues"),  # 续办
            models.Index(  # a work order's number, or its beginning, typed into the search
                fields=["source_key"],
                name="dispute_by_source_key",
                opclasses=["varchar_pattern_ops"],
                condition=~models.Q(source_key=""),
            ),
            models.Index(  # 统计 reads this and nothing else of a dispute
                fields=["registered_at"], name="dispute_figures", include=_FIGURED
            ),
            GinIndex(fields=["search_grams"], name="dispute_keyed_bigrams", fastupdate=False),
            GinIndex(fields=["insurance_types"], name="dispute_by_insurance"),
        ]
        triggers = [follows_its_number()]

    def __str__(self) -> str:
        return self.number or f"暂存 {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("dispute", args=[self.pk])

    def may_be_revealed_to(self, officer: models.Model) -> bool:
        """What was reported may name its payer: whoever may see him may read it unmasked."""
        return self.payer is not None and self.payer.may_be_revealed_to(officer)

    def why_withheld_from(self, officer: models.Model) -> str:
        return self.payer.why_withheld_from(officer) if self.payer else NOT_YOURS

    def party(self, role: PartyRole | str, of: int | None = None) -> Party | None:
        """Its own one in `role`, or who came with the merged case `of`; prefetched or not."""
        return next((p for p in self.parties.all() if p.role == role and p.of_id == of), None)

    @property
    def payer(self) -> Party | None:
        return self.party(PartyRole.PAYER)

    @property
    def counterparty(self) -> Party | None:
        return self.party(PartyRole.COUNTERPARTY)

    @property
    def agent(self) -> Party | None:
        return self.party(PartyRole.AGENT)

    @property
    def units_in_cause(self) -> set[int | None]:
        """Whose cause it is: who received it, who leads it, the member unit that is a party."""
        parties = (party.department_id for party in self.parties.all())
        return {self.receiving_department_id, self.lead_department_id, *parties}

    @property
    def is_returned(self) -> bool:
        """Sent back to be completed: a draft once more, whose number everybody concerned knows."""
        return self.state == State.DRAFT and bool(self.number)

    def get_state_display(self) -> str:  # type: ignore[no-redef]  # Django keeps a model's own
        """退回补充 is no state of its own, and nobody would look for a numbered case in 暂存."""
        return "退回补充" if self.is_returned else str(State(self.state).label)

    @property
    def is_outside(self) -> bool:
        """The matter lies outside the district (R005)."""
        return self.town == "other"

    @property
    def is_out_of_scope(self) -> bool:
        """No contribution dispute: its category says so, or whoever declined it (R001)."""
        return self.category.startswith(OUT_OF_SCOPE) or bool(self.out_reason)

    @property
    def needs_meeting(self) -> bool:
        """政策性、普遍性、倾向性 marked: a meeting must have spoken when departments ≥ 2 (R050)."""
        return any(self.signals.get(key) for key in ("policy", "universal", "tendency"))

    @property
    def deciding_department_id(self) -> int:
        """Who drafts, signs and serves: lead in referral, else receiving (procedure.md)."""
        return (
            self.lead_department_id if self.mode == Mode.REFERRAL else self.receiving_department_id
        )


def deciding_department(dispute: Dispute):  # type: ignore[no-untyped-def]  # Department, a lower app's model
    """Who drafts, signs and serves: lead in referral, else receiving."""
    if dispute.deciding_department_id == dispute.lead_department_id:
        return dispute.lead_department
    return dispute.receiving_department
