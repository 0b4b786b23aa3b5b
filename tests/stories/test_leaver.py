"""Whoever handles a case leaves while others are at work on it, one of whom asks to convene."""

from __future__ import annotations

import pytest
from django.urls import reverse

from disputes.models import Dispute
from tests import factories as f
from tests.stories.cast import ADMINISTRATOR, CHEN, LI, OFFICE, SUN, WANG, ZHANG
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


def finish(dispute: Dispute) -> None:
    """The heir decides, tells and hears both, and sees to what the meeting resolved."""
    heir, head = LI.officer(), SUN.officer()
    words = {"facts": "经查属实", "basis": "社会保险法第63条"}
    f.do(dispute, "draft_decision", heir, decision="责令补缴", **words)
    f.do(dispute, "sign_decision", head, comment="同意")
    served = {"method": "direct", "served_on": f.today(), "recipient": "本人"}
    for party in ("payer", "counterparty"):
        f.do(dispute, "serve", heir, party=party, **served)
    for party in ("payer", "counterparty"):
        f.do(dispute, "record_response", heir, party=party, answer="none")
    resolved = dispute.assignments.get(kind="resolution")
    f.answer(resolved, "accept", heir)
    f.answer(resolved, "draft_opinion", heir, opinion="已补缴", **words)
    f.answer(resolved, "approve_opinion", head)


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
    f.answer_all(story.dispute)
    finish(story.dispute)
    story.look()
    story.archive(LI)
    labels = {paper.label for paper in story.dispute.papers.all()}
    assert {"会商通知", "会议纪要", "交办单", "处理意见告知书"} <= labels
