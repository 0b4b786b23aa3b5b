"""增加成员单位决定登记表: which paper registers which decision of the task force (六(一), R010)."""

from __future__ import annotations

from django.db import models

from confidentiality.classification import OPEN
from disputes.promises import never_changes


class MembershipPaper(models.Model):
    """Issued once, when the leader has confirmed; founding members stand in the plan itself."""

    decision = models.OneToOneField(
        "departments.MembershipDecision", models.PROTECT, related_name="registered_in"
    )
    paper = models.OneToOneField("workflow.Paper", models.PROTECT, related_name="membership")
    issued_at = models.DateTimeField("登记时间")

    AFTER_ARCHIVING = "who is a member concerns no case"
    SECRECY = OPEN.of("issued_at")

    class Meta:
        verbose_name = verbose_name_plural = "增加成员单位决定登记"
        default_permissions = ()
        ordering = ["id"]
        triggers = [never_changes("membershippaper")]

    def __str__(self) -> str:
        return f"{self.decision} {self.paper.number}"
