"""专题: the office gathers cases and meetings, the task force reads, and concluded it stands."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from confidentiality.sealing import open_sealed
from departments.models import Officer
from disputes.models import Recusal
from reports.topics import actions
from tests.factories import (
    a_department,
    a_leader,
    an_officer,
    archived,
    handled,
    hold_meeting,
    triaged,
)
from tests.reports.topics.studying import a_topic, office
from tests.workflow.signing_in import signed_in
from web.refusals import NotAllowed, NotYours
from workflow.models import KeyTopic, KeyTopicCase, Meeting

pytestmark = pytest.mark.django_db
QUESTION = "断缴期间能否补缴，联系电话15400000018。"
CAME = {"conclusion": "按自行申报口径办理。", "proposal": "建议明确补缴起算日。"}


def sent(browser: Client, topic: KeyTopic, act: str, **typed: object) -> str:
    address = topic.get_absolute_url()
    answer = browser.post(address, {"act": act, **typed}, follow=True)
    return str(answer.content.decode())


@pytest.mark.usefixtures("as_the_portal")
def test_a_topic_from_its_question_to_its_proposal() -> None:
    one, two, shut = triaged(), handled("joint"), archived()
    hold_meeting(two)
    meeting = Meeting.objects.latest("pk")
    browser, leader = signed_in(office()), signed_in(a_leader())
    begun = {"title": "灵活就业人员断缴补缴", "question": QUESTION}
    page = browser.post(reverse("topic_new"), begun, follow=True).content.decode()
    assert "专题已建立" in page
    assert "15400000018" not in page  # free text shows no number of a person
    topic = KeyTopic.objects.get()
    assert "还没有归集事项" in sent(browser, topic, "conclude", **CAME)
    for case in (one, two, shut):
        assert "已归集" in sent(browser, topic, "gather", number=case.number)
    assert "已经归集在本专题" in sent(browser, topic, "gather", number=one.number)
    assert "没有这个编号" in sent(browser, topic, "gather", number="230718-2026-SW-999999")
    assert "已移出本专题" in sent(browser, topic, "let_go", dispute=one.pk)
    assert "已引用" in sent(browser, topic, "cite", meeting=meeting.pk)
    assert "请填写政策建议" in sent(browser, topic, "conclude", conclusion="有结论")
    _is_the_task_forces_alone(topic, leader)
    _tells_nothing_of_what_he_left(topic, leader, two.pk, str(two.number))
    name = open_sealed(shut.parties.get(role="payer").name)
    named = CAME | {"proposal": f"{CAME['proposal']}如{name[0]} {name[1:]}。"}
    assert "专题已办结" in sent(browser, topic, "conclude", **named)
    text = leader.get(topic.get_absolute_url()).content.decode()
    assert [words in text for words in (*CAME.values(), str(shut.number))] == [True] * 3
    assert name[1:] not in text  # whom a gathered case knows is named by none of its words
    _stands(topic, browser, one.pk, str(one.number))


def test_a_meeting_in_the_small_hours_is_of_its_day_here() -> None:
    """The database answers in UTC, where it is still the day before."""
    topic = a_topic()
    today = timezone.localdate()
    early = timezone.make_aware(datetime.combine(today, time(0, 30)))
    meeting = Meeting.objects.create(
        kind="general", title="早会", starts_at=early, place="区政府",
        convenor=a_department("SW"), created_by=an_officer(), state="called",
    )  # fmt: skip
    address, browser = topic.get_absolute_url(), signed_in(office())
    assert f"{today} {meeting.get_kind_display()} 早会" in browser.get(address).content.decode()
    actions.cite(topic, by=office(), meeting=meeting)
    page = browser.get(address).content.decode()
    assert f'早会</a></td><td class="ui-r ui-num">{today}</td>' in page


def _is_the_task_forces_alone(topic: KeyTopic, leader: Client) -> None:
    for address in (reverse("topics"), topic.get_absolute_url()):
        assert leader.get(address).status_code == 200
        assert signed_in(an_officer()).get(address).status_code == 403
    assert leader.get(reverse("topic_new")).status_code == 403
    with pytest.raises(NotYours):
        actions.conclude(topic, by=Officer.objects.get(pk=a_leader().pk), **CAME)


def _tells_nothing_of_what_he_left(topic: KeyTopic, leader: Client, pk: int, number: str) -> None:
    """回避: neither listed nor counted."""
    assert number in leader.get(topic.get_absolute_url()).content.decode()
    with transaction.atomic():
        Recusal.objects.create(
            dispute_id=pk, officer=a_leader(), reason="亲属", recorded_by=an_officer()
        )
        assert number not in leader.get(topic.get_absolute_url()).content.decode()
        transaction.set_rollback(True)


def _stands(topic: KeyTopic, browser: Client, pk: int, number: str) -> None:
    assert "已经办结，不能再改" in sent(browser, topic, "gather", number=number)
    with pytest.raises(NotAllowed):
        actions.let_go(topic, by=office(), dispute=pk)
    row, cases = KeyTopic.objects.filter(pk=topic.pk), KeyTopicCase.objects.filter(topic=topic)
    more = KeyTopicCase(topic=topic, dispute_id=pk, added_by=office())
    for change in (lambda: row.update(jurisdiction="0"), row.delete, cases.delete, more.save):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
