"""Whom a form offers to choose from, in the words that the verbs of all rooms share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from departments.models import Department
from disputes.models import Dispute
from workflow.verbs.forms import VerbForm


def members() -> QuerySet[Department]:
    """Member units; the task-force office handles no case itself."""
    return Department.objects.active().handling()


def leads() -> QuerySet[Department]:
    """Those of them that may lead a matter (R020, R021)."""
    return members().filter(may_lead=True)


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
