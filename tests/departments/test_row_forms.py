"""Two who edit one row of 管理: the second sees both, loses nothing, and decides (R107)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from deadlines.models import DeadlinePolicy
from departments.models import Officer, SwitchDate, Town
from departments.roles import Role
from tests import factories as f
from tests.web.drawn_forms import forms_of
from tests.workflow.signing_in import signed_in

pytestmark = pytest.mark.django_db


def test_the_second_writer_sees_both_and_decides() -> None:
    town = Town.objects.earliest("pk")
    address = reverse("town", args=[town.code])
    one = signed_in(f.an_officer(Role.SYSADMIN, "ZB"))
    two = signed_in(f.an_officer(Role.SYSADMIN, "ZB", nth=2))
    drawn = [next(x for x in forms_of(c.get(address).content.decode()) if "seen" in x.hidden)
             for c in (one, two)]  # fmt: skip
    sent = [each.hidden | each.chosen | {"code": town.code, "is_active": "on"} for each in drawn]
    assert one.post(address, sent[0] | {"name": "甲镇"}).status_code == 302
    refused = two.post(address, sent[1] | {"name": "乙镇"})
    page = refused.content.decode()
    assert "打开后已由他人改为“甲镇”" in page
    assert 'value="乙镇"' in page
    assert Town.objects.get(pk=town.pk).name == "甲镇"
    again = re.search('name="seen" value="([^"]+)"', page)
    assert again
    decided = sent[1] | {"name": "乙镇", "seen": again[1]}
    assert two.post(address, decided).status_code == 302
    assert Town.objects.get(pk=town.pk).name == "乙镇"


def test_so_it_is_of_accounts_settings_and_limits() -> None:
    """Forms without a row behind them: whatever they were drawn with is what is compared."""
    f.an_officer(Role.CLERK, "SW")
    limit = DeadlinePolicy.objects.filter(key="intake.triage", department=None).latest("version")
    says = {"reason": "通知"}
    day = {"valid_from": f.today().isoformat()}
    cases = (
        (Role.SYSADMIN, reverse("officer_change", args=["sw_clerk"]),
         [{"name": "甲一"}, {"name": "乙一"}], "甲一"),
        (Role.SECADMIN, reverse("major_review"), [says | {"office": "on"}, says], "是"),
        (Role.SECADMIN, reverse("limit", args=[limit.pk]),
         [says | day | {"limit": each, "unit": limit.unit} for each in "12"], "1"),
    )  # fmt: skip
    for role, address, (first, second), held in cases:
        one, two = (signed_in(f.an_officer(role, "ZB", nth=n)) for n in (1, 2))
        drawn = [seen_in(each.get(address).content.decode()) for each in (one, two)]
        assert one.post(address, first | {"seen": drawn[0]}).status_code == 302, address
        refused = two.post(address, second | {"seen": drawn[1]}).content.decode()
        assert f"打开后已由他人改为“{held}”" in refused, address
        again = two.post(address, second | {"seen": seen_in(refused)})
        assert again.status_code == 302, address
    assert Officer.objects.get(username="sw_clerk").name == "乙一"
    newest = DeadlinePolicy.objects.filter(key=limit.key, mode=limit.mode, department=None)
    assert [each.limit for each in newest.order_by("-version")[:2]] == [2, 1]


def seen_in(page: str) -> str:
    found = re.search('name="seen" value="([^"]+)"', page)
    assert found
    return found[1]


def test_what_was_not_changed_by_another_is_not_asked_again() -> None:
    row = SwitchDate.objects.get(insurance="medical")
    client = signed_in(f.an_officer(Role.SECADMIN, "ZB"))
    address = reverse("switch_date", args=["medical"])
    page = client.get(address).content.decode()
    form = next(each for each in forms_of(page) if "seen" in each.hidden)
    day = (f.today() + timedelta(days=9)).isoformat()
    sent = form.hidden | {"switched_on": day, "basis": "黑税函1号", "reason": "通知"}
    assert "已由他人改为" not in client.post(address, sent).content.decode()
    assert row.pk
