"""`disputes/`: list, draft, detail, change; sealed fields masked, others' disputes not there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from disputes.models import Dispute
from tests import factories
from tests.api.programs import WHOLE, program

pytestmark = pytest.mark.django_db


def ids(answer: Any) -> list[int]:  # Any: a response
    assert answer.status_code == 200, answer.content.decode()
    return [row["id"] for row in answer.json()["results"]]


def test_a_draft_is_made_read_changed_and_registered() -> None:
    clerk = program()
    made = clerk.post("disputes/", WHOLE)
    assert made.status_code == 201
    assert made.headers["Content-Type"] == "application/json; charset=utf-8"
    draft = made.json()
    assert (draft["state"], draft["number"], draft["version"]) == ("draft", None, 0)
    path = f"disputes/{draft['id']}/"
    changed = clerk.patch(
        path, {"claim": "请催缴。", "payer": {"phone": "0458-3900018"}, "version": 0}
    )
    assert changed.status_code == 200
    assert changed.json()["claim"] == "请催缴。"
    assert changed.json()["facts"] == draft["facts"]
    assert changed.json()["version"] == 1
    done = clerk.post(f"{path}actions/register/", {"version": 1})
    assert done.status_code == 200
    assert done.json()["state"] == "registered"
    assert done.json()["number"].startswith("230718-")
    assert clerk.get(path).json() == done.json()
    late = clerk.patch(path, {"claim": "晚了"})
    assert late.status_code == 409
    assert "待审核" in late.json()["detail"]


def test_sealed_fields_are_masked_and_units_are_open() -> None:
    dispute = program().post("disputes/", WHOLE).json()
    assert dispute["payer"] == {
        "kind": "employee",
        "name": "欧*试",
        "id_number": "230***********0011",
        "credit_code": "",
        "phone": "154****0018",
        "address": "",
        "contact": "",
        "department": "",
    }
    assert dispute["counterparty"]["name"] == "示例木制品加工厂"
    assert "15400000018" not in dispute["facts"]
    assert dispute["agent"] is None


def test_a_stale_change_is_refused() -> None:
    clerk = program()
    draft = clerk.post("disputes/", {}).json()
    assert clerk.patch(f"disputes/{draft['id']}/", {"facts": "一", "version": 0}).status_code == 200
    stale = clerk.patch(f"disputes/{draft['id']}/", {"facts": "二", "version": 0})
    assert stale.status_code == 409
    assert clerk.get(f"disputes/{draft['id']}/").json()["facts"] == "一"


def test_what_the_procedure_sets_is_read_only() -> None:
    sent = WHOLE | {
        "number": "x",
        "state": "archived",
        "severity": "major",
        "mode": "special",
        "lead_department": "YB",
        "first_contact_officer": "yb_clerk",
        "registered_at": "2020-01-01",
        "seal_id": "x",
        "due_on": "2020-01-01",
    }
    made = program().post("disputes/", sent).json()
    assert (made["state"], made["number"], made["severity"], made["mode"]) == (
        "draft",
        None,
        "",
        "",
    )
    assert made["lead_department"] == made["receiving_department"] == "SW"
    assert made["first_contact_officer"] == "sw_clerk"
    assert made["registered_at"] is None
    assert made["due_on"] is None


def test_mistakes_are_told_by_field() -> None:
    answer = program().post("disputes/", {"payer": {"phone": "15"}, "category": "X"})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    told = answer.json()
    assert told["status"] == 400
    assert set(told) == {"type", "title", "status", "detail", "errors"}
    assert set(told["errors"]) == {"payer.phone", "category"}


def test_register_reports_what_is_missing_by_field() -> None:
    clerk = program()
    draft = clerk.post("disputes/", {"facts": "只有一句"}).json()
    answer = clerk.post(f"disputes/{draft['id']}/actions/register/")
    assert answer.status_code == 400
    assert {"channel", "visited_at", "town", "category", "payer.name"} <= set(
        answer.json()["errors"]
    )


def test_a_list_is_narrowed_by_every_filter() -> None:
    clerk = program()
    mine = factories.handled("single")
    other = factories.registered(category="TAX-2", town="230718101")
    draft = clerk.post("disputes/", {}).json()["id"]
    factories.registered("YB")
    assert ids(clerk.get("disputes/")) == [draft, other.pk, mine.pk]
    assert ids(clerk.get("disputes/", state="handling")) == [mine.pk]
    assert ids(clerk.get("disputes/", state="handling,registered")) == [other.pk, mine.pk]
    assert ids(clerk.get("disputes/", severity="general")) == [mine.pk]
    assert ids(clerk.get("disputes/", mode="single")) == [mine.pk]
    assert ids(clerk.get("disputes/", lead="SW")) == [draft, other.pk, mine.pk]
    assert ids(clerk.get("disputes/", receiving="YB")) == []
    assert ids(clerk.get("disputes/", category="TAX-2")) == [other.pk]
    assert ids(clerk.get("disputes/", town="230718101")) == [other.pk]
    assert ids(clerk.get("disputes/", lamp="green")) == [mine.pk]
    assert ids(clerk.get("disputes/", lamp="red")) == []
    soon = timezone.localdate() + timedelta(days=1)
    far = timezone.localdate() + timedelta(days=90)
    assert mine.pk not in ids(clerk.get("disputes/", due_before=str(soon), state="handling"))
    assert ids(clerk.get("disputes/", due_before=str(far), state="handling")) == [mine.pk]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "flying"),
        ("lead", "QQ"),
        ("town", "000"),
        ("lamp", "blue"),
        ("due_before", "明天"),
        ("page_size", "0"),
        ("page_size", "99999"),
        ("cursor", "!!"),
        ("cursor", "bjEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"),
        ("q", "坏\0字"),
    ],
)
def test_an_unknown_word_in_a_filter_is_a_mistake(name: str, value: str) -> None:
    answer = program().get("disputes/", **{name: value})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [name]


def test_pages_follow_each_other_both_ways() -> None:
    clerk = program()
    made = [clerk.post("disputes/", {}).json()["id"] for _ in range(7)][::-1]
    first = clerk.get("disputes/", page_size="3").json()
    assert first["previous"] is None
    second = clerk.client.get(first["next"], headers=clerk.headers).json()
    third = clerk.client.get(second["next"], headers=clerk.headers).json()
    assert [[r["id"] for r in p["results"]] for p in (first, second, third)] == [
        made[:3],
        made[3:6],
        made[6:],
    ]
    assert third["next"] is None
    assert "page_size=3" in second["next"]
    back = clerk.client.get(third["previous"], headers=clerk.headers).json()
    assert [row["id"] for row in back["results"]] == made[3:6]
    start = clerk.client.get(back["previous"], headers=clerk.headers).json()
    assert [row["id"] for row in start["results"]] == made[:3]
    assert start["previous"] is None


def test_q_finds_by_number_words_unit_and_person() -> None:
    clerk = program()
    made = clerk.post("disputes/", WHOLE).json()["id"]
    clerk.post(f"disputes/{made}/actions/register/")
    number = clerk.get(f"disputes/{made}/").json()["number"]
    clerk.post(
        "disputes/", {"facts": "别的事情", "payer": {"name": "另一人", "phone": "15400009999"}}
    )
    hits = [number, number[:14], "三个月没有", "督促", "木制品", "欧阳测试"]
    hits += ["230799197804120011", "23079919780412001 1", "154-0000-0018", "0018"]
    for q in hits:
        assert ids(clerk.get("disputes/", q=q)) == [made], q
        assert ids(clerk.post("disputes/search/", {"q": q, "page_size": 1})) == [made], q
    for q in ["欧阳", "230799", "79919780", "9998", "月", "230718-1999"]:
        assert ids(clerk.get("disputes/", q=q)) == [], q
    stranger = program("clerk", "YB")
    for q in hits:
        assert ids(stranger.get("disputes/", q=q)) == [], q
        assert ids(stranger.post("disputes/search/", {"q": q})) == [], q


def test_what_is_not_his_looks_like_what_is_not_there() -> None:
    dispute = factories.handled("joint", "SW")
    stranger = program("clerk", "CZ")
    missing = stranger.get("disputes/999999999/")
    assert missing.status_code == 404
    below = ["", "actions/", "timeline/", "papers/", "assignments/", "deadlines/", "materials/"]
    for path in below:
        answer = stranger.get(f"disputes/{dispute.pk}/{path}")
        assert answer.status_code == 404
        assert answer.content == missing.content
    for path, sent in [("actions/withdraw/", {"note": "x"}), ("actions/nonsense/", {})]:
        answer = stranger.post(f"disputes/{dispute.pk}/{path}", sent)
        assert answer.content == missing.content
    assert stranger.patch(f"disputes/{dispute.pk}/", {}).content == missing.content


def test_nobody_but_member_departments_registers() -> None:
    for role in ("leader", "auditor", "sysadmin"):
        assert program(role, "ZB").post("disputes/", WHOLE).status_code == 403
    assert not Dispute.objects.exists()


def test_counting_statements(django_assert_max_num_queries: Any) -> None:
    clerk = program()
    for _ in range(3):
        factories.handled("joint")
    dispute = factories.handled("joint")
    program_paths = [("disputes/", 12), (f"disputes/{dispute.pk}/", 15)]
    for path, most in program_paths:
        with django_assert_max_num_queries(most):
            assert clerk.get(path).status_code == 200
    with django_assert_max_num_queries(12):
        assert clerk.get("disputes/", q="欧阳测试").status_code == 200
    with django_assert_max_num_queries(20):
        assert clerk.post("disputes/", WHOLE).status_code == 201


def a_draft(**more: Any) -> dict[str, Any]:  # Any: JSON
    """Everything that registration asks of a visit."""
    return {
        "channel": "visit",
        "visited_at": "2025-11-03 09:00",
        "town": "230718100",
        "category": "TAX-1",
        "facts": "三个月没有申报缴费。",
        "claim": "请督促申报。",
        "payer": {"kind": "employee", "name": "姜测试", "phone": "15400000018"},
        **more,
    }


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"claim": " "}, "claim"),
        ({"channel": "h12345"}, "source_number"),
        ({"channel": "petition"}, "source_number"),
        ({"people_count": 5}, "representatives"),
        ({"representatives": [{"name": "张某", "phone": "15400000019"}] * 6}, "representatives"),
    ],
)
def test_a_program_is_asked_for_what_the_page_asks_for(changed: dict[str, Any], name: str) -> None:
    """R029, R042, R044: one rule, one answer."""
    clerk = program()
    draft = clerk.post("disputes/", a_draft(**changed)).json()
    answer = clerk.post(f"disputes/{draft['id']}/actions/register/")
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {name}
    if "representatives" in changed:
        assert answer.json()["errors"][name] == ["代表人不得超过5人。"]
    whole = {
        "claim": "请督促申报。",
        "source_number": f"YS-{name}-{changed.get('channel')}",
        "representatives": [{"name": "张某", "phone": "15400000019"}],
    }
    assert clerk.patch(f"disputes/{draft['id']}/", {name: whole[name]}).status_code == 200
    done = clerk.post(f"disputes/{draft['id']}/actions/register/").json()
    assert done["state"] == "registered"
    if "channel" in changed:
        assert done["source_platform"]  # a numbered channel is its own platform
    if name == "representatives":
        assert [each["name"] for each in done["representatives"]] == ["张*"]


@pytest.mark.parametrize(
    "sent", ["张某", [1], [{"phone": "15400000019"}], [{"name": "张某", "phone": "1"}], {"a": 1}]
)
def test_representatives_that_cannot_be_meant_are_refused_in_words(sent: Any) -> None:
    answer = program().post("disputes/", a_draft(representatives=sent))
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"representatives"}


def test_nobody_outside_is_given_a_day_that_is_then_forgotten() -> None:
    dispute = factories.triaged()
    sent = {"outside_body": "市税务局", "reason": "属其管辖", "due_on": "2100-01-04"}
    answer = program().post(f"disputes/{dispute.pk}/actions/refer/", sent)
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"due_on"}


def test_nobody_has_come_tomorrow() -> None:
    told = {"visited_at": (timezone.now() + timedelta(days=1)).isoformat()}
    refused = program().post("disputes/", told)
    assert refused.status_code == 400
    assert "来访时间不能晚于现在" in str(refused.json())
