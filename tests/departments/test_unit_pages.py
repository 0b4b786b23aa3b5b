"""Promises of the pages of units and towns: in by decision, out when nothing is open."""

from __future__ import annotations

import pytest
from django.urls import reverse

from departments.models import ChangeRecord, Department, MembershipDecision, Town
from departments.roles import Role
from tests.departments.people import again, holding, signed_in, today, told
from tests.factories import a_draft, do

pytestmark = pytest.mark.django_db

SYS = Role.SYSADMIN
SEC = Role.SECADMIN


class TestAUnit:
    TYPED = {
        "code": "SF",
        "name": "区司法局",
        "short_name": "司法局",
        "kind": "bureau",
        "decided_on": "2025-12-19",
        "document": "专班会议纪要〔2026〕1号",
        "effective_on": "2025-12-24",
    }

    def test_comes_in_by_a_decision_that_the_leader_confirms(self) -> None:
        admin, leader = signed_in(holding(SYS)), signed_in(holding(Role.LEADER))
        assert admin.post(reverse("department_new"), self.TYPED).status_code == 302
        unit = Department.objects.get(code="SF")
        assert (unit.is_active, unit.standing) == (False, "待组长确认")
        address = reverse("membership", args=[unit.membership_id])
        assert admin.get(address).status_code == 403
        assert address not in told(admin.get(reverse("departments")))
        assert address in told(leader.get(reverse("departments")))
        assert "区司法局" in told(leader.get(address))
        assert leader.post(address).status_code == 302
        unit.refresh_from_db()
        assert (unit.is_active, unit.joined_on) == (True, today())
        assert "已经确认过" in told(leader.post(address))
        assert unit.posts.filter(role=Role.HEAD).exists()

    def test_says_what_is_wrong_and_keeps_what_was_typed(self) -> None:
        client = signed_in(holding(SYS))
        wrong = {**self.TYPED, "code": "SW", "effective_on": "2025-12-18"}
        answer = told(client.post(reverse("department_new"), wrong))
        assert "代码 SW 已被使用" in answer
        assert "专班会议纪要〔2026〕1号" in answer
        early = {**self.TYPED, "effective_on": "2025-12-18"}
        assert "不能早于决定日期" in told(client.post(reverse("department_new"), early))
        assert not MembershipDecision.objects.filter(is_founding=False).exists()

    def test_changes_where_it_is_found_and_the_change_is_kept(self) -> None:
        client = signed_in(holding(SYS))
        typed = {"phone": "0458-0000000", "address": "政务大厅二楼"}
        assert client.post(reverse("department_contact", args=["SW"]), typed).status_code == 302
        assert "政务大厅二楼" in told(client.get(reverse("department", args=["SW"])))
        kept = ChangeRecord.objects.get(verb="修改联系方式")
        assert "办公电话：未填" in kept.before
        assert "0458-0000000" in kept.after

    def test_is_made_less_strict_only_with_a_reason(self) -> None:
        client = signed_in(holding(SEC))
        address = reverse("department_switches", args=["CL"])
        off = {"decision_head_sign": "on", "opinion_head_approval": "on", "can_assist": "on"}
        assert "理由或依据" in told(client.post(address, off))
        assert Department.objects.get(code="CL").intake_same_person
        assert client.post(address, {**off, "reason": "镇里只有一名经办"}).status_code == 302
        assert not Department.objects.get(code="CL").intake_same_person

    def test_does_not_leave_while_it_holds_open_disputes(self) -> None:
        dispute = a_draft("SW")
        do(dispute, "register", dispute.first_contact_officer)
        client = signed_in(holding(SYS))
        address = reverse("department_leave", args=["SW"])
        assert "在办 1 件" in told(client.get(address))
        assert "还有 1 件在办事项" in told(client.post(address, {"reason": "机构改革"}))
        assert Department.objects.get(code="SW").is_active

    def test_leaves_with_its_history_when_nothing_is_open(self) -> None:
        client = signed_in(holding(SYS))
        clerk = holding(Role.CLERK, "CZ")
        address = reverse("department_leave", args=["CZ"])
        assert client.post(address, {"reason": "机构改革"}).status_code == 302
        assert Department.objects.get(code="CZ").standing == "已退出"
        assert again(clerk).posts_today == []
        assert clerk.terms.count() == 1
        assert "已经停用" in told(client.post(address, {"reason": "再来"}))


def test_a_town_is_added_and_changed() -> None:
    client = signed_in(holding(SYS))
    government = Department.objects.get(code="CL")
    typed = {"code": "230718102", "name": "新镇", "department": government.pk}
    assert client.post(reverse("town_new"), typed).status_code == 302
    assert "已存在" in told(client.post(reverse("town_new"), typed))
    assert client.post(reverse("town", args=["230718102"]), {"name": "新城镇"}).status_code == 302
    town = Town.objects.get(code="230718102")
    assert (town.name, town.department, town.is_active) == ("新城镇", None, False)


def test_a_unit_that_waits_for_the_leader_is_not_yet_among_the_filters() -> None:
    admin, leader = signed_in(holding(SYS)), signed_in(holding(Role.LEADER))
    assert admin.post(reverse("department_new"), TestAUnit.TYPED).status_code == 302
    for name in ("disputes", "archives", "statistics"):
        assert "司法局" not in told(leader.get(reverse(name))), name
