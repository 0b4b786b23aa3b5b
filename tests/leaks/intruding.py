"""Statements that somebody with the password of the portal's role tries, one row at a time."""

from __future__ import annotations

from functools import cache

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from confidentiality.fields import SealedTextField
from config.rights.tables import LINES
from tests.config.the_portal import IGNORING, run, the_portal

#: The portal itself must write who takes part and who holds a post; procedure.md derives them from
#: facts, and whoever writes there by hand has read the case already.
LEFT_OUT = ("guardian", "permission", "departments_", "axes_", "django_", "auth", "web_")
OTHER = {
    "BigIntegerField": "COALESCE({c}, 0) + 1", "BooleanField": "NOT {c}", "DateField": "{c} - 30",
    "DateTimeField": "now() - interval '3 days'", "PositiveIntegerField": "{c} + 1",
    "PositiveSmallIntegerField": "{c} + 1", "TextField": "'别的'", "CharField": "'别的'",
}  # fmt: skip


#: What he spoils of a sealed value opens no more, and whoever reads it is told (SealBroken): it
#: teaches him nothing, and there is no going on with it.


@cache
def columns() -> list[tuple[str, models.Field]]:  # type: ignore[type-arg]  # of any type
    """Every column of a table that is about cases."""
    found = []
    for model in sorted(apps.get_models(), key=lambda each: each._meta.db_table):
        table = model._meta.db_table
        if table in LINES and not table.startswith(LEFT_OUT) and "permission" not in table:
            fields = model._meta.concrete_fields
            found += [(table, each) for each in fields if not isinstance(each, SealedTextField)]
    return found


def statement(which: int, what: int, row: int) -> str:
    """An UPDATE of one column, mostly; sometimes the row is deleted or written once more."""
    table, field = columns()[which % len(columns())]
    one = f'"{table}" WHERE ctid = (SELECT ctid FROM "{table}" ORDER BY ctid DESC LIMIT 1 OFFSET {row})'  # noqa: S608, E501
    if what % 6 == 0:
        return f"DELETE FROM {one}"  # noqa: S608
    if what % 6 == 1:
        return f'INSERT INTO "{table}" SELECT * FROM {one}'  # noqa: S608
    value = _another(field, what)
    where = one.removeprefix(f'"{table}" ')
    return f'UPDATE "{table}" SET "{field.column}" = {value} {where}'  # noqa: S608


def _another(field: models.Field, what: int) -> str:  # type: ignore[type-arg]  # as above
    """Another word it may have, another row it may lead to, or another value of its type."""
    words = [key for key, _ in field.flatchoices]
    if words:
        return f"'{words[what % len(words)]}'"
    if field.remote_field is not None:
        other = field.remote_field.model._meta.db_table
        return f'(SELECT min(id) + {what % 5} FROM "{other}")'  # noqa: S608
    said = OTHER.get(field.get_internal_type(), "NULL")
    return said.format(c=f'"{field.column}"')


def intrude(said: str, *, ignoring: bool) -> bool:
    """Whether he changed a row; what PostgreSQL let him do stays done."""
    try:
        with transaction.atomic(), the_portal():
            if ignoring:
                run(IGNORING)
            with connection.cursor() as cursor:
                cursor.execute(said)
                rows = cursor.rowcount
            run("SET CONSTRAINTS ALL IMMEDIATE")
            run("SET CONSTRAINTS ALL DEFERRED")
    except DatabaseError:
        return False
    return rows > 0
