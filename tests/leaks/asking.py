"""Somebody asks at an address, and what he was told, without what is new in every answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.test import Client
from openpyxl import load_workbook

from web.files_out import SHEET

#: Of this answer alone: tokens, nonces, keys of a form not yet sent, moments.
PASSING = (
    r'name="csrfmiddlewaretoken" value="[^"]*"',
    r'name="csrf-token" content="[^"]*"',
    r'name="kept" value="[^"]*"',
    r'name="tab" value="[^"]*"',
    r"find=[^\s\"&]*",
    r"\.\d{6}\b",
    r'"token": "[^"]*"',
    r'<select class="form-select" name="year".*?</select>',  # no secret (reports/archives)
    r'nonce="[^"]*"',
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    r"\d{2}:\d{2}(:\d{2})?",
    r"csrf[\w-]*=[^;\"& ]*",
)


@dataclass(frozen=True)
class Answer:
    status: int
    said: str


def ask(browser: Client, address: str, typed: dict[str, Any] | None = None) -> Answer:
    """By GET, or sent where something is typed; a search is followed, a file read to its end."""
    is_search = typed is not None and "q" in typed
    sent = browser.get(address) if typed is None else browser.post(address, typed, follow=is_search)
    answer: Any = sent  # Any: whole or in pieces
    said = _words(answer) + answer.headers.get("Location", "")
    for each in PASSING:
        said = re.sub(each, "·", said)
    return Answer(answer.status_code, said)


def _words(answer: Any) -> str:  # Any: as above
    """What it says; of a spreadsheet what stands in its cells."""
    body = read_whole(answer)
    if answer.headers.get("Content-Type") != SHEET:
        return body.decode("utf-8", "replace")
    sheets = load_workbook(BytesIO(body)).worksheets
    return "\n".join(str(row) for sheet in sheets for row in sheet.values)


def read_whole(answer: Any) -> bytes:  # Any: as above
    """With the file behind it shut; the answer's own `close` would shut the connection too."""
    if not answer.streaming:
        return bytes(answer.content)
    body = b"".join(answer.streaming_content)
    for close in answer._resource_closers:
        close()
    return body
