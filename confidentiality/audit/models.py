"""The audit record: what has just happened arrives, and is sealed into the chain row by row.

Nothing here is personal data: an officer, an address of the portal, the number of an object.
"""

from __future__ import annotations

from typing import Final

import pgtrigger
from django.conf import settings
from django.db import models

from confidentiality.classification import OPEN

#: The client says neither when nor under which role of PostgreSQL, nor that a table's own trigger
#: spoke; a row's place among the others is the server's too.
_SAYS_ITSELF: Final = """
NEW.id := nextval(pg_get_serial_sequence('confidentiality_auditarrival', 'id'));
NEW.at := clock_timestamp();
NEW.role := session_user;
IF pg_trigger_depth() < 2 THEN
    NEW.source := ''; NEW.source_id := NULL; NEW.source_digest := NULL;
END IF;
RETURN NEW;
"""


class Kind(models.TextChoices):
    """What an entry tells."""

    SIGN_IN = "sign_in", "登录"
    REFUSED = "refused", "拒绝"
    LOOK = "look", "打开"
    LIST = "list", "列表"
    SEARCH = "search", "检索"
    ACT = "act", "提交"
    MATCH = "match", "登记查重"
    VIEW = "view", "查看"
    REVEAL = "reveal", "查看明文"
    PRINT = "print", "打印"
    EXPORT = "export", "导出"
    DOWNLOAD = "download", "下载"
    VERB = "verb", "办理"
    PAPER = "paper", "文书"
    CHANGE = "change", "管理变更"
    ANCHOR = "anchor", "锚定"
    VERIFY = "verify", "核验"
    RESEAL = "reseal", "换密钥"
    KEPT = "kept", "存底"


class AuditFields(models.Model):
    """One thing that somebody did, tried or was refused."""

    at = models.DateTimeField("时间")
    role = models.CharField("数据库账号", max_length=63)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        related_name="+",
        null=True,
        db_index=False,
        db_constraint=False,
        verbose_name="何人",
    )
    post = models.CharField("岗位所在单位", max_length=12, blank=True, db_default="")
    route = models.CharField("页面或接口", max_length=120, blank=True, db_default="")
    verb = models.CharField("动作", max_length=40, blank=True, db_default="")
    object_kind = models.CharField("对象", max_length=60, blank=True, db_default="")
    object_id = models.CharField("对象编号", max_length=64, blank=True, db_default="")
    dispute_id = models.BigIntegerField("争议事项", null=True)
    status = models.PositiveSmallIntegerField("结果", null=True)
    amount = models.PositiveIntegerField("条数", null=True)
    address = models.GenericIPAddressField("地址", null=True)
    source = models.CharField("来源表", max_length=40, blank=True, db_default="")
    source_id = models.BigIntegerField("来源行", null=True)
    source_digest = models.BinaryField("来源摘要", null=True)

    SECRECY = OPEN.of(
        "at role kind post route verb object_kind object_id dispute_id status amount address "
        "source source_id source_digest"
    )

    class Meta:
        abstract = True


class AuditArrival(AuditFields):
    """Written with what it tells, by whoever did it; sealed and gone a few seconds later."""

    class Meta:
        verbose_name = verbose_name_plural = "待入链的留痕"
        default_permissions = ()
        ordering = ("id",)
        triggers = (
            pgtrigger.Trigger(
                name="arrivals_say_nothing_themselves",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=_SAYS_ITSELF,
            ),
            pgtrigger.Protect(name="arrivals_never_change", operation=pgtrigger.Update),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.object_kind} {self.object_id}"


class AuditRecord(AuditFields):
    """One link: its digest covers its own content, the dispute's chain and the link before."""

    seq = models.BigIntegerField("序号", primary_key=True)
    arrival_id = models.BigIntegerField("收到的序号")
    sealed_at = models.DateTimeField("入链时间")
    dispute_seq = models.PositiveIntegerField("本件序号", null=True)
    dispute_digest = models.BinaryField("本件链值", null=True)
    digest = models.BinaryField("链值")

    SECRECY = OPEN.of("arrival_id sealed_at dispute_seq dispute_digest digest")

    class Meta:
        verbose_name = verbose_name_plural = "留痕"
        default_permissions = ()
        ordering = ("-seq",)
        constraints = (
            models.UniqueConstraint(
                fields=["dispute_id", "dispute_seq"], name="audit_of_dispute_in_order"
            ),
        )
        indexes = (
            models.Index(fields=["at"], name="audit_by_time"),
            models.Index(fields=["officer", "-seq"], name="audit_by_officer"),
            models.Index(fields=["kind", "-seq"], name="audit_by_kind"),
            models.Index(
                fields=["source", "source_id"],
                name="audit_by_source",
                condition=~models.Q(source=""),
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="audit_records_never_change",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.get_kind_display()} {self.object_kind} {self.object_id}"
