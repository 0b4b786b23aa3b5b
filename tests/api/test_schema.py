"""The published schema is what the code says, and the code does what the schema says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.forms import ChoiceField, ModelChoiceField
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS

from departments.models import ApiToken, Officer
from departments.roles import Role
from tests import factories
from tests.api.programs import API, program
from workflow.errands.actions import give
from workflow.issuing.looking import enter
from workflow.verbs.forms import VerbForm

NIGHTLY = settings.get_current_profile_name() == "nightly"
SCHEMA = Path(__file__).parents[2] / "docs" / "api-schema.yml"


def generated() -> dict[str, Any]:
    schema: dict[str, Any] = SchemaGenerator().get_schema(public=True)
    return schema


def test_the_schema_in_docs_is_the_one_of_the_code() -> None:
    written = OpenApiYamlRenderer().render(generated(), renderer_context={}).decode()
    assert SCHEMA.read_text() == written, "make schema"


@pytest.mark.django_db
def test_the_schema_is_for_those_who_may_sign_in() -> None:
    answer = program().get("schema/")
    assert answer.status_code == 200
    assert b"/api/v1/disputes/{id}/actions/{verb}/" in answer.content.replace(b"{pk}", b"{id}")


def test_every_operation_has_a_name_an_answer_and_its_refusals() -> None:
    names = set()
    for path, methods in generated()["paths"].items():
        for method, told in methods.items():
            if path.endswith("schema/"):
                continue
            names.add(told["operationId"])
            assert any(code.startswith("2") for code in told["responses"]), path
            assert {"400", "401", "403", "404", "409"} <= set(told["responses"]), path
            if method == "post":
                keys = [p["name"] for p in told["parameters"]]
                assert "Idempotency-Key" in keys, path
    assert len(names) >= 30


def components() -> dict[str, Any]:
    found: dict[str, Any] = generated()["components"]["schemas"]
    return found


@pytest.mark.parametrize(
    ("component", "field", "known"),
    [
        ("Dispute", "channel", "h12345"),
        ("Dispute", "urgency", "critical"),
        ("Dispute", "state", "awaiting_signoff"),
        ("Party", "kind", "employer"),
        ("Registration", "channel", "h12345"),
        ("Registration", "town", "230718100"),
        ("Registration", "category", "TAX-1"),
        ("Registration", "urgency", "urgent"),
        ("RoutingFormBody", "category", "OUT-5"),
        ("RecordResponseBody", "channel", "arbitration"),
        ("Meeting", "kind", "conference"),
    ],
)
def test_closed_lists_are_told(component: str, field: str, known: str) -> None:
    assert known in components()[component]["properties"][field]["enum"]


#: What offers codes that are not written down, and why.
ASKED_OF_THE_SUBJECT = {
    ("Recall", "copy"): "which copies went out is known of one disclosure only",
    ("ReviewFile", "gaps"): "what is missing is known of one file only",
    ("Extend", "clock"): "which clocks run is known of one case only",
}


def forms_of(kind: type[Any]) -> Iterator[type[Any]]:  # Any: form classes
    for each in kind.__subclasses__():
        yield each
        yield from forms_of(each)


def test_every_field_that_chooses_from_a_static_list_says_its_codes() -> None:
    """Also of two forms of one name: the first of them is told, so they must be alike."""
    known, walked = components(), set()
    for form in forms_of(VerbForm):
        bodies = [known.get(f"{form.__name__}{part}Body") for part in ("", "Parts")]
        properties: dict[str, Any] = {}
        for each in filter(None, bodies):
            properties |= each["properties"]
        for name, field in form.base_fields.items() if properties else ():
            told, at = properties[name], (form.__name__, name)
            if not isinstance(field, ChoiceField) or isinstance(field, ModelChoiceField):
                continue
            walked.add(at)
            said = told.get("enum") or told.get("items", {}).get("enum") or []
            choices: Any = field.choices  # Any: Django allows more than pairs
            codes = {str(value) for value, _ in choices}
            assert bool(said) is (at not in ASKED_OF_THE_SUBJECT), (form.__module__, *at)
            assert set(said) >= codes - {""}, (form.__module__, *at)
            assert "enum" not in told or ("" in said) is not field.required, at
    assert len(walked) > 20
    assert set(ASKED_OF_THE_SUBJECT) <= walked


#: Words that name a closed list wherever an answer says them.
CLOSED = "form handling kind lamp level masking mode outcome recipient_kind retention role severity"


def test_every_answer_tells_its_closed_lists_and_from_where_it_counts() -> None:
    for component, schema in components().items():
        if component.endswith("Body"):
            continue  # of the test above
        properties = schema.get("properties", {})
        for name, told in properties.items():
            closed = name in CLOSED.split() or name in {"state", "cause", "awaits", "urgency"}
            if (closed or f"{name}_label" in properties) and told.get("type") == "string":
                assert told.get("enum"), (component, name)
    for piece in pieces(generated()):
        if piece.get("type") == "integer":
            assert "minimum" in piece, piece


def test_parties_and_insurance_are_closed_lists_too() -> None:
    told = components()["Registration"]["properties"]
    assert "retired" in told["payer"]["properties"]["kind"]["enum"]
    assert "agency" in told["counterparty"]["properties"]["kind"]["enum"]
    assert "injury" in told["insurance_types"]["items"]["enum"]
    speaking = told["representatives"]
    assert (speaking["maxItems"], speaking["items"]["required"]) == (5, ["name"])
    assert set(speaking["items"]["properties"]) == {"name", "phone"}
    assert (told["people_count"]["minimum"], told["people_count"]["maximum"]) == (1, 100_000)


def test_what_must_be_said_is_not_empty() -> None:
    refer = components()["ReferBody"]["properties"]["reason"]
    assert (refer["minLength"], refer["maxLength"], refer["pattern"]) == (1, 5000, r"\S")


def pieces(of: Any) -> Iterator[dict[str, Any]]:  # Any: JSON
    """Every object of the schema."""
    if isinstance(of, dict):
        yield of
    for each in of.values() if isinstance(of, dict) else of if isinstance(of, list) else ():
        yield from pieces(each)


def test_the_schema_says_where_it_is_and_what_may_be_null() -> None:
    schema = generated()
    assert schema["servers"] == [{"url": "/", "description": "本平台"}]
    assert all("type" in each for each in pieces(schema) if each.get("nullable") is True)


def operations() -> Iterator[Any]:  # Any: schemathesis' own
    """Every call but the schema itself, and the zip, whose file nobody closes here."""
    schema = schemathesis.openapi.from_dict(generated())
    schema.app = get_wsgi_application()
    for found in schema.get_all_operations():
        operation = cast("Any", found).ok()
        if not operation.path.endswith(("/schema/", "/package/")):
            yield operation


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The handler keeps the test's connection, which stands inside a transaction."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


#: Where a post is held that is none of the task force's.
HOUSES: dict[str, str] = {
    Role.CLERK: "SW",
    Role.REVIEWER: "SW",
    Role.HEAD: "SW",
    Role.TOWN_LEAD: "CL",
}
VERBS = {"disputes": "refer", "assignments": "draft_opinion", "meetings": "minute"}
CHECKED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


def real_things() -> dict[str, int]:
    """One of each that the calls may be about."""
    joint = factories.handled("joint", "SW")
    factories.hold_meeting(joint)
    waiting = factories.triaged("SW")
    factories.do(
        waiting, "report_major", factories.an_officer("clerk"), reason="群体", departments=[]
    )
    archived = factories.archived("single", "SW")
    late, office = factories.handled("single", "SW"), factories.an_officer("office", "ZB")
    department = factories.a_department("SW")
    factories.do(late, "supervise", office, department=department, level="1", reason="群体")
    by = Officer.objects.get(pk=office.pk)
    errand = give(by=by, department=factories.a_department("YB"), question="请汇总")
    factories.do(
        joint, "disclose", factories.an_officer("clerk"), recipient_kind="department",
        recipient="区审计局", purpose="审计", until=factories.today(), particulars=["number"],
    )  # fmt: skip
    auditor = Officer.objects.get(pk=factories.an_officer("auditor", "ZB").pk)
    enter(archived.case_file, auditor, purpose="年度审计", address="")
    factories.do(archived, "record_finding", auditor, department=department, found="没有依据",
                 basis="五(三)", demand="补充说明")  # fmt: skip
    return {
        "findings": archived.findings.get().pk,
        "disclosures": joint.disclosures.get().pk,
        "errands": errand.pk,
        "disputes": factories.triaged("SW").pk,
        "assignments": joint.assignments.order_by("pk")[0].pk,
        "meetings": joint.meetings.get().pk,
        "approvals": waiting.approvals.get().pk,
        "supervisions": late.supervisions.get().pk,
        "papers": archived.papers.order_by("pk")[0].pk,
        "archives": archived.case_file.pk,
    }


@pytest.mark.slow
@pytest.mark.hypothesis  # its examples are drawn inside, where the plugin does not see them
@pytest.mark.usefixtures("one_connection")
@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values if NIGHTLY else [Role.CLERK])
def test_whatever_is_sent_is_answered_as_the_schema_says(role: str) -> None:
    """A landing asks each call as a clerk and once as one of the others, by turns."""
    real = real_things()
    own = program(role, HOUSES.get(role, "ZB"))
    others = [program(each, HOUSES.get(each, "ZB")) for each in Role.values if each != role]
    assert ApiToken.objects.count() == len(Role.values)
    for nth, operation in enumerate(operations()):
        _ask(operation, own.headers, real, 40 if NIGHTLY else 3)
        if not NIGHTLY:
            _ask(operation, others[nth % len(others)].headers, real, 1)


def _ask(operation: Any, headers: dict[str, str], real: dict[str, int], times: int) -> None:
    """A few of the strangest requests to one call, about a thing that is there."""
    room = operation.path.removeprefix(API).split("/")[0]

    @settings(
        max_examples=times,
        deadline=None,
        derandomize=not NIGHTLY,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), is_real=st.booleans())
    def ask(case: Any, is_real: bool) -> None:
        if is_real and "id" in case.path_parameters:
            case.path_parameters["id"] = real[room]
        if is_real and "verb" in case.path_parameters and room in VERBS:
            case.path_parameters["verb"] = VERBS[room]
        with transaction.atomic():
            answer = case.call(headers=headers)
            transaction.set_rollback(True)
        case.validate_response(answer, checks=[CHECKS.get_one(name) for name in CHECKED])

    ask()
