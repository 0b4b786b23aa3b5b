"""Who takes part: django-guardian's object permissions with direct foreign keys."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from confidentiality.classification import MASKED, OPEN


class DisputeUserPermission(UserObjectPermissionBase):
    """A person's own part; kept for guardian, the portal grants to departments only."""

    content_object = models.ForeignKey("disputes.Dispute", models.CASCADE)

    SECRECY: dict[str, str] = {}

    class Meta(UserObjectPermissionBase.Meta):
        default_permissions = ()


class DisputeGroupPermission(GroupObjectPermissionBase):
    """A department takes part in a dispute; a draft's row is private to its author."""

    content_object = models.ForeignKey(
        "disputes.Dispute", models.CASCADE, related_name="participations"
    )
    private_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

    SECRECY: dict[str, str] = {}

    class Meta(GroupObjectPermissionBase.Meta):
        default_permissions = ()
        indexes = [models.Index(fields=["group", "-content_object"], name="participation_by_group")]


class Recusal(models.Model):
    """回避: this officer neither sees nor handles this dispute from now on (R108)."""

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="recusals")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="recusals")
    reason = models.TextField("理由")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("时间", auto_now_add=True)

    SECRECY = MASKED.of("reason") | OPEN.of("recorded_at")

    class Meta:
        verbose_name = verbose_name_plural = "回避"
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="recusal_once", fields=["dispute", "officer"])]

    def __str__(self) -> str:
        return f"{self.officer} 回避 {self.dispute}"
