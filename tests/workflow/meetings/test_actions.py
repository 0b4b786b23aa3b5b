"""A meeting from its notice to issued minutes: who may, what is refused, what is told."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests import factories as f
from web.refusals import NotAllowed
from workflow.meetings import actions
from workflow.meetings.plan import plan

pytestmark = pytest.mark.django_db


def test_no_notice_of_a_meeting_goes_out_before_the_leader_agreed():
    """R047: neither team nor notice nor opinion while a major dispute waits for approval."""
    dispute, clerk = f.triaged(), f.an_officer("clerk")
    f.do(dispute, "report_major", clerk, reason="群体性诉求")
    meeting = plan(
        by=clerk,
        kind="general",
        title="碰头",
        disputes=[dispute],
        departments=[f.a_department("RS")],
        starts_at=timezone.now(),
        place="三楼",
    )
    with pytest.raises(NotAllowed, match="组长同意之前"):
        actions.call(meeting, by=clerk)
