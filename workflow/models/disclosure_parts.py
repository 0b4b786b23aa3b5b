"""What belongs to a disclosure: its items, signatures, counted copies, and what became of them."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from confidentiality.audit.sources import Source, enters_the_chain
from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from disputes.promises import before_insert, never_changes
from workflow.models.disclosure import Disclosure, DisclosureState, ItemKind
from workflow.models.disclosure_promises import (
    COPY_IS_APPROVED,
    ITEM_COMES_FIRST,
    SIGNED_AT_ITS_DESK,
)


class DisclosureItem(SealedModel):
    """One thing of one round that is to leave."""

    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="items")
    round = models.PositiveSmallIntegerField("第几次送审")
    kind = models.CharField("类别", max_length=10, choices=ItemKind)
    label = SealedFreeTextField("名称")
    paper = models.ForeignKey(
        "workflow.Paper", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    material = models.ForeignKey(
        "disputes.Material", models.PROTECT, related_name="+", null=True, blank=True,
        db_index=False,
    )  # fmt: skip
    fields = ArrayField(models.CharField(max_length=20), verbose_name="信息项", default=list)
    text = SealedFreeTextField("统计、说明文字", blank=True, default="")
    case_files = ArrayField(models.BigIntegerField(), verbose_name="案卷", default=list)

    AFTER_ARCHIVING = Disclosure.AFTER_ARCHIVING
    SECRECY = OPEN.of("round kind fields case_files seal_id") | SEALED.of("label text")

    class Meta:
        verbose_name = verbose_name_plural = "信息提供项"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="disclosure_item_is_one_thing",
                condition=Q(kind="paper", paper__isnull=False, material=None, case_files=[])
                | Q(kind="material", paper=None, material__isnull=False, case_files=[])
                | Q(kind="sheet", paper=None, material=None, case_files=[])
                | Q(kind="bundle", paper=None, material=None) & ~Q(case_files=[]),
            ),
            models.UniqueConstraint(
                name="disclosure_item_one_sheet_a_round",
                fields=["disclosure", "round"],
                condition=Q(kind="sheet"),
            ),
        ]
        triggers = [
            never_changes("disclosureitem"),
            before_insert("disclosureitem_comes_first", ITEM_COMES_FIRST),
        ]

    def __str__(self) -> str:
        return self.label


class DisclosureSignature(SealedModel):
    """One level's word on one round: agreed, or sent back; it never changes."""

    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="signatures")
    round = models.PositiveSmallIntegerField("第几次送审")
    step = models.CharField("环节", max_length=10, choices=DisclosureState)
    agrees = models.BooleanField("同意")
    comment = SealedFreeTextField("意见", blank=True, default="")
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    signer_label = models.CharField("签署人", max_length=120)
    at = models.DateTimeField("时间")

    AFTER_ARCHIVING = Disclosure.AFTER_ARCHIVING
    SECRECY = OPEN.of("round step agrees signer_label at seal_id") | SEALED.of("comment")

    class Meta:
        verbose_name = verbose_name_plural = "信息提供审批意见"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="disclosure_signed_once_a_desk", fields=["disclosure", "round", "step"]
            ),
            models.CheckConstraint(
                name="disclosure_sent_back_says_why", condition=Q(agrees=True) | ~Q(comment="")
            ),
        ]
        triggers = [
            never_changes("disclosuresignature"),
            before_insert("disclosuresignature_at_its_desk", SIGNED_AT_ITS_DESK),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.signer_label}"


class DisclosureCopy(models.Model):
    """外发件: one copy that was made to leave, counted; its digest tells it again."""

    item = models.ForeignKey(DisclosureItem, models.PROTECT, related_name="copies", db_index=False)
    serial = models.PositiveSmallIntegerField("第几份")
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("大小（字节）")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    taker_label = models.CharField("制作人", max_length=120)
    taken_at = models.DateTimeField("制作时间")

    AFTER_ARCHIVING = Disclosure.AFTER_ARCHIVING
    SECRECY = OPEN.of("serial sha256 size taker_label taken_at")

    class Meta:
        verbose_name = verbose_name_plural = "外发件"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="disclosure_copy_counted", fields=["item", "serial"])
        ]
        triggers = [
            never_changes("disclosurecopy"),
            before_insert("disclosurecopy_is_approved", COPY_IS_APPROVED),
        ]

    def __str__(self) -> str:
        return f"{self.item} 第{self.serial}份"


class RecallOutcome(models.TextChoices):
    RETURNED = "returned", "已收回"
    DESTROYED = "destroyed", "已销毁"
    LOST = "lost", "未能收回"


class DisclosureRecall(SealedModel):
    """撤回: what became of a copy that had left."""

    copy = models.OneToOneField(DisclosureCopy, models.PROTECT, related_name="recall")
    outcome = models.CharField("结果", max_length=10, choices=RecallOutcome)
    note = SealedFreeTextField("说明")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    recorder_label = models.CharField("登记人", max_length=120)
    at = models.DateTimeField("时间")

    AFTER_ARCHIVING = Disclosure.AFTER_ARCHIVING
    SECRECY = OPEN.of("outcome recorder_label at seal_id") | SEALED.of("note")

    class Meta:
        verbose_name = verbose_name_plural = "外发件收回"
        default_permissions = ()
        ordering = ["id"]
        triggers = [never_changes("disclosurerecall")]

    def __str__(self) -> str:
        return f"{self.copy} {self.get_outcome_display()}"


CHAINED: Final = Source(
    "workflow_disclosureentry",
    kind="'verb'",
    columns="id disclosure_id @at actor_id actor_label verb text",
    officer="{row}.actor_id",
    verb="{row}.verb",
    object_kind="'disclosures'",
    object_id="{row}.disclosure_id",
    dispute="(SELECT d.dispute_id FROM workflow_disclosure d WHERE d.id = {row}.disclosure_id)",
)


class DisclosureEntry(SealedModel):
    """经过: what happened to it, in plain sentences that never change."""

    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="entries")
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    actor_label = models.CharField("经办人", max_length=120)
    verb = models.CharField("动作", max_length=30)
    text = SealedFreeTextField("经过")

    AFTER_ARCHIVING = Disclosure.AFTER_ARCHIVING
    SECRECY = OPEN.of("at actor_label verb seal_id") | SEALED.of("text")

    class Meta:
        verbose_name = verbose_name_plural = "信息提供经过"
        default_permissions = ()
        ordering = ["id"]
        triggers = [
            never_changes("disclosureentry"),
            enters_the_chain("disclosureentry", CHAINED),
        ]

    def __str__(self) -> str:
        return self.text
