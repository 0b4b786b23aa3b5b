"""What the clock has said about a deadline: each stage it passes, once for ever (R104)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from confidentiality.classification import OPEN
from disputes.promises import joins_no_archived_file
from workflow.models.deadline import CASE_OF_CLOCK, Deadline

_OF_A_SUPERVISION = (
    "EXISTS (SELECT 1 FROM workflow_deadline c "
    "WHERE c.id = NEW.deadline_id AND c.supervision_id IS NOT NULL)"
)


class Stage(models.TextChoices):
    """The places on the way past a due date where somebody is told (domain 2.5)."""

    AMBER = "amber", "临期"
    DUE = "due", "到期"
    LATE = "late", "超期"
    SUPERVISION = "supervision", "督办"


class DeadlineStage(models.Model):
    """One stage of one due date, recorded once however often the sweep runs.

    The due date is part of the key: a date that an extension or a suspension moved is another
    promise, and its stages are told anew. One that a wrong server time recorded is taken back: it
    stays, struck, and its day comes once more.
    """

    jurisdiction = models.CharField("区划", max_length=12, default=settings.JURISDICTION)
    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="stages", db_index=False)
    due_on = models.DateField("期限")
    stage = models.CharField("节点", max_length=12, choices=Stage)
    late_days = models.PositiveSmallIntegerField("超期工作日", default=0)
    passed_on = models.DateField("节点之日")
    recorded_at = models.DateTimeField("记录时间")
    taken_back_at = models.DateTimeField("不算数之时", null=True, blank=True)

    SECRECY = OPEN.of("jurisdiction due_on stage late_days passed_on recorded_at taken_back_at")

    class Meta:
        verbose_name = verbose_name_plural = "期限节点"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="stage_once_a_due_date",
                fields=["deadline", "due_on", "stage", "late_days"],
                condition=Q(taken_back_at__isnull=True),
            ),
            models.CheckConstraint(
                name="stage_counts_days_when_late",
                condition=Q(stage__in=["amber", "due"], late_days=0)
                | Q(stage__in=["late", "supervision"], late_days__gte=1),
            ),
        ]
        triggers = [
            joins_no_archived_file("deadlinestage", of=CASE_OF_CLOCK, unless=_OF_A_SUPERVISION)
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.passed_on:%Y-%m-%d}"


class SweepFailure(models.Model):
    """A clock the sweep could not take: put off, and shown to the operator until it is well."""

    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="sweep_failure")
    attempts = models.PositiveSmallIntegerField("已试次数", default=1)
    error = models.CharField("错误", max_length=200)
    failed_at = models.DateTimeField("最近一次")

    SECRECY = OPEN.of("attempts error failed_at")
    AFTER_ARCHIVING = "what the operator is told of the sweep; no part of the file"

    class Meta:
        verbose_name = verbose_name_plural = "未能处理的期限"
        default_permissions = ()
        ordering = ["-failed_at"]

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.error}"
