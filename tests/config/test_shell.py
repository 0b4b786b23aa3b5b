"""The frame of a page shows the places that the officer's posts open, and whose screen it is."""

from __future__ import annotations

import pytest
from django.test import Client

from config.shell import PLACES, build
from departments.models import Officer
from departments.roles import ADMINISTRATORS, STAFF, Role
from tests.factories import an_officer
from workflow.models import Notice

BACKEND = "departments.backends.OfficerBackend"
pytestmark = pytest.mark.django_db


def labels(officer: Officer) -> list[str]:
    return [place.label for place in build(officer, "/").nav]


def test_an_administrator_is_shown_no_case() -> None:
    for role in ADMINISTRATORS:
        assert labels(an_officer(role, "ZB")) == ["管理"]


def test_every_role_is_led_somewhere() -> None:
    for role in Role:
        assert any(role in place.roles for place in PLACES), role


def test_who_reads_files_only_is_led_to_them_and_to_no_workbench() -> None:
    assert labels(an_officer(Role.AUDITOR, "ZB")) == [
        "发文登记", "案卷档案", "对外提供", "统计",
    ]  # fmt: skip


def test_only_case_workers_register() -> None:
    register = next(place for place in PLACES if place.key == "register")
    assert register.roles == STAFF


def test_an_officer_without_a_post_is_shown_nothing() -> None:
    officer = Officer.objects.create_user("nobody", "Portal-2026!", name="甲乙")
    shell = build(officer, "/")
    assert shell.nav == ()
    assert shell.role_label == "暂无岗位"
    assert shell.search_url == ""


def test_the_watermark_names_the_officer_masked_his_unit_and_the_minute() -> None:
    officer = an_officer(Role.CLERK, "WM")
    officer.name = "周示例"
    text = build(officer, "/").watermark
    assert text.startswith("周*例 乌马河镇 ")
    assert "示" not in text


def test_the_leader_is_shown_by_his_post_alone() -> None:
    shell = build(an_officer(Role.LEADER, "ZB"), "/")
    assert (shell.department, shell.role_label) == ("", "专班组长")


def test_unread_messages_are_counted_and_read_ones_are_not() -> None:
    officer = an_officer()
    Notice.objects.create(recipient=officer, text="请签收")
    assert build(officer, "/").unread == 1
    officer.notices.update(read_at="2026-01-01T00:00+08:00")
    assert build(officer, "/").unread == 0


def test_the_place_one_stands_in_is_marked_with_the_pages_below_it() -> None:
    officer = an_officer(Role.SYSADMIN, "ZB")
    (administration,) = build(officer, "/manage/officers/").nav
    assert administration.current
    (administration,) = build(officer, "/ui/").nav
    assert not administration.current


def test_the_frame_asks_the_database_only_when_a_page_draws_it(
    client: Client, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    client.force_login(an_officer(), backend=BACKEND)
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        assert client.get("/ui/").status_code == 200
