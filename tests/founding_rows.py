"""The rows that migrations bring, put back after a test that commits and so empties every table."""

from django.db import connection

STORE = "founding_rows"
REMADE = ("django_content_type", "auth_permission", "django_migrations")  # Django sees to these


def keep() -> None:
    """Copy every table that is not empty in a fresh database."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {STORE}")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT EXISTS (SELECT FROM public."{table}")')  # noqa: S608 -- our own
            if table not in REMADE and cursor.fetchone()[0]:
                copy = f'{STORE}."{table}" AS TABLE public."{table}"'
                cursor.execute(f"CREATE TABLE IF NOT EXISTS {copy}")


def restore() -> None:
    """Put the copies back, without waking triggers: these rows were checked when they were made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [STORE])
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute("SET session_replication_role = replica")
        for table in tables:
            rows = f'public."{table}" OVERRIDING SYSTEM VALUE TABLE {STORE}."{table}"'
            cursor.execute(f"INSERT INTO {rows} ON CONFLICT DO NOTHING")
        cursor.execute("SET session_replication_role = DEFAULT")
