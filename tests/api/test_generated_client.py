"""A client that a generator made of the published schema, nothing written by hand in between."""

from __future__ import annotations

import contextlib
import importlib
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from tests.api.programs import WHOLE, program
from workflow.issuing.tasks import render_paper

pytestmark = pytest.mark.slow
SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "api-schema.yml"
#: What whoever generates a client has to say: PDF and ZIP are files as well.
CONFIG = """
content_type_overrides:
  application/pdf: application/octet-stream
  application/zip: application/octet-stream
post_hooks: []
"""
NAME = "generated_portal_client"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The generated package, importable; not a word of warning is allowed."""
    config = tmp_path / "config.yml"
    config.write_text(CONFIG)
    done = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", "--path", SCHEMA, "--config",
         config, "--meta", "none", "--output-path", tmp_path / NAME, "--fail-on-warning"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "arning" not in done.stdout + done.stderr
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path / NAME


def module(path: str) -> Any:  # Any: generated a moment ago
    return importlib.import_module(f"{NAME}.{path}")


@pytest.fixture
def clients(made: Path, live_server: LiveServer) -> Iterator[Callable[[str, str], Any]]:
    """A client of the officer with that role there; all connections are closed again."""
    opened = contextlib.ExitStack()

    def client(role: str, code: str) -> Any:  # Any: as above
        key = program(role, code).headers["Authorization"].removeprefix("Token ")
        settings = {"token": key, "prefix": "Token", "raise_on_unexpected_status": True}
        mine = module("client").AuthenticatedClient(base_url=live_server.url, **settings)
        return opened.enter_context(mine)

    with opened:
        yield client


def body(name: str, **said: Any) -> Any:  # Any: as above
    return getattr(module("models"), name).from_dict(said)


def asked(operation: str, client: Any, *places: Any, **said: Any) -> Any:  # Any: as above
    return module(f"api.{operation}").sync(*places, client=client, **said)


def act(client: Any, dispute: int, verb: str, form: str, **said: Any) -> Any:  # Any: as above
    return asked("disputes.dispute_act", client, dispute, verb, body=body(form, **said))


def test_it_registers_forwards_answers_uploads_and_downloads(
    clients: Callable[[str, str], Any],
) -> None:
    ours, reviewer = clients("clerk", "SW"), clients("reviewer", "SW")
    theirs, head = clients("clerk", "YB"), clients("head", "YB")
    draft = asked("disputes.disputes_create", ours, body=body("Registration", **WHOLE))
    number = act(ours, draft.id, "register", "NothingBody").number
    assert re.fullmatch(r"230718-[0-9]{4}-SW-[0-9]{6}", number)
    upload(ours, draft.id)
    act(reviewer, draft.id, "approve_intake", "ApproveIntakeBody", comment="同意")
    referred = act(ours, draft.id, "refer", "ReferBody", department="YB", reason="属医保职责")
    assert referred.state == "handling"
    [row] = asked("assignments.assignments_list", theirs)
    assert row.dispute == draft.id
    asked("assignments.assignment_act", theirs, row.id, "accept", body=body("NothingBody"))
    said = {"facts": "经查属实", "basis": "社会保险法第63条", "decision": "责令补缴"}
    act(theirs, draft.id, "draft_decision", "DraftDecisionBody", **said)
    signed = act(head, draft.id, "sign_decision", "CommentBody", comment="同意")
    assert signed.state == "feedback"
    today = str(timezone.localdate())
    for party in ("payer", "counterparty"):
        told = {"party": party, "method": "direct", "served_on": today, "recipient": "本人"}
        act(theirs, draft.id, "serve", "ServeBody", **told)
    papers = {each.kind: each.id for each in asked("disputes.dispute_papers", ours, draft.id)}
    render_paper(papers["decision"])
    paper = asked("papers.paper_pdf", ours, papers["decision"])
    assert paper.payload.read().startswith(b"%PDF")
    refused = act(ours, draft.id, "register", "NothingBody")
    assert (refused.status, type(refused).__name__) == (403, "Problem")


def upload(client: Any, dispute: int) -> None:  # Any: as above
    scan = module("types").File(BytesIO("申请书".encode()), "申请.txt", "text/plain")
    form = module("models").MaterialFormBody(
        file=scan, source=module("models").MaterialFormBodySource.PAYER, title="申请书"
    )
    added = asked("disputes.materials_add", client, dispute, body=form)
    assert added.media_type == "text/plain"
    listed = asked("disputes.materials_list", client, dispute)
    assert [each.id for each in listed] == [added.id]
