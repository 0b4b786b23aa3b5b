"""In-app messages (消息)."""

from django.conf import settings
from django.db import models

from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from disputes.promises import sparse


class Notice(SealedModel):
    """One sentence to one officer about one dispute."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", db_index=False
    )
    dispute = models.ForeignKey(
        "disputes.Dispute", models.CASCADE, related_name="+", null=True, blank=True
    )
    stage = models.ForeignKey(
        "workflow.DeadlineStage",
        models.PROTECT,
        related_name="notices",
        null=True,
        blank=True,
        db_index=False,
    )
    supervision = models.ForeignKey(
        "workflow.Supervision",
        models.PROTECT,
        related_name="notices",
        null=True,
        blank=True,
        db_index=False,
    )
    text = SealedFreeTextField("内容")
    asks = models.CharField("请办的事", max_length=60, blank=True, db_default="", default="")
    verb = models.CharField("动作", max_length=30, blank=True, db_default="", default="")
    created_at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("读于", null=True, blank=True)

    AFTER_ARCHIVING = "somebody is told, also of a file that was appended to"
    SECRECY = OPEN.of("asks verb created_at read_at") | SEALED.of("text")

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(name="notice_once_a_stage", fields=["stage", "recipient"]),
        ]
        indexes = [
            models.Index(
                fields=["recipient"],
                name="notice_unread",
                condition=models.Q(read_at__isnull=True),
            ),
            models.Index(fields=["recipient", "-id"], name="notice_of_officer"),
            sparse("notice", "supervision"),
        ]

    def __str__(self) -> str:
        return self.text
