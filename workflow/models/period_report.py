"""月报、季报: what the task force is told of a month or a quarter, made by the clock (R110)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from departments.roles import TASK_FORCE, Role
from disputes.promises import before_change

if TYPE_CHECKING:
    from departments.models import Officer


class PeriodKind(models.TextChoices):
    MONTH = "month", "月报"
    QUARTER = "quarter", "季报"


class PeriodReportQuerySet(models.QuerySet["PeriodReport"]):
    """Reports, by who may read them."""

    def visible_to(self, officer: Officer) -> Self:
        """The office all; leader and deputies what it approved; nobody else any."""
        if officer.has_role(Role.OFFICE):
            return self
        if officer.roles & TASK_FORCE:
            return self.filter(approved_at__isnull=False)
        return self.none()


_REPORT_STANDS = """
IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a report is never deleted' USING ERRCODE = 'check_violation';
END IF;
IF OLD.approved_at IS NOT NULL THEN
    RAISE EXCEPTION 'an approved report never changes' USING ERRCODE = 'check_violation';
END IF;
IF ROW(NEW.jurisdiction, NEW.kind, NEW.since, NEW.until, NEW.figures, NEW.made_at)
        IS DISTINCT FROM
        ROW(OLD.jurisdiction, OLD.kind, OLD.since, OLD.until, OLD.figures, OLD.made_at) THEN
    RAISE EXCEPTION 'what was counted stands as it was counted' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class PeriodReport(SealedModel):
    """One month or quarter, counted once; the office approves it, then it is a numbered paper."""

    jurisdiction = models.CharField("区划", max_length=12, default=settings.JURISDICTION)
    kind = models.CharField("种类", max_length=8, choices=PeriodKind)
    since = models.DateField("自")
    until = models.DateField("至")
    figures = models.JSONField("数字", help_text="papers.forms.period_report.FiguresPiece")
    made_at = models.DateTimeField("生成时间")
    version = models.PositiveIntegerField("版本", default=0)
    remark = SealedFreeTextField("本期情况说明", blank=True, default="")
    paper = models.OneToOneField(
        "workflow.Paper", models.PROTECT, related_name="period_report", null=True, blank=True
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        db_index=False,
    )  # fmt: skip
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)

    objects = PeriodReportQuerySet.as_manager()

    SECRECY = OPEN.of(
        "jurisdiction kind since until figures made_at version approved_at"
    ) | SEALED.of("remark")

    AFTER_ARCHIVING = "a report counts many cases, and is no part of the file of any"

    class Meta:
        verbose_name = verbose_name_plural = "月报季报"
        default_permissions = ()
        ordering = ["-until", "kind"]
        constraints = [
            models.UniqueConstraint(
                name="period_report_once_a_period", fields=["jurisdiction", "kind", "since"]
            ),
            models.CheckConstraint(
                name="period_report_ends_after_it_begins", condition=Q(since__lt=F("until"))
            ),
            models.CheckConstraint(
                name="period_report_approved_has_its_paper",
                condition=Q(paper=None, approved_by=None, approved_at=None)
                | Q(paper__isnull=False, approved_by__isnull=False, approved_at__isnull=False),
            ),
        ]
        triggers = [before_change("period_report_stands", _REPORT_STANDS)]

    def __str__(self) -> str:
        return f"{self.label}{self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("period_report", args=[self.pk])

    @property
    def label(self) -> str:
        """2026年10月, 2026年第三季度."""
        return str(self.figures["now"]["label"])
