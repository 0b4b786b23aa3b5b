"""Promises of giving and taking posts: never one's own, never backdated, apart where it must be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from departments.actions import appointments
from departments.models import Department, Post, Term
from departments.roles import Role
from tests.departments.people import again, holding, somebody, today
from web.refusals import Mistyped, NotAllowed, NotYours

pytestmark = pytest.mark.django_db


def the(code: str) -> Department:
    return Department.objects.get(code=code)


class TestAppointing:
    def test_nobody_appoints_himself(self) -> None:
        by = holding(Role.SECADMIN)
        post = Post.objects.get(department__code="SW", role="clerk")
        with pytest.raises(NotAllowed, match="不能给自己任职"):
            appointments.appoint(by, by=by, post=post, starts_on=today())

    def test_administrators_and_auditors_hold_nothing_else(self) -> None:
        by, clerk = holding(Role.SECADMIN), holding(Role.CLERK, "SW")
        for role in (Role.SYSADMIN, Role.SECADMIN, Role.LOGADMIN, Role.AUDITOR):
            with pytest.raises(NotAllowed, match="不得兼任其他岗位"):
                appointments.appoint(
                    clerk, by=by, post=Post.objects.get(role=role), starts_on=today()
                )

    def test_the_same_post_is_not_given_twice(self) -> None:
        clerk = holding(Role.CLERK, "SW")
        with pytest.raises(NotAllowed, match="在此期间已任"):
            appointments.appoint(
                clerk, by=holding(Role.SECADMIN), post=clerk.posts_today[0], starts_on=today()
            )

    def test_a_unit_s_own_administrator_appoints_only_there(self) -> None:
        seat = Post.objects.create(department=the("SW"), role=Role.SECADMIN, title="本局安全管理员")
        by = somebody()
        Term.objects.create(officer=by, post=seat, starts_on=today())
        by = again(by)
        clerks = {
            code: Post.objects.get(department__code=code, role="clerk") for code in ("SW", "YB")
        }
        appointments.appoint(somebody(), by=by, post=clerks["SW"], starts_on=today())
        with pytest.raises(NotYours, match="只能管理本单位"):
            appointments.appoint(somebody(), by=by, post=clerks["YB"], starts_on=today())

    def test_history_is_not_shortened_afterwards(self) -> None:
        term = holding(Role.CLERK, "SW").terms.get()
        with pytest.raises(Mistyped, match="不能早于昨天"):
            appointments.end_term(
                term,
                by=holding(Role.SECADMIN),
                ends_on=today() - timedelta(days=2),
                basis="倒签",
            )

    def test_ended_yesterday_it_gives_nothing_today(self) -> None:
        clerk = holding(Role.CLERK, "SW")
        appointments.end_term(
            clerk.terms.get(),
            by=holding(Role.SECADMIN),
            ends_on=today() - timedelta(days=1),
            basis="免职文件",
        )
        assert again(clerk).posts_today == []
        with pytest.raises(NotAllowed, match="已经结束"):
            appointments.end_term(
                clerk.terms.get(), by=holding(Role.SECADMIN), ends_on=today(), basis="再免"
            )

    def test_midnight_in_the_district_decides_which_day_it_is(self) -> None:
        clerk = somebody()
        post = Post.objects.get(department__code="SW", role="clerk")
        Term.objects.create(officer=clerk, post=post, starts_on=date(2026, 11, 23))
        with time_machine.travel("2026-11-22T15:59:00+00:00", tick=False):
            assert again(clerk).posts_today == []
        with time_machine.travel("2026-11-22T16:00:00+00:00", tick=False):
            assert again(clerk).posts_today == [post]
