"""History: what the portal may change no more is told to the chain when it comes to rest.

Which part of which table that is follows from config/rights/tables.py, so that what a line forbids
the portal is found of the owner as well (`verify_audit`, 0069).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from django.apps import apps
from django.db import models

from confidentiality.audit.models import Kind
from confidentiality.audit.sources import SOURCES, Kept
from confidentiality.bigrams import BigramField
from confidentiality.fields import BlindIndexField
from config.rights.line import Line
from config.rights.tables import LINES

#: Rules, names and counters: given by a release or kept in order by the administrators, whose every
#: change is a row of departments_changerecord, which is in the chain.
NOT_HISTORY: Final = frozenset({
    "auth_group", "confidentiality_auditarrival", "confidentiality_keycheck",
    "deadlines_calendarday", "deadlines_deadlinepolicy", "departments_department",
    "departments_dutyrule", "departments_matrixversion", "departments_post",
    "departments_remedybody", "departments_signalrule", "departments_switchdate",
    "departments_taskforcesettings", "departments_town", "disputes_numberseries",
})  # fmt: skip
#: A row that says another seal than its own cannot be opened; the district is the same everywhere.
_WHERE_IT_LIES: Final = {"seal_id", "jurisdiction"}
WRITTEN: Final = "written"
FINAL: Final = "final"


@dataclass(frozen=True)
class History:
    """One table, and the parts of its rows that are told."""

    line: Line
    written: Kept | None  # when the row is inserted
    final: Kept | None  # when nothing of it may change any more

    @property
    def parts(self) -> list[Kept]:
        return [each for each in (self.written, self.final) if each]


def final(line: Line, row: str) -> str:
    """SQL: whether that row has come to rest by itself."""
    return f"COALESCE({line.final.replace('OLD.', f'{row}.')}, false)" if line.final else "false"


def rests(line: Line, row: str) -> str:
    """SQL: whether it rests, by itself or with its file."""
    filed = line.rests_with.rests(row) if line.rests_with else "false"
    return f"({final(line, row)} OR {filed})"


def _written(table: str, line: Line, model: type[models.Model]) -> Kept | None:
    """Nothing of rows that may go again."""
    if not line.adds or line.goes or _is_told_whole(table, model):
        return None
    if not line.whole:
        return _kept(line, model, WRITTEN, but=(*line.changes, *line.passes))
    return _kept(line, model, WRITTEN, only=("id", *line.fixed)) if line.fixed else None


def _is_told_whole(table: str, model: type[models.Model]) -> bool:
    """By the trigger of its own model."""
    own = SOURCES.get(table)
    columns = {each.column for each in model._meta.concrete_fields} - _WHERE_IT_LIES
    return own is not None and columns <= {name.lstrip("@") for name in own.columns.split()}


def _final(line: Line, model: type[models.Model]) -> Kept | None:
    if not line.final and not line.rests_with:
        return None
    return _kept(line, model, FINAL, when=rests(line, "{row}"))


def _kept(
    line: Line,
    model: type[models.Model],
    part: str,
    *,
    only: tuple[str, ...] = (),
    but: tuple[str, ...] = (),
    when: str = "true",
) -> Kept:
    fields = model._meta.concrete_fields
    columns = {str(each.column) for each in fields}
    derived = {
        str(each.column) for each in fields if isinstance(each, BigramField | BlindIndexField)
    }
    said = (set(only) or columns - set(but)) - derived
    dated = line.times[0] if part == WRITTEN and line.times and not line.copied else ""
    return Kept(
        model._meta.db_table,
        kind=f"'{Kind.KEPT.value}'",
        only=only,
        but=tuple(sorted(set(but) | derived)) if not only else (),
        tells_no=tuple(sorted(str(each.column) for each in fields if each.null)),
        object_kind=f"'{model._meta.label_lower}'",
        object_id="{row}.id",
        dispute=_dispute(model._meta.db_table, columns),
        dated=dated if dated in said else "",
        part=part,
        when=when,
    )


def _dispute(table: str, columns: set[str]) -> str:
    if table == "disputes_dispute":
        return "{row}.id"
    return "{row}.dispute_id" if "dispute_id" in columns else "NULL"


@cache
def histories() -> dict[str, History]:
    """Of every table that keeps any, in the order of their lines."""
    found = {}
    named = {each._meta.db_table: each for each in apps.get_models(include_auto_created=True)}
    for table, line in LINES.items():
        if table in NOT_HISTORY or (model := named.get(table)) is None:
            continue
        history = History(line, _written(table, line, model), _final(line, model))
        if history.parts:
            found[table] = history
    return found


def register() -> None:
    """`verify_audit` and `rotate_keys` know them from then on; once all models are there."""
    SOURCES.update({part.name: part for each in histories().values() for part in each.parts})
