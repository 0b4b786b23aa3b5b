"""The assignment (交办) and the opinions that answer it."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse

from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from disputes.promises import before_change, joins_no_archived_file, rests_with_file, sparse
from workflow.models.choices import (
    OPEN_ASSIGNMENT,
    OPINION_KINDS,
    AssignmentKind,
    AssignmentState,
    Outcome,
    Verdict,
)


class AssignmentQuerySet(models.QuerySet):  # type: ignore[type-arg]
    def open(self) -> AssignmentQuerySet:
        return self.filter(state__in=OPEN_ASSIGNMENT)

    def opinions_awaited(self) -> AssignmentQuerySet:
        return self.open().filter(kind__in=OPINION_KINDS)


#: 五(三)2(3): a unit has answered once its head has signed what it says; asked at commit.
_ANSWERS_IN_WRITING = """
IF NOT EXISTS (SELECT 1 FROM workflow_opinion o
        WHERE o.assignment_id = NEW.id AND o.approved_at IS NOT NULL) THEN
    RAISE EXCEPTION 'no opinion was signed' USING ERRCODE = 'check_violation';
END IF;
RETURN NULL;
"""
_EXCUSED_ONLY_LATE = """
IF NEW.state = 'excused' AND OLD.state <> 'excused' THEN
    IF NEW.clocked_on IS NULL OR NEW.clocked_on <= NEW.due_on THEN
        RAISE EXCEPTION 'an answer that is not late yet cannot be excused'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind = 'special' AND NOT EXISTS (
        SELECT 1 FROM workflow_assignment a WHERE a.dispute_id = NEW.dispute_id
        AND a.kind = 'special' AND a.id <> NEW.id
        AND a.state NOT IN ('excused', 'returned', 'recalled')) THEN
        RAISE EXCEPTION 'in special handling somebody must answer'
            USING ERRCODE = 'check_violation';
    END IF;
END IF;
RETURN NEW;
"""


#: Nothing is asked of a unit that works no more; its row is held against a merger meanwhile.
_ASKED_OF_WHO_WORKS = """
IF NEW.state NOT IN ('sent', 'accepted', 'drafted')
        OR TG_OP = 'UPDATE' AND NEW.department_id = OLD.department_id THEN
    RETURN NEW;
END IF;
PERFORM 1 FROM departments_department u WHERE u.id = NEW.department_id AND u.is_active FOR SHARE;
IF NOT FOUND THEN
    RAISE EXCEPTION 'a unit that works no more is asked' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'assignment_asks_a_unit_at_work';
