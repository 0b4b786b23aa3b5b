"""The clocks that run for a dispute, and the history their dates are computed from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Least

from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from deadlines.due import Extension, Limit, Suspension, Unit
from deadlines.lamps import lamp_filter
from deadlines.limits import SUPERVISION_ANSWER
from deadlines.models import UNITS, DeadlinePolicy
from disputes.choices import ServiceMethod
from disputes.judging import WHOLE_ENDED
from disputes.promises import joins_no_archived_file, sparse

if TYPE_CHECKING:
    from workflow.models.assignment import Assignment

CASE_OF_CLOCK: Final = "(SELECT c.dispute_id FROM workflow_deadline c WHERE c.id = NEW.deadline_id)"


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    """Clocks, spoken of as open, running, red."""

    def open(self) -> DeadlineQuerySet:
        """Not ended, standing ones included."""
        return self.filter(ended_on__isnull=True)

    def running(self) -> DeadlineQuerySet:
        """Open and not stopped by a suspension: only these can turn red."""
        return self.open().filter(is_suspended=False)

    def with_lamp(self, colour: str, today: date) -> DeadlineQuerySet:
        """By lamp, as a date comparison in SQL (R104)."""
        if colour == "grey":
            return self.filter(Q(ended_on__isnull=False) | Q(is_suspended=True))
        return self.running().filter(lamp_filter(colour, today))

    def with_history(self) -> DeadlineQuerySet:
        """With limit and owner; was it extended, is the payer untold, has the case stood."""
        granted = ExtensionGrant.objects.filter(deadline=OuterRef("pk"))
        return self.select_related("policy", "owner").annotate(
            is_extended=Exists(granted),
            is_untold=Exists(granted.filter(told_on=None)),
            has_stood=Exists(Pause.objects.filter(dispute=OuterRef("dispute"))),
        )

    def of_assignment(self, assignment: Assignment | None) -> DeadlineQuerySet:
        """Those of one assignment, or of the dispute itself."""
        return self.filter(assignment=assignment)


class Deadline(models.Model):
    """One clock: somebody owes something about a dispute by a day (R055, R071, R078, R087)."""

    jurisdiction = models.CharField("区划", max_length=12, default=settings.JURISDICTION)
    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="deadlines")
    assignment = models.ForeignKey(
        "workflow.Assignment",
        models.PROTECT,
        related_name="deadlines",
        null=True,
        blank=True,
        db_index=False,
    )
    supervision = models.ForeignKey(
        "workflow.Supervision",
        models.PROTECT,
        related_name="clocks",
        null=True,
        blank=True,
        db_index=False,
    )
    key = models.CharField("环节", max_length=30)
    owner = models.ForeignKey(
        "departments.Department", models.PROTECT, related_name="+", db_index=False
    )
    policy = models.ForeignKey(DeadlinePolicy, models.PROTECT, related_name="+", db_index=False)
    starts_on = models.DateField("起算日")
    chosen_on = models.DateField("指定期限", null=True, blank=True)
    due_on = models.DateField("期限")
    amber_on = models.DateField("黄灯日")
    next_on = models.DateField("下次提醒")
    sentence = models.CharField("期限说明", max_length=300)
    provisional = models.BooleanField("暂定", default=False)
    is_suspended = models.BooleanField("中止", default=False)
    ended_on = models.DateField("停表之日", null=True, blank=True)
    is_void = models.BooleanField("作废", default=False)

    objects = DeadlineQuerySet.as_manager()

    SECRECY = OPEN.of(
        "jurisdiction key starts_on chosen_on due_on amber_on next_on sentence provisional "
        "is_suspended ended_on is_void"
    )

    class Meta:
        verbose_name = verbose_name_plural = "办理期限"
        default_permissions = ()
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="deadline_one_open_clock_a_step",
                fields=["dispute", "assignment", "supervision", "key"],
                condition=Q(ended_on__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="deadline_of_a_supervision_is_its_answer",
                condition=Q(supervision__isnull=True) & ~Q(key=SUPERVISION_ANSWER)
                | Q(supervision__isnull=False, assignment__isnull=True, key=SUPERVISION_ANSWER),
            ),
            models.CheckConstraint(
                name="deadline_amber_not_after_due", condition=Q(amber_on__lte=F("due_on"))
            ),
            models.CheckConstraint(
                name="deadline_chosen_not_before_start",
                condition=Q(chosen_on__isnull=True) | Q(chosen_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="deadline_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="deadline_void_is_ended",
                condition=Q(is_void=False) | Q(ended_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="deadline_running_due",
                condition=Q(ended_on__isnull=True, is_suspended=False),
            ),
            models.Index(
                fields=["next_on", "id"],
                name="deadline_next_stage",
                condition=Q(ended_on__isnull=True, is_suspended=False),
            ),
            models.Index(Least("ended_on", "due_on"), "owner", name="deadline_verdict"),
            models.Index(  # 按期率 of 统计: whether a case was in time, for a whole year of cases
                fields=["dispute"],
                include=["due_on", "ended_on"],
                name="deadline_whole_ended",
                condition=Q(**WHOLE_ENDED),
            ),
            sparse("deadline", "assignment"),
            sparse("deadline", "supervision"),
        ]
        triggers = [joins_no_archived_file("deadline", unless="NEW.supervision_id IS NOT NULL")]

    def __str__(self) -> str:
        return f"{self.key} {self.due_on:%Y-%m-%d}"

    @property
    def dates(self) -> tuple[date, date, str, bool]:
        """What is computed of it, to tell whether it moved."""
        return (self.due_on, self.amber_on, self.sentence, self.provisional)


class Pause(SealedModel):
    """A suspension (中止): all clocks of the dispute stand still (R100)."""

    jurisdiction = models.CharField("区划", max_length=12, default=settings.JURISDICTION)
    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="pauses")
    began_on = models.DateField("中止之日")
    resumed_on = models.DateField("恢复之日", null=True, blank=True)
    expected_on = models.DateField("预计恢复", null=True, blank=True)
    ground = SealedFreeTextField("中止事由", blank=True)
    evidence = SealedFreeTextField("凭证", blank=True)

    SECRECY = OPEN.of("jurisdiction began_on resumed_on expected_on") | SEALED.of("ground evidence")

    class Meta:
        verbose_name = verbose_name_plural = "中止"
        default_permissions = ()
        ordering = ["began_on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="pause_one_open_a_dispute",
                fields=["dispute"],
                condition=Q(resumed_on__isnull=True),
            ),
            models.CheckConstraint(
                name="pause_runs_forward",
                condition=Q(resumed_on__isnull=True) | Q(resumed_on__gte=F("began_on")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["expected_on"], name="pause_open", condition=Q(resumed_on__isnull=True)
            ),
        ]
        triggers = [joins_no_archived_file("pause")]

    def __str__(self) -> str:
        return f"自{self.began_on:%Y-%m-%d}中止"

    @property
    def as_suspension(self) -> Suspension:
        """As the pure function takes it."""
        return Suspension(self.began_on, self.resumed_on)


class ExtensionGrant(SealedModel):
    """An extension (延期) of one clock; taking the row out restores the date (R103)."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="extensions")
    days = models.PositiveSmallIntegerField("延长")
    unit = models.CharField("单位", max_length=2, choices=UNITS)
    old_due_on = models.DateField("原期限")
    new_due_on = models.DateField("延长至")
    reason = SealedFreeTextField("理由")
    granted_on = models.DateField("批准之日")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    told_on = models.DateField("告知缴费人之日", null=True, blank=True)
    told_how = models.CharField("告知方式", max_length=12, choices=ServiceMethod, blank=True)

    SECRECY = OPEN.of("days unit old_due_on new_due_on granted_on told_on told_how") | SEALED.of(
        "reason"
    )

    class Meta:
        verbose_name = verbose_name_plural = "延期"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="extension_once_a_clock", fields=["deadline"]),
            models.CheckConstraint(name="extension_is_positive", condition=Q(days__gte=1)),
            models.CheckConstraint(
                name="extension_before_expiry", condition=Q(granted_on__lte=F("old_due_on"))
            ),
            models.CheckConstraint(
                name="extension_moves_forward", condition=Q(new_due_on__gt=F("old_due_on"))
            ),
            models.CheckConstraint(
                name="extension_told_since_granted_and_how",
                condition=Q(told_on__isnull=True, told_how="")
                | Q(told_on__gte=F("granted_on")) & ~Q(told_how=""),
            ),
        ]
        triggers = [joins_no_archived_file("extensiongrant", of=CASE_OF_CLOCK)]

    def __str__(self) -> str:
        return f"延期至{self.new_due_on:%Y-%m-%d}"

    @property
    def as_extension(self) -> Extension:
        """As the pure function takes it."""
        return Extension(Limit(self.days, Unit(self.unit)))
