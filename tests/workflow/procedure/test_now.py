"""Only a demonstration tells a story that began weeks ago; a real portal back-dates nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests import factories as f
from workflow.procedure import move

pytestmark = pytest.mark.django_db


def test_a_real_portal_refuses_to_back_date(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(RuntimeError, match="只有演示库"), move.told_as_of(timezone.now()):
        pass


def test_what_a_story_tells_happens_at_its_moment_and_afterwards_time_is_real_again(
    settings: Settings,
) -> None:
    settings.DEMO = True
    weeks_ago = timezone.now() - timedelta(weeks=3)
    dispute = f.a_draft(visited_at=weeks_ago - timedelta(minutes=5))
    with move.told_as_of(weeks_ago):
        f.do(dispute, "register", dispute.first_contact_officer)
    assert dispute.registered_at == dispute.timeline.get().at == weeks_ago
    review = dispute.deadlines.get(key="intake.review")
    assert review.starts_on == timezone.localdate(weeks_ago)
    f.do(dispute, "approve_intake", f.an_officer("reviewer"))
    assert dispute.timeline.latest("pk").at > weeks_ago + timedelta(weeks=2)


def test_a_story_that_breaks_off_leaves_the_clock_right(settings: Settings) -> None:
    settings.DEMO = True
    with pytest.raises(LookupError), move.told_as_of(timezone.now() - timedelta(weeks=3)):
        raise LookupError
    assert timezone.now() - move.now() < timedelta(minutes=1)
