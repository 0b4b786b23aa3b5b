"""Doing a verb for a program, in the contract's order: 404, 403, 400, 409 (interface §3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from django.http import Http404
from rest_framework.request import Request

from departments.models import Officer
from departments.tokens import officer_of
from web.api_fields import FieldAnswer, Lists, fields_of
from web.asking import body, cleaned
from web.refusals import NotYours
from workflow.procedure.offers import Offer
from workflow.procedure.table import Row
from workflow.verbs.forms import VerbForm
from workflow.verbs.page import Action

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


class ActionAnswer(TypedDict):
    """One verb that is ever his, and what stands against it now."""

    verb: str
    label: str
    clause: str
    allowed: bool
    why_not: str
    fields: list[FieldAnswer]
