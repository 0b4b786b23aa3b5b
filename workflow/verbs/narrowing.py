"""A page offers only what can be chosen; the form and the action still check what comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet

from departments.models import Department, Officer
from disputes.models import Dispute
from workflow.cases.verbs import _NARROWINGS, _STARTS, _ask_severity_only_when_major
from workflow.models import Assignment, Supervision
from workflow.verbs.forms import VerbForm

Narrowing = Callable[[VerbForm, Any, Officer], None]  # Any: a dispute or what hangs on it


def narrow(
    verb: str, form: VerbForm, subject: Dispute | Assignment | Supervision, officer: Officer
) -> None:
    """Take out of the lists what this dispute rules out."""
    found = _NARROWINGS.get(verb)
    if found:
        found(form, subject, officer)
    if "severity_reason" in form.fields and isinstance(subject, Dispute):
        _ask_severity_only_when_major(form, subject)


def members() -> QuerySet[Department]:
    """Member units; the task-force office handles no case itself."""
    return Department.objects.active().handling()


def others_than_receiving(dispute: Dispute) -> QuerySet[Department]:
    return members().exclude(pk=dispute.receiving_department_id)


def limit_to(form: VerbForm, name: str, rows: QuerySet[Any]) -> None:  # Any: departments, officers
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def offer_only(form: VerbForm, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


Start = dict[str, Any]  # initial values, of many types


def beginning(verb: str, subject: Dispute | Assignment | Supervision) -> Start:
    """The initial values of a form that nobody has typed in yet."""
    found = _STARTS.get(verb)
    return found(subject) if found else {}
