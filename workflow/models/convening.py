"""提请召集: a department asks the office to call the members together (四(二), R013)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from disputes.promises import before_change, joins_no_archived_file, rests_with_file
from workflow.models.choices import MeetingState
from workflow.models.meeting import AgendaItem


class ConveningQuerySet(models.QuerySet["Convening"]):
    def unanswered(self) -> ConveningQuerySet:
        return self.filter(answered_at=None)

    def unmet(self) -> ConveningQuerySet:
        """召集 was answered, and no meeting on the dispute has been planned by the office since."""
        planned = AgendaItem.objects.filter(
            dispute=OuterRef("dispute"),
            meeting__convenor=OuterRef("office"),
            meeting__created_at__gte=OuterRef("answered_at"),
        ).exclude(meeting__state=MeetingState.CANCELLED)
        return self.filter(~Exists(planned), convenes=True)

    def waiting(self) -> ConveningQuerySet:
        """For the office: one or the other."""
        return self.unanswered() | self.unmet()


_ANSWER_RESTS = """
IF OLD.answered_at IS NOT NULL OR TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a request to convene and its answer never change'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class Convening(SealedModel):
    """One request and the office's answer; both are kept."""

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="convenings")
    reason = SealedFreeTextField("提请召集的理由")
    departments = models.ManyToManyField("departments.Department", related_name="+", blank=True)
    asked_department = models.ForeignKey("departments.Department", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("提请时间")
    office = models.ForeignKey("departments.Department", models.PROTECT, related_name="+")
    convenes = models.BooleanField("召集", null=True, blank=True)
    answer = SealedFreeTextField("答复理由", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    objects = ConveningQuerySet.as_manager()

    SECRECY = OPEN.of("asked_at convenes answered_at") | SEALED.of("reason answer")

    class Meta:
        verbose_name = verbose_name_plural = "提请召集"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="convening_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="convening_answered_says_yes_or_no_and_why",
                condition=Q(answered_at=None, answered_by=None, convenes=None)
                | Q(answered_at__gte=F("asked_at"), answered_by__isnull=False)
                & Q(convenes__isnull=False)
                & ~Q(answer=""),
            ),
            models.UniqueConstraint(
                name="convening_one_unanswered_a_dispute",
                fields=["dispute"],
                condition=Q(answered_at=None),
            ),
        ]
        triggers = [
            rests_with_file("convening"),
            joins_no_archived_file("convening"),
            before_change("convening_rests_once_answered", _ANSWER_RESTS),
        ]

    def __str__(self) -> str:
        return f"{self.asked_department}提请召集"

    @property
    def verdict(self) -> str:
        """召集 or 不召集; nothing while it waits."""
        return "" if self.convenes is None else "召集" if self.convenes else "不召集"
