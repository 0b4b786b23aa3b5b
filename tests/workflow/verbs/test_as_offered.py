"""Each verb of a dispute is done over the API with what its form offers: one form, one answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models

from departments.models import Department, Officer
from tests.api.programs import program_of
from tests.workflow.budget_cases import DISPUTES
from workflow.archiving.case_file import Excuse

pytestmark = pytest.mark.django_db

#: In parts, with a file (tests/workflow/cases/test_upload_doors.py); `given` is flat in a body.
ELSEWHERE = {"record_settlement", "supplement", "correct", "join_payer"}


def as_sent(value: Any) -> Any:  # Any: a verb's own keywords, and JSON
    """As a program writes it."""
    if isinstance(value, Department):
        return value.code
    if isinstance(value, Officer):
        return value.username
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Excuse):
        return {"label": value.label, "reason": value.reason}
    if isinstance(value, list | tuple | models.QuerySet):
        return [as_sent(each) for each in value]
    return value


@pytest.mark.parametrize("verb", sorted(set(DISPUTES) - ELSEWHERE))
def test_what_is_offered_is_taken(verb: str) -> None:
    dispute, by, typed = DISPUTES[verb](2)
    assert not any(isinstance(each, SimpleUploadedFile) for each in typed.values())
    asked = program_of(by)
    offered = asked.get(f"disputes/{dispute.pk}/actions/").json()
    own = next(each for each in offered if each["verb"] == verb)
    assert own["allowed"], own["why_not"]
    body = {name: as_sent(value) for name, value in typed.items()}
    for field in own["fields"]:
        values = {str(choice["value"]) for choice in field.get("choices") or ()}
        held = body.get(field["name"])
        if values == {"yes", "no"}:
            body[field["name"]] = held = "yes" if held else "no"
        chosen = held if isinstance(held, list) else [held]
        if values and held is not None:
            assert {str(each) for each in chosen} <= values, field["name"]
    answer = asked.post(f"disputes/{dispute.pk}/actions/{verb}/", body)
    assert answer.status_code == 200, answer.content.decode()
