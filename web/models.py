"""What a request was answered (R107, quality R8), and what was typed and not yet done (R107)."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models

from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedJSONField, SealedModel


class IdempotencyKey(SealedModel):
    """One officer's key: what was asked, what was answered."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField("键", max_length=120)
    request_digest = models.CharField("请求摘要", max_length=64)
    status = models.PositiveSmallIntegerField("状态码", null=True, blank=True)
    body = SealedJSONField(verbose_name="答复", blank=True)
    created_at = models.DateTimeField("时间", auto_now_add=True)

    SECRECY = OPEN.of("key request_digest status created_at seal_id") | SEALED.of("body")

    class Meta:
        verbose_name = verbose_name_plural = "幂等键"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="idempotency_key_once", fields=["officer", "key"])
        ]

    def __str__(self) -> str:
        return self.key


class KeptText(SealedModel):
    """What an officer typed into one form of one page and has not done yet.

    Its seal number is that of the drawing of the form; inside the seal stands again whose it is,
    so that a row which is given another owner opens for nobody.
    """

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    page = models.CharField("页面摘要", max_length=64)
    content = SealedJSONField(verbose_name="内容")
    created_at = models.DateTimeField("开始于", auto_now_add=True)
    kept_at = models.DateTimeField("暂存于", auto_now=True)

    SECRECY = OPEN.of("page created_at kept_at seal_id") | SEALED.of("content")

    class Meta:
        verbose_name = verbose_name_plural = "未提交的内容"
        default_permissions = ()
        indexes = [
            models.Index(name="kept_text_by_page", fields=["officer", "page", "-kept_at"]),
            models.Index(name="kept_text_by_age", fields=["kept_at"]),
        ]
        constraints = [
            models.CheckConstraint(name="kept_text_is_sealed", condition=~models.Q(content=""))
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="kept_text_keeps_its_owner",
                fields=["officer", "page", "seal_id", "created_at"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.kept_at:%Y-%m-%d %H:%M}"
