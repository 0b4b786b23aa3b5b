"""Every field of every verb that is left out is asked for in Chinese."""

from __future__ import annotations

import re

import pytest
from django import forms as django_forms

from disputes.choices import Mode
from tests import factories as f
from workflow.assignments.verbs import ASSIGNMENTS
from workflow.cases.verbs import DISPUTES
from workflow.meetings.verbs import MEETINGS

pytestmark = pytest.mark.django_db

CHINESE = re.compile(r"[一-鿿]{4,}")


def all_forms():
    dispute = ((name, form, "dispute") for name, form in DISPUTES.forms.items())
    assignment = ((name, form, "assignment") for name, form in ASSIGNMENTS.forms.items())
    meeting = ((name, form, "meeting") for name, form in MEETINGS.forms.items())
    return [*dispute, *assignment, *meeting]


@pytest.mark.parametrize(("verb", "form", "kind"), all_forms())
def test_each_missing_field_gets_a_chinese_sentence(verb, form, kind):
    dispute = f.handled(Mode.JOINT)
    bound = form({}, subject=dispute, officer=f.an_officer("clerk"))
    for name, field in bound.fields.items():
        if field.required and not isinstance(field, django_forms.BooleanField):
            sentences = bound.errors[name]
            assert all(CHINESE.search(sentence) for sentence in sentences), (verb, name, sentences)
    assert not any("required" in str(e).lower() for e in bound.errors.values())
