"""The day somebody is asked to answer by leaves him a working day, wherever it is typed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django import forms
from django.forms.utils import ErrorDict

from departments.models import Officer
from workflow.errands.forms import GiveErrand
from workflow.findings.forms import AskAgain
from workflow.handling.forms import ConveneJoint, GiveTask, Invite
from workflow.intake.forms import Refer
from workflow.meetings.forms import Resolved
from workflow.verbs.forms import VerbForm

pytestmark = pytest.mark.django_db

FORMS = (Refer, ConveneJoint, Invite, GiveTask, GiveErrand, AskAgain, Resolved)
FRIDAY, SATURDAY, MONDAY = (date(2026, 11, day) for day in (20, 21, 23))


def said_of(form: type[forms.Form], day: date) -> str:
    """What it says of that day; nothing else of the form is typed."""
    of: dict[str, Any] = {"subject": None, "officer": Officer()}
    asked: Any = form({"due_on": str(day)}, **(of if issubclass(form, VerbForm) else {}))
    asked.fields = {"due_on": asked.fields["due_on"]}
    asked.cleaned_data, asked._errors = {}, ErrorDict()
    asked._clean_fields()
    return "".join(str(each) for each in asked._errors.get("due_on", []))


@time_machine.travel("2026-11-20T15:00:00+08:00", tick=False)
def test_nobody_is_asked_to_answer_before_the_next_working_day_is_over() -> None:
    for form in FORMS:
        for too_soon in (FRIDAY, SATURDAY):
            assert "最早到2026年11月23日（下一个工作日）" in said_of(form, too_soon), form
        assert said_of(form, MONDAY) == ""
        assert "不能早于今天" in said_of(form, date(2026, 11, 19))
