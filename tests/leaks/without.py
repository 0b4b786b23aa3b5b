"""The same world without what somebody has no part in: who asks must not feel the difference."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import connection, transaction

from tests.leaks.addresses import OF_ROLES
from tests.leaks.sight import OTHERS, Sight
from tests.multiplying import Table, lists

Gone = dict[str, set[int]]
#: What was said to somebody stays in his box; where it leads nowhere it must show nothing.
KEPT = {"workflow_notice"}


@contextmanager
def without_what_he_may_not_know(sight: Sight) -> Iterator[None]:
    """Taken out by the owner with every row that hangs on it, and put back afterwards."""
    told = sight.told
    gone: Gone = {
        "disputes_dispute": told.disputes.keys() - sight.disputes - sight.known_besides,
        "workflow_meeting": told.meetings.keys() - sight.meetings,
        "workflow_errand": told.errands.keys() - sight.errands,
        **{
            OTHERS[noun]: {pk for pk in told.others[noun] if not getattr(sight, noun)(pk)}
            for noun in ("finding", *OF_ROLES)
        },
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        tables = lists(cursor)
        for name, ids in _with_all_that_hangs_on_it(cursor, tables, gone).items():
            _delete(cursor, tables[name], ids)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cache.clear()
        yield
        transaction.set_rollback(True)
    cache.clear()


def _with_all_that_hangs_on_it(cursor, tables: dict[str, Table], gone: Gone) -> Gone:
    """Round by round, until a round finds no more."""
    found, new = {name: set(ids) for name, ids in gone.items()}, gone
    while any(new.values()):
        more: Gone = {}
        for table in tables.values():
            for column, other in table.references.items():
                if table.name in KEPT or other == table.name or not new.get(other):
                    continue
                cursor.execute(
                    f'SELECT "{table.key}" FROM "{table.name}" WHERE "{column}" = ANY(%s)',  # noqa: S608
                    [list(new[other])],
                )
                ids = {pk for (pk,) in cursor.fetchall()} - found.get(table.name, set())
                more.setdefault(table.name, set()).update(ids)
                found.setdefault(table.name, set()).update(ids)
        new = more
    return found


def _delete(cursor, table: Table, ids: set[int]) -> None:
    cursor.execute(
        f'DELETE FROM "{table.name}" WHERE "{table.key}" = ANY(%s)',  # noqa: S608
        [list(ids)],
    )