END IF;
RETURN NEW;
"""


class Assignment(SealedModel):
    """One department owes one answer about one dispute by one day."""

    jurisdiction = models.CharField("区划", max_length=12, default=settings.JURISDICTION)
    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="assignments")
    kind = models.CharField("类型", max_length=12, choices=AssignmentKind)
    state = models.CharField(
        "状态", max_length=12, choices=AssignmentState, default=AssignmentState.SENT
    )
    version = models.PositiveIntegerField("版本", default=0)
    department = models.ForeignKey(
        "departments.Department", models.PROTECT, related_name="assignments", db_index=False
    )
    sender = models.ForeignKey(
        "departments.Department", models.PROTECT, related_name="+", db_index=False
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    sent_at = models.DateTimeField("发出时间")
    question = SealedFreeTextField("请办理的事项", blank=True)
    due_on = models.DateField("反馈期限")
    amber_on = models.DateField("黄灯日", null=True, blank=True)
    designated = models.BooleanField("由专班办公室指定", default=False)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    accepted_at = models.DateTimeField("签收时间", null=True, blank=True)
    #: Counted from 签收; none on what was signed for before the limit had a day (R052).
    return_by = models.DateField("可退回至", null=True, blank=True)
    answered_at = models.DateTimeField("反馈时间", null=True, blank=True)
    closed_reason = SealedFreeTextField("退回、撤回或逾期的理由", blank=True)
    believed_responsible = models.ForeignKey(
        "departments.Department",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    meeting = models.ForeignKey(
        "workflow.Meeting",
        models.PROTECT,
        related_name="resolutions",
        null=True,
        blank=True,
        db_index=False,
    )
    clocked_on = models.DateField("停表之日", null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    SECRECY = OPEN.of(
        "jurisdiction kind state version sent_at due_on amber_on designated accepted_at "
        "return_by answered_at clocked_on"
    ) | SEALED.of("question closed_reason")

    class Meta:
        verbose_name = verbose_name_plural = "交办"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="assignment_one_open_a_kind_and_department",
                fields=["dispute", "department", "kind"],
                condition=models.Q(
                    state__in=OPEN_ASSIGNMENT, kind__in=["referral", "joint", "special", "assist"]
                ),
            ),
            models.UniqueConstraint(
                name="assignment_one_open_referral",
                fields=["dispute"],
                condition=models.Q(state__in=OPEN_ASSIGNMENT, kind=AssignmentKind.REFERRAL),
            ),
            models.CheckConstraint(
                name="assignment_answered_has_time",
                condition=~models.Q(state=AssignmentState.ANSWERED)
                | models.Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="assignment_returned_in_time",
                condition=~models.Q(state=AssignmentState.RETURNED)
                | models.Q(return_by__isnull=True)
                | models.Q(clocked_on__lte=models.F("return_by")),
            ),
        ]
        indexes = [
            sparse("assignment", "meeting"),
            models.Index(
                fields=["department", "due_on", "id"],
                name="assignment_owed",
                condition=models.Q(state__in=OPEN_ASSIGNMENT),
            ),
            models.Index(  # 已交办
                fields=["sender", "due_on", "id"],
                name="assignment_sent_out",
                condition=models.Q(state__in=OPEN_ASSIGNMENT),
            ),
            models.Index(fields=["department", "state", "-id"], name="assignment_by_department"),
            models.Index(fields=["sent_at", "department", "state"], name="assignment_sent"),
        ]
        triggers = [
            rests_with_file("assignment"),
            joins_no_archived_file("assignment"),
            pgtrigger.Trigger(
                name="assignment_asks_a_unit_at_work",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=_ASKED_OF_WHO_WORKS,
            ),
            pgtrigger.Trigger(
                name="assignment_excused_only_late",
                operation=pgtrigger.UpdateOf("state"),  # type: ignore[no-untyped-call]
                when=pgtrigger.Before,
                func=_EXCUSED_ONLY_LATE,
            ),
            pgtrigger.Trigger(
                name="assignment_answers_in_writing",
                operation=pgtrigger.UpdateOf("state"),  # type: ignore[no-untyped-call]
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Condition(
                    "NEW.state = 'answered' AND OLD.state <> 'answered'"
                    " AND NEW.kind IN ('joint', 'special')"
                ),
                func=_ANSWERS_IN_WRITING,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.department}"

    def get_absolute_url(self) -> str:
        return reverse("assignment", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_ASSIGNMENT


_ITS_CASE = "(SELECT a.dispute_id FROM workflow_assignment a WHERE a.id = NEW.assignment_id)"
_OPINION_RESTS = """
IF OLD.approved_at IS NOT NULL THEN
    RAISE EXCEPTION 'an approved opinion never changes' USING ERRCODE = 'check_violation';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


class Opinion(SealedModel):
    """书面意见、书面审批意见 or 回执; an earlier draft stays beside the later (R060)."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="opinions")
    facts = SealedFreeTextField("认定事实")
    basis = SealedFreeTextField("法律法规政策依据")
    opinion = SealedFreeTextField("处理意见")
    verdict = models.CharField("审批意见", max_length=10, choices=Verdict, blank=True)
    outcome = models.CharField("办理情形", max_length=10, choices=Outcome, blank=True)
    attachments = SealedFreeTextField("附件", blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    drafted_at = models.DateTimeField("拟写时间")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    approved_at = models.DateTimeField("审签时间", null=True, blank=True)
    approver_label = models.CharField("审签人", max_length=120, blank=True)
    sent_back = SealedFreeTextField("退改意见", blank=True)

    SECRECY = OPEN.of("verdict outcome drafted_at approved_at approver_label") | SEALED.of(
        "facts basis opinion attachments sent_back"
    )

    class Meta:
        verbose_name = verbose_name_plural = "书面意见"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="opinion_has_basis", condition=~models.Q(basis="")),
        ]
        triggers = [
            before_change("opinion_rests_once_approved", _OPINION_RESTS),
            joins_no_archived_file("opinion", of=_ITS_CASE),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} 的意见"
