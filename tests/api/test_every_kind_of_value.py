"""Every field of every verb with every kind of JSON: taken or refused in words, never an error."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

import pytest
from django.core.cache import cache
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator

from departments.models import Department, Officer
from disputes.api.filters import DisputeFilter
from disputes.forms import RegistrationForm
from disputes.models import Dispute
from reports.archives.api import ArchiveFilter
from reports.archives.forms import Purpose
from tests import factories
from tests.api.programs import API, WHOLE, Program, program, program_of
from tests.workflow.test_statement_budget import EVERY, FEW, TABLES
from workflow.disclosure.forms import AskDisclosure
from workflow.errands.forms import GiveErrand
from workflow.intake.api import RoutingForm
from workflow.meetings.forms import PlanMeeting
from workflow.models import Paper, Remedy, WithdrawalTelling

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ENDLESS: Final = "1e999"
#: As JSON text, since Python has no words for some of them.
KINDS: Final = (
    *("null", "20261201", "1.5", ENDLESS, "true", '"x"', '"\\u0000"', '"\\ud800"'),
    *("[]", "[1]", "[[1]]", "[{}]", "{}", "9" * 40, f'"{"长" * 6000}"'),
    f'"[{"9" * 5000}]"',  # digits, more than Python reads, where a list may be typed
    *('"0001-01-01"', '"9999-12-31"', '"2100-12-31"', '"0001-01-01T00:00+14:00"'),
)
ANSWERED: Final = frozenset({200, 201, 400, 409})


def as_json(value: Any) -> Any:  # Any: what an action takes, and what a program sends for it
    """What a program sends for it."""
    match value:
        case Department():
            return value.code
        case Officer():
            return value.username
        case Dispute() | Paper() | Remedy() | WithdrawalTelling():
            return value.pk
        case date():
            return value.isoformat()
        case list():
            return [as_json(each) for each in value]
        case dict():
            return {name: as_json(each) for name, each in value.items()}
    if dataclasses.is_dataclass(value):
        names = [each.name for each in dataclasses.fields(value)]
        return {name: as_json(getattr(value, name)) for name in names}
    return value


def bodies(whole: Mapping[str, Any], fields: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """A whole body with one field of the wrong kind, as text."""
    for name in fields:
        for kind in KINDS:
            yield name, kind, json.dumps({**whole, name: "@"}).replace('"@"', kind)


def send(by: Program, method: str, address: str, body: str) -> Any:  # Any: an answer
    with transaction.atomic():
        ask = getattr(by.client, method)
        answer = ask(f"{API}{address}", body, "application/json", headers=by.headers)
        transaction.set_rollback(True)
    return answer


def walk(by: Program, method: str, address: str, whole: Any, fields: Iterable[str]) -> None:
    """Any: JSON. What is answered, and that a refusal names the field or the reason."""
    for name, kind, body in bodies(whole, fields):
        cache.clear()
        answer = send(by, method, address, body)
        told = f"{address} {name}={kind[:40]}"
        assert answer.status_code in ANSWERED, f"{told}: {answer.status_code}"
        if answer.status_code == 400:
            assert answer.json()["errors"] or answer.json()["detail"], told


ADDRESSES: Final = {
    "dispute": "disputes/{}/actions/{}/",
    "assignment": "assignments/{}/actions/{}/",
    "meeting": "meetings/{}/actions/{}/",
    "disclosure": "disclosures/{}/actions/{}/",
    "errand": "errands/{}/actions/{}/",
    "finding": "findings/{}/actions/{}/",
    "supervision": "supervisions/{}/actions/{}/",
    "approval": "approvals/{}/{}/",
}


@pytest.mark.parametrize(("table", "verb"), EVERY, ids=lambda value: value.replace(" ", "-"))
def test_a_verb_takes_or_refuses_every_kind_of_value(table: str, verb: str) -> None:
    cases, verbs, _ = TABLES[table]
    subject, officer, fields = cases[verb](FEW)
    address = ADDRESSES[table].format(subject.pk, verb.partition(" ")[0])
    spoken = ((name, value) for name, value in fields.items() if not isinstance(value, File))
    said = {name: as_json(value) for name, value in spoken}  # a file travels otherwise
    whole = said | said.pop("given", {})  # an action takes fields of registration together
    walk(program_of(officer), "post", address, whole, verbs[verb].form.base_fields)


def test_a_registration_takes_or_refuses_every_kind_of_value() -> None:
    clerk, names = program(), list(RegistrationForm().fields)
    walk(clerk, "post", "disputes/", WHOLE, ["payer", *[n for n in names if "." not in n]])
    draft = clerk.post("disputes/", WHOLE).json()["id"]
    walk(clerk, "patch", f"disputes/{draft}/", {}, [*names, "counterparty", "version", "signals"])


@pytest.mark.parametrize("signal", ["people", "amount", "media", "period", "unknown"])
def test_a_signal_takes_or_refuses_every_kind_of_value(signal: str) -> None:
    asked = {"category": "TAX-1", "insurance_types": ["pension"], "town": "230718100"}
    for _, _, body in bodies({}, [signal]):
        cache.clear()
        whole = json.dumps({**asked, "signals": "@"}).replace('"@"', body)
        assert send(program(), "post", "routing/", whole).status_code in ANSWERED, body[:60]
        assert send(program(), "post", "disputes/", whole).status_code in ANSWERED, body[:60]


def test_routing_and_meetings_take_or_refuse_every_kind_of_value() -> None:
    clerk, dispute = program(), factories.handled("single", "SW")
    asked = {"category": "TAX-1", "insurance_types": ["pension"], "town": "230718100"}
    walk(clerk, "post", "routing/", asked, RoutingForm.base_fields)
    meeting = {
        "kind": "general",
        "title": "会商",
        "disputes": [dispute.pk],
        "departments": ["YB"],
        "starts_at": timezone.localtime().isoformat(),
        "place": "二楼",
    }
    walk(clerk, "post", "meetings/", meeting, PlanMeeting.base_fields)


def test_the_items_of_minutes_take_or_refuse_every_kind_of_value() -> None:
    cases, _, _ = TABLES["meeting"]
    subject, officer, fields = cases["minute"](1)
    [item] = as_json(fields["items"])
    for name, kind, body in bodies(item, item):
        cache.clear()
        answer = send(
            program_of(officer),
            "post",
            f"meetings/{subject.pk}/actions/minute/",
            f'{{"items": [{body}]}}',
        )
        assert answer.status_code in ANSWERED, f"{name}={kind[:40]}"


Call = tuple[Program, str, dict[str, Any], Iterable[str]]


def an_errand() -> Call:
    whole = {"department": "YB", "question": "请汇总", "due_on": "2100-01-04"}
    return program("office", "ZB"), "errands/", whole, GiveErrand.base_fields


def a_disclosure() -> Call:
    whole = {"recipient_kind": "department", "recipient": "区审计局", "purpose": "审计"}
    told = whole | {"until": factories.today().isoformat(), "text": "共12件"}
    return program(), "disclosures/", told, AskDisclosure.base_fields


def a_look() -> Call:
    own = factories.archived("single", "SW").case_file
    return program(), f"archives/{own.pk}/looks/", {"purpose": "年度审计"}, Purpose.base_fields


def a_search_of_disputes() -> Call:
    return program(), "disputes/search/", {}, DisputeFilter.base_filters


def a_search_of_archives() -> Call:
    return program("archivist", "ZB"), "archives/search/", {}, ArchiveFilter.base_filters


CALLS: Final = {
    "errands/": an_errand,
    "disclosures/": a_disclosure,
    "archives/{id}/looks/": a_look,
    "disputes/search/": a_search_of_disputes,
    "archives/search/": a_search_of_archives,
}
NO_OBJECTS: Final = ("null", "1", '"x"', "[]", "[{}]", "{", "", "[" * 5000)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_every_other_call_takes_or_refuses_every_kind_of_value(call: Callable[[], Call]) -> None:
    by, address, whole, fields = call()
    assert send(by, "post", address, json.dumps(whole)).status_code in {200, 201}
    walk(by, "post", address, whole, fields)
    for body in NO_OBJECTS:
        cache.clear()
        answer = send(by, "post", address, body)
        assert answer.status_code == 400 or (not body and answer.status_code == 200), body[:9]


#: Walked above by name; what takes nothing but a file is tried at the doors.
BY_NAME: Final = {"disputes/", "disputes/{id}/", "routing/", "meetings/"}
NO_BODY: Final = {
    "disputes/{id}/materials/": "a file: tests/workflow/cases/test_upload_doors.py",
    "disclosures/{id}/items/{item}/copy/": "takes no body; the last test here sends one",
    "archives/bundles/{id}/{item}/": "takes no body either, and answers a file",
}


def test_every_writing_call_is_walked() -> None:
    paths = SchemaGenerator().get_schema(public=True)["paths"]
    writing = {
        path.removeprefix(API) for path, told in paths.items() if {"post", "patch"} & {*told}
    }
    of_verbs = {address.format("{id}", "{verb}") for address in ADDRESSES.values()}
    assert writing == {*of_verbs, *CALLS, *BY_NAME, *NO_BODY}


@pytest.mark.parametrize("body", NO_OBJECTS)
def test_a_body_that_is_no_object_is_refused(body: str) -> None:
    dispute = factories.triaged("SW")
    for address in ("disputes/", "routing/", "meetings/", f"disputes/{dispute.pk}/actions/refer/"):
        answer = send(program(), "post", address, body)
        assert answer.status_code == 400 or (not body and answer.status_code == 201), address


@pytest.mark.parametrize(
    ("verb", "body", "field"),
    [
        ("extend", {"until": 20261201, "reason": "x"}, "until"),
        ("invite", {"departments": ["YB"], "question": "x", "due_on": [1]}, "due_on"),
    ],
)
def test_a_number_is_no_date(verb: str, body: dict[str, Any], field: str) -> None:
    dispute = factories.handled("single", "SW")
    answer = program("head").post(f"disputes/{dispute.pk}/actions/{verb}/", body)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]


def test_a_call_that_takes_no_body_does_not_look_at_one() -> None:
    cases, _, _ = TABLES["disclosure"]
    subject, _, _ = cases["revoke"](FEW)
    clerk, item = program(), subject.items.first()
    for body in NO_OBJECTS:
        cache.clear()
        address = f"disclosures/{subject.pk}/items/{item.pk}/copy/"
        assert send(clerk, "post", address, body).status_code in ANSWERED, body[:9]
