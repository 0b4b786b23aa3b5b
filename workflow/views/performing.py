"""How a page performs a verb; what an action refuses for what was typed stays in the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from departments.models import Officer
from workflow.refusals import Mistyped, NotAllowed, Stale

Action = Callable[..., Any]  # each verb has its own keywords; its form gives exactly those


def perform(form: forms.Form, action: Action, subject: object, officer: Officer) -> bool:
    """Check what was typed, then act; True when it is done.

    False leaves every sentence in the form's errors, so that nothing typed is lost. NotYours and
    Stale go on to the page or the middleware, and so does NotAllowed where nothing was typed.
    """
    if not form.is_valid():
        return False
    try:
        action(subject, by=officer, **form.cleaned_data)
    except Mistyped as refusal:
        _tell(form, refusal)
        return False
    except Stale:
        raise
    except NotAllowed as refusal:
        if set(form.fields) <= {"version"}:
            raise
        form.add_error(None, refusal.sentence)
        return False
    return True


def _tell(form: forms.Form, refusal: Mistyped) -> None:
    """Each sentence beside its field; what has no field here stands on top."""
    for name, sentences in refusal.errors.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
