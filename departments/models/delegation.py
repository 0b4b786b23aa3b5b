"""A deputy in the leader's place: in writing, from-to, off unless switched on (A11)."""

from __future__ import annotations

from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from confidentiality.classification import OPEN
from departments.models.post import Term
from departments.roles import Role


class TaskForceSettings(models.Model):
    """The one row of what the task force decided for itself."""

    leader_delegation = models.BooleanField(
        "允许组长书面授权副组长代批", default=False, help_text="默认关闭（A11）"
    )
    major_office_review = models.BooleanField(
        "重大事项先由专班办公室审核", default=False, help_text="默认关闭（R061）"
    )
    major_deputy_review = models.BooleanField(
        "重大事项先由副组长审核", default=False, help_text="默认关闭（R061）"
    )

    SECRECY = OPEN.of("leader_delegation major_office_review major_deputy_review")

    class Meta:
        verbose_name = verbose_name_plural = "专班设置"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="task_force_settings_is_one_row", condition=Q(id=1)),
        ]

    def __str__(self) -> str:
        return "专班设置"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Questions put to the delegations."""

    def in_force(self, day: date) -> Self:
        """In its dates, not revoked, switched on at all, and both still hold their posts."""
        on = TaskForceSettings.objects.filter(leader_delegation=True)
        posts = Term.objects.on(day).filter(post__department__is_active=True)
        return self.filter(
            Exists(on),
            Exists(posts.filter(officer=OuterRef("leader"), post__role=Role.LEADER)),
            Exists(posts.filter(officer=OuterRef("deputy"), post__role=Role.DEPUTY)),
            starts_on__lte=day,
            ends_on__gte=day,
            revoked_on=None,
        ).select_related("leader", "deputy")


class Delegation(models.Model):
    """The leader's written word that a deputy may approve in his place."""

    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="组长"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="delegations",
        verbose_name="副组长",
    )
    basis = models.CharField("书面授权（文号或说明）", max_length=200)
    starts_on = models.DateField("授权自")
    ends_on = models.DateField("授权至")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="登记人",
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)
    revoked_on = models.DateField("撤销日期", null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    SECRECY = OPEN.of("basis starts_on ends_on recorded_at revoked_on")

    class Meta:
        verbose_name = verbose_name_plural = "组长授权"
        default_permissions = ()
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="delegation_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(name="delegation_is_in_writing", condition=~Q(basis="")),
            models.CheckConstraint(
                name="delegation_is_to_somebody_else", condition=~Q(leader=F("deputy"))
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="delegation_keeps_its_words",
                fields=[
                    "leader",
                    "deputy",
                    "basis",
                    "starts_on",
                    "ends_on",
                    "recorded_by",
                ],
            ),
            pgtrigger.Protect(name="delegation_kept_for_history", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} 代 {self.leader}（{self.starts_on} 至 {self.ends_on}）"
