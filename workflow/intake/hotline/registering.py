"""Registering an export line by line: a bad one is told, the others go on (五(一), R029)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction

from disputes.choices import NUMBERED_CHANNELS, Channel
from disputes.forms.fields import CodeField, CodesField
from disputes.forms.page_words import SHORT
from disputes.forms.registration import RegistrationForm
from disputes.registration import save_registration
from web.brought_tables import BadLine
from web.refusals import Mistyped, Refusal
from workflow.intake.actions import register

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.intake.hotline.reading import WorkOrder

_APART: Final = re.compile(r"[、,，;；/\s]+")


@dataclass(slots=True)
class Taken:
    """What became of an export."""

    registered: list[Dispute] = field(default_factory=list)
    bad_lines: list[BadLine] = field(default_factory=list)


def take(orders: Sequence[WorkOrder], *, by: Officer, only_look: bool = False) -> Taken:
    """Each line is a registration of its own, by whoever brought the file; his unit is the first.

    `only_look`: everything is tried and nothing kept. The same file twice registers nothing twice.
    """
    codes = _codes()
    taken = Taken()
    for order in orders:
        try:
            taken.registered.append(_register(_coded(order.values, codes), by, only_look=only_look))
        except ValidationError as refused:
            taken.bad_lines.append(BadLine(order.line, _told(refused.message_dict)))
        except Mistyped as refused:
            taken.bad_lines.append(BadLine(order.line, _told(refused.errors)))
        except Refusal as refused:
            taken.bad_lines.append(BadLine(order.line, refused.sentence))
    return taken


def _register(values: dict[str, Any], by: Officer, *, only_look: bool) -> Dispute:
    # Any: what the form takes
    with transaction.atomic():
        draft = save_registration(by, values)
        register(draft, by=by)
        transaction.set_rollback(only_look)
    return draft


def _told(errors: dict[str, list[str]]) -> str:
    return "".join(dict.fromkeys(said for sentences in errors.values() for said in sentences))


def _codes() -> dict[str, dict[str, str]]:
    """By field of a closed list: the code by its label, long or short; asked once a file."""
    fields = RegistrationForm().fields.items()
    listed = ((name, each) for name, each in fields if isinstance(each, CodeField | CodesField))
    return {name: _by_label(name, each) for name, each in listed}


def _by_label(name: str, field: CodeField | CodesField) -> dict[str, str]:
    short = {label: code for code, label in SHORT.get(name, {}).items()}
    return short | {label: str(code) for code, label in field.choices}


def _coded(said: dict[str, str], codes: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Labels as codes; a word that is none stays, and the form says so."""
    values: dict[str, Any] = dict(said)
    for name in said.keys() & codes.keys():
        values[name] = codes[name].get(said[name], said[name])
    if "insurance_types" in said:
        known = codes["insurance_types"]
        words = filter(None, _APART.split(said["insurance_types"]))
        values["insurance_types"] = [known.get(word, word) for word in words]
    if "channel" not in said and (channel := _channel(said.get("source_platform", ""))):
        values["channel"] = channel
    return values


def _channel(platform: str) -> str:
    """12345市民热线 is the channel 12345热线; the platform is all that an export names."""
    numbers: Iterable[Channel] = NUMBERED_CHANNELS - {Channel.PETITION}
    return next((each for each in numbers if each.value.removeprefix("h") in platform), "")
