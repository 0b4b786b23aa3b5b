"""更名: the same unit under another name from a day on (机构改革)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from departments.actions import renaming
from departments.called import member_called
from departments.clock import open_members
from departments.models import ChangeRecord, Department, UnitName
from departments.models.reform import name_on
from departments.roles import Role
from tests.departments.people import holding, signed_in, today, told
from web.refusals import Mistyped, NotAllowed, NotYours

pytestmark = pytest.mark.django_db

NEW = {"name": "区医疗保障局", "short_name": "医疗保障局", "document": "乌编发〔2026〕3号",
       "reason": "机构改革方案"}  # fmt: skip


def unit() -> Department:
    return Department.objects.get(code="YB")


def renamed(days: int = 0, **more: str) -> UnitName:
    day = today() + timedelta(days=days)
    return renaming.rename(unit(), by=holding(Role.SYSADMIN), from_day=day, **(NEW | more))


def test_the_unit_is_the_same_under_its_new_name() -> None:
    before = unit()
    renamed()
    after = unit()
    assert (after.pk, after.code, after.group) == (before.pk, before.code, before.group)
    assert (after.name, after.short_name) == ("区医疗保障局", "医疗保障局")
    assert after.posts.filter(title="医疗保障局经办员").exists()
    assert name_on(after, today() - timedelta(days=1)) == before.name
    assert name_on(after, today()) == "区医疗保障局"
    assert [each.name for each in after.names.all()] == [before.name, "区医疗保障局"]
    assert ChangeRecord.objects.filter(verb="单位更名", before=before.name).exists()


def test_it_is_found_by_either_name() -> None:
    before = unit()
    renamed()
    for name in (before.name, before.short_name, "区医疗保障局", "伊春市乌翠区医疗保障局"):
        assert member_called(name) == before, name


def test_a_name_decided_beforehand_begins_on_its_day() -> None:
    old = unit().name
    Department.objects.filter(pk=unit().pk).update(statutory_name="")  # it would be found by that
    renamed(days=3)
    assert unit().name == old
    assert member_called("区医疗保障局") is None
    open_members()
    assert unit().name == old
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        open_members()
        open_members()
        assert unit().name == "区医疗保障局"
    assert ChangeRecord.objects.filter(verb="单位更名").count() == 1


def test_a_name_that_has_not_begun_is_taken_back_and_one_that_has_stays() -> None:
    keeper = holding(Role.SYSADMIN)
    later = renamed(days=3)
    renaming.withdraw_name(later, by=keeper, reason="方案有变")
    with pytest.raises(NotAllowed, match="已经撤回"):
        renaming.withdraw_name(later, by=keeper, reason="再来")
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        open_members()
        assert unit().name != "区医疗保障局"
    begun = renamed()
    with pytest.raises(NotAllowed, match="名称已启用"):
        renaming.withdraw_name(begun, by=keeper, reason="不要了")


def test_what_cannot_be_is_refused_in_words() -> None:
    with pytest.raises(Mistyped, match="不能早于今天"):
        renamed(days=-1)
    with pytest.raises(Mistyped, match="是另一单位的名称"):
        renamed(name="区人社局")
    with pytest.raises(Mistyped, match="与现名称相同"):
        renamed(name=unit().name, short_name=unit().short_name)
    with pytest.raises(NotYours):
        renaming.rename(unit(), by=holding(Role.SECADMIN), from_day=today(), **NEW)
    renamed(days=2)
    with pytest.raises(Mistyped, match="这一天已登记过"):
        renamed(days=2, name="区医保中心")
    assert unit().name == "区医保局"


def test_postgresql_knows_no_name_without_a_decision() -> None:
    given = renamed()
    for change in (
        lambda: Department.objects.filter(code="YB").update(name="随便局"),
        lambda: UnitName.objects.filter(pk=given.pk).update(name="随便局"),
        lambda: given.delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_page_renames_and_shows_what_it_was_called() -> None:
    admin, old = signed_in(holding(Role.SYSADMIN)), unit().name
    address = reverse("department_rename", args=["YB"])
    assert address in told(admin.get(reverse("department", args=["YB"])))
    early = {**NEW, "from_day": today() - timedelta(days=1)}
    answer = told(admin.post(address, early))
    assert "启用日期不能早于今天" in answer
    assert "乌编发〔2026〕3号" in answer
    assert admin.post(address, {**NEW, "from_day": today()}).status_code == 302
    later = {**NEW, "name": "区医保中心", "from_day": today() + timedelta(days=5)}
    assert admin.post(address, later).status_code == 302
    shown = told(admin.get(reverse("department", args=["YB"])))
    for words in (f"称{old}", "称区医疗保障局", "称区医保中心", "待启用"):
        assert words in shown
    waiting = UnitName.objects.get(name="区医保中心")
    withdraw = reverse("name_withdraw", args=[waiting.pk])
    assert withdraw in shown
    assert admin.post(withdraw, {"reason": "方案有变"}).status_code == 302
    assert "区医保中心" not in told(admin.get(reverse("department", args=["YB"])))
    assert signed_in(holding(Role.SECADMIN)).get(address).status_code == 403


def test_programs_are_told_what_it_was_called() -> None:
    old = unit().name
    renamed()
    client = signed_in(holding(Role.CLERK, "SW"))
    rows = {row["code"]: row for row in client.get("/api/v1/departments/").json()}
    assert (rows["YB"]["name"], rows["YB"]["former_names"]) == ("区医疗保障局", [old])
    assert (rows["SW"]["former_names"], rows["SW"]["took_over"]) == ([], [])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("伊春市乌翠区医疗保障局", "YB"),
        ("乌翠区医疗保障局", "YB"),
        ("乌翠区税务局", "SW"),
        ("翠峦镇政府", "CL"),
        ("伊春市乌翠区翠峦镇人民政府", "CL"),
        ("伊春市社会保险事业中心乌翠分中心", "SB"),
        ("市社保中心乌翠分中心", "SB"),
        ("黑龙江省伊春市社会保险事业管理中心乌翠区分中心", "SB"),
        ("伊春市社会保险事业中心", None),  # the city's own, of which it is a branch
        ("乌翠区恒源木业有限公司", None),
    ],
)
def test_it_is_found_as_people_s_papers_write_it(name: str, code: str | None) -> None:
    found = member_called(name)
    assert (found.code if found else None) == code
