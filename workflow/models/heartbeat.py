"""When the clock was last heard, for /healthz and for whoever wonders why nothing falls due."""

from django.db import models

from confidentiality.classification import OPEN


class Heartbeat(models.Model):
    """One row for each thing that beats."""

    SECRECY = OPEN.of("name beaten_at says")

    name = models.CharField("名称", max_length=20, unique=True)
    beaten_at = models.DateTimeField("最近一次")
    says = models.CharField("说明", max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "心跳"

    def __str__(self) -> str:
        return f"{self.name} {self.beaten_at:%Y-%m-%d %H:%M:%S}"
