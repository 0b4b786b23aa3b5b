"""重点难点专题: cases and meetings gathered under one question, until it is concluded (R098)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from departments.roles import TASK_FORCE
from disputes.promises import before_change

if TYPE_CHECKING:
    from departments.models import Officer


class KeyTopicQuerySet(models.QuerySet["KeyTopic"]):
    """Topics, by who may know of them."""

    def visible_to(self, officer: Officer) -> Self:
        """The task force and nobody else."""
        return self if officer.roles & TASK_FORCE else self.none()


_TOPIC_STANDS = """
IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a topic is never deleted' USING ERRCODE = 'check_violation';
END IF;
IF OLD.closed_at IS NOT NULL THEN
    RAISE EXCEPTION 'a concluded topic never changes' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""
_GATHERED_STANDS = """
IF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'what was gathered stands as it is' USING ERRCODE = 'check_violation';
END IF;
IF EXISTS (SELECT 1 FROM workflow_keytopic t WHERE t.closed_at IS NOT NULL
        AND t.id = CASE TG_OP WHEN 'DELETE' THEN OLD.topic_id ELSE NEW.topic_id END) THEN
    RAISE EXCEPTION 'a concluded topic gathers nothing' USING ERRCODE = 'check_violation';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


def _gathered_stands(table: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"{table}_stands",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func=_GATHERED_STANDS,
    )


class KeyTopic(SealedModel):
    """One question that many cases raise; ends with a conclusion and what should change."""

    jurisdiction = models.CharField("区划", max_length=12, default=settings.JURISDICTION)
    title = SealedFreeTextField("专题名称")
    question = SealedFreeTextField("要研究的问题")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField("建立时间")
    conclusion = SealedFreeTextField("结论", blank=True, default="")
    proposal = SealedFreeTextField("政策建议", blank=True, default="")
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        db_index=False,
    )  # fmt: skip
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    disputes = models.ManyToManyField(
        "disputes.Dispute", through="workflow.KeyTopicCase", related_name="+"
    )
    meetings = models.ManyToManyField(
        "workflow.Meeting", through="workflow.KeyTopicMeeting", related_name="+"
    )

    objects = KeyTopicQuerySet.as_manager()

    SECRECY = OPEN.of("jurisdiction opened_at closed_at") | SEALED.of(
        "title question conclusion proposal"
    )

    class Meta:
        verbose_name = verbose_name_plural = "重点难点专题"
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="key_topic_closed_says_what_came_of_it",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False)
                & ~Q(conclusion="")
                & ~Q(proposal=""),
            ),
        ]
        triggers = [before_change("key_topic_stands", _TOPIC_STANDS)]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.pk])


class _Gathered(models.Model):
    """By whom and when something was put to a topic."""

    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    added_at = models.DateTimeField("归集时间", auto_now_add=True)

    AFTER_ARCHIVING = "a topic is about many cases, and is no part of the file of any"
    SECRECY = OPEN.of("added_at")

    class Meta:
        abstract = True


class KeyTopicCase(_Gathered):
    topic = models.ForeignKey(KeyTopic, models.PROTECT, related_name="cases", db_index=False)
    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "专题归集的事项"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="key_topic_case_once", fields=["topic", "dispute"])
        ]
        triggers = [_gathered_stands("key_topic_case")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.dispute_id}"


class KeyTopicMeeting(_Gathered):
    topic = models.ForeignKey(KeyTopic, models.PROTECT, related_name="sessions", db_index=False)
    meeting = models.ForeignKey("workflow.Meeting", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "专题的会商"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="key_topic_meeting_once", fields=["topic", "meeting"])
        ]
        triggers = [_gathered_stands("key_topic_meeting")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.meeting_id}"
