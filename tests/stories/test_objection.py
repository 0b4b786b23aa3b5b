"""An objection is shown its channel; its result concludes, or goes on as a new matter (五(四))."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes.models import Dispute
from tests import factories as f
from tests.stories.cast import AUDITOR, LI, SUN, WANG, ZHANG, ZHAO
from tests.stories.journey import Journey
from tests.workflow.on_a_day import at_noon

pytestmark = pytest.mark.usefixtures("stage")


def test_an_objection_goes_to_its_channel_and_comes_back_as_a_linked_dispute() -> None:
    story = Journey(f.decided())
    story.serve_both(WANG)
    story.hear(WANG, "counterparty", "objects", channel="reconsideration", note="认为不应补缴")
    story.stands("objected", last="有异议。认为不应补缴", clause="五(四)")
    story.runs("remedy.guide")
    story.is_refused(WANG, "close_remedy", "请先登记救济渠道。")
    story.press(
        WANG,
        "record_remedy",
        channel="reconsideration",
        body="乌翠区人民政府",
        accepted_on=f"{f.today()}",
    )
    story.stands("objected", last="行政复议，受理机关乌翠区人民政府", clause="五(四)")
    story.press(WANG, "close_remedy", result="复议撤销原处理，责令重新处理", reopen="on")
    story.stands("concluded", last="另立关联新件", clause="五(四)")

    fresh = Journey(Dispute.objects.get(continues=story.dispute))
    fresh.stands("registered", last="王首问 登记", clause="五(一)")
    assert fresh.dispute.number != story.dispute.number
    fresh.is_told(LI, "待审核，请办理。")
    fresh.is_seen_by(WANG)
    fresh.does_not_exist_for(ZHANG, ZHAO)
    assert (
        str(story.dispute.number)
        in WANG.browser().get(fresh.dispute.get_absolute_url()).content.decode()
    )
    story.archive()
    story.is_seen_by(AUDITOR)
    story.tells_its_whole_story_to(WANG)

    fresh.press(LI, "approve_intake", comment="续办")
    fresh.press(WANG, "accept_single", reason="属税务职责")
    fresh.decide(WANG, SUN, "重新核定后补缴。")
    fresh.serve_both(WANG)
    fresh.hear(WANG, "payer", "none")
    fresh.hear(WANG, "counterparty", "none")
    fresh.archive()


def test_one_party_left_untold_keeps_the_remedy_open() -> None:
    story = Journey(f.decided())
    story.press(
        WANG, "serve", party="payer", method="direct", served_on=f"{f.today()}", recipient="本人"
    )
    story.hear(WANG, "payer", "objects", channel="litigation")
    story.stands("objected")
    story.press(WANG, "record_remedy", channel="litigation", body="乌翠区人民法院")
    story.is_refused(WANG, "close_remedy", "双方都登记送达")
    with at_noon(f.today() + timedelta(days=2)):
        for back in range(3):
            story.press(WANG, "attempt", party="counterparty", method="phone", outcome="无人接听",
                        tried_on=f"{f.today() - timedelta(days=back)}")  # fmt: skip
        story.stands("objected", last="电话告知争议对方未果：无人接听", clause="五(四)")
        story.press(
            WANG, "serve", party="counterparty", exempt="unreachable", note="三次电话均无人接听"
        )
        story.press(WANG, "close_remedy", result="维持原处理")
        story.stands("concluded", last="登记救济结果：维持原处理，本件办结", clause="五(四)")
        story.archive()
    assert not Dispute.objects.filter(continues=story.dispute).exists()
