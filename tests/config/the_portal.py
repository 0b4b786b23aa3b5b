"""Being the portal's own database role, and somebody who found its password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from config.rights import giving
from config.servers import APPLICATION

#: Every trigger of django-pgtrigger, by name, as its own setting wants them.
IGNORING = """
SELECT set_config('pgtrigger.ignore', '{' || string_agg(DISTINCT tgname, ',') || '}', true)
FROM pg_catalog.pg_trigger WHERE NOT tgisinternal"""


@contextmanager
def the_portal() -> Iterator[None]:
    """As if the portal's role had signed in: it can neither be more nor become the owner again."""
    run(f"SET SESSION AUTHORIZATION {APPLICATION}")
    try:
        yield
    finally:
        run("RESET SESSION AUTHORIZATION")


@contextmanager
def the_portal_at_this_hour() -> Iterator[None]:
    """The same on a server in use, whose clock shows what the test's own shows."""
    giving.give(keeps_time=True)
    moment = timezone.now().isoformat()
    run(
        "CREATE OR REPLACE FUNCTION public.portal_is_now(moment timestamptz) RETURNS boolean "
        f"LANGUAGE sql AS $$ SELECT moment BETWEEN '{moment}'::timestamptz - interval '1 hour' "
        f"AND '{moment}'::timestamptz + interval '5 minutes' $$"
    )
    with the_portal():
        yield


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def asked(statement: str) -> object:
    """The one value of a question."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        (value,) = cursor.fetchone()
    return value


def refusal(statement: str, *, ignoring: bool = False) -> str:
    """What PostgreSQL says to it; empty when it was done, which is undone at once."""
    try:
        with transaction.atomic():
            if ignoring:
                run(IGNORING)
            run(statement)
            run("SET CONSTRAINTS ALL IMMEDIATE")
            raise _Done
    except _Done:
        return ""
    except DatabaseError as error:
        return str(error)


class _Done(Exception):
    """It was not refused."""
