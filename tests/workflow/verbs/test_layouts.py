"""A layout that names its fields forgets none: what a form takes can be typed on its page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms

from workflow.assignments.verbs import ASSIGNMENTS
from workflow.cases.verbs import DISPUTES
from workflow.disclosure.verbs import DISCLOSURES
from workflow.errands.verbs import ERRANDS
from workflow.findings.verbs import FINDINGS
from workflow.meetings.verbs import MEETINGS
from workflow.supervision.verbs import SUPERVISIONS
from workflow.verbs.book import Verb

BOOKS = (DISPUTES, ASSIGNMENTS, MEETINGS, ERRANDS, FINDINGS, DISCLOSURES, SUPERVISIONS)
LAID_OUT = [verb for book in BOOKS for verb in book.verbs.values() if verb.layout]
#: Pages that draw the form of a verb themselves; whom a card is about is no question on it.
DRAWN = {"serve": ("_serve.html", {"party"}), "correct": ("_correct.html", set())}


def shown(form: type[forms.Form]) -> set[str]:
    return {name for name, field in form.base_fields.items() if not field.widget.is_hidden}


def named(layout: str) -> set[str]:
    return {part.partition(":")[0] for part in layout.split()}


@pytest.mark.parametrize("verb", LAID_OUT, ids=lambda verb: verb.form.__name__)
def test_a_layout_names_every_field(verb: Verb) -> None:
    assert named(verb.layout) == shown(verb.form)


@pytest.mark.parametrize("verb", DRAWN)
def test_a_page_of_its_own_draws_every_field(verb: str) -> None:
    template, known = DRAWN[verb]
    text = (Path("templates/workflow/dispute") / template).read_text("utf-8")
    drawn = set().union(*map(named, re.findall(r'{% fields [\w.]+ "([^"]+)"', text)))
    assert drawn == shown(DISPUTES.verbs[verb].form) - known
