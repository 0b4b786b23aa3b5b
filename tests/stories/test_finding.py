"""R082: an auditor finds something in an archived file; its department puts it right by a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction

from deadlines.calendar_days import current_calendar
from disputes.choices import Mode
from disputes.models import Dispute, Recusal
from tests import factories as f
from tests.stories.cast import AUDITOR, LI, OFFICE, SUN, WANG, WU, ZHANG, ZHAO, Part
from tests.stories.journey import Typed, send, words_of
from tests.told import texts
from tests.workflow.on_a_day import at_noon
from workflow.clock import remind_findings
from workflow.models import Finding, FindingEntry, Notice, SealedPackage

pytestmark = pytest.mark.usefixtures("stage")

#: Recused from the case that his department took part in.
QIAN = Part("reviewer", "YB", "钱回避")
#: It names the payer, whom nobody reads in it.
FOUND = "欧阳测试的意见书没有写明依据的文件。"
DEMAND = "补充说明依据，举一反三自查。"


def reads(part: Part, address: str, status: int = 200) -> str:
    answer = part.browser().get(address)
    assert answer.status_code == status, (part.name, address, answer.status_code)
    return words_of(answer)


def press(part: Part, own: Finding, verb: str, status: int = 302, **typed: object) -> str:
    """By the page's own form; who has none presses by hand and is refused."""
    address = f"{own.get_absolute_url()}{verb}/"
    if status == 302:
        answer = send(part.browser(), address, typed, mark="version")
    else:
        answer = part.browser().post(address, typed)
    assert answer.status_code == status, (part.name, verb, words_of(answer))
    own.refresh_from_db()
    return words_of(answer)


def told(part: Part) -> list[str]:
    return texts(Notice.objects.filter(recipient=part.officer()).order_by("pk"))


def never(does: Callable[[], object]) -> None:
    """PostgreSQL refuses it, whoever writes."""
    with pytest.raises(DatabaseError), transaction.atomic():
        does()


def filed() -> Dispute:
    """YB took part in it, and its reviewer is recused."""
    dispute = f.concluded(Mode.JOINT)
    Recusal.objects.create(
        dispute=dispute, officer=QIAN.officer(), reason="亲属", recorded_by=WU.officer()
    )
    f.do(dispute, "archive", f.an_officer("clerk", "SW"))
    return dispute


def recorded(dispute: Dispute, about: str = "whole", **typed: object) -> Any:  # Any: an answer
    """By an auditor who has signed for his look."""
    browser, address = AUDITOR.browser(), f"/disputes/{dispute.pk}/record_finding/"
    assert browser.get(address).status_code == 302  # to the register first
    browser.post(dispute.case_file.get_absolute_url(), {"purpose": "年度审计"})
    assert "提出审计发现" in words_of(browser.get(dispute.case_file.get_absolute_url()))
    filled: Typed = {
        "about": about, "department": "YB", "found": FOUND, "basis": "五(三)1(3)",
        "demand": DEMAND, **typed,
    }  # fmt: skip
    return send(browser, address, filled, mark="found")


def refuses_what_is_not_so(dispute: Dispute) -> None:
    """Once more the same is one; what is not of this file, or not of its units, is refused."""
    cases: list[tuple[Typed, str]] = [
        ({}, "没有重复提出"),
        ({"department": "CZ"}, "请从列表中选择"),
        ({"about": "step:1", "found": "另一件"}, "请从本卷的经过或文书中选择"),
    ]
    for typed, said in cases:
        again: Any = AUDITOR.browser().post(
            f"/disputes/{dispute.pk}/record_finding/",
            {"department": "YB", "found": FOUND, "basis": "一", "demand": DEMAND, **typed},
        )
        assert (again.status_code, said in words_of(again)) == (400, True), said
    assert Finding.objects.count() == 1


def is_read_by_whom_it_concerns(own: Finding) -> None:
    """The department masked, the office and the auditor; nobody of another department."""
    assert "审计发现1件" in reads(ZHANG, "/tasks/")
    assert "审计发现1件" in reads(ZHANG, "/")
    for part in (ZHANG, WU, OFFICE, AUDITOR):
        page = reads(part, own.get_absolute_url())
        assert "意见书没有写明依据的文件" in page
        assert "欧阳测试" not in page
    for part in (WANG, SUN, LI, ZHAO, QIAN):
        reads(part, own.get_absolute_url(), 404)
        assert part.browser().get(f"/api/v1/findings/{own.pk}/").status_code == 404
        assert "没有等待答复的审计发现" in reads(part, "/findings/")
        press(part, own, "draft_answer", 404, answer="替他答")


