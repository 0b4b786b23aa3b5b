"""Which words of the API are closed lists: of fields that are sent, and of answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from deadlines.lamps import Colour
from departments.founding import category_codes, town_codes
from departments.insurance import Insurance
from disputes.choices import Channel, CounterpartyKind, Mode, PartyRole, PayerKind, Urgency
from workflow.models import CaseFile
from workflow.models.choices import ReviewStep
from workflow.models.disclosure import DisclosureState
from workflow.models.disclosure_parts import RecallOutcome

Codes = Sequence[str]

#: What is sent: the name of a field, or of a party's field.
SENT: Final[Mapping[str, Codes]] = {
    "channel": Channel.values,
    "urgency": Urgency.values,
    "town": town_codes(),
    "category": category_codes(),
    "insurance_types": Insurance.values,
    f"{PartyRole.PAYER}.kind": PayerKind.values,
    f"{PartyRole.COUNTERPARTY}.kind": CounterpartyKind.values,
}
#: What is answered and no column says: the component and its property; "" where it may be blank.
ANSWERED: Final[Mapping[tuple[str, str], Codes]] = {
    ("Party", "kind"): ["", *dict.fromkeys([*PayerKind.values, *CounterpartyKind.values])],
    ("Joined", "kind"): ["", *dict.fromkeys([*PayerKind.values, *CounterpartyKind.values])],
    ("Joined", "role"): PartyRole.values,
    ("RoutingResult", "mode"): Mode.values,
    ("Waiting", "state"): ["rendering"],
    ("WholeArchive", "retention_suggested"): ["", *CaseFile.Retention.values],
    ("Copy", "outcome"): ["", *RecallOutcome.values],
    ("Approval", "awaits"): ["", *dict.fromkeys([*ReviewStep.values, *DisclosureState.values])],
    ("Agenda", "lamp"): ["", *Colour],
    ("Approval", "lamp"): ["", *Colour],  # 信息提供 has a clock only while it waits
}

#: Components that are not called as their models are.
MODELS: Final[Mapping[str, str]] = {
    "Archive": "CaseFile",
    "WholeArchive": "CaseFile",
    "Item": "DisclosureItem",
    "Agenda": "AgendaItem",
}


def answered(component: str, name: str) -> Codes | None:
    """The closed list of an answered property: said above, a light, or the column's choices."""
    said = ANSWERED.get((component, name))
    if said is not None:
        return said
    if name == "lamp":
        return list(Colour)
    column = column_of(component, name)
    if column is None or not column.choices:
        return None
    codes = [str(value) for value, _ in column.flatchoices if value != ""]
    return ["", *codes] if column.blank else codes


def column_of(component: str, name: str) -> models.Field[Any, Any] | None:
    """A component is named after its model, a property after its column."""
    for app in ("disputes", "workflow", "departments"):
        with suppress(LookupError, FieldDoesNotExist):
            found = apps.get_model(app, MODELS.get(component, component))._meta.get_field(name)
            return found if isinstance(found, models.Field) else None
    return None


def least(component: str, name: str) -> int:
    """No whole number that is answered is below nothing; what points at a row is 1 or more."""
    column = column_of(component, name)
    return int(name == "id" or (column is not None and column.is_relation))
