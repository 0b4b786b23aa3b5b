"""Promises the database keeps about units, officers, posts and records, also against plain SQL."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError

from departments.founding import found
from departments.models import (
    Category,
    Department,
    DutyRule,
    MembershipDecision,
    Officer,
    Post,
    SignalRule,
    SwitchDate,
    TaskForceSettings,
    Term,
    Town,
)
from departments.roles import DUTIES, SEPARATE_ROLES, STAFF, Role
from tests.departments.database import refused, sql
from tests.departments.people import again, holding, somebody, today

pytestmark = pytest.mark.django_db


class TestFounding:
    def test_every_database_starts_with_the_plan(self) -> None:
        codes = ["SW", "RS", "YB", "SB", "XF", "CZ", "CL", "WM", "ZB"]
        assert list(Department.objects.values_list("code", flat=True)) == codes
        assert list(Town.objects.values_list("code", flat=True)) == [
            "230718100",
            "230718101",
            "230718",
            "other",
        ]
        assert Category.objects.count() == 35
        assert SwitchDate.objects.filter(switched_on=None).count() == 7
        assert not TaskForceSettings.objects.get().leader_delegation

    def test_the_task_force_has_its_leader_and_three_deputies(self) -> None:
        assert Post.objects.filter(role=Role.LEADER).count() == 1
        assert Post.objects.filter(role=Role.DEPUTY).count() == 3
        assert not Officer.objects.exists()

    def test_only_the_bureaus_and_the_agency_may_lead(self) -> None:
        leads = Department.objects.filter(may_lead=True).values_list("code", flat=True)
        assert set(leads) == {"SW", "RS", "YB", "SB"}
        assert set(Department.objects.functional().values_list("code", flat=True)) == set(leads)

    def test_everything_is_strict_at_first(self) -> None:
        for switch in ("intake_same_person", "decision_head_sign", "opinion_head_approval"):
            assert not Department.objects.filter(**{switch: False}).exists()

    def test_repeating_it_changes_nothing(self) -> None:
        Department.objects.filter(code="SW").update(phone="0458-1")
        before = [m.objects.count() for m in (Department, Town, Post, DutyRule, SignalRule)]
        found()
        assert before == [m.objects.count() for m in (Department, Town, Post, DutyRule, SignalRule)]
        assert Department.objects.get(code="SW").phone == "0458-1"

    def test_every_category_ends_with_a_row_that_fits_everything(self) -> None:
        for category in Category.objects.all():
            for edition in (1, 2):
                *others, last = category.rules.filter(version__number=edition).order_by("order")
                assert last.is_catch_all, category
                assert not any(rule.is_catch_all for rule in others)


class TestAMember:
    def test_without_a_decision_is_never_active(self) -> None:
        group = Group.objects.create(name="department:XX")
        with refused(saying="not admitted by a confirmed decision"):
            Department.objects.create(code="XX", name="某局", is_active=True, group=group)

    def test_with_an_unconfirmed_decision_is_never_active(self) -> None:
        decision = MembershipDecision.objects.create(
            decided_on=today(), effective_on=today(), document="纪要"
        )
        with refused(saying="not admitted by a confirmed decision"):
            sql(
                "UPDATE departments_department SET membership_id = %s WHERE code = 'SW'",
                decision.pk,
            )

    def test_is_confirmed_by_somebody(self) -> None:
        with refused(saying="membership_is_confirmed_by_the_leader"):
            MembershipDecision.objects.create(
                decided_on=today(), effective_on=today(), document="纪要", confirmed_on=today()
            )

    def test_does_not_begin_before_it_was_decided(self) -> None:
        with refused(saying="membership_takes_effect_after_the_decision"):
            MembershipDecision.objects.create(
                decided_on=today(), effective_on=today() - timedelta(days=1), document="纪要"
            )

    def test_is_founded_once(self) -> None:
        with refused(saying="membership_founded_once"):
            MembershipDecision.objects.create(
                decided_on=today(), effective_on=today(), document="另一方案", is_founding=True
            )

    def test_that_left_is_not_active_and_is_never_deleted(self) -> None:
        with refused(saying="department_active_has_not_left"):
            sql("UPDATE departments_department SET left_on = current_date WHERE code = 'CZ'")
        with refused(DatabaseError, "Cannot delete"):
            sql("DELETE FROM departments_department WHERE code = 'ZB'")


class TestDutiesAreKeptApart:
    @pytest.mark.parametrize("one", sorted(SEPARATE_ROLES))
    @pytest.mark.parametrize("other", [Role.CLERK, Role.LEADER, Role.SYSADMIN, Role.LOGADMIN])
    def test_who_holds_one_of_them_holds_nothing_else(self, one: Role, other: Role) -> None:
        officer = holding(one)
        seats = Post.objects.filter(role=other).exclude(terms__officer=officer)
        if one == other:
            seats = Post.objects.filter(role=other)
        with refused(saying="not kept apart"):
            Term.objects.create(officer=officer, post=seats[0], starts_on=today())

    def test_one_after_the_other_is_possible(self) -> None:
        officer = holding(Role.SYSADMIN)
        officer.terms.update(ends_on=today())
        clerk = Post.objects.get(department__code="SW", role=Role.CLERK)
        tomorrow = today() + timedelta(days=1)
        Term.objects.create(officer=officer, post=clerk, starts_on=tomorrow)
        with refused(saying="not kept apart"):
            sql("UPDATE departments_term SET ends_on = NULL WHERE ends_on IS NOT NULL")

    def test_a_head_may_also_be_a_deputy_leader(self) -> None:
        head = holding(Role.HEAD, "SW")
        deputy = Post.objects.get(title="副组长（区税务局局长）")
        Term.objects.create(officer=head, post=deputy, starts_on=today())
        assert again(head).roles == {Role.HEAD, Role.DEPUTY}
        assert again(head).department == Department.objects.get(code="SW")

    def test_one_seat_has_one_holder(self) -> None:
        leader = holding(Role.LEADER)
        post = leader.posts_today[0]
        with refused(saying="has one seat"):
            Term.objects.create(officer=somebody(), post=post, starts_on=today())
        leader.terms.update(ends_on=today() - timedelta(days=1))
        Term.objects.create(officer=somebody(), post=post, starts_on=today())


class TestTermsAreHistory:
    def test_who_held_it_then_is_told_apart_from_who_holds_it_now(self) -> None:
        old = holding(Role.LEADER, since=400)
        post = old.posts_today[0]
        old.terms.update(ends_on=today() - timedelta(days=1))
        new = somebody("新任")
        Term.objects.create(officer=new, post=post, starts_on=today())
        assert post.holders_on(today() - timedelta(days=1)) == [old.name]
        assert post.holders_on(today()) == ["新任"]
        assert again(old).posts_today == []
        assert again(old).posts_on(today() - timedelta(days=1)) == [post]
        assert again(new).has_role(Role.LEADER)

    def test_a_term_that_has_not_begun_gives_nothing(self) -> None:
        officer = somebody()
        clerk = Post.objects.get(department__code="SW", role=Role.CLERK)
        tomorrow = today() + timedelta(days=1)
        Term.objects.create(officer=officer, post=clerk, starts_on=tomorrow)
        assert officer.posts_today == []
        assert officer.posts_on(tomorrow) == [clerk]

    def test_its_holder_and_its_beginning_are_never_rewritten(self) -> None:
        officer, other = holding(Role.CLERK, "SW"), somebody()
        with refused(DatabaseError, "Cannot update"):
            officer.terms.update(officer=other)
        with refused(DatabaseError, "Cannot update"):
            officer.terms.update(starts_on=date(2020, 1, 1))
        with refused(DatabaseError, "Cannot delete"):
            officer.terms.all().delete()

    def test_it_does_not_end_before_it_starts(self) -> None:
        officer = holding(Role.CLERK, "SW")
        with refused(saying="term_ends_after_it_starts"):
            officer.terms.update(ends_on=date(2020, 1, 1))

    def test_a_post_keeps_its_role(self) -> None:
        with refused(DatabaseError, "Cannot update"):
            Post.objects.filter(role=Role.CLERK).update(role=Role.LEADER)


class TestAnOfficer:
    def test_is_never_a_superuser(self) -> None:
        officer = somebody()
        with refused(saying="officer_is_never_a_superuser"):
            sql("UPDATE departments_officer SET is_superuser = true WHERE id = %s", officer.pk)

    def test_works_on_the_cases_of_the_units_whose_posts_he_holds_today(self) -> None:
        clerk = holding(Role.CLERK, "RS")
        unit = Department.objects.get(code="RS")
        assert clerk.department_ids == {unit.pk}
        assert clerk.participating_group_ids == [unit.group_id]
        assert clerk.has_role(Role.CLERK, unit)
        assert not clerk.has_role(Role.CLERK, Department.objects.get(code="SW"))
        assert not clerk.is_administrator

    @pytest.mark.parametrize("role", sorted(frozenset(Role) - STAFF))
    def test_in_another_post_has_part_in_no_unit_s_cases(self, role: Role) -> None:
        officer = holding(role)
        assert officer.department_ids == set()
        assert officer.participating_group_ids == []

    def test_without_a_post_has_no_department(self) -> None:
        assert somebody().department is None

    def test_sorts_by_the_sounds_of_his_name(self) -> None:
        names = ["赵", "安", "李", "重"]
        for name in names:
            somebody(name)
        assert [o.name for o in Officer.objects.all()] == ["安", "李", "赵", "重"]


def test_every_role_is_explained() -> None:
    assert [duty.role for duty in DUTIES] == list(Role)
    assert all(duty.says and duty.may for duty in DUTIES)
