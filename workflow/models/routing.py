"""History of routing: what the matrix suggested, what the officer chose (R026)."""

from django.conf import settings
from django.db import models

from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from disputes.promises import joins_no_archived_file, never_changes


class RoutingRecord(SealedModel):
    """One decision about where a dispute goes."""

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="routings")
    verb = models.CharField("动作", max_length=30)
    matrix_version = models.PositiveIntegerField("职责表版本")
    suggested = models.JSONField("建议")
    chosen_lead = models.CharField("所选主办", max_length=12)
    chosen_departments = models.JSONField("所选参与", default=list)
    chosen_mode = models.CharField("所选方式", max_length=20)
    departs = models.BooleanField("与建议不同")
    reason = SealedFreeTextField("理由", blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("时间", auto_now_add=True)

    SECRECY = OPEN.of(
        "verb matrix_version suggested chosen_lead chosen_departments chosen_mode departs "
        "decided_at"
    ) | SEALED.of("reason")

    class Meta:
        verbose_name = verbose_name_plural = "分流记录"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="routing_departure_has_reason",
                condition=models.Q(departs=False) | ~models.Q(reason=""),
            )
        ]
        triggers = [never_changes("routingrecord"), joins_no_archived_file("routingrecord")]

    def __str__(self) -> str:
        return f"{self.dispute} {self.verb}"
