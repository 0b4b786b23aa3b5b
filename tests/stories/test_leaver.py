"""Whoever handles a case leaves while others are at work on it, one of whom asks to convene."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import factories as f
from tests.stories.cast import ADMINISTRATOR, CHEN, LI, OFFICE, SUN, WANG, WU, ZHANG, ZHOU
from tests.stories.journey import Journey, send
from tests.told import texts

pytestmark = pytest.mark.usefixtures("stage")


def leaves(story: Journey) -> None:
    """His head passes everything on in one act, then his account is closed."""
    gone, heir = WANG.officer(), LI.officer()
    typed: dict[str, object] = {"leaver": gone.pk, "successor": heir.pk}
    closing = reverse("officer_disable", args=[gone.username])
    left: dict[str, object] = {"reason": "调离"}
    for part, address, said in (
        (SUN, reverse("hand_over_all"), typed),
        (ADMINISTRATOR, closing, left),
    ):
        assert send(part.browser(), address, said, mark=min(said)).status_code == 302
    story.look()
    assert story.dispute.responsible_officer == heir
    assert story.dispute.first_contact_officer == gone
    story.is_told(LI, "移交您经办")


def finish(story: Journey) -> None:
    """The heir decides, tells and hears both, and sees to what the meeting resolved."""
    story.decide(LI, SUN, "责令补缴。")
    story.serve_both(LI)
    story.give_opinion(LI, SUN, "已补缴")
    story.hear(LI, "payer", "none")
    story.hear(LI, "counterparty", "none")


def test_asked_to_convene_by_a_bureau_and_left_by_its_clerk_it_still_reaches_the_archive() -> None:
    story = Journey(f.handled("joint"))
    story.press(ZHANG, "request_convening", reason="两局口径不一", departments=["RS"])
    story.stands("handling", last="提请专班办公室召集", clause="四(二)")
    story.is_told(OFFICE, "医保局提请召集人社局，请答复。")
    leaves(story)
    story.press(OFFICE, "answer_convening", convene="yes", reason="属共性问题")
    story.is_told(ZHANG, "提请召集的答复")
    meeting = story.plan(OFFICE, ["SW", "RS", "YB"])
    assert any("请参加" in each for each in texts(CHEN.officer().notices))
    story.sit(meeting, OFFICE, ["SW", "RS", "YB"], "由区税务局牵头补缴")
    story.press_meeting(meeting, OFFICE, "issue")
    story.give_opinion(ZHANG, WU, "同意补缴")
    story.give_opinion(CHEN, ZHOU, "同意补缴")
    finish(story)
    story.archive(LI)
    labels = {paper.label for paper in story.dispute.papers.all()}
    assert {"会商通知", "会议纪要", "交办单", "处理意见告知书"} <= labels
