"""办理情况报告: the paper a report becomes once the office has approved it (R110)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from departments.models import Department
from papers.choices import PaperKind
from papers.forms.period_report import FiguresPiece, PeriodReportPaper
from workflow.issuing.drafts import Common, Draft, WithoutCase

if TYPE_CHECKING:
    from departments.models import Officer
    from workflow.models import PeriodReport


def period_report(report: PeriodReport, *, by: Officer, at: datetime) -> Draft:
    """With the numbers as they were counted, and what the office says to them."""

    def content(common: Common) -> PeriodReportPaper:
        counted = FiguresPiece.from_json(report.figures)
        return PeriodReportPaper(**common, figures=counted, remark=report.remark)

    office = Department.objects.office()
    return Draft(WithoutCase(by, at), PaperKind.PERIOD_REPORT, office, content)
