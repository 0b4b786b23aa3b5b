"""培训宣传 (四(二), R024, R025): towns register trainings, 人社局 its events; counted by year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from confidentiality.models import AccessRecord
from config.shell import build
from departments.actions import trainings as actions
from departments.models import ChangeRecord, Officer, Training
from departments.roles import Role
from departments.trainings import year_lines
from tests.confidentiality import upload_corpus as corpus
from tests.departments.people import holding, signed_in, today, told
from web.refusals import Mistyped, NotAllowed, NotYours

pytestmark = pytest.mark.django_db

SHEET = corpus.pdf()


def held(by: Officer, **more: Any) -> Training:  # Any: the action's own keywords
    facts: dict[str, Any] = {
        "held_on": today(),
        "subject": "首问登记",
        "place": "镇会议室",
        "lecturer": "税务局骨干",
        "hours": Decimal(2),
        "village_officials": 3,
        "grid_workers": 10,
        "others": 1,
    }
    return actions.register(by=by, **facts | more)


def typed(**more: object) -> dict[str, object]:
    return {
        "held_on": today().isoformat(),
        "subject": "首问登记",
        "place": "镇会议室",
        "lecturer": "税务局骨干",
        "hours": "2.5",
        "village_officials": "3",
        "grid_workers": "10",
        "others": "0",
        **more,
    }


@pytest.mark.parametrize("role", [Role.CLERK, Role.TOWN_LEAD])
def test_a_town_registers_a_training_with_its_sheet(role):
    browser = signed_in(holding(role, "CL"))
    sheet = SimpleUploadedFile("签到表.pdf", SHEET, "application/pdf")
    answer = browser.post(reverse("training_new"), typed(sheet=sheet))
    assert answer.status_code == 302
    kept = Training.objects.get()
    assert (kept.department.code, kept.kind, kept.heads) == ("CL", "training", 13)
    assert "签到表" not in kept.sheet.name
    shown = told(browser.get(kept.get_absolute_url()))
    assert "签到表.pdf" in shown


def test_taking_the_sheet_is_recorded_first():
    clerk = holding(Role.CLERK, "CL")
    sheet = SimpleUploadedFile("签到表.pdf", SHEET, "application/pdf")
    kept = held(clerk, sheet=sheet)
    answer = signed_in(clerk).get(reverse("training_sheet", args=[kept.pk]))
    assert b"".join(answer.streaming_content) == SHEET
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    taken = AccessRecord.objects.get(action="download")
    assert (taken.officer_id, taken.object_id) == (clerk.pk, str(kept.pk))
    without = held(clerk)
    assert signed_in(clerk).get(reverse("training_sheet", args=[without.pk])).status_code == 404


def test_a_sheet_that_may_not_come_in_says_why_and_keeps_what_was_typed():
    browser = signed_in(holding(Role.CLERK, "CL"))
    program = SimpleUploadedFile("签到表.exe", b"MZ", "application/octet-stream")
    shown = told(browser.post(reverse("training_new"), typed(sheet=program)))
    assert "不能上传“exe”类型的文件" in shown
    assert "税务局骨干" in shown
    assert not Training.objects.exists()
    with pytest.raises(Mistyped):
        held(holding(Role.CLERK, "WM"), sheet=SimpleUploadedFile("签到表.pdf", b"", "x/y"))


def test_the_bureau_of_labour_registers_events_and_is_asked_for_heads_only():
    browser = signed_in(holding(Role.CLERK, "RS"))
    shown = told(browser.get(reverse("training_new")))
    assert "参加人数" in shown
    assert "网格员" not in shown
    event = typed(others="46", subject="工伤预防进企业")
    assert browser.post(reverse("training_new"), event).status_code == 302
    kept = Training.objects.get()
    assert (kept.kind, kept.heads) == ("prevention", 46)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"held_on": "2100-01-01"}, "日期不能晚于今天"),
        ({"village_officials": "0", "grid_workers": "0"}, "至少一人"),
        ({"hours": "0"}, "课时应大于 0"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(wrong, sentence):
    browser = signed_in(holding(Role.CLERK, "WM"))
    shown = told(browser.post(reverse("training_new"), typed(**wrong)))
    assert sentence in shown
    assert "首问登记" in shown


def test_an_empty_form_says_what_is_missing_and_not_that_anything_is_kept():
    browser = signed_in(holding(Role.CLERK, "WM"))
    zeros = dict.fromkeys(("village_officials", "grid_workers", "others"), "0")
    empty = dict.fromkeys(("held_on", "subject", "place", "lecturer", "hours"), "") | zeros
    shown = told(browser.post(reverse("training_new"), empty))
    assert "处没填" in shown
    assert "已填内容都在" not in shown
    shown = told(browser.post(reverse("training_new"), empty | {"hours": "0"}))
    assert "已填内容都在" in shown


def test_a_reader_is_refused_at_the_form_as_at_its_sending():
    kept = held(holding(Role.CLERK, "CL"))
    reader = signed_in(holding(Role.LEADER))
    for name in ("training_correct", "training_strike_out"):
        address = reverse(name, args=[kept.pk])
        assert reader.get(address).status_code == 403
        assert reader.post(address, {"reason": "重复"}).status_code == 403


def test_the_button_says_what_it_registers():
    for code, label in (("CL", "登记业务培训"), ("RS", "登记工伤预防宣传")):
        browser = signed_in(holding(Role.CLERK, code))
        assert label in told(browser.get(reverse("trainings")))
    assert "登记业务培训" not in told(signed_in(holding(Role.LEADER)).get(reverse("trainings")))


def test_each_keeps_its_own_and_the_task_force_reads_all():
    ours, theirs = holding(Role.CLERK, "CL"), holding(Role.CLERK, "WM")
    kept = held(ours)
    address = kept.get_absolute_url()
    assert signed_in(ours).get(address).status_code == 200
    assert signed_in(theirs).get(address).status_code == 404
    for role in (Role.OFFICE, Role.LEADER, Role.DEPUTY):
        reader = signed_in(holding(role))
        assert reader.get(address).status_code == 200
        assert reverse("training_correct", args=[kept.pk]) not in told(reader.get(address))
    with pytest.raises(NotYours):
        actions.strike_out(kept, by=theirs, reason="重复")


@pytest.mark.parametrize(("role", "code"), [(Role.CLERK, "SW"), (Role.SYSADMIN, "ZB")])
def test_others_are_not_led_there_and_refused(role, code):
    officer = holding(role, code)
    assert "培训宣传" not in [place.label for place in build(officer, "/").nav]
    for name in ("trainings", "training_new"):
        assert signed_in(officer).get(reverse(name)).status_code == 403
    with pytest.raises(NotYours):
        held(officer)


def test_whoever_keeps_or_reads_it_is_led_there():
    for role, code in ((Role.CLERK, "CL"), (Role.HEAD, "RS"), (Role.LEADER, "ZB")):
        assert "培训宣传" in [place.label for place in build(holding(role, code), "/").nav]


def test_a_correction_keeps_what_stood_there():
    clerk = holding(Role.CLERK, "CL")
    kept = held(clerk)
    browser = signed_in(clerk)
    address = reverse("training_correct", args=[kept.pk])
    assert "首问登记" in told(browser.get(address))
    assert browser.post(address, typed(grid_workers="12")).status_code == 400  # no reason
    answer = browser.post(address, typed(grid_workers="12", reason="漏记两人"))
    assert answer.status_code == 302
    kept.refresh_from_db()
    assert kept.grid_workers == 12
    change = ChangeRecord.objects.get(verb="更正培训登记")
    assert "网格员：10" in change.before
    assert "网格员：12" in change.after


def test_what_is_struck_out_stays_and_counts_no_more():
    clerk = holding(Role.CLERK, "CL")
    kept = held(clerk)
    answer = signed_in(clerk).post(
        reverse("training_strike_out", args=[kept.pk]), {"reason": "重复登记"}
    )
    assert answer.status_code == 302
    assert list(year_lines(clerk)) == []
    assert "已作废" in told(signed_in(clerk).get(reverse("trainings")))
    with pytest.raises(NotAllowed):
        actions.strike_out(kept, by=clerk, reason="再作废")


def test_it_is_counted_by_year_and_unit_and_each_count_leads_to_its_rows():
    ours, theirs = holding(Role.CLERK, "CL"), holding(Role.CLERK, "WM")
    held(ours, held_on=date(2025, 12, 30))
    held(ours, held_on=date(2026, 1, 5), others=5)
    held(ours, held_on=date(2026, 2, 5), subject="第二场")
    held(theirs, held_on=date(2026, 3, 5))
    leader = holding(Role.LEADER)
    lines = list(year_lines(leader))
    told_lines = [(each.year, each.unit, each.times, each.heads, each.hours) for each in lines]
    assert told_lines == [
        (2026, "翠峦镇人民政府", 2, 32, Decimal(4)),
        (2026, "乌马河镇人民政府", 1, 14, Decimal(2)),
        (2025, "翠峦镇人民政府", 1, 14, Decimal(2)),
    ]
    shown = told(signed_in(leader).get(lines[0].url))
    assert "共 2 条" in shown
    assert "2026年，翠峦镇人民政府" in shown
    assert [each.unit for each in year_lines(theirs)] == ["乌马河镇人民政府"]
    for nonsense in ("?year=0000&unit=XX", "?year=十&unit=", "?year=99999"):
        assert signed_in(leader).get(reverse("trainings") + nonsense).status_code == 200


def test_the_list_costs_the_same_at_any_length(django_assert_max_num_queries):
    clerk = holding(Role.CLERK, "CL")
    for _ in range(20):
        held(clerk)
    browser = signed_in(clerk)
    with django_assert_max_num_queries(12):
        assert browser.get(reverse("trainings")).status_code == 200


def test_the_database_refuses_a_training_without_anybody_and_never_deletes_one():
    kept = held(holding(Role.CLERK, "CL"))
    rows = Training.objects.filter(pk=kept.pk)
    with pytest.raises(IntegrityError, match="had_listeners"), transaction.atomic():
        rows.update(village_officials=0, grid_workers=0, others=0)
    with pytest.raises(IntegrityError, match="lasted"), transaction.atomic():
        rows.update(hours=0)
    with pytest.raises(IntegrityError, match="sheet_has_its_digest"), transaction.atomic():
        rows.update(sheet="trainings/x")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
