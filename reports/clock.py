"""What the clock wakes: sealing and anchoring the audit record, what is unusual, 月报 and 季报."""

from __future__ import annotations

from celery import shared_task

from confidentiality.audit.sealing import seal
from reports.archives import yearly
from reports.archives.package import sealed
from reports.audit import anchors, watching
from reports.periodic.actions import make_due
from workflow.clock import by_a_believable_clock
from workflow.models import CaseFile


@shared_task
def seal_audit() -> int:
    """Every ten seconds; how many links were made."""
    return seal()


@shared_task(soft_time_limit=240, time_limit=270)
@by_a_believable_clock
def anchor_daily() -> int:
    """What came since the last anchor is verified, then anchored; once a day."""
    return anchors.anchor_of_the_day()


@shared_task(name="reports.seal_package")
def seal_package(case_file_id: int) -> int:
    """After archiving, and after a paper was appended; run twice it seals nothing twice."""
    return len(sealed(CaseFile.objects.get(pk=case_file_id)))


@shared_task(soft_time_limit=240, time_limit=270)
@by_a_believable_clock
def examine_archived_files() -> int:
    """Every hour some; each archived file once a year (DA/T 70, 领域 3.7)."""
    return yearly.make_due()


@shared_task
@by_a_believable_clock
def watch_audit() -> int:
    """Every ten minutes; how many things were told to the log administrators."""
    return watching.tell()


@shared_task(soft_time_limit=240, time_limit=270)
@by_a_believable_clock
def make_period_reports() -> int:
    """Every hour; from the first working day on the month's and the quarter's, each once (R110)."""
    return make_due()
