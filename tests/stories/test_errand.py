"""R022: the task force asks a unit for something that no case is about, and gets its answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import time_machine

from deadlines.calendar_days import current_calendar
from tests.stories.cast import OFFICE, WU, ZHANG, Part
from tests.stories.journey import Typed, send, words_of
from tests.told import telling, texts
from tests.workflow.on_a_day import at_noon
from workflow.clock import remind_errands
from workflow.models import Errand, Notice

pytestmark = pytest.mark.usefixtures("stage")

ASKED = "请汇总本季度医保参保登记争议情况。"


def reads(part: Part, address: str) -> str:
    answer = part.browser().get(address)
    assert answer.status_code == 200, (part.name, address, answer.status_code)
    return words_of(answer)


def press(part: Part, errand: Errand, verb: str, **typed: object) -> None:
    answer = send(part.browser(), f"{errand.get_absolute_url()}{verb}/", typed, mark="version")
    assert answer.status_code == 302, words_of(answer)
    errand.refresh_from_db()


def given() -> Errand:
    typed: Typed = {"department": "YB", "question": ASKED, "due_on": ""}
    answer = send(OFFICE.browser(), "/errands/new/", typed, mark="question")
    assert answer.status_code == 302, words_of(answer)
    return Errand.objects.get()


def asks(part: Part, path: str) -> Any:  # Any: JSON
    return part.browser().get(f"/api/v1/{path}").json()


def told(part: Part) -> str:
    return Notice.objects.filter(recipient=part.officer()).latest("pk").text


def test_a_unit_is_asked_answers_and_the_office_closes_it() -> None:
    errand = given()
    assert "请签收" in told(ZHANG)
    assert errand.number in reads(ZHANG, "/tasks/")
    assert "不属单个事项的专班交办1件" in reads(ZHANG, "/")
    press(ZHANG, errand, "accept")
    press(ZHANG, errand, "draft_answer", answer="本季度共十二件。")
    assert "本季度共十二件" not in reads(OFFICE, errand.get_absolute_url())
    assert errand.number in reads(WU, "/tasks/")
    press(WU, errand, "approve_answer", comment="同意")
    assert "已反馈" in told(OFFICE)
    assert "本季度共十二件" in reads(OFFICE, errand.get_absolute_url())
    press(OFFICE, errand, "ask_again", comment="请分镇列出")
    press(ZHANG, errand, "draft_answer", answer="分镇共十二件。")
    press(WU, errand, "approve_answer")
    press(OFFICE, errand, "close", conclusion="已收到")
    assert errand.state == "closed"
    page = reads(WU, errand.get_absolute_url())
    assert "请分镇列出" in page
    assert "眼下没有要你办的" in page
    assert errand.number in reads(WU, "/errands/?tab=done")


def test_it_is_reminded_of_and_the_office_hears_of_three_days_late() -> None:
    with time_machine.travel(datetime.fromisoformat("2026-11-02T10:00:00+08:00"), tick=False):
        errand = given()
    due_on, calendar = errand.due_on, current_calendar()

    def heard(on: date) -> list[str]:
        with at_noon(on):
            for _ in range(2):
                remind_errands()
            rows = telling(Notice.objects.filter(recipient=ZHANG.officer()), errand.number)
            return texts(rows.order_by("pk"))

    before = len(heard(date(2026, 11, 3)))
    assert "快到期" in heard(errand.amber_on)[-1]
    assert "今天到期" in heard(due_on)[-1]
    assert "超期 3 天" in heard(calendar.add_workdays(due_on, 3))[-1]
    assert len(heard(calendar.add_workdays(due_on, 4))) == before + 3
    assert "超期 3 天" in told(OFFICE)
    with at_noon(calendar.add_workdays(due_on, 3)):
        assert "超期" in reads(ZHANG, "/tasks/")
        [row] = asks(OFFICE, "errands/?state=sent")
        assert (row["lamp"], row["lamp_words"]) == ("red", "超期 3 天")
