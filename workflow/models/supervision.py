"""督办: the office makes a department answer for what stands still (R104, 信访工作条例40条)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from confidentiality.classification import MASKED, OPEN
from departments.roles import TASK_FORCE
from disputes.models import Dispute, Recusal

if TYPE_CHECKING:
    from departments.models import Officer


class SupervisionLevel(models.TextChoices):
    """How loudly (domain 2.5)."""

    NOTICE = "1", "提示"
    WARNING = "2", "警示"
    CIRCULAR = "3", "通报"


class SupervisionCause(models.TextChoices):
    """Why it was opened."""

    OVERDUE = "overdue", "超期三个工作日"
    RETURNS = "returns", "两次退回"
    LEADER = "leader", "专班批示"


class SupervisionState(models.TextChoices):
    OPEN = "open", "待答复"
    ANSWERED = "answered", "待销号"
    CLOSED = "closed", "已销号"


class Supervision(models.Model):
    """One department answers for one dispute until the office is satisfied."""

    jurisdiction = models.CharField("区划", max_length=12, default=settings.JURISDICTION)
    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="supervisions")
    department = models.ForeignKey(
        "departments.Department", models.PROTECT, related_name="supervisions"
    )
    deadline = models.ForeignKey(
        "workflow.Deadline", models.PROTECT, related_name="supervisions", null=True, blank=True
    )
    level = models.CharField(
        "级别", max_length=1, choices=SupervisionLevel, default=SupervisionLevel.NOTICE
    )
    cause = models.CharField("起因", max_length=10, choices=SupervisionCause)
    reason = models.TextField("督办事由")
    state = models.CharField(
        "状态", max_length=10, choices=SupervisionState, default=SupervisionState.OPEN
    )
    version = models.PositiveIntegerField("版本", default=0)
    opened_at = models.DateTimeField("督办时间")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    opener_label = models.CharField("何人督办", max_length=120)
    due_on = models.DateField("答复期限")
    answer = models.TextField("整改答复", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    conclusion = models.TextField("销号意见", blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    closed_at = models.DateTimeField("销号时间", null=True, blank=True)

    SECRECY = {
        **dict.fromkeys(
            [
                "jurisdiction",
                "level",
                "cause",
                "state",
                "version",
                "opened_at",
                "opener_label",
                "due_on",
                "answered_at",
                "closed_at",
            ],
            OPEN,
        ),
        **dict.fromkeys(["reason", "answer", "conclusion"], MASKED),
    }

    class Meta:
        verbose_name = verbose_name_plural = "督办"
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="supervision_one_open_a_cause",
                fields=["dispute", "department", "cause"],
                condition=~Q(state="closed"),
            ),
            models.CheckConstraint(
                name="supervision_answered_says_what",
                condition=Q(state="open") | (Q(answered_at__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="supervision_closed_says_when",
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["department", "-id"],
                name="supervision_unfinished",
                condition=~Q(state="closed"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}督办 {self.department}"

    def get_absolute_url(self) -> str:
        return reverse("supervision", args=[self.pk])


def supervisions_visible_to(officer: Officer) -> QuerySet[Supervision]:
    """A department that returned a dispute answers for it without seeing the case again (R052)."""
    rows = Supervision.objects.select_related("dispute", "department")
    recused = Recusal.objects.filter(dispute=OuterRef("dispute"), officer=officer)
    mine = Q(department__in=officer.department_ids) & ~Exists(recused)
    visible = Dispute.objects.visible_to(officer).order_by().values("pk")
    return rows.filter(mine | Q(dispute__in=visible))


def supervisions_kept_by(officer: Officer) -> QuerySet[Supervision]:
    """What stands in his list: all for the task force, else those of his departments."""
    rows = supervisions_visible_to(officer)
    if officer.roles & TASK_FORCE:
        return rows
    return rows.filter(department__in=officer.department_ids)
