"""What the leader or a head is asked to approve (方案五(二)、五(三)3、六(一)、六(三), R103)."""

from __future__ import annotations

from functools import reduce
from operator import or_

import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse

from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from departments.models import Officer
from departments.roles import HEADS, Role
from disputes.models import Dispute, Recusal, StandIn
from disputes.promises import (
    before_change,
    before_insert,
    joins_no_archived_file,
    rests_with_file,
)
from workflow.models.approval_promises import (
    BEGINS_AS_A_QUESTION,
    LINES_STAY,
    NOBODY_IN_HIS_OWN_CAUSE,
)
from workflow.models.choices import ApprovalKind, ApprovalState, ReviewStep
from workflow.models.meeting import about_what_he_left


def _cause_of(unit_ids: set[int]) -> models.Q:
    """What the leader is asked in the cause of those units: no deputy from there answers it."""
    names = ("requested_department", "lead", "dispute__receiving_department",
             "dispute__lead_department", "dispute__parties__department",
             "meeting__convenor", "meeting__disputes__receiving_department",
             "meeting__disputes__lead_department",
             "meeting__disputes__parties__department")  # fmt: skip
    units = (models.Q(**{f"{name}__in": unit_ids}) for name in names)
    in_leaders_place = models.Q(desk=None, awaits="")
    return in_leaders_place & reduce(or_, units)


class ApprovalQuerySet(models.QuerySet["Approval"]):
    """Questions, by who may know of them and whose answer they wait for."""

    def visible_to(self, officer: Officer) -> ApprovalQuerySet:
        """What the task force may look at, and what lies with a head; not where he is recused."""
        rows = self.select_related(
            "dispute", "meeting", "membership", "requested_department", "desk", "clock__policy"
        )
        if not officer.sees_all:
            visible = Dispute.objects.visible_to(officer).order_by().values("pk")
            return rows.on_desks_of(officer).filter(dispute__in=visible)
        return rows.exclude(pk__in=self.recused_from(officer).values("pk"))

    def recused_from(self, officer: Officer) -> ApprovalQuerySet:
        """A meeting's question too, when every case of it is one that he left (R108)."""
        own = Recusal.objects.filter(officer=officer)
        left = models.Q(dispute__in=own.values("dispute"))  # a join would read every dispute
        return self.model.objects.filter(left | about_what_he_left(officer, "meeting"))

    def on_desks_of(self, officer: Officer) -> ApprovalQuerySet:
        """The task force's common queue, and that of each department whose head he is."""
        headed = {post.department_id for post in officer.posts_today if post.role in HEADS}
        as_leader, as_head = _named_for(officer)
        own = models.Q(desk__in=headed) | models.Q(models.Exists(as_head))
        at_leaders = models.Q(desk=None)
        own |= at_leaders if officer.sees_all else at_leaders & models.Q(models.Exists(as_leader))
        return self.filter(own).exclude(pk__in=self.recused_from(officer).values("pk"))

    def pending(self) -> ApprovalQuerySet:
        return self.filter(state=ApprovalState.PENDING)

    def waiting_for(self, officer: Officer) -> ApprovalQuerySet:
        """What he may answer today; the deputies and the office only look at the leader's."""
        mine = models.Q(desk__isnull=False) | models.Q(awaits__in=officer.roles)
        if officer.may_act_for_leader:
            mine |= models.Q(awaits="")
        else:
            named = StandIn.objects.filter(officer=officer, role=Role.LEADER).values("dispute")
            mine |= models.Q(awaits="", dispute__in=named)
        found = self.pending().on_desks_of(officer).filter(mine).exclude(_worked_on_by(officer))
        return found.exclude(_cause_of(officer.bureaus)) if officer.bureaus else found


def _worked_on_by(officer: Officer) -> models.Q:
    """What he has put himself, and where he has signed another line of the same paper (A8)."""
    signed = models.Q(lines__contains=[{"officer": officer.pk}]) & ~models.Q(awaits="")
    return models.Q(desk=None, requested_by=officer) | signed


def _named_for(officer: Officer) -> tuple[models.QuerySet[StandIn], models.QuerySet[StandIn]]:
    """指定代办: of the question's case, for the leader; and for the head whom it lies with."""
    named = StandIn.objects.filter(officer=officer, dispute=models.OuterRef("dispute"))
    heads = named.filter(role__in=HEADS, department=models.OuterRef("desk"))
    return named.filter(role=Role.LEADER), heads


