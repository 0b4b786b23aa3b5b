"""督办: the office makes a department answer for what stands still (R104, 信访工作条例40条)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from disputes.models import Dispute, Recusal
from disputes.promises import before_change, joins_no_archived_file

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


class SupervisionQuerySet(models.QuerySet["Supervision"]):
    """Supervisions, by who may know of them and in whose list they stand."""

    def visible_to(self, officer: Officer) -> SupervisionQuerySet:
        """A department that returned a dispute answers without seeing the case again (R052)."""
        rows = self.select_related("dispute", "department")
        recused = Recusal.objects.filter(dispute=OuterRef("dispute"), officer=officer)
        mine = Q(department__in=officer.department_ids) & ~Exists(recused)
        visible = Dispute.objects.visible_to(officer).order_by().values("pk")
        return rows.filter(mine | Q(dispute__in=visible))

    def kept_by(self, officer: Officer) -> SupervisionQuerySet:
        """What stands in his list: all for the task force, else those of his departments."""
        rows = self.visible_to(officer)
        return rows if officer.sees_all else rows.filter(department__in=officer.department_ids)


_SUPERVISION_STANDS = """
IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a supervision is never deleted' USING ERRCODE = 'check_violation';
END IF;
IF OLD.state = 'closed' THEN
    RAISE EXCEPTION 'a closed supervision never changes' USING ERRCODE = 'check_violation';
END IF;
IF NEW.level < OLD.level OR NEW.dispute_id <> OLD.dispute_id
        OR NEW.department_id <> OLD.department_id AND NOT EXISTS (
            SELECT 1 FROM departments_reform r WHERE r.source_id = OLD.department_id
            AND r.target_id = NEW.department_id AND r.state <> 'cancelled') THEN
    RAISE EXCEPTION 'a supervision is never softened nor turned on somebody else'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class Supervision(SealedModel):
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
    reason = SealedFreeTextField("督办事由")
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
    answer = SealedFreeTextField("整改答复", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    conclusion = SealedFreeTextField("销号意见", blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    closed_at = models.DateTimeField("销号时间", null=True, blank=True)

    objects = SupervisionQuerySet.as_manager()

    SECRECY = OPEN.of(
        "jurisdiction level cause state version opened_at opener_label due_on answered_at closed_at"
    ) | SEALED.of("reason answer conclusion")

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
        triggers = [
            before_change("supervision_only_grows", _SUPERVISION_STANDS),
            joins_no_archived_file("supervision"),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}督办 {self.department}"

    def get_absolute_url(self) -> str:
        return reverse("supervision", args=[self.pk])
