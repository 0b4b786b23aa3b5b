"""Suspended, everything stands still; resumed, the days that were lost are given back (五(三))."""

from __future__ import annotations

import pytest
import time_machine
from django.utils import timezone

from deadlines.calendar_days import current_calendar
from tests import factories as f
from tests.stories.cast import CHEN, SUN, WANG, WU, ZHANG, ZHOU
from tests.stories.journey import Journey

pytestmark = pytest.mark.usefixtures("stage")


def test_a_suspended_matter_stands_still_and_goes_on_later() -> None:
    story = Journey(f.handled("joint"))
    before = {clock.key: clock.due_on for clock in story.dispute.deadlines.open()}
    story.press(SUN, "suspend", ground="等待劳动关系认定")
    story.stands("suspended", last="中止办理：等待劳动关系认定", clause="五(三)")
    assert story.dispute.due_on is None
    standing = story.dispute.deadlines.open().exclude(key="suspension.review")
    assert all(clock.is_suspended for clock in standing)
    assert {clock.key for clock in standing} == before.keys()
    frozen = ZHANG.browser().get(f"{story.assignment('YB').get_absolute_url()}accept/", follow=True)
    assert "交办随之冻结" in frozen.content.decode()
    story.is_seen_by(ZHANG)
    story.is_refused(WANG, "draft_decision", "现在的状态是“中止”")

    a_week = current_calendar().add_workdays(f.today(), 5) - f.today()
    with time_machine.travel(timezone.now() + a_week, tick=True):
        story.press(SUN, "resume")
        story.stands("handling", last="恢复办理，期限按实际中止天数顺延。", clause="五(三)")
        after = {clock.key: clock.due_on for clock in story.dispute.deadlines.open()}
        assert after.keys() == before.keys()
        assert all(after[key] > before[key] for key in before)
        story.give_opinion(ZHANG, WU, "建议补缴。")
        story.give_opinion(CHEN, ZHOU, "无意见。")
        story.decide(WANG, SUN, "责令补缴。")
        story.serve_both(WANG)
        story.hear(WANG, "payer", "none")
        story.hear(WANG, "counterparty", "none")
        story.archive()
        story.tells_its_whole_story_to(ZHANG)
