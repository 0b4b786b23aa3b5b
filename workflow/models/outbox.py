"""After-effects written in the action's own transaction, so that a crash loses none."""

from django.db import models
from django.utils import timezone

from confidentiality.classification import OPEN


class OutboxMessage(models.Model):
    """One task to run once: `topic` is the Celery task's name, `payload` holds ids only."""

    topic = models.CharField("任务", max_length=80)
    payload = models.JSONField("参数")
    key = models.CharField("唯一键", max_length=120)
    created_at = models.DateTimeField("写入时间", auto_now_add=True)
    next_try_at = models.DateTimeField("下次尝试", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    delivered_at = models.DateTimeField("完成时间", null=True, blank=True)
    last_error = models.CharField("上次错误", max_length=200, blank=True)

    SECRECY = OPEN.of("topic payload key created_at next_try_at attempts delivered_at last_error")

    class Meta:
        verbose_name = verbose_name_plural = "待办后效"
        default_permissions = ()
        # no `unique=True`: on text it would add a second index, for LIKE, which nobody asks with
        constraints = [models.UniqueConstraint(name="outbox_key_once", fields=["key"])]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                name="outbox_waiting",
                condition=models.Q(delivered_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"
