"""What towns and 人社局 do beforehand: trainings, events against injuries (R024, R025)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from confidentiality.classification import OPEN
from departments.models.department import Department
from departments.roles import TASK_FORCE

if TYPE_CHECKING:
    from departments.models.officer import Officer


def stored_as(training: Training, filename: str) -> str:
    """A name that says nothing, as materials have it."""
    return f"trainings/{training.held_on.year}/{uuid4().hex}"


class TrainingQuerySet(models.QuerySet["Training"]):
    """Questions put to the register."""

    def visible_to(self, officer: Officer) -> Self:
        """The task force reads all of them, a unit its own."""
        if officer.roles & TASK_FORCE:
            return self
        return self.filter(department__in=officer.department_ids)

    def counted(self) -> Self:
        """Those that were not struck out."""
        return self.filter(void_reason="")


class Training(models.Model):
    """One training or event that was held: who taught what, where, for how long, before whom."""

    class Kind(models.TextChoices):
        TRAINING = "training", "业务培训"
        PREVENTION = "prevention", "工伤预防宣传"

    kind = models.CharField("类别", max_length=12, choices=Kind)
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="trainings", verbose_name="单位"
    )
    held_on = models.DateField("日期")
    subject = models.CharField("主题", max_length=120)
    place = models.CharField("地点", max_length=120)
    lecturer = models.CharField("讲师", max_length=60)
    hours = models.DecimalField("课时", max_digits=4, decimal_places=1)
    village_officials = models.PositiveIntegerField("大学生村干部", default=0)
    grid_workers = models.PositiveIntegerField("网格员", default=0)
    others = models.PositiveIntegerField("其他人员", default=0)
    sheet = models.FileField("签到附件", upload_to=stored_as, max_length=200, blank=True)
    sheet_name = models.CharField("附件名称", max_length=200, blank=True)
    sheet_type = models.CharField("附件类型", max_length=100, blank=True)
    sheet_sha256 = models.CharField("附件 SHA-256", max_length=64, blank=True)
    void_reason = models.CharField("作废理由", max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    objects = TrainingQuerySet.as_manager()

    SECRECY = OPEN.of(
        "kind held_on subject place lecturer hours village_officials grid_workers others "
        "sheet sheet_name sheet_type sheet_sha256 void_reason recorded_at"
    )

    class Meta:
        verbose_name = verbose_name_plural = "培训宣传"
        default_permissions = ()
        ordering = ["-held_on", "-id"]
        indexes = [
            models.Index(fields=["-held_on", "-id"], name="training_by_day"),
            models.Index(fields=["department", "-held_on", "-id"], name="training_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(name="training_lasted", condition=Q(hours__gt=0)),
            models.CheckConstraint(
                name="training_had_listeners",
                condition=Q(village_officials__gt=0) | Q(grid_workers__gt=0) | Q(others__gt=0),
            ),
            models.CheckConstraint(
                name="training_sheet_has_its_digest",
                condition=Q(sheet="", sheet_sha256="") | ~Q(sheet="") & ~Q(sheet_sha256=""),
            ),
        ]
        triggers = [pgtrigger.Protect(name="training_kept_for_history", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.held_on} {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("training", args=[self.pk])

    @property
    def heads(self) -> int:
        """Everybody who came."""
        return self.village_officials + self.grid_workers + self.others
