"""审计发现: what an auditor found in an archived file, and how it was put right (R082, 审计法52条).

It stands beside the sealed file and changes nothing in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from confidentiality.audit.sources import Source, enters_the_chain
from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from departments.roles import Role
from disputes.models import Recusal
from disputes.promises import before_change, before_insert, never_changes

if TYPE_CHECKING:
    from datetime import date

    from departments.models import Officer


class FindingState(models.TextChoices):
    OPEN = "open", "未答复"
    DRAFTED = "drafted", "待审签"
    ANSWERED = "answered", "待复核"
    CLOSED = "closed", "整改到位"
    RETRACTED = "retracted", "已撤销"


class FindingPlace(models.TextChoices):
    """What of the file it is attached to."""

    WHOLE = "whole", "全卷"
    STEP = "step", "环节"
    PAPER = "paper", "文书"


#: The department owes its answer.
OWED_FINDING: Final = (FindingState.OPEN, FindingState.DRAFTED)
#: Nobody owes anything any more.
DONE_FINDING: Final = (FindingState.CLOSED, FindingState.RETRACTED)


class FindingQuerySet(models.QuerySet["Finding"]):
    """Findings, by who may know of them and what is to be done about them."""

    def visible_to(self, officer: Officer) -> FindingQuerySet:
        """Auditors and the task force all, a department its own; the recused none (六(三))."""
        recused = Recusal.objects.filter(dispute=OuterRef("dispute"), officer=officer)
        rows = self.select_related("dispute", "department").exclude(Exists(recused))
        if officer.sees_all or officer.has_role(Role.AUDITOR):
            return rows
        return rows.filter(department__in=officer.department_ids)

    def owed(self) -> FindingQuerySet:
        return self.filter(state__in=OWED_FINDING)

    def answered(self) -> FindingQuerySet:
        return self.filter(state=FindingState.ANSWERED)

    def done(self) -> FindingQuerySet:
        return self.filter(state__in=DONE_FINDING)

    def late(self, today: date) -> FindingQuerySet:
        """逾期: owed, and its day has passed."""
        return self.owed().filter(due_on__lt=today)


_OF_AN_ARCHIVED_FILE: Final = """
IF NOT EXISTS (SELECT 1 FROM workflow_casefile f WHERE f.dispute_id = NEW.dispute_id)
        OR NEW.state <> 'open' THEN
    RAISE EXCEPTION 'what is found is found in an archived file, and answered later'
        USING ERRCODE = 'check_violation';
END IF;
IF NEW.step_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM workflow_timelineentry t
            WHERE t.id = NEW.step_id AND t.dispute_id = NEW.dispute_id)
        OR NEW.paper_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM workflow_paper p
            WHERE p.id = NEW.paper_id AND p.dispute_id = NEW.dispute_id) THEN
    RAISE EXCEPTION 'a finding is attached to what is in its file'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""

_FINDING_STANDS: Final = """
IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a finding is never deleted' USING ERRCODE = 'check_violation';
END IF;
IF OLD.state IN ('closed', 'retracted') THEN
    RAISE EXCEPTION 'a finding that is done never changes' USING ERRCODE = 'check_violation';
END IF;
IF ROW(NEW.dispute_id, NEW.nth, NEW.place, NEW.step_id, NEW.paper_id, NEW.found, NEW.basis,
            NEW.demand, NEW.found_by_id, NEW.found_at) IS DISTINCT FROM
        ROW(OLD.dispute_id, OLD.nth, OLD.place, OLD.step_id, OLD.paper_id, OLD.found, OLD.basis,
            OLD.demand, OLD.found_by_id, OLD.found_at)
        OR NEW.department_id <> OLD.department_id AND NOT EXISTS (
            SELECT 1 FROM departments_reform r WHERE r.state = 'registered'
            AND r.source_id = OLD.department_id AND r.target_id = NEW.department_id) THEN
    RAISE EXCEPTION 'what was found stands as it was found' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


def _by(*, optional: bool = False) -> Any:  # Any: a field
    """Who did it; nobody lists an officer's own."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False,
        null=optional, blank=optional,
    )  # fmt: skip


def _of_the_file(model: str) -> Any:  # Any: as above
    return models.ForeignKey(
        model, models.PROTECT, related_name="+", db_index=False, null=True, blank=True
    )


