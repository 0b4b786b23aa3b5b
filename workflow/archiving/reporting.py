"""鉴定报告、销毁清册: what was agreed of a unit's files, told once, numbered (R083, 0066)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from confidentiality.one_at_a_time import Turn, wait_for
from departments.roles import Role
from web.refusals import NotAllowed, NotYours
from workflow.archiving import papers
from workflow.issuing.drafts import WithoutCase, issue, next_numbers
from workflow.models import Appraisal, AppraisalDecision, AppraisalReport, AppraisalReportLine
from workflow.models.keeping import Proposal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from departments.models import Department, Officer

#: More would be a book; the rest goes into the next one.
LONGEST: Final = 200
READ_WITH_EACH: Final = ("case_file__dispute__parties", "case_file__dispute__file_reviews")


def unreported() -> QuerySet[AppraisalDecision]:
    """Agreed, and not yet told of in a report."""
    return AppraisalDecision.objects.filter(agrees=True, reported=None)


@transaction.atomic
def report(department: Department, *, by: Officer) -> AppraisalReport:
    """编制鉴定报告; with the 销毁清册 where something is to be destroyed. Both stand."""
    if not by.has_role(Role.ARCHIVIST):
        raise NotYours("鉴定报告和销毁清册由档案员编制。")
    wait_for(Turn.APPRAISAL, department.pk)
    rows = unreported().filter(appraisal__case_file__department=department)
    decided = list(rows.select_related("appraisal").order_by("id")[:LONGEST])
    if not decided:
        raise NotAllowed("没有新审定的鉴定意见，不用再编制鉴定报告。")
    now = timezone.now()
    ends = any(each.appraisal.proposal == Proposal.DESTROY for each in decided)
    kinds = papers.KINDS if ends else papers.KINDS[:1]
    numbers = next_numbers([(kind, department) for kind in kinds], timezone.localdate(now).year)
    drafts = papers.appraisal_papers(WithoutCase(by, now), department, _told(decided), numbers)
    paper, *listed = issue(*drafts)
    made = AppraisalReport.objects.create(
        department=department, paper=paper, destruction=next(iter(listed), None),
        made_by=by, made_at=now,
    )  # fmt: skip
    AppraisalReportLine.objects.bulk_create(
        AppraisalReportLine(report=made, decision=each) for each in decided
    )
    return made


def _told(decided: list[AppraisalDecision]) -> list[list[Appraisal]]:
    """Of each file all that was said since it was last reported on, the agreed one last."""
    later = AppraisalReportLine.objects.filter(
        decision__appraisal__case_file=OuterRef("case_file"),
        decision__appraisal__gte=OuterRef("pk"),
    )
    files = [each.appraisal.case_file_id for each in decided]
    rows = Appraisal.objects.filter(case_file__in=files).exclude(Exists(later))
    asked = rows.exclude(decision=None).select_related("decision", "case_file__dispute")
    left = list(asked.order_by("id").prefetch_related(*READ_WITH_EACH))
    told = []
    for each in decided:
        agreed = each.appraisal
        own = [a for a in left if a.case_file_id == agreed.case_file_id and a.pk <= agreed.pk]
        left = [a for a in left if a not in own]
        told.append(own)
    return told
