"""A copy of this run's database, in its own cluster, for what must commit or run by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg2
from django.db import connection, connections
from psycopg2 import sql


@contextmanager
def copied(name: str) -> Iterator[None]:
    """Under that name, for as long as the block lasts; this run's own connection ends."""
    original = connection.settings_dict["NAME"]
    connections["default"].close()
    with closing(_server()) as server, server.cursor() as cursor:
        _leave(cursor, original)
        names = [sql.Identifier(each) for each in (name, original)]
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        try:
            yield
        finally:
            cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(names[0]))


def _server() -> psycopg2.extensions.connection:
    settings = connection.settings_dict
    server = psycopg2.connect(
        host=settings["HOST"],
        port=settings["PORT"] or None,
        user=settings["USER"],
        password=settings["PASSWORD"] or None,
        dbname="postgres",
    )
    server.autocommit = True
    return server


def _leave(cursor: psycopg2.extensions.cursor, database: str) -> None:
    """A copy can be made only while nobody is connected; a browser test's server may still be."""
    others = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
    cursor.execute(others, [database])
