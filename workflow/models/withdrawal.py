"""部分撤回: what a payer took back while the rest goes on, and who was told; only ever added to."""

from __future__ import annotations

from typing import Final

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from departments.insurance import Insurance
from disputes.choices import ServiceMethod
from disputes.models.party import came_with, of_merged
from disputes.promises import joins_no_archived_file, never_changes
from papers.choices import PaperKind
from workflow.models.struck import Struck, only_struck, struck_with_reason


class WithdrawnPart(models.TextChoices):
    """What is taken back."""

    CLAIM = "claim", "一项诉求"
    INSURANCE = "insurance", "一个险种"
    PARTY = "party", "一名缴费人退出"


class PartWithdrawal(SealedModel):
    """One payer's withdrawal of a part: what, what is left of his matter, since when, and why."""

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="part_withdrawals")
    of = came_with()
    part = models.CharField("撤回", max_length=10, choices=WithdrawnPart)
    claim = SealedFreeTextField("撤回的诉求", blank=True)
    insurance_types = ArrayField(
        models.CharField(max_length=20, choices=Insurance),
        verbose_name="撤回的险种",
        default=list,
        blank=True,
    )
    claim_before = SealedFreeTextField("撤回前的诉求", blank=True)
    claim_left = SealedFreeTextField("仍在争议的诉求", blank=True)
    insurance_left = ArrayField(
        models.CharField(max_length=20, choices=Insurance),
        verbose_name="仍在争议的险种",
        default=list,
        blank=True,
    )
    requested_on = models.DateField("申请日期")
    ground = SealedFreeTextField("撤回情况")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField("登记时间")

    SECRECY = OPEN.of("part insurance_types insurance_left requested_on recorded_at") | SEALED.of(
        "claim claim_before claim_left ground"
    )

    class Meta:
        verbose_name = verbose_name_plural = "部分撤回"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="part_withdrawal_says_what_and_what_is_left",
                condition=Q(part=WithdrawnPart.CLAIM) & ~Q(claim="") & ~Q(claim_left="")
                | Q(part=WithdrawnPart.INSURANCE) & ~Q(insurance_types=[]) & ~Q(insurance_left=[])
                | Q(part=WithdrawnPart.PARTY),
            ),
            models.CheckConstraint(name="part_withdrawal_has_ground", condition=~Q(ground="")),
        ]
        indexes = [of_merged("part_withdrawal")]
        triggers = [never_changes("partwithdrawal"), joins_no_archived_file("partwithdrawal")]

    def __str__(self) -> str:
        return f"{self.dispute} 撤回{self.get_part_display()}"


class TellingQuerySet(models.QuerySet["WithdrawalTelling"]):
    """By what it was that was told."""

    def in_force(self) -> TellingQuerySet:
        """But those that were struck as mistyped."""
        return self.filter(struck_at=None)

    def of_withdrawals(self) -> TellingQuerySet:
        return self.in_force().filter(paper__kind=PaperKind.WITHDRAWAL_NOTICE)


#: Of a 撤回告知书, 告知单 or 接收告知书 of this case, after it was issued and not tomorrow.
_TELLS_OF_ITS_NOTICE: Final = f"""
IF NOT EXISTS (SELECT 1 FROM workflow_paper p WHERE p.id = NEW.paper_id
        AND p.dispute_id = NEW.dispute_id AND p.kind IN ('withdrawal_notice', 'notification',
            'acceptance_notice')
        AND NEW.told_on >= (p.issued_at AT TIME ZONE '{settings.TIME_ZONE}')::date
        AND NEW.told_on <= (NEW.recorded_at AT TIME ZONE '{settings.TIME_ZONE}')::date) THEN
    RAISE EXCEPTION 'told of a withdrawal before its notice, tomorrow, or in another case'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""  # noqa: S608


class WithdrawalTelling(Struck):
    """登记书面告知: a 撤回告知书, 告知单 or 接收告知书 reached whom it is addressed to."""

    dispute = models.ForeignKey(
        "disputes.Dispute", models.PROTECT, related_name="withdrawal_tellings"
    )
    paper = models.ForeignKey("workflow.Paper", models.PROTECT, related_name="+", db_index=False)
    told_on = models.DateField("告知日期")
    method = models.CharField("告知方式", max_length=12, choices=ServiceMethod)
    note = SealedFreeTextField("说明", blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField("登记时间")

    objects = TellingQuerySet.as_manager()

    SECRECY = Struck.SECRECY | OPEN.of("told_on method recorded_at") | SEALED.of("note")

    class Meta:
        verbose_name = verbose_name_plural = "书面告知"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            struck_with_reason("withdrawaltelling"),
            models.UniqueConstraint(
                name="paper_told_once",
                fields=["paper"],
                condition=Q(struck_at=None),
                violation_error_message="这份文书已经登记告知。",
            ),
        ]
        triggers = [
            only_struck("withdrawaltelling", ends_a_case=False),
            joins_no_archived_file("withdrawaltelling"),
            pgtrigger.Trigger(
                name="withdrawal_telling_is_true",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=_TELLS_OF_ITS_NOTICE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper} {self.get_method_display()}"
