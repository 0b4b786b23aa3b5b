"""The task force's decision that admits a member unit (方案六(一))."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from confidentiality.classification import OPEN


class MembershipDecision(models.Model):
    """The task force's decision that admits a member unit (六(一), R010)."""

    decided_on = models.DateField("决定日期")
    document = models.CharField("文号或会议纪要", max_length=120)
    attachment = models.CharField("附件说明", max_length=200, blank=True)
    ground = models.CharField("增加理由", max_length=300, blank=True, default="")
    duties = models.CharField("承担的职责", max_length=300, blank=True, default="")
    liaison = models.CharField("联络人", max_length=60, blank=True, default="")
    effective_on = models.DateField("生效日期")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="确认的组长",
    )
    confirmed_on = models.DateField("组长确认日期", null=True, blank=True)
    is_founding = models.BooleanField("方案确定的成员", default=False)

    SECRECY = OPEN.of(
        "decided_on document attachment ground duties liaison effective_on confirmed_on is_founding"
    )

    class Meta:
        verbose_name = verbose_name_plural = "增加成员单位的专班决定"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="membership_takes_effect_after_the_decision",
                condition=Q(effective_on__gte=models.F("decided_on")),
            ),
            models.CheckConstraint(
                name="membership_decision_names_its_document", condition=~Q(document="")
            ),
            models.CheckConstraint(
                name="membership_is_confirmed_by_the_leader",
                condition=Q(confirmed_on=None)
                | Q(confirmed_by__isnull=False)
                | Q(is_founding=True),
            ),
            models.UniqueConstraint(
                name="membership_founded_once",
                fields=["is_founding"],
                condition=Q(is_founding=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}（{self.decided_on}）"

    @property
    def told(self) -> str:
        """The decision in one line, as the leader and the record read it."""
        more = {
            "理由": self.ground, "职责": self.duties, "联络人": self.liaison,
            "附件": self.attachment,
        }  # fmt: skip
        told = "".join(f"，{label}：{said}" for label, said in more.items() if said)
        return f"{self}，自 {self.effective_on} 起生效{told}"
