"""信息提供（发布）: what is to leave the mechanism, for whom and by whose word (六(三), R093)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from departments.roles import Role
from disputes.models import Dispute
from disputes.promises import before_change, before_insert
from workflow.models.disclosure_promises import (
    DISCLOSURE_BEGINS,
    DISCLOSURE_STANDS,
)

if TYPE_CHECKING:
    from departments.models import Officer


class RecipientKind(models.TextChoices):
    """Who is given it (A18)."""

    DEPARTMENT = "department", "其他部门（非成员单位）"
    JUDICIAL = "judicial", "司法、纪检监察机关（凭公函）"
    PUBLICATION = "publication", "公开发布、媒体"
    PARTY = "party", "缴费人本人或其代理律师"


class DisclosureState(models.TextChoices):
    HEAD = "head", "待部门负责人审签"
    OFFICE = "office", "待专班办公室审核"
    LEADER = "leader", "待组长审批"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已批准"
    DROPPED = "dropped", "申请已撤回"
    REVOKED = "revoked", "已停止提供"


#: Somebody's signature is waited for.
AT_A_DESK: Final = (DisclosureState.HEAD, DisclosureState.OFFICE, DisclosureState.LEADER)


class Masking(models.TextChoices):
    MASKED = "masked", "脱敏"
    FULL = "full", "不脱敏"


class ItemKind(models.TextChoices):
    """What may leave: a paper of the case, a material, a sheet drawn up for it, archived files."""

    PAPER = "paper", "文书"
    MATERIAL = "material", "材料"
    SHEET = "sheet", "信息提供件"
    BUNDLE = "bundle", "案卷包"


class SheetField(models.TextChoices):
    """信息项: what a sheet may quote of a case."""

    NUMBER = "number", "受理编号"
    PAYER_NAME = "payer_name", "缴费人姓名（名称）"
    PAYER_ID = "payer_id", "缴费人证件号码"
    PAYER_PHONE = "payer_phone", "缴费人联系电话"
    PAYER_ADDRESS = "payer_address", "缴费人住址"
    COUNTERPARTY = "counterparty", "争议对方"
    CATEGORY = "category", "争议类别"
    INSURANCE = "insurance", "涉及险种和期间"
    FACTS = "facts", "反映主要事项"
    CLAIM = "claim", "争议诉求"
    DECISION = "decision", "处理意见"
    STATE = "state", "办理情况"


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    """Disclosures, by who may know of them, in whose register they stand, who left something."""

    def visible_to(self, officer: Officer) -> DisclosureQuerySet:
        """Of a case whoever sees that; about none the task force, the auditor, who asked."""
        rows = self.select_related("dispute", "department", "requested_by")
        seen = Dispute.objects.visible_to(officer).order_by().values("pk")
        beside = Q(dispute=None)
        if not (officer.sees_all or officer.has_role(Role.AUDITOR)):
            beside &= Q(department__in=officer.department_ids)
        return rows.filter(beside | Q(dispute__in=seen))

    def kept_by(self, officer: Officer) -> DisclosureQuerySet:
        """The register: all for task force and auditor, else those of his departments."""
        rows = self.visible_to(officer)
        if officer.sees_all or officer.has_role(Role.AUDITOR):
            return rows
        return rows.filter(department__in=officer.department_ids)


class Disclosure(SealedModel):
    """One request to let information leave; its approval is the only way out."""

    jurisdiction = models.CharField("区划", max_length=12, default=settings.JURISDICTION)
    number = models.CharField("文号", max_length=60, null=True, blank=True)  # noqa: DJ001 unique
    state = models.CharField("状态", max_length=10, choices=DisclosureState)
    version = models.PositiveIntegerField("版本", default=0)
    dispute = models.ForeignKey(
        Dispute, models.PROTECT, related_name="disclosures", null=True, blank=True
    )
    department = models.ForeignKey(
        "departments.Department", models.PROTECT, related_name="disclosures", db_index=False
    )
    #: In whose book the number stands, also when a reform has handed the rest on (R088).
    numbered_by = models.ForeignKey(
        "departments.Department", models.PROTECT, related_name="+", null=True, blank=True,
        db_index=False,
    )  # fmt: skip
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    requested_at = models.DateTimeField("申请时间")
    round = models.PositiveSmallIntegerField("第几次送审", default=1)
    #: The desks it passes, in their order (A18).
    route = ArrayField(models.CharField(max_length=10), verbose_name="审批环节")
    recipient_kind = models.CharField("接收方类别", max_length=12, choices=RecipientKind)
    recipient = SealedFreeTextField("接收方")
    letter = SealedFreeTextField("公函文号", blank=True, default="")
    purpose = SealedFreeTextField("用途")
    masking = models.CharField("脱敏方式", max_length=8, choices=Masking, default=Masking.MASKED)
    full_reason = SealedFreeTextField("不脱敏的理由", blank=True, default="")
    impact_record = SealedFreeTextField("影响评估记录号", blank=True, default="")
    until = models.DateField("提供期限")
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)
    ended_at = models.DateTimeField("停止或撤回时间", null=True, blank=True)
    conclusion = SealedFreeTextField("停止或撤回的理由", blank=True, default="")

    objects = DisclosureQuerySet.as_manager()

    AFTER_ARCHIVING = "of an archived file, too, something leaves by its own approval"
    SECRECY = OPEN.of(
        "jurisdiction number state version requested_at round route recipient_kind masking "
        "until approved_at ended_at seal_id"
    ) | SEALED.of("recipient letter purpose full_reason impact_record conclusion")

    class Meta:
        verbose_name = verbose_name_plural = "信息提供"
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="disclosure_number_once_a_unit",
                fields=["jurisdiction", "numbered_by", "number"],
            ),
            models.CheckConstraint(
                name="disclosure_number_is_of_a_book",
                condition=Q(number=None, numbered_by=None)
                | Q(number__isnull=False, numbered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="disclosure_approved_says_number_and_when",
                condition=Q(state__in=["approved", "revoked"], number__isnull=False,
                            approved_at__isnull=False)
                | ~Q(state__in=["approved", "revoked"]) & Q(number=None, approved_at=None),
            ),
            models.CheckConstraint(
                name="disclosure_published_is_masked_and_led",
                condition=~Q(recipient_kind="publication")
                | Q(masking="masked", route__contains=["leader"]),
            ),
            models.CheckConstraint(
                name="disclosure_by_letter_names_the_letter",
                condition=~Q(recipient_kind="judicial") | ~Q(letter=""),
            ),
            models.CheckConstraint(
                name="disclosure_unmasked_says_why",
                condition=Q(masking="masked") | Q(dispute__isnull=False) & ~Q(full_reason=""),
            ),
            models.CheckConstraint(
                name="disclosure_passes_the_task_force",
                condition=Q(route__contains=["office"]) | Q(route__contains=["leader"]),
            ),
            models.CheckConstraint(
                name="disclosure_ended_says_when_and_why",
                condition=Q(state__in=["dropped", "revoked"], ended_at__isnull=False)
                & ~Q(conclusion="")
                | ~Q(state__in=["dropped", "revoked"]) & Q(ended_at=None),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["department", "-id"], name="disclosure_of_a_unit"),
            models.Index(fields=["state", "id"], name="disclosure_at_a_desk",
                         condition=Q(state__in=AT_A_DESK)),
        ]  # fmt: skip
        triggers = [
            before_insert("disclosure_begins", DISCLOSURE_BEGINS),
            before_change("disclosure_stands", DISCLOSURE_STANDS),
        ]

    def __str__(self) -> str:
        return f"信息提供 {self.number or f'申请{self.pk}'}"

    def get_absolute_url(self) -> str:
        return reverse("disclosure", args=[self.pk])

    @property
    def is_full(self) -> bool:
        return self.masking == Masking.FULL
