"""调解、和解协议: what the parties agreed among themselves, registered; only added to (五(四))."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from disputes.models.party import came_with, of_merged
from disputes.promises import before_insert, joins_no_archived_file, never_changes
from workflow.models.telling import has_happened


class SettlementKind(models.TextChoices):
    """How it came about."""

    MEDIATED = "mediated", "调解协议"
    AMICABLE = "amicable", "和解协议"


class Settles(models.TextChoices):
    """How much of what is claimed it settles."""

    ALL = "all", "全部诉求"
    PART = "part", "部分诉求"


class Settlement(SealedModel):
    """One agreement of one payer with the other side (领域 3.3 ⑰): content, terms, signatures."""

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="settlements")
    of = came_with()
    kind = models.CharField("协议", max_length=10, choices=SettlementKind)
    mediator = SealedFreeTextField("调解组织", blank=True)
    signed_on = models.DateField("签订日期")
    settles = models.CharField("解决", max_length=6, choices=Settles)
    claims = SealedFreeTextField("解决的诉求")
    gist = SealedFreeTextField("协议内容")
    perform_by = models.DateField("履行期限", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField("登记时间")
    #: Void, it says that the record is wrong; those of before this was kept have none.
    paper = models.OneToOneField("workflow.Paper", models.PROTECT, null=True, related_name="+")

    SECRECY = OPEN.of("kind signed_on settles perform_by recorded_at") | SEALED.of(
        "mediator claims gist"
    )

    class Meta:
        verbose_name = verbose_name_plural = "调解、和解协议"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="settlement_says_what_was_agreed", condition=~Q(gist="") & ~Q(claims="")
            ),
            models.CheckConstraint(
                name="settlement_is_performed_after_it_was_signed",
                condition=Q(perform_by=None) | Q(perform_by__gte=F("signed_on")),
            ),
            models.CheckConstraint(
                name="settlement_by_mediation_names_who_mediated",
                condition=Q(kind=SettlementKind.AMICABLE) | ~Q(mediator=""),
            ),
        ]
        indexes = [of_merged("settlement")]
        triggers = [
            never_changes("settlement"),
            joins_no_archived_file("settlement"),
            before_insert("settlement_has_happened", has_happened("signed_on")),
        ]

    def __str__(self) -> str:
        return f"{self.dispute} {self.get_kind_display()}"
