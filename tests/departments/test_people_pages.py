"""Promises of the pages of accounts, posts and delegation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from departments.models import (
    ChangeRecord,
    Delegation,
    Department,
    Officer,
    Post,
    TaskForceSettings,
    Term,
)
from departments.roles import Role
from tests.departments.people import again, holding, signed_in, somebody, today, told

pytestmark = pytest.mark.django_db

SYS = Role.SYSADMIN
SEC = Role.SECADMIN


class TestAnAccount:
    def test_is_opened_with_a_slip_and_no_password(self) -> None:
        client = signed_in(holding(SYS))
        typed = {"username": "gh0007", "name": "新人"}
        answer = client.post(reverse("officer_new"), typed)
        code = answer.context["started"].code
        assert code in told(answer)
        assert "用重置单设置密码" in told(answer)
        assert not Officer.objects.get(username="gh0007").has_usable_password()
        assert code not in "".join(ChangeRecord.objects.values_list("after", flat=True))
        assert "已有账号" in told(client.post(reverse("officer_new"), typed))

    def test_is_disabled_and_a_running_session_ends_at_once(self) -> None:
        client, clerk = signed_in(holding(SYS)), holding(Role.CLERK, "SW")
        session = signed_in(clerk)
        assert session.get(reverse("roles")).status_code == 200
        address = reverse("officer_disable", args=[clerk.username])
        assert client.post(address, {"reason": "调离"}).status_code == 302
        assert session.get(reverse("roles")).status_code == 302
        assert "已经停用" in told(client.post(address, {"reason": "调离"}))
        back = reverse("officer_enable", args=[clerk.username])
        assert client.post(back, {"reason": "调回"}).status_code == 302
        assert again(clerk).is_active
        assert "正在使用" in told(client.post(back, {"reason": "调回"}))

    def test_past_its_day_signs_nobody_in(self) -> None:
        client, clerk = signed_in(holding(SYS)), holding(Role.CLERK, "SW")
        yesterday = (today() - timedelta(days=1)).isoformat()
        typed = {"name": clerk.name, "expires_on": yesterday}
        address = reverse("officer_change", args=[clerk.username])
        assert client.post(address, typed).status_code == 302
        assert not Client().login(username=clerk.username, password="Portal-2026!")
        assert signed_in(clerk).get(reverse("roles")).status_code == 302

    def test_has_an_address_for_messages_whose_change_is_recorded(self) -> None:
        client, clerk = signed_in(holding(SYS)), holding(Role.CLERK, "SW")
        address = reverse("officer_change", args=[clerk.username])
        typed = {"name": clerk.name, "phone": "", "expires_on": ""}
        wrong = client.post(address, {**typed, "email": "wang"})
        assert "邮箱写作 name@example.gov.cn" in told(wrong)
        sent = {**typed, "email": "wang@example.gov.cn"}
        assert client.post(address, sent).status_code == 302
        assert again(clerk).email == "wang@example.gov.cn"
        assert "wang@example.gov.cn" in told(client.get(clerk.get_absolute_url()))
        record = ChangeRecord.objects.latest("pk")
        assert "办公邮箱：未填" in record.before
        assert "办公邮箱：wang@example.gov.cn" in record.after

    def test_of_another_unit_is_out_of_a_units_own_administrators_reach(self) -> None:
        unit = Department.objects.get(code="SW")
        seat = Post.objects.create(department=unit, role=SYS, title="本局系统管理员")
        own = somebody("本局管理员")
        Term.objects.create(officer=own, post=seat, starts_on=today())
        client = signed_in(own)
        theirs, ours = holding(Role.CLERK, "YB"), holding(Role.CLERK, "SW")
        assert client.get(reverse("officer", args=[theirs.username])).status_code == 404
        assert client.get(reverse("officer", args=[ours.username])).status_code == 200
        listed = client.get(reverse("officers")).context["turned"].rows
        assert ours in listed
        assert theirs not in listed


class TestAPost:
    def test_is_added_given_and_taken(self) -> None:
        client, newcomer = signed_in(holding(SEC)), somebody("新人")
        unit = Department.objects.get(code="RS")
        typed = {"department": unit.pk, "role": "reviewer", "title": "二科审核员"}
        assert client.post(reverse("post_new"), typed).status_code == 302
        assert "已有“二科审核员”" in told(client.post(reverse("post_new"), typed))
        post = Post.objects.get(title="二科审核员")
        given = {"officer": newcomer.pk, "starts_on": today().isoformat(), "basis": "任职文件"}
        assert client.post(reverse("appoint", args=[post.pk]), given).status_code == 302
        assert again(newcomer).has_role(Role.REVIEWER, unit)
        assert "新人" in told(client.get(post.get_absolute_url()))
        term = newcomer.terms.get()
        taken = {"ends_on": (today() - timedelta(days=1)).isoformat(), "basis": "免职文件"}
        answer = told(client.post(reverse("term_end", args=[term.pk]), taken))
        assert "不能早于任职日期" in answer
        taken["ends_on"] = today().isoformat()
        assert client.post(reverse("term_end", args=[term.pk]), taken).status_code == 302
        assert again(newcomer).has_role(Role.REVIEWER, unit)

    def test_that_is_taken_says_who_has_it(self) -> None:
        client, head = signed_in(holding(SEC)), holding(Role.HEAD, "SW")
        post = head.posts_today[0]
        given = {"officer": somebody().pk, "starts_on": today().isoformat(), "basis": "文件"}
        answer = told(client.post(reverse("appoint", args=[post.pk]), given))
        assert f"只设一人，{head.name}任职在先" in answer


def test_a_units_own_security_administrator_is_refused_another_units_post() -> None:
    unit = Department.objects.get(code="SW")
    seat = Post.objects.create(department=unit, role=SEC, title="本局安全管理员")
    own = somebody("本局安全")
    Term.objects.create(officer=own, post=seat, starts_on=today())
    theirs = Post.objects.get(department__code="YB", role=Role.CLERK)
    given = {"officer": somebody().pk, "starts_on": today().isoformat(), "basis": "文件"}
    answer = signed_in(own).post(reverse("appoint", args=[theirs.pk]), given)
    assert answer.status_code == 403
    assert "您只能管理本单位" in told(answer)
    assert not theirs.terms.exists()


def test_the_leaders_delegation_is_allowed_registered_and_taken_back() -> None:
    client = signed_in(holding(SEC))
    leader, deputy = holding(Role.LEADER), holding(Role.DEPUTY)
    typed = {
        "leader": leader.pk,
        "deputy": deputy.pk,
        "basis": "授权书〔2026〕1号",
        "starts_on": today().isoformat(),
        "ends_on": (today() + timedelta(days=7)).isoformat(),
    }
    assert "组长授权未开启" in told(client.post(reverse("delegation_new"), typed))
    allow = {"allowed": "on", "reason": "专班会议决定"}
    assert client.post(reverse("delegations"), allow).status_code == 302
    assert TaskForceSettings.objects.get().leader_delegation
    assert client.post(reverse("delegation_new"), typed).status_code == 302
    assert again(deputy).may_act_for_leader
    assert "授权书〔2026〕1号" in told(client.get(reverse("delegations")))
    address = reverse("delegation_revoke", args=[Delegation.objects.get().pk])
    assert client.get(address).status_code == 200
    assert signed_in(leader).post(address, {"reason": "返岗"}).status_code == 302
    assert not again(deputy).may_act_for_leader
    assert "已经撤销" in told(client.post(address, {"reason": "返岗"}))
