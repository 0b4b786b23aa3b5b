"""更正: what was registered wrongly, and what stands there instead; never changed (五(一))."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models

from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel, SealedTextField
from confidentiality.free_text import SealedFreeTextField
from disputes.promises import joins_no_archived_file, never_changes

#: What is in dispute, and between whom.
_MATTER: Final = frozenset(
    {
        *("category", "town", "insurance_types", "period_start", "period_end"),
        *("amount", "facts", "claim"),
    }
)
_WHO: Final = frozenset({"name", "department", "kind"})
_SIDES: Final = ("payer", "counterparty")


class Correction(SealedModel):
    """One field that was corrected; what the field seals is sealed here as well."""

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="corrections")
    field = models.CharField("更正项", max_length=40)
    label = models.CharField("更正项名称", max_length=40)
    is_sealed = models.BooleanField("密封项", default=False)
    before = SealedFreeTextField("更正前", blank=True)
    after = SealedFreeTextField("更正后", blank=True)
    sealed_before = SealedTextField("更正前（密封）", blank=True)
    sealed_after = SealedTextField("更正后（密封）", blank=True)
    reason = SealedFreeTextField("理由")
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    corrected_at = models.DateTimeField("时间")

    SECRECY = (
        OPEN.of("field label is_sealed corrected_at seal_id")
        | SEALED.of("before after reason")
        | SEALED.of("sealed_before sealed_after")
    )

    class Meta:
        verbose_name = verbose_name_plural = "更正"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="correction_has_reason", condition=~models.Q(reason="")),
            models.CheckConstraint(
                name="correction_of_a_sealed_field_is_sealed",
                condition=models.Q(is_sealed=False, sealed_before="", sealed_after="")
                | models.Q(is_sealed=True, before="", after=""),
            ),
        ]
        triggers = [never_changes("correction"), joins_no_archived_file("correction")]

    def __str__(self) -> str:
        return f"{self.dispute} 更正{self.label}"

    @property
    def is_decided_upon(self) -> bool:
        """A decision rests on it; not how somebody is reached, or how the matter came."""
        whose, _, field = self.field.rpartition(".")
        return field in (_WHO if whose.endswith(_SIDES) else _MATTER)
