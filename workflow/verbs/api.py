"""Doing a verb for a program, in the contract's order: 404, 403, 400, 409 (interface §3)."""

from __future__ import annotations

from typing import Any, TypedDict

from django.forms import FileField
from rest_framework.request import Request

from departments.models import Officer
from departments.tokens import officer_of
from web.api_fields import FieldAnswer, Lists, fields_of
from web.asking import body, heard
from web.refusals import NotYours
from workflow.procedure.offers import Offer
from workflow.verbs.book import Book
from workflow.verbs.forms import VerbForm

Subject = Any  # a dispute, an assignment or a meeting


def perform(request: Request, subject: Subject, verb: str, book: Book) -> None:
    """Whether it is his comes before what he typed, and that before whether it can be now."""
    officer = officer_of(request)
    row, doing = book.row(verb), book.verbs[verb]
    if not row.who.allows(officer, subject):
        raise NotYours(row.whose(subject))
    form = doing.form(body(request), request.FILES, subject=subject, officer=officer)
    doing.does(subject, by=officer, **heard(request, form))


def with_files(forms: dict[str, type[VerbForm]]) -> dict[str, type[VerbForm]]:
    """Those that take a file, and so come in parts."""
    return {
        verb: form
        for verb, form in forms.items()
        if any(isinstance(field, FileField) for field in form.base_fields.values())
    }


def told(offers: list[Offer], subject: Subject, officer: Officer, book: Book) -> list[Any]:
    """The verbs with the fields of their forms. Any: an ActionAnswer each."""
    lists: Lists = {}
    return [
        {
            "verb": offer.verb,
            "label": offer.label,
            "clause": offer.clause,
            "allowed": offer.allowed,
            "why_not": offer.why_not,
            "fields": fields_of(_form(offer, subject, officer, book), lists),
        }
        for offer in offers
        if offer.verb in book.verbs
    ]


def _form(offer: Offer, subject: Subject, officer: Officer, book: Book) -> VerbForm:
    """What can be done now offers what the page offers, and nothing that would be refused."""
    doing = book.verbs[offer.verb]
    form = doing.form(subject=subject, officer=officer)
    if offer.allowed:
        doing.narrow(form, subject, officer)
    return form


class ActionAnswer(TypedDict):
    """One verb that is ever his, and what stands against it now."""

    verb: str
    label: str
    clause: str
    allowed: bool
    why_not: str
    fields: list[FieldAnswer]