def test_it_is_found_answered_by_two_sent_back_and_closed() -> None:
    dispute = filed()
    file, version = dispute.case_file, dispute.version
    sealed = list(SealedPackage.objects.values_list("sm3"))
    step = dispute.timeline.filter(verb="approve_opinion").latest("pk")
    answer = recorded(dispute, f"step:{step.pk}")
    assert answer.status_code == 302, words_of(answer)
    own = Finding.objects.get()
    assert (own.step_id, own.nth, own.department.code) == (step.pk, 1, "YB")
    calendar = current_calendar()
    assert own.due_on == calendar.add_workdays(own.starts_on, 15)
    for state in ("answered", "closed", "retracted"):  # out of their order, or with no word of it
        never(partial(Finding.objects.update, state=state))

    refuses_what_is_not_so(dispute)
    # Who hears: the department and the office; in the message none of its words.
    for part in (ZHANG, WU, OFFICE):
        assert "审计发现第1号" in told(part)[-1]
        assert "依据的文件" not in told(part)[-1]
    assert not any("审计发现" in each for each in told(WANG) + told(ZHAO) + told(QIAN))
    notice = Notice.objects.filter(recipient=ZHANG.officer()).latest("pk")
    led = ZHANG.browser().post(f"/messages/{notice.pk}/")
    assert led["Location"] == own.get_absolute_url()

    is_read_by_whom_it_concerns(own)

    # Answered by two, never by the drafter alone; they do not close it, the auditor answers none.
    press(AUDITOR, own, "draft_answer", 403, answer="自答")
    press(ZHANG, own, "draft_answer", answer="已补充依据。")
    press(ZHANG, own, "approve_answer", 403)
    assert "已补充依据" not in reads(AUDITOR, own.get_absolute_url())
    assert "审计发现1件" in reads(WU, "/tasks/")
    press(WU, own, "send_back", comment="写明文号")
    assert "写明文号" in reads(ZHANG, own.get_absolute_url())
    assert not any("写明文号" in reads(each, own.get_absolute_url()) for each in (AUDITOR, OFFICE))
    press(WU, own, "draft_answer", answer="我自己写。")
    assert "拟稿人不能审签" in press(WU, own, "approve_answer", 400)
    press(WU, own, "send_back", comment="请经办员写")
    press(ZHANG, own, "draft_answer", answer="依据黑税发〔2024〕24号。")
    press(WU, own, "approve_answer")
    assert "请复核" in told(AUDITOR)[-1]
    assert "依据黑税发" in reads(AUDITOR, own.get_absolute_url())
    for part in (ZHANG, WU, OFFICE):
        press(part, own, "close", 403, conclusion="行")

    # Sent back with a reason and a day, answered anew, closed; the same button twice is one act.
    chosen = calendar.add_workdays(f.today(), 5)
    press(AUDITOR, own, "ask_again", comment="没有自查", due_on=chosen.isoformat())
    assert (own.state, own.due_on, own.answered_at) == ("open", chosen, None)
    press(ZHANG, own, "draft_answer", answer="已自查三件。")
    press(WU, own, "approve_answer")
    seen = own.version
    closing = {"conclusion": "整改到位", "version": seen}
    answers = [AUDITOR.browser().post(f"{own.get_absolute_url()}close/", closing) for _ in "ab"]
    assert [each.status_code for each in answers] == [302, 302]
    own.refresh_from_db()
    assert (own.state, own.version) == ("closed", seen + 1)
    assert own.entries.filter(verb="close").count() == 1
    page = reads(ZHANG, own.get_absolute_url())
    for said in ("没有自查", "依据黑税发", "整改到位", "眼下没有要你办的"):
        assert said in page
    assert "审计发现" not in "".join(told(WANG))

    # The case tells that it happened and none of the words; its file is as it was.
    dispute.refresh_from_db()
    log = texts(dispute.timeline.order_by("pk"))[-3:]
    assert "审计发现第1号" in log[-1]
    assert not any(word in each for each in log for word in ("自查", "依据"))
    assert (dispute.version, dispute.case_file) == (version, file)
    assert list(SealedPackage.objects.values_list("sm3")) == sealed
    assert "审计发现第1号" in reads(AUDITOR, f"/disputes/{dispute.pk}/")
    assert "1" in reads(AUDITOR, "/findings/?tab=done")
    for rows, change in (
        (Finding.objects, {"state": "open"}),
        (FindingEntry.objects, {"verb": "x"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)


def test_it_is_reminded_of_turns_red_and_the_auditor_and_the_office_hear() -> None:
    with time_machine.travel(datetime.fromisoformat("2026-11-02T10:00:00+08:00"), tick=False):
        dispute = filed()
        assert recorded(dispute).status_code == 302
        own = Finding.objects.get()
    calendar, due_on = current_calendar(), own.due_on

    def heard(on: date, part: Part) -> list[str]:
        with at_noon(on):
            for _ in range(2):
                remind_findings()
            return [each for each in told(part) if "审计发现第1号" in each]

    assert len(heard(date(2026, 11, 3), ZHANG)) == 1
    assert "快到期" in heard(own.amber_on, ZHANG)[-1]
    assert "今天到期" in heard(due_on, ZHANG)[-1]
    assert not any("到期" in each for each in heard(due_on, AUDITOR))
    late = calendar.add_workdays(due_on, 1)
    for part in (ZHANG, WU, AUDITOR, OFFICE):
        assert "超期 1 天" in heard(late, part)[-1]
    with at_noon(late):
        assert "其中1件已超期" in reads(WU, "/")
        assert "逾期1" in reads(AUDITOR, "/findings/")
        assert FOUND[4:12] in reads(OFFICE, "/findings/?tab=late")
        [row] = OFFICE.browser().get("/api/v1/findings/?state=open").json()
        assert (row["lamp"], row["lamp_words"], row["about"]) == ("red", "超期 1 天", "whole")
        asked = AUDITOR.browser()
        done = f"/api/v1/findings/{own.pk}/actions/"
        assert {each["verb"] for each in asked.get(done).json()} == {"urge", "retract"}
        for verb, typed in (("urge", {"message": "请抓紧"}), ("retract", {"reason": "重复"})):
            answer = asked.post(f"{done}{verb}/", typed, content_type="application/json")
            assert answer.status_code == 200, answer.content
    own.refresh_from_db()
    assert (own.state, own.conclusion) == ("retracted", "重复")
    assert "已撤销" in told(OFFICE)[-1]
