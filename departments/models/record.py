"""What administrators changed, when and why; written once, never altered (R014, R106)."""

from typing import Final

import pgtrigger
from django.conf import settings
from django.db import models

from confidentiality.audit.sources import Source, enters_the_chain
from confidentiality.classification import OPEN

CHAINED: Final = Source(
    "departments_changerecord",
    kind="'change'",
    columns="id @at by_id verb subject before after reason",
    officer="{row}.by_id",
    verb="{row}.verb",
    object_kind="'changes'",
    object_id="{row}.id",
)


class ChangeRecord(models.Model):
    """One change by an administrator, in a sentence a reader understands."""

    at = models.DateTimeField("时间", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="操作人",
        help_text="空：系统初始化",
    )
    verb = models.CharField("动作", max_length=40)
    subject = models.CharField("对象", max_length=120)
    before = models.TextField("变更前", blank=True)
    after = models.TextField("变更后", blank=True)
    reason = models.CharField("理由或依据", max_length=300, blank=True)

    SECRECY = OPEN.of("at verb subject before after reason")

    class Meta:
        verbose_name = verbose_name_plural = "管理变更记录"
        default_permissions = ()
        ordering = ["-id"]
        triggers = [
            pgtrigger.Protect(
                name="change_record_is_written_once",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
            enters_the_chain("change_record", CHAINED),
        ]

    def __str__(self) -> str:
        return f"{self.verb}：{self.subject}"
