"""Where a party who disagrees may turn: bodies as 处理意见告知书 names them (五(四), R073)."""

from __future__ import annotations

from django.db import models

from confidentiality.classification import OPEN


class RemedyBody(models.Model):
    """One authority outside the mechanism: its statutory name, where it is, how it is called."""

    class Key(models.TextChoices):
        """What the law sends a party to; which of them is decided by the case (papers.remedies)."""

        DISTRICT = "district", "区级复议机关"
        CITY = "city", "市级复议机关"
        CITY_TAX = "city_tax", "税务复议机关"
        COURT = "court", "行政诉讼"
        ARBITRATION = "arbitration", "劳动人事争议仲裁"
        MEDIATION = "mediation", "调解"

    key = models.CharField("用途", max_length=12, choices=Key, unique=True)
    name = models.CharField("名称", max_length=60)
    address = models.CharField("地址", max_length=80, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)

    SECRECY = OPEN.of("key name address phone")

    class Meta:
        verbose_name = verbose_name_plural = "救济机关"
        default_permissions = ()
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
