"""专班交办 without a case: the task force asks a unit for something no dispute is about (R022)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from confidentiality.audit.sources import Source, enters_the_chain
from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from disputes.promises import before_change, never_changes

if TYPE_CHECKING:
    from departments.models import Officer


class ErrandState(models.TextChoices):
    SENT = "sent", "待签收"
    ACCEPTED = "accepted", "办理中"
    DRAFTED = "drafted", "待审签"
    ANSWERED = "answered", "已反馈"
    CLOSED = "closed", "已办结"
    RECALLED = "recalled", "已撤回"


#: The unit owes something.
OWED_ERRAND = (ErrandState.SENT, ErrandState.ACCEPTED, ErrandState.DRAFTED)
#: Nobody owes anything any more.
DONE_ERRAND = (ErrandState.CLOSED, ErrandState.RECALLED)


class ErrandQuerySet(models.QuerySet["Errand"]):
    """Errands, by who may know of them."""

    def visible_to(self, officer: Officer) -> ErrandQuerySet:
        """The task force all; a unit what it was asked."""
        rows = self.select_related("department", "sender")
        if officer.sees_all:
            return rows
        own = officer.department_ids
        return rows.filter(Q(department__in=own) | Q(sender__in=own))

    def owed(self) -> ErrandQuerySet:
        return self.filter(state__in=OWED_ERRAND)


_ERRAND_STANDS = """
IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'an errand is never deleted' USING ERRCODE = 'check_violation';
END IF;
IF OLD.state IN ('closed', 'recalled') THEN
    RAISE EXCEPTION 'an errand that is done never changes' USING ERRCODE = 'check_violation';
END IF;
IF ROW(NEW.number, NEW.question, NEW.sender_id, NEW.sent_by_id, NEW.sent_at) IS DISTINCT FROM
        ROW(OLD.number, OLD.question, OLD.sender_id, OLD.sent_by_id, OLD.sent_at)
        OR NEW.department_id <> OLD.department_id AND NOT EXISTS (
            SELECT 1 FROM departments_reform r WHERE r.state = 'registered'
            AND r.source_id = OLD.department_id AND r.target_id = NEW.department_id) THEN
    RAISE EXCEPTION 'what was asked stands as it was asked' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class Errand(SealedModel):
    """One unit answers the task force by one day, and no case is about it."""

    jurisdiction = models.CharField("区划", max_length=12, default=settings.JURISDICTION)
    number = models.CharField("文号", max_length=60)
    state = models.CharField("状态", max_length=10, choices=ErrandState, default=ErrandState.SENT)
    version = models.PositiveIntegerField("版本", default=0)
    department = models.ForeignKey(
        "departments.Department", models.PROTECT, related_name="errands", db_index=False
    )
    sender = models.ForeignKey("departments.Department", models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    sender_label = models.CharField("何人交办", max_length=120)
    sent_at = models.DateTimeField("发出时间")
    question = SealedFreeTextField("交办内容")
    basis = models.CharField("交办依据", max_length=120, blank=True)
    starts_on = models.DateField("起算日")
    due_on = models.DateField("反馈期限")
    amber_on = models.DateField("黄灯日")
    is_chosen = models.BooleanField("期限由交办人指定", default=False)
    told = models.CharField("已提醒的节点", max_length=12, blank=True, default="")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        db_index=False,
    )  # fmt: skip
    accepted_at = models.DateTimeField("签收时间", null=True, blank=True)
    answer = SealedFreeTextField("办理情况", blank=True, default="")
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        db_index=False,
    )  # fmt: skip
    approver_label = models.CharField("审签人", max_length=120, blank=True, default="")
    answered_at = models.DateTimeField("反馈时间", null=True, blank=True)
    conclusion = SealedFreeTextField("办结或撤回的理由", blank=True, default="")
    ended_at = models.DateTimeField("办结时间", null=True, blank=True)

    objects = ErrandQuerySet.as_manager()

    SECRECY = OPEN.of(
        "jurisdiction number state version sender_label sent_at basis starts_on due_on amber_on "
        "is_chosen told accepted_at approver_label answered_at ended_at"
    ) | SEALED.of("question answer conclusion")

    class Meta:
        verbose_name = verbose_name_plural = "专班交办"
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="errand_number_once_a_unit", fields=["jurisdiction", "number", "sender"]
            ),
            models.CheckConstraint(
                name="errand_answered_says_what",
                condition=~Q(state="answered") | (Q(answered_at__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="errand_done_says_when_and_why",
                condition=Q(state__in=DONE_ERRAND, ended_at__isnull=False) & ~Q(conclusion="")
                | ~Q(state__in=DONE_ERRAND) & Q(ended_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["department", "due_on", "id"], name="errand_owed",
                         condition=Q(state__in=OWED_ERRAND)),
        ]  # fmt: skip
        triggers = [before_change("errand_stands", _ERRAND_STANDS)]

    def __str__(self) -> str:
        return f"专班交办 {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("errand", args=[self.pk])


CHAINED: Final = Source(
    "workflow_errandentry",
    kind="'verb'",
    columns="id errand_id @at actor_id actor_label verb text",
    officer="{row}.actor_id",
    verb="{row}.verb",
    object_kind="'errands'",
    object_id="{row}.errand_id",
)


class ErrandEntry(SealedModel):
    """经过: what happened to it, in plain sentences that never change."""

    errand = models.ForeignKey(Errand, models.PROTECT, related_name="entries")
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        db_index=False,
    )  # fmt: skip
    actor_label = models.CharField("经办人", max_length=120)
    verb = models.CharField("动作", max_length=30)
    text = SealedFreeTextField("经过")

    SECRECY = OPEN.of("at actor_label verb") | SEALED.of("text")

    class Meta:
        verbose_name = verbose_name_plural = "专班交办经过"
        default_permissions = ()
        ordering = ["id"]
        triggers = [never_changes("errandentry"), enters_the_chain("errandentry", CHAINED)]

    def __str__(self) -> str:
        return self.text
