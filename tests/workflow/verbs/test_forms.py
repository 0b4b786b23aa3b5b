"""Every field of every verb that is left out is asked for in Chinese."""

from __future__ import annotations

import re

import pytest
from django import forms as django_forms

from disputes.choices import Mode
from disputes.forms.fields import WordsField
from tests import factories as f
from workflow.assignments.verbs import ASSIGNMENTS
from workflow.cases.verbs import DISPUTES
from workflow.errands.verbs import ERRANDS
from workflow.findings.verbs import FINDINGS
from workflow.meetings.verbs import MEETINGS

pytestmark = pytest.mark.django_db

CHINESE = re.compile(r"[一-鿿]{4,}")


def all_forms():
    dispute = ((name, form, "dispute") for name, form in DISPUTES.forms.items())
    assignment = ((name, form, "assignment") for name, form in ASSIGNMENTS.forms.items())
    meeting = ((name, form, "meeting") for name, form in MEETINGS.forms.items())
    errand = ((name, form, "errand") for name, form in ERRANDS.forms.items())
    finding = ((name, form, "finding") for name, form in FINDINGS.forms.items())
    return [*dispute, *assignment, *meeting, *errand, *finding]


@pytest.mark.parametrize(("verb", "form", "kind"), all_forms())
def test_each_missing_field_gets_a_chinese_sentence(verb, form, kind):
    dispute = f.handled(Mode.JOINT)
    bound = form({}, subject=dispute, officer=f.an_officer("clerk"))
    for name, field in bound.fields.items():
        if field.required and not isinstance(field, django_forms.BooleanField):
            sentences = bound.errors[name]
            assert all(CHINESE.search(sentence) for sentence in sentences), (verb, name, sentences)
    assert not any("required" in str(e).lower() for e in bound.errors.values())


@pytest.mark.parametrize(("verb", "form", "kind"), all_forms())
def test_every_text_area_counts_as_the_browser_does(verb, form, kind):
    """The browser counts a line break once and sends it as two characters.

    The longer ones of 更正登记 are the registration's, which counts them in its own tests.
    """
    areas = [
        name
        for name, field in form.base_fields.items()
        if isinstance(field.widget, django_forms.Textarea)
        and isinstance(field, django_forms.CharField)
        and not isinstance(field, WordsField)
    ]
    typed = "\r\n".join(["社" * 49] * 100)
    dispute = f.handled(Mode.JOINT) if areas else None
    for name in areas:
        assert form.base_fields[name].max_length == 5000
        bound = form({name: typed}, subject=dispute, officer=f.an_officer("clerk"))
        assert name not in bound.errors, verb
        too_long = form({name: typed + "社" * 2}, subject=dispute, officer=f.an_officer("clerk"))
        assert (name in too_long.errors) == (name in too_long.fields), verb
