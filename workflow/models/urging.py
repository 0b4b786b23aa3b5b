"""催办 by hand: who urged which desk on which working day, so that nobody is urged twice a day."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from confidentiality.classification import OPEN
from disputes.promises import joins_no_archived_file, never_changes


class Urging(models.Model):
    """One officer urged one desk; what he wrote stands in the timeline (R104)."""

    jurisdiction = models.CharField("区划", max_length=12, default=settings.JURISDICTION)
    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="urgings")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    department = models.ForeignKey(
        "departments.Department", models.PROTECT, related_name="+", null=True, blank=True
    )
    role = models.CharField("岗位", max_length=12)
    workday = models.PositiveIntegerField("第几个工作日")
    at = models.DateTimeField("催办时间")

    SECRECY = OPEN.of("jurisdiction role workday at")

    class Meta:
        verbose_name = verbose_name_plural = "催办"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="urging_once_a_desk_and_working_day",
                fields=["dispute", "officer", "department", "role", "workday"],
                nulls_distinct=False,
            ),
        ]
        triggers = [never_changes("urging"), joins_no_archived_file("urging")]

    def __str__(self) -> str:
        return f"{self.officer} {self.at:%Y-%m-%d %H:%M}"
