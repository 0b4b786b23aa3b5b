"""Who looked at what: the record that comes before anyone sees a sealed value (R092, R096, R106).

Each row enters the audit chain (confidentiality/audit) in the transaction that writes it.
"""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from confidentiality.audit.models import AuditArrival, AuditRecord
from confidentiality.audit.sources import ACCESS, GRANTS, enters_the_chain
from confidentiality.classification import OPEN, SEALED, Secrecy
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField

__all__ = ["AccessRecord", "AuditArrival", "AuditRecord", "KeyCheck", "RevealGrant"]


class AccessRecord(SealedModel):
    """One look, print, export or download, refused ones included; never the values themselves."""

    class Action(models.TextChoices):
        REVEAL = "reveal", "查看明文"
        PRINT = "print", "打印"
        EXPORT = "export", "导出"
        DOWNLOAD = "download", "下载"
        VIEW = "view", "查看"

    class Result(models.TextChoices):
        DONE = "done", "成功"
        REFUSED = "refused", "拒绝"

    SECRECY: ClassVar[dict[str, Secrecy]] = {
        "at": OPEN,
        "action": OPEN,
        "result": OPEN,
        "object_type": OPEN,
        "object_id": OPEN,
        "dispute_number": OPEN,
        "fields": OPEN,
        "purpose": SEALED,
        "ip_address": OPEN,
    }

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="access_records",
        verbose_name="查看人",
    )
    at = models.DateTimeField("时间", auto_now_add=True)
    action = models.CharField("动作", max_length=16, choices=Action)
    result = models.CharField("结果", max_length=16, choices=Result, default=Result.DONE)
    object_type = models.CharField("对象类型", max_length=100)
    object_id = models.CharField("对象编号", max_length=64)
    dispute_number = models.CharField("争议编号", max_length=64, blank=True)
    fields = ArrayField(models.CharField(max_length=64), verbose_name="字段", default=list)
    purpose = SealedFreeTextField("用途")
    ip_address = models.GenericIPAddressField("地址", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "查阅记录"
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["dispute_number", "-id"], name="access_by_dispute"),
            models.Index(fields=["officer", "at"], name="access_by_officer"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(purpose=""), name="access_record_has_a_purpose"
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="access_records_are_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
            enters_the_chain("access_records", ACCESS),
        )

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.object_type} {self.object_id}"


class RevealGrant(SealedModel):
    """放行查看明文: a head lets a named officer see some more cases in clear, on that day alone."""

    SECRECY: ClassVar[dict[str, Secrecy]] = {"more": OPEN, "reason": SEALED, "at": OPEN}

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="给谁"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="放行人"
    )
    more = models.PositiveSmallIntegerField("再看件数")
    reason = SealedFreeTextField("理由")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "查看明文放行"
        indexes = (models.Index(fields=["officer", "at"], name="reveal_grant_by_officer"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(more__gte=1, more__lte=50), name="reveal_grant_is_some"
            ),
            models.CheckConstraint(
                condition=~models.Q(officer=models.F("by")), name="reveal_grant_by_another"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="reveal_grant_says_why"),
        )
        triggers = (
            pgtrigger.Protect(
                name="reveal_grants_are_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
            enters_the_chain("reveal_grants", GRANTS),
        )

    def __str__(self) -> str:
        return f"{self.officer} +{self.more}"


class KeyCheck(models.Model):
    """What a key left behind when this database first met it: another one of its name is refused.

    Sealing under a wrong key would go unnoticed until somebody needs what was sealed under the
    right one.
    """

    SECRECY: ClassVar[dict[str, Secrecy]] = {"key": OPEN, "value": OPEN, "first_seen_at": OPEN}

    key = models.CharField("密钥", max_length=80, unique=True)
    value = models.CharField("校验值", max_length=32)
    first_seen_at = models.DateTimeField("首次使用", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "密钥校验值"
        default_permissions = ()
        triggers = (
            pgtrigger.Protect(
                name="key_checks_are_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
        )

    def __str__(self) -> str:
        return self.key
