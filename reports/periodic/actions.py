"""报送办理: made by the clock once a period, said something to, approved by the office (R110)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from confidentiality.one_at_a_time import Turn, wait_for
from confidentiality.today import midnight
from deadlines.calendar_days import current_calendar
from departments.roles import LEADERS, THE_OFFICE, Role
from disputes.models import Dispute
from reports.periodic import papers
from reports.periodic.figures import figures
from reports.periodic.periods import Period, last_over
from web.refusals import NotAllowed, NotYours, Stale
from workflow.issuing.drafts import issue
from workflow.messages import notices
from workflow.messages.notices import Letter
from workflow.models import PeriodReport
from workflow.models.period_report import PeriodKind

if TYPE_CHECKING:
    from departments.models import Officer


def make_due() -> int:
    """What is over and not yet reported, from its first working day on; how many were made."""
    return sum(_make_if_due(last_over(kind, timezone.localdate())) for kind in PeriodKind)


def _make_if_due(period: Period) -> bool:
    if timezone.localdate() < period.made_on(current_calendar()):
        return False
    return make(period) is not None


@transaction.atomic
def make(period: Period) -> PeriodReport | None:
    """Once, and not of a time before the portal was in use; the office is told."""
    wait_for(Turn.PERIOD, list(PeriodKind).index(period.kind))
    own = {"jurisdiction": settings.JURISDICTION, "kind": period.kind, "since": period.since}
    if PeriodReport.objects.filter(**own).exists() or not _was_in_use(period):
        return None
    now = timezone.now()
    counted = figures(period, timezone.localdate(now))
    report = PeriodReport(**own, until=period.until, figures=counted.to_json(), made_at=now)
    report.save()
    text = f"{report}已生成，请在“统计—月报季报”核对，可写情况说明，批准后报送专班组长、副组长。"
    notices.tell([Letter(None, None, THE_OFFICE, text)], None)
    return report


def _was_in_use(period: Period) -> bool:
    until = midnight(period.until + timedelta(days=1))
    return Dispute.objects.registered().filter(registered_at__lt=until).exists()


@transaction.atomic
def write_remark(report: PeriodReport, *, by: Officer, remark: str, version: int | None) -> None:
    """本期情况说明: may be written anew until the report is approved."""
    locked = _waiting(report, by, version)
    locked.remark, locked.version = remark, locked.version + 1
    locked.save(update_fields=["remark", "version"])


@transaction.atomic
def approve(report: PeriodReport, *, by: Officer, remark: str, version: int | None) -> PeriodReport:
    """With the words that stand beside the button; numbered, frozen, told to the leader."""
    locked, now = _waiting(report, by, version), timezone.now()
    locked.remark, locked.version = remark, locked.version + 1
    [locked.paper] = issue(papers.period_report(locked, by=by, at=now))
    locked.approved_by, locked.approved_at = by, now
    locked.save(update_fields=["remark", "version", "paper", "approved_by", "approved_at"])
    text = f"{locked}已由专班办公室报送（{locked.paper.number}），请在“统计—月报季报”查看。"
    notices.tell([Letter(None, None, LEADERS, text)], by)
    return locked


def _waiting(report: PeriodReport, by: Officer, version: int | None) -> PeriodReport:
    if not by.has_role(Role.OFFICE):
        raise NotYours("月报、季报由专班办公室核对、批准。")
    locked = PeriodReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if locked.approved_at is not None:
        raise NotAllowed(f"{locked}已经批准报送，不能再改；要补充的，写在下一期。")
    if version is not None and version != locked.version:
        raise Stale("别人刚刚改过情况说明，请核对现在的内容后再办。")
    return locked
