"""A client that knows nothing but the published schema takes a case over HTTP to its paper."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from pytest_django.live_server_helper import LiveServer

from tests.api.programs import WHOLE, program
from workflow.issuing.tasks import render_paper

pytestmark = pytest.mark.slow


@dataclass
class Client:
    """Operations by the names the schema gives them; bodies are checked against its components."""

    schema: dict[str, Any]
    server: str
    headers: dict[str, str]

    def call(self, operation: str, body: Any = None, **places: Any) -> Any:  # Any: JSON
        method, path = self._found(operation)
        address = re.sub(r"{(\w+)}", lambda found: str(places[found[1]]), path)
        data = None if body is None and method == "get" else json.dumps(body or {}).encode()
        headers = self.headers | {"Content-Type": "application/json"}
        base = self.server + self.schema["servers"][0]["url"].rstrip("/")
        asked = Request(f"{base}{address}", data, headers, method=method.upper())  # noqa: S310
        with urlopen(asked) as answer:  # noqa: S310 -- our own server
            told = self.schema["paths"][path][method]["responses"]
            assert str(answer.status) in told, f"{operation} answered {answer.status}"
            content = answer.read()
            return json.loads(content) if "json" in answer.headers["Content-Type"] else content

    def _found(self, operation: str) -> tuple[str, str]:
        return next(
            (method, path)
            for path, methods in self.schema["paths"].items()
            for method, told in methods.items()
            if told["operationId"] == operation
        )

    def act(self, dispute: int, verb: str, **body: Any) -> Any:  # Any: JSON
        return self.call("dispute_act", body, id=dispute, verb=verb)


@pytest.fixture
def schema() -> dict[str, Any]:
    told: dict[str, Any] = SchemaGenerator().get_schema(public=True)
    return told


@pytest.fixture
def clients(live_server: LiveServer, schema: dict[str, Any]) -> Any:  # Any: a maker
    return lambda role, code: Client(schema, live_server.url, program(role, code).headers)


def test_it_registers_forwards_answers_and_downloads(clients: Any) -> None:  # Any: as above
    ours, reviewer = clients("clerk", "SW"), clients("reviewer", "SW")
    theirs, head = clients("clerk", "YB"), clients("head", "YB")
    dispute = ours.call("disputes_create", WHOLE)["id"]
    number = ours.act(dispute, "register")["number"]
    assert re.fullmatch(r"230718-[0-9]{4}-SW-[0-9]{6}", number)
    reviewer.act(dispute, "approve_intake", comment="同意")
    assert ours.act(dispute, "refer", department="YB", reason="属医保职责")["state"] == "handling"
    [row] = theirs.call("assignments_list")
    assert row["dispute"] == dispute
    theirs.call("assignment_act", {}, id=row["id"], verb="accept")
    said = {"facts": "经查属实", "basis": "社会保险法第63条", "decision": "责令补缴"}
    theirs.act(dispute, "draft_decision", **said)
    assert head.act(dispute, "sign_decision", comment="同意")["state"] == "feedback"
    today = str(timezone.localdate())
    for party in ("payer", "counterparty"):
        told = {"party": party, "method": "direct", "served_on": today, "recipient": "本人"}
        theirs.act(dispute, "serve", **told)
    papers = {each["kind"]: each["id"] for each in ours.call("dispute_papers", id=dispute)}
    render_paper(papers["decision"])
    assert ours.call("paper_pdf", id=papers["decision"]).startswith(b"%PDF")


def test_what_is_refused_is_told_as_the_schema_says(clients: Any) -> None:  # Any: as above
    with pytest.raises(HTTPError) as refused:
        clients("clerk", "SW").call("disputes_create", {"town": "nowhere"})
    assert refused.value.code == 400
    assert json.load(refused.value)["errors"] == {
        "town": ["没有“nowhere”这个事项辖区，请从列表中选择。"]
    }
