"""送达未果: one try to reach a party that came to nothing; struck, never changed (R070)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from confidentiality.classification import OPEN, SEALED
from confidentiality.free_text import SealedFreeTextField
from disputes.choices import PartySide, ServiceMethod
from disputes.models.party import Side, came_with, of_merged
from disputes.promises import joins_no_archived_file
from workflow.models.struck import Struck, only_struck, struck_with_reason
from workflow.models.telling import attempt_is_true


class ServiceAttempt(Struck):
    """When, how and by whom a party was tried, and what happened."""

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="service_attempts")
    party = models.CharField("当事人", max_length=12, choices=PartySide)
    of = came_with()
    method = models.CharField("方式", max_length=12, choices=ServiceMethod)
    tried_on = models.DateField("联系日期")
    outcome = SealedFreeTextField("经过")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    SECRECY = OPEN.of("party method tried_on recorded_at") | SEALED.of("outcome") | Struck.SECRECY

    class Meta:
        verbose_name = verbose_name_plural = "送达未果"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="service_attempt_says_what_happened", condition=~models.Q(outcome="")
            ),
            struck_with_reason("attempt"),
        ]
        indexes = [of_merged("attempt")]
        triggers = [
            only_struck("serviceattempt"),
            attempt_is_true(),
            joins_no_archived_file("serviceattempt"),
        ]

    @property
    def side(self) -> Side:
        return Side(self.party, self.of_id)

    def __str__(self) -> str:
        return f"{self.get_party_display()} {self.tried_on:%Y-%m-%d} 送达未果"
