"""签到表: on the table for the pen from the notice on, numbered in each file with the minutes."""

from __future__ import annotations

from io import BytesIO

import pdfplumber
import pytest
from django.utils import timezone

from confidentiality.models import AccessRecord
from confidentiality.sealing import open_sealed_json
from disputes.choices import Mode
from papers.kinds import thaw
from tests import factories as f
from tests.workflow.meetings.test_actions import planned
from tests.workflow.signing_in import signed_in
from workflow.meetings import actions
from workflow.meetings.papers import leaders
from workflow.models import Meeting, Paper
from workflow.models.choices import MeetingForm

pytestmark = pytest.mark.django_db


def text(pdf: bytes) -> str:
    with pdfplumber.open(BytesIO(pdf)) as read:
        return "".join("".join((page.extract_text() or "").split()) for page in read.pages)


def test_it_is_printed_for_the_pen_and_stands_in_every_file_with_the_minutes() -> None:
    """One text under one number, which tells the reader of one file of no other case (0012)."""
    first, second = f.handled(Mode.SINGLE), f.handled(Mode.SINGLE, code="SW")
    meeting, clerk = planned(first, second), f.an_officer("clerk")
    browser, address = signed_in(clerk), f"/meetings/{meeting.pk}/attendance-sheet/"
    page = meeting.get_absolute_url()
    assert browser.get(address).headers["Location"] == page  # nobody has been asked to come
    actions.call(meeting, by=clerk)
    _lies_on_the_table(meeting, address)
    came = [f.a_department(code) for code in ("SW", "RS")]
    actions.hold(meeting, by=clerk, attended=came, present="区人社局张科长")
    said = text(browser.get(address).content)
    assert said.count("未到会") == 1
    assert "到会人员：区人社局张科长" in said
    decided = [actions.Decided(each, "由人社局核定") for each in (first, second)]
    actions.minute(meeting, by=clerk, items=decided)
    actions.issue(meeting, by=f.an_officer("clerk"))
    assert address not in browser.get(page).content.decode()
    assert browser.get(address).headers["Location"] == page
    sheets = Paper.objects.filter(kind="attendance_sheet")
    assert {each.dispute for each in sheets} == {first, second}
    assert len({each.number for each in sheets}) == 1
    one, other = (thaw(each.kind, open_sealed_json(each.content)).to_json() for each in sheets)
    hidden = {"nonce", "people", "verify_code", "verify_at"}
    assert {k: v for k, v in one.items() if k not in hidden} == {
        k: v for k, v in other.items() if k not in hidden
    }
    assert [each["came"] for each in one["units"]] == ["到会", "到会", "未到会"]
    assert not [d.number for d in (first, second) if str(d.number) in str(one)]
    listed = browser.get(page).content.decode()
    assert listed.count(f"签到表 {sheets[0].number}") == 2


def _lies_on_the_table(meeting: Meeting, address: str) -> None:
    browser = signed_in(f.an_officer("clerk"))
    assert address in browser.get(meeting.get_absolute_url()).content.decode()
    answer = browser.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    said = text(answer.content)
    for wanted in ("一般事项会商签到表", "（签发纪要后编号）", "单位姓名职务联系电话签名",
                   *(each.department.name for each in meeting.attendances.all()),
                   "列席：", "记录人：", "供到会人员签名"):  # fmt: skip
        assert wanted in said
    assert "到会人员：" not in said
    kept = AccessRecord.objects.latest("pk")
    assert kept.purpose == "打印签到表（签名用）"
    assert (kept.action, kept.object_id) == ("print", str(meeting.pk))
    guest = signed_in(f.an_officer("clerk", "YB"))
    assert address not in guest.get(meeting.get_absolute_url()).content.decode()
    assert guest.get(address).status_code == 403
    assert signed_in(f.an_officer("clerk", "CZ")).get(address).status_code == 404
    assert not Paper.objects.filter(kind="attendance_sheet").exists()  # nothing is numbered


def test_leaders_stand_on_it_by_name_and_nobody_signs_in_to_what_was_written() -> None:
    leader, dispute = f.a_leader(), f.handled(Mode.SINGLE)
    f.an_officer("deputy", "ZB")
    conference = Meeting(kind="conference", starts_at=timezone.now())
    seats = leaders(conference)
    assert [each.post for each in seats] == ["专班组长", "专班副组长"]
    assert seats[0].name == leader.name
    assert leaders(Meeting(kind="general", starts_at=timezone.now())) == ()
    written = planned(dispute, form=MeetingForm.WRITTEN)
    clerk = f.an_officer("clerk")
    actions.call(written, by=clerk)
    page = written.get_absolute_url()
    address = f"/meetings/{written.pk}/attendance-sheet/"
    assert signed_in(clerk).get(address).headers["Location"] == page
    actions.hold(written, by=clerk, attended=[f.a_department("RS")])
    actions.minute(written, by=clerk, items=[actions.Decided(dispute, "由人社局核定")])
    actions.issue(written, by=clerk)
    assert not Paper.objects.filter(kind="attendance_sheet").exists()
