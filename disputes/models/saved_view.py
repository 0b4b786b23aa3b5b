"""What an officer keeps for himself: views of the list, and disputes he follows (我关注)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from confidentiality.classification import MASKED, OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField


class SavedView(SealedModel):
    """The filters of a list under a name, both of which may name whom an officer looks for."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views"
    )
    name = SealedFreeTextField("名称")
    filters = models.JSONField("条件")
    created_at = models.DateTimeField("保存时间", auto_now_add=True)

    SECRECY = SEALED.of("name") | OPEN.of("created_at") | MASKED.of("filters")
    SEALED_INSIDE = {"filters": "disputes.search.{officer_id}"}  # disputes/saved_views.py

    class Meta:
        verbose_name = verbose_name_plural = "常用条件"
        default_permissions = ()
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Follow(models.Model):
    """An officer wants this dispute among his own, whoever owes the next move."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows", db_index=False
    )
    dispute = models.ForeignKey("disputes.Dispute", models.CASCADE, related_name="followers")
    since = models.DateTimeField("关注时间", auto_now_add=True)

    SECRECY = OPEN.of("since")
    AFTER_ARCHIVING = "each officer's own list; no part of the file"

    class Meta:
        verbose_name = verbose_name_plural = "关注"
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="follow_once", fields=["officer", "dispute"])]

    def __str__(self) -> str:
        return f"{self.officer} 关注 {self.dispute}"