class Finding(SealedModel):
    """One department puts one thing right by one day, until the auditor is satisfied."""

    jurisdiction = models.CharField("区划", max_length=12, default=settings.JURISDICTION)
    dispute = models.ForeignKey(
        "disputes.Dispute", models.PROTECT, related_name="findings", db_index=False
    )
    nth = models.PositiveSmallIntegerField("本卷第几号")
    state = models.CharField("状态", max_length=10, choices=FindingState, default=FindingState.OPEN)
    version = models.PositiveIntegerField("版本", default=0)
    department = models.ForeignKey(
        "departments.Department", models.PROTECT, related_name="findings", db_index=False
    )
    place = models.CharField("所附", max_length=5, choices=FindingPlace)
    step = _of_the_file("workflow.TimelineEntry")
    paper = _of_the_file("workflow.Paper")
    found = SealedFreeTextField("审计发现")
    basis = SealedFreeTextField("依据")
    demand = SealedFreeTextField("整改要求")
    found_by = _by()
    finder_label = models.CharField("审计员", max_length=120)
    found_at = models.DateTimeField("提出时间")
    starts_on = models.DateField("起算日")
    due_on = models.DateField("整改期限")
    amber_on = models.DateField("黄灯日")
    is_chosen = models.BooleanField("期限由审计员指定", default=False)
    told = models.CharField("已提醒的节点", max_length=12, blank=True, default="")
    answer = SealedFreeTextField("整改情况", blank=True, default="")
    drafted_by = _by(optional=True)
    approved_by = _by(optional=True)
    approver_label = models.CharField("审签人", max_length=120, blank=True, default="")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    conclusion = SealedFreeTextField("复核意见或撤销的理由", blank=True, default="")
    ended_by = _by(optional=True)
    ended_at = models.DateTimeField("办结时间", null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    AFTER_ARCHIVING = "what is found is found in an archived file, which it leaves as it is"
    SECRECY = OPEN.of(
        "jurisdiction nth state version place finder_label found_at starts_on due_on amber_on "
        "is_chosen told approver_label answered_at ended_at"
    ) | SEALED.of("found basis demand answer conclusion")

    class Meta:
        verbose_name = verbose_name_plural = "审计发现"
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(name="finding_number_once", fields=["dispute", "nth"]),
            models.CheckConstraint(
                name="finding_is_attached_to_one_thing",
                condition=Q(place=FindingPlace.WHOLE, step=None, paper=None)
                | Q(place=FindingPlace.STEP, step__isnull=False, paper=None)
                | Q(place=FindingPlace.PAPER, step=None, paper__isnull=False),
            ),
            models.CheckConstraint(
                name="finding_says_what_and_why",
                condition=~Q(found="") & ~Q(basis="") & ~Q(demand=""),
            ),
            models.CheckConstraint(
                name="finding_answered_by_two",
                condition=Q(state__in=[*OWED_FINDING, FindingState.RETRACTED])
                | Q(answered_at__isnull=False, approved_by__isnull=False, drafted_by__isnull=False)
                & ~Q(answer="")
                & ~Q(approved_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="finding_done_says_when_and_why",
                condition=Q(state__in=DONE_FINDING, ended_at__isnull=False) & ~Q(conclusion="")
                | ~Q(state__in=DONE_FINDING) & Q(ended_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["department", "due_on", "id"], name="finding_owed",
                         condition=Q(state__in=OWED_FINDING)),
        ]  # fmt: skip
        triggers = [
            before_insert("finding_of_an_archived_file", _OF_AN_ARCHIVED_FILE),
            before_change("finding_stands", _FINDING_STANDS),
        ]

    def __str__(self) -> str:
        return f"{self.dispute} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("finding", args=[self.pk])

    @property
    def name(self) -> str:
        return f"审计发现第{self.nth}号"

    @property
    def asks(self) -> str:
        """What its messages ask for: that it is looked at, until somebody has moved it on."""
        return f"{ASKS_ABOUT_FINDING}{self.pk}"


#: Followed by its id (`workflow/messages/views.py`).
ASKS_ABOUT_FINDING: Final = "finding:"

CHAINED: Final = Source(
    "workflow_findingentry",
    kind="'verb'",
    columns="id finding_id @at actor_id actor_label verb text",
    officer="{row}.actor_id",
    verb="{row}.verb",
    object_kind="'findings'",
    object_id="{row}.finding_id",
)


class FindingEntry(SealedModel):
    """经过: its words, for those who may read it; the case's own timeline tells none of them."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="entries")
    at = models.DateTimeField("时间")
    actor = _by(optional=True)
    actor_label = models.CharField("经办人", max_length=120)
    verb = models.CharField("动作", max_length=30)
    text = SealedFreeTextField("经过")

    AFTER_ARCHIVING = "what becomes of a finding is written down beside the archived file"
    SECRECY = OPEN.of("at actor_label verb") | SEALED.of("text")

    class Meta:
        verbose_name = verbose_name_plural = "审计发现经过"
        default_permissions = ()
        ordering = ["id"]
        triggers = [never_changes("findingentry"), enters_the_chain("findingentry", CHAINED)]

    def __str__(self) -> str:
        return self.text
