"""The pages of the calendar and the limits: who sees them, what they show, what they refuse."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deadlines.calendar_days import current_calendar, install_calendar
from deadlines.calendar_year import holidays, months
from deadlines.models import CalendarDay, DeadlinePolicy
from deadlines.policies import install_policies, policy_for
from departments.models import ChangeRecord
from departments.roles import Role
from tests.factories import an_officer
from tests.workflow.clock_cases import a_registered_dispute, start_whole_clock, unit

pytestmark = pytest.mark.django_db

NOTICE = "2027-01-01,放假,元旦\n2027-01-04,放假,元旦\n2027-10-01,放假,国庆节\n"
LAW = "国务院办公厅关于2027年部分节假日安排的通知"


@pytest.fixture(autouse=True)
def _time_is_known() -> None:
    install_calendar()
    install_policies()


def signed_in(role: Role, code: str = "ZB") -> Client:
    """A browser of somebody, of the task-force office by default, who holds that post today."""
    client = Client()
    client.force_login(an_officer(role, code))
    return client


def page(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("name", ["working_calendar", "limits"])
def test_a_clerk_is_refused_and_a_stranger_signs_in_first(name: str) -> None:
    assert "403" in page(signed_in(Role.CLERK, "SW"), name, status=403)
    assert Client().get(reverse(name)).status_code == 302


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECADMIN, Role.LOGADMIN, Role.OFFICE])
def test_administrators_and_the_office_may_look(role: Role) -> None:
    client = signed_in(role)
    assert ("导入放假安排" in page(client, "working_calendar")) is (role == Role.SYSADMIN)
    assert ("修改</a>" in page(client, "limits")) is (role == Role.SECADMIN)


@time_machine.travel("2026-11-20T10:00:00+08:00")
def test_a_year_shows_rest_and_made_up_days_in_words() -> None:
    shown = page(signed_in(Role.OFFICE), "working_calendar_of", 2026)
    assert "2月15日至2月23日放假，共9天；2月14日、2月28日上班" in shown
    assert "国办发明电〔2025〕7号" in shown
    assert 'title="春节调休上班">14<small>班</small>' in shown
    assert "2027年调休尚未导入" in shown


def test_a_year_without_a_notice_says_that_it_is_an_estimate() -> None:
    client = signed_in(Role.OFFICE)
    assert "扣除预估的法定节假日计算" in page(client, "working_calendar_of", 2027)
    assert "暂定" in page(client, "working_calendar_of", 2031)
    page(client, "working_calendar_of", 1999, status=404)


def test_the_months_of_a_year_add_up() -> None:
    year = months(2026, current_calendar())
    assert [month.name for month in year][::11] == ["1月", "12月"]
    assert sum(month.workdays for month in year) == 248
    assert all(len(week) == 7 for month in year for week in month.weeks)
    assert len(holidays(2026)) == 7


def test_an_import_is_shown_before_it_is_written() -> None:
    whole = start_whole_clock(a_registered_dispute(date(2026, 12, 14)), owner=unit("SW"))
    client = signed_in(Role.SYSADMIN)
    assert "查看影响" in page(client, "calendar_import")
    typed = {"source": LAW, "text": NOTICE}
    shown = client.post(reverse("calendar_import"), typed).content.decode()
    assert "单独办理总时限" in shown
    assert "推后 1 天" in shown
    assert not CalendarDay.objects.filter(date__year=2027).exists()
    answer = client.post(reverse("calendar_confirm"), typed, follow=True)
    assert "已导入 3 天，1 个期限已重算" in answer.content.decode()
    whole.refresh_from_db()
    assert whole.due_on == date(2027, 1, 6)
    row = CalendarDay.objects.get(date=date(2027, 1, 1))
    assert row.source == LAW
    assert row.imported_by is not None
    assert ChangeRecord.objects.filter(verb="导入工作日历", reason=LAW).exists()
    drawn = re.search('name="stamp" value="([^"]+)"', shown)
    assert drawn  # whoever previewed it before is shown anew what it would move (R107)
    late = client.post(reverse("calendar_confirm"), typed | {"stamp": drawn[1]}).content.decode()
    assert "日历已由他人更新" in late
    assert LAW in late


def test_an_administrator_sees_how_many_move_but_no_case() -> None:
    dispute = a_registered_dispute(date(2026, 12, 14))
    dispute.number = "230718-2026-SW-000001"
    dispute.save()
    start_whole_clock(dispute, owner=unit("SW"))
    client = signed_in(Role.SYSADMIN)
    shown = client.post(reverse("calendar_import"), {"source": LAW, "text": NOTICE})
    assert "230718-2026-SW-000001" not in shown.content.decode()


def test_bad_lines_are_listed_and_nothing_typed_is_lost() -> None:
    client = signed_in(Role.SYSADMIN)
    typed = {"source": LAW, "text": "2027-02-30,放假,x\n2027-02-01,也许,x"}
    for name in ("calendar_import", "calendar_confirm"):
        shown = client.post(reverse(name), typed).content.decode()
        assert "第 1 行：日期“2027-02-30”不存在" in shown
        assert "第 2 行" in shown
        assert "2027-02-01,也许,x" in shown
    empty = client.post(reverse("calendar_import"), {"source": LAW}).content.decode()
    assert "请粘贴放假安排，或选择一个 CSV 文件" in empty


def test_a_file_may_be_chosen_instead_and_a_huge_one_is_refused() -> None:
    client = signed_in(Role.SYSADMIN)
    file = SimpleUploadedFile("2027.csv", NOTICE.encode("gb18030"))
    shown = client.post(reverse("calendar_import"), {"source": LAW, "file": file})
    assert "导入并重算" in shown.content.decode()
    huge = SimpleUploadedFile("x.csv", b"x" * 200_001)
    shown = client.post(reverse("calendar_import"), {"source": LAW, "file": huge})
    assert "文件过大" in shown.content.decode()


def revise(client: Client, row: DeadlinePolicy, name: str = "limit", **typed: Any) -> str:
    today = timezone.localdate()
    values = {"unit": row.unit, "limit": row.limit, "valid_from": today, "reason": "试行"} | typed
    return client.post(reverse(name, args=[row.pk]), values, follow=True).content.decode()


def test_a_revised_limit_is_a_new_version_with_its_author() -> None:
    client = signed_in(Role.SECADMIN)
    row = policy_for("intake.triage", on=timezone.localdate())
    assert "“分类流转”已改为1个工作日" in revise(client, row, limit=1)
    newest = policy_for("intake.triage", on=timezone.localdate())
    assert (newest.version, newest.limit, str(newest.changed_by)) == (2, 1, "测试ZB1")
    assert ChangeRecord.objects.filter(verb="修改办理时限", subject="分类流转").exists()
    assert "已有新版" in revise(client, row, limit=2)
    assert "第 2 版" in page(client, "limit", newest.pk)


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("major.total", {"limit": 61, "unit": "d"}, "超过法定上限60日，不能保存"),
        ("major.opinion", {"limit": 18}, "各环节合计 41 个工作日，超过“重大事项总时限”"),
        ("intake.triage", {"valid_from": date(2026, 1, 1)}, "起用日期不能早于今天"),
        ("intake.triage", {"limit": 0}, "期限"),
        ("intake.triage", {"reason": ""}, "理由"),
    ],
)
def test_the_page_refuses_in_chinese_and_keeps_the_old_limit(
    key: str, typed: dict[str, Any], sentence: str
) -> None:
    row = policy_for(key, on=timezone.localdate())
    shown = revise(signed_in(Role.SECADMIN), row, **typed)
    assert sentence in shown
    assert 'role="alert"' in shown
    assert DeadlinePolicy.objects.filter(key=key).count() == 1


def test_a_department_may_get_a_limit_of_its_own() -> None:
    client = signed_in(Role.SECADMIN)
    row = policy_for("consult.instant", on=timezone.localdate())
    own = {"department": unit("RS").pk, "category": "", "limit": 2}
    assert "请选择适用的部门或类别" in revise(client, row, "limit_of_its_own", limit=2)
    assert "单独设定时限" in revise(client, row, "limit_of_its_own", **own)
    assert "已单独设过" in revise(client, row, "limit_of_its_own", **own)
    assert unit("RS").short_name in page(client, "limits")


def test_a_limit_that_is_not_there_is_not_found() -> None:
    page(signed_in(Role.SECADMIN), "limit", 999_999, status=404)
    page(signed_in(Role.OFFICE), "limit", 1, status=403)


def test_a_limit_for_later_is_listed_apart() -> None:
    client = signed_in(Role.SECADMIN)
    row = policy_for("intake.triage", on=timezone.localdate())
    revise(client, row, limit=1, valid_from=date(2099, 1, 1))
    assert "尚未起用" in page(client, "limits")
    assert policy_for("intake.triage", on=timezone.localdate()).version == 1
