"""R104: a joint case with one department late: amber, red, urged, supervised, and answered."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from deadlines.calendar_days import current_calendar
from tests import factories as f
from tests.stories.cast import (
    ADMINISTRATOR,
    CHEN,
    LEADER,
    OFFICE,
    SUN,
    WANG,
    WU,
    ZHANG,
    ZHAO,
    ZHOU,
    Part,
)
from tests.stories.journey import Journey, send, words_of
from workflow.clock import sweep_deadlines
from workflow.messages.deliver import deliver_left
from workflow.models import Notice, Supervision

pytestmark = pytest.mark.usefixtures("stage")

MONDAY = date(2026, 11, 2)


def at(on: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour)))


def the_clock_runs() -> None:
    """As each minute: deadlines are swept, what was left is delivered; twice does no more."""
    for _ in range(2):
        sweep_deadlines()
        deliver_left()


def reads(part: Part, address: str) -> str:
    answer = part.browser().get(address)
    assert answer.status_code == 200, (part.name, address, answer.status_code)
    return words_of(answer)


def asks(part: Part, path: str) -> Any:  # Any: JSON
    return part.browser().get(f"/api/v1/{path}").json()


def reminders(part: Part, story: Journey) -> list[str]:
    """What the clock has told him about this dispute."""
    rows = Notice.objects.filter(
        recipient=part.officer(), dispute=story.dispute, stage__isnull=False
    )
    return [notice.text for notice in rows.order_by("id")]


def test_one_department_is_late_and_the_timeline_tells_it_in_plain_sentences() -> None:
    calendar = current_calendar()
    with time_machine.travel(at(MONDAY)):
        story = Journey(f.triaged())
        story.press(WANG, "convene_joint", departments=["YB", "RS"], question="请核实参保情况")
        story.press_answer(CHEN, "accept")
        story.press_answer(ZHANG, "accept")
        for part in (ZHOU, SUN):
            part.officer()
        asked = story.assignment("RS")
    due_on, amber_on = asked.due_on, asked.amber_on
    assert amber_on is not None

    # 医保局 answers in time; 人社局 asks for more time before the date, and its head grants it
    with time_machine.travel(at(amber_on)):
        the_clock_runs()
        assert any("剩 3 天" in text for text in reminders(CHEN, story))
        assert "临期" in reads(CHEN, "/messages/")
        story.give_opinion_written(ZHANG, WU, "建议补缴医疗保险费。")
        later = calendar.add_workdays(due_on, 2)
        story.press(ZHOU, "extend", until=f"{later}", reason="等待外地核查结果")
        assert story.assignment("RS").due_on == later

    # the moved date is another promise: amber and the due day are told anew, then it is red
    with time_machine.travel(at(later)):
        the_clock_runs()
        assert any("今天到期" in text for text in reminders(CHEN, story))
    red = calendar.add_workdays(later, 2)
    with time_machine.travel(at(red)):
        the_clock_runs()
        assert any("超期 2 天" in text for text in reminders(CHEN, story))
        assert any("超期 2 天" in text for text in reminders(ZHOU, story)), "the head hears of it"
        (line,) = [a for a in asks(WANG, f"disputes/{story.dispute.pk}/assignments/")
                   if a["department"] == "RS"]  # fmt: skip
        assert (line["lamp"], line["lamp_words"]) == ("red", "超期 2 天")

        # the receiving department urges from its list, in one click, once a day
        waiting = reads(WANG, "/?tab=waiting")
        assert "".join(str(story.dispute.number).split()) in waiting
        now = f"{story.dispute.get_absolute_url()}urge/now/"
        assert WANG.browser().post(now, {"back": "/?tab=waiting"}).status_code == 302
        story.look()
        story.stands("handling", last="催办人社局：请抓紧办理。", clause="五(三)1(3)")
        assert "已催办" in reads(WANG, "/?tab=waiting")
        story.is_told(CHEN, "催办：请抓紧办理。")
        assert ZHAO.browser().post(now).status_code == 404

    # three working days late: the clock opens 提示, and only those concerned know of it
    supervised = calendar.add_workdays(later, 3)
    with time_machine.travel(at(supervised)):
        the_clock_runs()
        own = Supervision.objects.get(dispute=story.dispute)
        assert (own.department.code, own.level, own.cause) == ("RS", "1", "overdue")
        story.is_told(ZHOU, "人社局被督办（提示）")
        story.is_told(OFFICE, "人社局被督办（提示）")
        page = own.get_absolute_url()
        assert "已超期三个工作日" in reads(ZHOU, "/supervisions/")
        for part in (ZHOU, WANG, OFFICE, LEADER):
            assert "督办事由" in reads(part, page)
            assert asks(part, f"supervisions/{own.pk}/")["level_label"] == "提示"
        for part in (ZHAO, ADMINISTRATOR):
            assert part.browser().get(page).status_code == 404
            assert part.browser().get(f"/api/v1/supervisions/{own.pk}/").status_code == 404
        assert f"{page}raise/" in OFFICE.browser().get(page).content.decode()
        settle(OFFICE, own, "raise", level="2", reason="催办后仍未提供")
        story.is_told(ZHOU, "由提示升为警示")

    # it answers for itself and gives its opinion; the office is satisfied
    with time_machine.travel(at(calendar.add_workdays(supervised, 1))):
        assert WANG.browser().get(f"{page}answer/").status_code == 403
        settle(ZHOU, own, "answer", answer="核查函今日已回，意见随后提交。")
        story.is_told(OFFICE, "答复督办（警示）：核查函今日已回")
        story.give_opinion_written(CHEN, ZHOU, "建议先确认劳动关系。")
        settle(OFFICE, own, "close", conclusion="意见已提交，予以销号。")
        assert asks(ZHOU, "supervisions/?state=closed")[0]["conclusion"] == "意见已提交，予以销号。"
        the_clock_runs()
        assert not story.assignment("RS").is_open
        count = Notice.objects.filter(stage__isnull=False).count()
        the_clock_runs()
        assert Notice.objects.filter(stage__isnull=False).count() == count
        story.decide(WANG, SUN, "采纳两局意见，责令补缴。")

    story.tells_its_whole_story_to(WANG)
    told = [entry.text for entry in story.dispute.timeline.order_by("id")]
    marks = ("剩 3 天", "延期", "今天到期", "超期 2 天", "催办人社局", "对人社局督办（提示）",
             "由提示升为警示", "答复督办（警示）", "督办销号")  # fmt: skip
    places = [next(i for i, text in enumerate(told) if mark in text) for mark in marks]
    assert places == sorted(places), told
    story.does_not_exist_for(ZHAO)


def settle(part: Part, own: Supervision, verb: str, **typed: object) -> None:
    """`part` does a verb of the supervision on its page."""
    address = f"{own.get_absolute_url()}{verb}/"
    answer = send(part.browser(), address, typed, mark="version")
    assert answer.status_code == 302, words_of(answer)
    own.refresh_from_db()