class Approval(SealedModel):
    """One question, with what the dispute was when it was asked."""

    kind = models.CharField("类型", max_length=12, choices=ApprovalKind)
    state = models.CharField(
        "状态", max_length=10, choices=ApprovalState, default=ApprovalState.PENDING
    )
    dispute = models.ForeignKey(
        "disputes.Dispute", models.PROTECT, related_name="approvals", null=True, blank=True
    )
    meeting = models.ForeignKey(
        "workflow.Meeting", models.PROTECT, related_name="approvals", null=True, blank=True
    )
    membership = models.ForeignKey(
        "departments.MembershipDecision",
        models.PROTECT,
        related_name="approvals",
        null=True,
        blank=True,
    )
    reason = SealedFreeTextField("理由")
    progress = SealedFreeTextField("已办进展", blank=True)
    departments = models.ManyToManyField("departments.Department", related_name="+", blank=True)
    lead = models.ForeignKey(
        "departments.Department", models.PROTECT, related_name="+", null=True, blank=True
    )
    score = models.PositiveSmallIntegerField("分值", default=0)
    hits = models.JSONField("命中信号", default=list, blank=True)
    reported_state = models.CharField("报请前状态", max_length=20, blank=True)
    reported_mode = models.CharField("报请前办理方式", max_length=10, blank=True)
    reported_severity = models.CharField("报请前性质", max_length=8, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_department = models.ForeignKey(
        "departments.Department", models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField("报请时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField("批示时间", null=True, blank=True)
    decider_label = models.CharField("批示人", max_length=120, blank=True)
    comment = SealedFreeTextField("批示意见", blank=True)
    meeting_consent = models.BooleanField("同意召开专题会议", default=False)
    due_on = models.DateField("批示期限", null=True, blank=True)
    until = models.DateField("延期至", null=True, blank=True)
    clock = models.ForeignKey(
        "workflow.Deadline", models.PROTECT, related_name="approvals", null=True, blank=True
    )
    #: Before the leader: the post that reads it now, and what was signed so far (R061).
    awaits = models.CharField("待审核", max_length=8, choices=ReviewStep, blank=True, default="")
    lines = models.JSONField("已签各栏", default=list, blank=True)
    #: The department whose head decides; empty: the leader.
    desk = models.ForeignKey(
        "departments.Department", models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = ApprovalQuerySet.as_manager()

    SECRECY = (
        OPEN.of(
            "kind state score hits reported_state reported_mode reported_severity requested_at "
            "decided_at decider_label meeting_consent due_on until awaits"
        )
        | SEALED.of("reason progress comment")
        | OPEN.of("lines")
    )
    SEALED_INSIDE = {"lines": "workflow_approval.lines.{seal_id}"}

    class Meta:
        verbose_name = verbose_name_plural = "审批"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="approval_of_extension_says_until_when",
                condition=~models.Q(kind=ApprovalKind.EXTENSION) | models.Q(until__isnull=False),
            ),
            models.CheckConstraint(
                name="approval_of_extension_names_its_clock",
                condition=~models.Q(kind=ApprovalKind.EXTENSION, state=ApprovalState.PENDING)
                | models.Q(clock__isnull=False),
            ),
            models.CheckConstraint(
                name="approval_by_a_head_is_of_extension_or_review",
                condition=models.Q(desk__isnull=True)
                | models.Q(kind=ApprovalKind.EXTENSION)
                | models.Q(kind=ApprovalKind.MAJOR, awaits=ReviewStep.HEAD),
            ),
            models.CheckConstraint(
                name="approval_reviewed_is_major_and_before_consent",
                condition=models.Q(awaits="")
                | models.Q(kind=ApprovalKind.MAJOR) & ~models.Q(state=ApprovalState.APPROVED),
            ),
            models.CheckConstraint(
                name="approval_decided_names_decider",
                condition=models.Q(state__in=[ApprovalState.PENDING, ApprovalState.WITHDRAWN])
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="approval_of_a_member_names_its_decision",
                condition=models.Q(kind=ApprovalKind.MEMBER, membership__isnull=False)
                | ~models.Q(kind=ApprovalKind.MEMBER) & models.Q(membership=None),
            ),
            models.UniqueConstraint(
                name="approval_one_pending_a_member",
                fields=["membership"],
                condition=models.Q(state=ApprovalState.PENDING, membership__isnull=False),
            ),
            models.UniqueConstraint(
                name="approval_one_pending_a_kind_and_dispute",
                fields=["dispute", "kind"],
                condition=models.Q(state=ApprovalState.PENDING, dispute__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["requested_at", "id"],
                name="approval_pending",
                condition=models.Q(state=ApprovalState.PENDING),
            ),
        ]
        triggers = [
            rests_with_file("approval"),
            joins_no_archived_file("approval"),
            before_change("approval_lines_stay", LINES_STAY),
            before_insert("approval_starts_as_a_question", BEGINS_AS_A_QUESTION),
            pgtrigger.Trigger(
                name="approval_by_nobody_in_his_own_cause",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func=NOBODY_IN_HIS_OWN_CAUSE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.dispute or self.meeting or self.membership or ''}"

    def get_absolute_url(self) -> str:
        return reverse("approval", args=[self.pk])

    @property
    def cases(self) -> list[Dispute]:
        """Whose people its words may name: its own, or those the meeting is about (R092)."""
        if self.dispute:
            return [self.dispute]
        return self.meeting.cases if self.meeting else []


#: Where the comments of signed lines are sealed, each by itself, so that a line can still be told.
LINES = (Approval, "lines")
