"""Promises that many tables make and PostgreSQL keeps: history stands, an archived file rests."""

from __future__ import annotations

from typing import Final

import pgtrigger
from django.db import models

CHANGE = pgtrigger.Update | pgtrigger.Delete

_FILE_RESTS = """
IF EXISTS (SELECT 1 FROM disputes_dispute d
        WHERE d.id = OLD.dispute_id AND d.state = 'archived') THEN
    RAISE EXCEPTION 'the file of this dispute is archived' USING ERRCODE = 'check_violation';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


def never_changes(table: str) -> pgtrigger.Protect:
    """Rows are only ever added (procedure.md, Invariants 4)."""
    return pgtrigger.Protect(name=f"{table}_never_changes", operation=CHANGE)


def rests_with_file(table: str) -> pgtrigger.Trigger:
    """Rows of an archived dispute stand still; new ones may be added where the plan wants them."""
    return before_change(f"{table}_rests_with_file", _FILE_RESTS)


#: A key made when two spellings were still two numbers stays as it is with its number.
_FOLLOWS_NUMBER = """
IF TG_OP = 'UPDATE' AND NEW.source_number = OLD.source_number THEN
    NEW.source_key := OLD.source_key;
ELSE
    NEW.source_key := portal_work_order(NEW.source_number);
END IF;
RETURN NEW;
"""


def follows_its_number() -> pgtrigger.Trigger:
    """The order number in its one form, whoever writes it; that form is unique (R029)."""
    return pgtrigger.Trigger(
        name="dispute_source_key_follows",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        func=_FOLLOWS_NUMBER,
    )


#: Of a table that names the case itself; others say by which of their columns it is reached.
ITS_CASE: Final = "NEW.dispute_id"


def joins_no_archived_file(
    table: str, *, of: str = ITS_CASE, unless: str = "false"
) -> pgtrigger.Trigger:
    """What belongs to an archived dispute takes no new row (procedure.md, Invariants 4).

    `of`: the key of its dispute; `unless`: what is appended outside the frozen file. A model whose
    rows may be added at any time says why in AFTER_ARCHIVING instead.
    """
    return pgtrigger.Trigger(
        name=f"{table}_joins_no_archived_file",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        func=f"""
IF NOT ({unless}) AND EXISTS (SELECT 1 FROM disputes_dispute d
        WHERE d.id = {of} AND d.state = 'archived') THEN
    RAISE EXCEPTION 'the file of this dispute is archived and takes nothing new'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
""",  # noqa: S608 what is put in stands beside the model
    )


def before_change(name: str, func: str) -> pgtrigger.Trigger:
    """Asked before a row is changed or deleted; `func` is the body in PL/pgSQL."""
    return pgtrigger.Trigger(name=name, operation=CHANGE, when=pgtrigger.Before, func=func)


def before_insert(name: str, func: str) -> pgtrigger.Trigger:
    """Asked of every new row."""
    return pgtrigger.Trigger(
        name=name, operation=pgtrigger.Insert, when=pgtrigger.Before, func=func
    )


def sparse(table: str, column: str) -> models.Index:
    """For a relation that few rows have: the others are not entered, and cost nothing."""
    few = models.Q(**{f"{column}__isnull": False})
    return models.Index(fields=[column], name=f"{table}_of_{column}", condition=few)
