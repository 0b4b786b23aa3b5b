"""The first answer to a request, kept so that a repeated one gets the same (R107, quality R8)."""

from __future__ import annotations

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
