"""鉴定报告: which decided appraisals one numbered report tells of, each told once (R083)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

from django.conf import settings
from django.db import models

from confidentiality.classification import OPEN
from departments.roles import Role
from disputes.promises import before_insert, never_changes

if TYPE_CHECKING:
    from departments.models import Officer

#: Who keeps files, decides on them, or looks on.
READERS: Final = frozenset({Role.ARCHIVIST, Role.OFFICE, Role.AUDITOR})


class AppraisalReportQuerySet(models.QuerySet["AppraisalReport"]):
    """Reports, by who may read them."""

    def visible_to(self, officer: Officer) -> Self:
        return self if officer.roles & READERS else self.none()


class AppraisalReport(models.Model):
    """One unit's, with its 销毁清册 where something is to be destroyed; both are papers."""

    jurisdiction = models.CharField("区划", max_length=12, default=settings.JURISDICTION)
    department = models.ForeignKey("departments.Department", models.PROTECT, related_name="+")
    paper = models.OneToOneField("workflow.Paper", models.PROTECT, related_name="appraisal_report")
    destruction = models.OneToOneField(
        "workflow.Paper", models.PROTECT, related_name="destruction_of", null=True, blank=True
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField("编制时间")

    objects = AppraisalReportQuerySet.as_manager()

    AFTER_ARCHIVING = "what is reported on are archived files"
    SECRECY = OPEN.of("jurisdiction made_at")

    class Meta:
        verbose_name = verbose_name_plural = "鉴定报告"
        default_permissions = ()
        ordering = ["-id"]
        triggers = [never_changes("appraisalreport")]

    def __str__(self) -> str:
        return f"鉴定报告 {self.paper.number}"


_AGREED: Final = """
IF NOT EXISTS (SELECT 1 FROM workflow_appraisaldecision d
        JOIN workflow_appraisal a ON a.id = d.appraisal_id
        JOIN workflow_casefile f ON f.id = a.case_file_id
        JOIN workflow_appraisalreport r ON r.id = NEW.report_id
        WHERE d.id = NEW.decision_id AND d.agrees AND f.department_id = r.department_id) THEN
    RAISE EXCEPTION 'only what was agreed of its own files' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class AppraisalReportLine(models.Model):
    """One decision, told in one report."""

    report = models.ForeignKey(AppraisalReport, models.PROTECT, related_name="lines")
    decision = models.OneToOneField(
        "workflow.AppraisalDecision", models.PROTECT, related_name="reported"
    )
    added_at = models.DateTimeField("列入时间", auto_now_add=True)

    AFTER_ARCHIVING = "what is reported on are archived files"
    SECRECY = OPEN.of("added_at")

    class Meta:
        verbose_name = verbose_name_plural = "鉴定报告所列"
        default_permissions = ()
        ordering = ["id"]
        triggers = [
            never_changes("appraisalreportline"),
            before_insert("report_tells_of_what_was_agreed", _AGREED),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.decision}"
