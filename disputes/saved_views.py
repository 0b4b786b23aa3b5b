"""常用条件: an officer's own views of the list, each a name and what it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import transaction

from confidentiality.one_at_a_time import Turn, wait_for
from departments.models import Officer
from disputes.forms.listing import ListForm
from disputes.models import SavedView
from web.sought import opened

MOST = 20


@dataclass(frozen=True)
class View:
    """A saved view as the menu shows it."""

    pk: int
    name: str
    address: str
    says: str


class TooMany(Exception):
    """An officer keeps at most twenty."""


def of(officer: Officer, form: type[ListForm]) -> list[View]:
    """His views with the sentence of each, written anew from its filters."""
    return [_view(row, officer, form) for row in SavedView.objects.filter(officer=officer)]


@transaction.atomic
def keep(officer: Officer, name: str, filters: dict[str, str]) -> SavedView:
    """Under a name; the same name again is changed, not doubled. No index knows a sealed one."""
    wait_for(Turn.VIEWS, officer.pk)
    own = list(SavedView.objects.filter(officer=officer))
    kept = next((each for each in own if each.name == name), None)
    if kept is None:
        if len(own) >= MOST:
            raise TooMany
        return SavedView.objects.create(officer=officer, name=name, filters=filters)
    kept.filters = filters
    kept.save(update_fields=["filters"])
    return kept


def drop(officer: Officer, pk: int) -> None:
    """His own, or nothing."""
    SavedView.objects.filter(officer=officer, pk=pk).delete()


def _view(row: SavedView, officer: Officer, form: type[ListForm]) -> View:
    asked = form(row.filters)
    asked.is_valid()
    says = asked.says(opened(officer, row.filters.get("find", "")) or "")
    return View(row.pk, row.name, f"?{urlencode(row.filters)}", says)
