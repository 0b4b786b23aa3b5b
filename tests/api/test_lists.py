"""Who I am, the code lists, and the routing suggestion that writes nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disputes.choices import Mode
from tests import factories
from tests.api.programs import API, program

pytestmark = pytest.mark.django_db
NARRATIVES = Path(__file__).parents[1] / "departments" / "narratives.jsonl"


def test_me_says_name_department_and_roles() -> None:
    me = program("head", "YB").get("me/").json()
    assert me == {
        "username": "yb_head",
        "name": "测试YB1",
        "department": "YB",
        "roles": ["head"],
        "desks": ["YB"],
    }


def test_the_lists_hold_the_codes_of_the_contract() -> None:
    clerk = program()
    codes = {row["code"] for row in clerk.get("departments/").json()}
    assert codes == {"SW", "YB", "RS", "SB", "XF", "CZ", "CL", "WM", "ZB"}
    assert {"TAX-1", "GEN-1", "OUT-1"} <= {row["code"] for row in clerk.get("categories/").json()}
    towns = {row["code"]: row for row in clerk.get("towns/").json()}
    assert set(towns) == {"230718100", "230718101", "230718", "other"}
    assert towns["230718100"]["department"] == "CL"
    assert towns["other"]["is_outside"] is True


def test_routing_answers_every_narrative_and_writes_nothing() -> None:
    clerk = program()
    told = [json.loads(line) for line in NARRATIVES.read_text().splitlines()]
    assert told
    for case in told:
        question = {
            name: case[name]
            for name in ("category", "insurance_types", "town", "signals", "receiving_department")
            if case.get(name) is not None
        }
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = clerk.post("routing/", question)
        assert answer.status_code == 200, (case["id"], answer.json()["errors"])
        suggestion = answer.json()
        assert suggestion["lead"]
        assert suggestion["branch"] in {"own", "other", "joint"}
        assert {"suggested", "score", "hits"} <= set(suggestion["severity"])
        assert all(why["clause"] and why["text"] for why in suggestion["reasons"])
        written = [q["sql"] for q in asked if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
        assert all("confidentiality_auditarrival" in each for each in written)


@pytest.mark.parametrize(
    ("field", "question"),
    [
        ("category", {}),
        ("category", {"category": "TAX-99"}),
        ("insurance_types", {"category": "TAX-1", "insurance_types": ["gold"]}),
        ("town", {"category": "TAX-1", "town": "1"}),
        ("receiving_department", {"category": "TAX-1", "receiving_department": "QQ"}),
        ("period_end", {"category": "TAX-1", "period_start": "2025-02", "period_end": "2025-01"}),
        ("signals", {"category": "TAX-1", "signals": ["people"]}),
    ],
)
def test_a_question_that_cannot_be_meant_is_a_mistake(field: str, question: Any) -> None:
    answer = program().post("routing/", question)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]


def test_nobody_without_a_token_learns_anything() -> None:
    for path in ("me/", "disputes/", "disputes/1/", "nowhere/at/all/", "schema/"):
        answer = Client().get(f"{API}{path}")
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Token"
        assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert Client().post(f"{API}disputes/", {}, "application/json").status_code == 401


def test_a_disabled_or_expired_account_has_no_token() -> None:
    own = program()
    own.officer.expires_on = timezone.localdate() - timedelta(days=1)
    own.officer.save()
    assert own.get("me/").status_code == 401
    own.officer.expires_on = None
    own.officer.is_active = False
    own.officer.save()
    assert own.get("me/").status_code == 401


def test_a_session_may_ask_but_must_show_its_csrf_token_to_act() -> None:
    officer = factories.an_officer()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer, "departments.backends.OfficerBackend")
    assert browser.get(f"{API}me/").json()["username"] == "sw_clerk"
    refused = browser.post(f"{API}disputes/", {}, "application/json")
    assert refused.status_code == 403
    assert refused.json()["status"] == 403


def test_an_address_that_is_none_is_not_found() -> None:
    answer = program().get("nowhere/at/all/")
    assert answer.status_code == 404
    assert answer.json() == program().get("disputes/999999/").json()


def test_only_json_objects_are_read() -> None:
    own = program()
    headers = own.headers
    sent: list[tuple[Any, str, int]] = [
        (b"{", "application/json", 400),
        (b"[1]", "application/json", 400),
        (b"NaN", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b'{"facts": ' + b"[" * 100_000, "application/json", 400),
        (b"a=b", "application/x-www-form-urlencoded", 415),
        (b'{"amount": 1' + b"0" * 5000 + b"}", "application/json", 400),
    ]
    for content, kind, status in sent:
        answer = own.client.post(f"{API}disputes/", content, kind, headers=headers)
        assert answer.status_code == status, content[:20]
        assert answer.json()["status"] == status
    assert (
        own.client.put(f"{API}disputes/", {}, "application/json", headers=headers).status_code
        == 405
    )


def test_too_fast_is_told(settings: Any) -> None:
    own = program()
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {
        "DEFAULT_THROTTLE_RATES": {"user": "2/min"}
    }
    from rest_framework.throttling import UserRateThrottle

    rates, UserRateThrottle.THROTTLE_RATES = UserRateThrottle.THROTTLE_RATES, {"user": "2/min"}
    try:
        answers = [own.get("me/") for _ in range(3)]
    finally:
        UserRateThrottle.THROTTLE_RATES = rates
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["Retry-After"]) > 0


def test_the_command_prints_a_token(capsys: pytest.CaptureFixture[str]) -> None:
    officer = factories.an_officer()
    call_command("api_token", officer.username)
    printed = capsys.readouterr().out.split()[-1]
    said = {"Authorization": f"Token {printed}"}
    assert Client().get(f"{API}me/", headers=said).json()["username"] == officer.username


def test_the_queue_of_approvals_takes_the_same_statements_for_one_and_for_five() -> None:
    def reported() -> None:
        clerk = factories.an_officer("clerk")
        waiting = factories.triaged("SW")
        factories.do(waiting, "report_major", clerk, reason="群体", departments=[])

    leader = program("leader", "ZB")
    reported()
    leader.get("approvals/")
    with CaptureQueriesContext(connection) as for_one:
        assert len(leader.get("approvals/").json()) == 1
    for _ in range(4):
        reported()
    with CaptureQueriesContext(connection) as for_five:
        assert len(leader.get("approvals/").json()) == 5
    assert len(for_five) == len(for_one)


def test_the_list_of_meetings_takes_the_same_statements_for_one_and_for_three_issued() -> None:
    leader = program("leader", "ZB")
    factories.hold_meeting(factories.handled(Mode.JOINT))
    leader.get("meetings/")
    with CaptureQueriesContext(connection) as for_one:
        assert [row["state"] for row in leader.get("meetings/").json()] == ["issued"]
    for _ in range(2):
        factories.hold_meeting(factories.handled(Mode.JOINT))
    with CaptureQueriesContext(connection) as for_three:
        assert len(leader.get("meetings/").json()) == 3
    assert len(for_three) == len(for_one)
