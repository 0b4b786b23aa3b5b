"""Who takes part: django-guardian's object permissions with direct foreign keys."""

from __future__ import annotations

from typing import Final

import pgtrigger
from django.conf import settings
from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from confidentiality.audit.sources import Source, enters_the_chain
from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from departments.roles import Role
from disputes.promises import joins_no_archived_file, never_changes


class DisputeUserPermission(UserObjectPermissionBase):
    """A person's own part; kept for guardian, the portal grants to departments only."""

    content_object = models.ForeignKey("disputes.Dispute", models.CASCADE)

    SECRECY: dict[str, str] = {}
    AFTER_ARCHIVING = "nobody is given any, open or archived (config/rights/tables.py)"

    class Meta(UserObjectPermissionBase.Meta):
        default_permissions = ()


_NUMBERED_IS_NOBODY_S = """
IF NEW.private_to_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM disputes_dispute d
    WHERE d.id = NEW.content_object_id AND d.number IS NOT NULL
) THEN
    RAISE EXCEPTION 'a numbered dispute is nobody''s own' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class DisputeGroupPermission(GroupObjectPermissionBase):
    """A department takes part in a dispute; a draft's row is private to its
    author until it has a number."""

    content_object = models.ForeignKey(
        "disputes.Dispute", models.CASCADE, related_name="participations"
    )
    #: guardian's own two without their indexes: there is one permission, and by group the lists
    #: walk `participation_of_group`.
    permission = models.ForeignKey("auth.Permission", models.CASCADE, db_index=False)
    group = models.ForeignKey("auth.Group", models.CASCADE, db_index=False)
    private_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

    SECRECY: dict[str, str] = {}
    AFTER_ARCHIVING = "who may read the file goes on: a unit's successor, whoever it is passed to"

    class Meta(GroupObjectPermissionBase.Meta):
        default_permissions = ()
        indexes = [
            models.Index(  # with all that `visible_to` asks of a row, so that the row is not read
                fields=["group", "-content_object"],
                name="participation_of_group",
                include=["private_to"],
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="participation_is_private_in_drafts_alone",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=_NUMBERED_IS_NOBODY_S,
            )
        ]


class StandIn(SealedModel):
    """指定代办: whom the task force's office named for this one case, where a post is empty."""

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="stand_ins")
    department = models.ForeignKey(
        "departments.Department",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )  # empty: the leader's desk
    role = models.CharField("代办岗位", max_length=12, choices=Role)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="stand_ins")
    reason = SealedFreeTextField("理由")
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    named_at = models.DateTimeField("时间", auto_now_add=True)

    SECRECY = SEALED.of("reason") | OPEN.of("role named_at")

    class Meta:
        verbose_name = verbose_name_plural = "指定代办"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="stand_in_is_named_by_another",
                condition=~models.Q(officer=models.F("named_by")),
            ),
        ]
        triggers = [never_changes("standin"), joins_no_archived_file("standin")]

    def __str__(self) -> str:
        return f"{self.officer} 代办 {self.dispute}"


RECUSED: Final = Source(
    "disputes_recusal",
    kind="'change'",
    columns="id dispute_id officer_id recorded_by_id @recorded_at reason",
    officer="{row}.recorded_by_id",
    verb="'recuse'",
    object_kind="'recusals'",
    object_id="{row}.id",
    dispute="{row}.dispute_id",
    dated="",  # 并案 takes one along as it was recorded
)


class ReporterGrant(SealedModel):
    """授权查看举报人: this officer may see in clear who reported in confidence (六(三), R075)."""

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="reporter_grants")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = SealedFreeTextField("理由")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField("时间", auto_now_add=True)

    SECRECY = SEALED.of("reason") | OPEN.of("granted_at")

    class Meta:
        verbose_name = verbose_name_plural = "授权查看举报人"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="reporter_grant_once", fields=["dispute", "officer"])
        ]
        triggers = [joins_no_archived_file("reportergrant"), never_changes("reportergrant")]

    def __str__(self) -> str:
        return f"{self.officer} 可查看 {self.dispute} 的举报人"


class Recusal(SealedModel):
    """回避: this officer neither sees nor handles this dispute from now on (R108)."""

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="recusals")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="recusals")
    reason = SealedFreeTextField("理由")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("时间", auto_now_add=True)

    SECRECY = SEALED.of("reason") | OPEN.of("recorded_at")

    class Meta:
        verbose_name = verbose_name_plural = "回避"
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="recusal_once", fields=["dispute", "officer"])]
        triggers = [joins_no_archived_file("recusal"), enters_the_chain("recusal", RECUSED)]

    def __str__(self) -> str:
        return f"{self.officer} 回避 {self.dispute}"
