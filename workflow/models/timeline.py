"""The timeline (经过): what happened, in plain sentences, never changed."""

from typing import Final

from django.conf import settings
from django.db import models

from confidentiality.audit.sources import Source, enters_the_chain
from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from disputes.promises import never_changes
from workflow.models.asks import settles_messages

#: By which the task force names who handles a case: few, and looked up as precedents.
DESIGNATING: Final = ("assign", "designate")
#: The text as it lies there, sealed; sealed anew under another key it enters anew.
CHAINED: Final = Source(
    "workflow_timelineentry",
    kind="'verb'",
    columns="id dispute_id version @at actor_id actor_label department_id verb clause "
    "state_before state_after same_person text",
    officer="{row}.actor_id",
    verb="{row}.verb",
    object_kind="'disputes'",
    object_id="{row}.dispute_id",
    dispute="{row}.dispute_id",
)


class TimelineEntry(SealedModel):
    """One thing somebody did to a dispute; the clause says by what right."""

    jurisdiction = models.CharField("区划", max_length=12, default=settings.JURISDICTION)
    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="timeline")
    version = models.PositiveIntegerField("此后的版本")
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    actor_label = models.CharField("何人", max_length=120)
    department = models.ForeignKey(
        "departments.Department",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    verb = models.CharField("动作", max_length=30)
    text = SealedFreeTextField("经过")
    clause = models.CharField("依据", max_length=60, blank=True)
    state_before = models.CharField("原状态", max_length=20, blank=True)
    state_after = models.CharField("现状态", max_length=20, blank=True)
    same_person = models.BooleanField("同人办理", default=False)

    AFTER_ARCHIVING = "上报表, 重启, an answered 督办: what happens to a file is written down"
    SECRECY = OPEN.of(
        "jurisdiction version at actor_label verb clause state_before state_after same_person"
    ) | SEALED.of("text")

    class Meta:
        verbose_name = verbose_name_plural = "经过"
        default_permissions = ()
        ordering = ["id"]
        indexes = [
            models.Index(fields=["actor", "-id"], name="timeline_by_actor"),
            models.Index(
                fields=["-id"],
                name="timeline_designations",
                condition=models.Q(verb__in=DESIGNATING),
            ),
        ]
        triggers = [
            never_changes("timelineentry"),
            settles_messages(),
            enters_the_chain("timelineentry", CHAINED),
        ]

    def __str__(self) -> str:
        return self.text
