"""Doing a verb for a program, in the contract's order: 404, 403, 400, 409 (interface §3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from rest_framework.request import Request

from departments.models import Officer
from workflow.actions import Action
from workflow.api.asking import body, cleaned, officer_of
from workflow.api.fields import Lists, fields_of
from workflow.forms.base import VerbForm
from workflow.offers import Offer
from workflow.refusals import NotYours
from workflow.table import Row

Subject = Any  # a dispute, an assignment or a meeting
Rows = Mapping[str, Row[Any]]  # Any: of those
Forms = Mapping[str, type[VerbForm]]
Actions = Mapping[str, Action]


def perform(
    request: Request, subject: Subject, verb: str, rows: Rows, forms: Forms, actions: Actions
) -> None:
    """Whether it is his comes before what he typed, and that before whether it can be now."""
    officer = officer_of(request)
    row = rows.get(verb)
    if row is None or verb not in forms:
        raise Http404
    if not row.who.allows(officer, subject):
        raise NotYours(f"“{row.label}”由{row.who.label}办理。")
    form = forms[verb](body(request), subject=subject, officer=officer)
    actions[verb](subject, by=officer, **cleaned(form))


def told(offers: list[Offer], subject: Subject, officer: Officer, forms: Forms) -> list[Any]:
    """The verbs with the fields of their forms. Any: an ActionAnswer each."""
    lists: Lists = {}
    return [
        {
            "verb": offer.verb,
            "label": offer.label,
            "clause": offer.clause,
            "allowed": offer.allowed,
            "why_not": offer.why_not,
            "fields": fields_of(forms[offer.verb](subject=subject, officer=officer), lists),
        }
        for offer in offers
        if offer.verb in forms
    ]
