"""抽样: which archived files of a year an auditor drew, and how anybody draws the same (R082)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from confidentiality.classification import OPEN
from disputes.promises import never_changes


class AuditSample(models.Model):
    """Of `of` files, those up to `last`, the `size` whose SHA-256 of seed and number is least."""

    year = models.PositiveSmallIntegerField("归档年度")
    size = models.PositiveSmallIntegerField("抽取卷数")
    seed = models.CharField("种子", max_length=40)
    last = models.BigIntegerField("抽样时最后一卷")
    of = models.PositiveIntegerField("当时卷数")
    files = ArrayField(models.BigIntegerField(), verbose_name="抽中的案卷")
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    drawer_label = models.CharField("抽样人", max_length=120)
    drawn_at = models.DateTimeField("抽样时间")

    SECRECY = OPEN.of("year size seed last of files drawer_label drawn_at")

    class Meta:
        verbose_name = verbose_name_plural = "审计抽样"
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="sample_is_a_part",
                condition=Q(size__gte=1, size__lte=F("of"), files__len=F("size")),
            )
        ]
        triggers = [never_changes("auditsample")]

    def __str__(self) -> str:
        return f"{self.year} 年度抽样 {self.size} 卷"

    def get_absolute_url(self) -> str:
        return f"{reverse('samples')}?sample={self.pk}"
