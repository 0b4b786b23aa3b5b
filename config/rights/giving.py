"""Gives the portal's own role the rights that config/rights/tables.py tells.

The owner's triggers obey him alone: no setting of a session switches one off for that role, and no
table of its own stands in for one that a trigger reads (search_path).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from config.rights.line import Line, reads
from config.rights.tables import LINES
from config.servers import APPLICATION

KEEPS = "portal_keeps"
PATH = "pg_catalog, public, pg_temp"

#: django-pgtrigger asks it in every trigger; its own answer obeys whoever sets the word.
_IGNORES = """
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN COALESCE(current_setting('pgtrigger.ignore', true), '') = '' THEN false
    ELSE trigger_name = ANY (current_setting('pgtrigger.ignore', true)::text[]) AND pg_has_role(
        (SELECT p.proowner FROM pg_catalog.pg_proc p
         WHERE p.oid = 'public._pgtrigger_should_ignore(name)'::regprocedure), 'MEMBER') END
$$"""

_NOW = "moment BETWEEN now() - interval '5 minutes' AND clock_timestamp() + interval '5 minutes'"

_TRIGGER_FUNCTIONS_LOOK_HERE = f"""
DO $$
DECLARE own regprocedure;
BEGIN
    FOR own IN SELECT p.oid::regprocedure FROM pg_catalog.pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prorettype = 'trigger'::regtype
    LOOP EXECUTE format('ALTER FUNCTION %s SET search_path = {PATH}', own); END LOOP;
END $$"""  # noqa: S608 the words in it are this file's own

_NOTHING_OF_ITS_OWN = f"""
DO $$
BEGIN
    IF pg_has_role((SELECT datdba FROM pg_catalog.pg_database
            WHERE datname = current_database()), 'MEMBER') THEN
        EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC, {APPLICATION}',
            current_database());
        REVOKE CREATE ON SCHEMA public FROM PUBLIC, {APPLICATION};
    END IF;
END $$"""  # noqa: S608 the words in it are this file's own

_COLUMNS = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    AND a.attnum > 0 AND NOT a.attisdropped
GROUP BY c.relname ORDER BY c.relname"""

_COUNTED = """
SELECT c.relname FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = 'public'::regnamespace AND a.attname = 'id' AND a.attidentity <> ''"""

_KEPT = """
SELECT c.relname FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
WHERE t.tgname = %s AND c.relnamespace = 'public'::regnamespace"""


def owns() -> bool:
    """Whether this connection may give rights at all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(relowner, 'MEMBER') FROM pg_class "
                       "WHERE oid = to_regclass('public.django_migrations')")  # fmt: skip
        found = cursor.fetchone()
    return found is not None and bool(found[0])


@transaction.atomic
def give(*, keeps_time: bool = not settings.DEMO) -> None:
    """All of it anew, whatever was given before; a demonstration tells of days gone by."""
    with connection.cursor() as cursor:
        for statement in _statements(_found(cursor), keeps_time=keeps_time):
            cursor.execute(statement)


@dataclass(frozen=True)
class Found:
    """What is in the database: columns by table, tables that have our trigger, our role."""

    tables: dict[str, list[str]]
    kept: set[str]
    counted: set[str]  # whose key a counter gives
    has_role: bool


def _found(cursor: CursorWrapper) -> Found:
    cursor.execute(_COLUMNS)
    tables = dict(cursor.fetchall())
    cursor.execute(_KEPT, [KEEPS])
    kept = {table for (table,) in cursor.fetchall()}
    cursor.execute(_COUNTED)
    counted = {table for (table,) in cursor.fetchall()}
    cursor.execute("SELECT FROM pg_catalog.pg_roles WHERE rolname = %s", [APPLICATION])
    return Found(tables, kept, counted, cursor.fetchone() is not None)


def _statements(found: Found, *, keeps_time: bool) -> Iterator[str]:
    """Whoever works meanwhile waits for a table only when its trigger comes or goes."""
    yield _IGNORES
    yield (
        "CREATE OR REPLACE FUNCTION public.portal_is_now(moment timestamptz) RETURNS boolean "
        f"LANGUAGE sql VOLATILE AS $$ SELECT {_NOW if keeps_time else 'true'} $$"
    )
    for table, columns in found.tables.items():
        yield from _trigger_of(table, LINES.get(table, reads()), columns, table in found.kept)
    yield _TRIGGER_FUNCTIONS_LOOK_HERE
    if found.has_role:
        yield _NOTHING_OF_ITS_OWN
        yield from _of_what_is_made_later()
        for table, columns in found.tables.items():
            typed = [name for name in columns if name != "id" or table not in found.counted]
            yield from _grants_of(table, LINES.get(table, reads()), columns, typed)


def _of_what_is_made_later() -> Iterator[str]:
    """A new table waits for its line; a counter is drawn from and never set."""
    later = "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
    yield f"GRANT USAGE ON SCHEMA public TO {APPLICATION}"
    yield f"{later} REVOKE ALL ON TABLES FROM {APPLICATION}"
    yield f"{later} REVOKE UPDATE ON SEQUENCES FROM {APPLICATION}"
    yield f"{later} GRANT USAGE, SELECT ON SEQUENCES TO {APPLICATION}"
    yield f"REVOKE UPDATE ON ALL SEQUENCES IN SCHEMA public FROM {APPLICATION}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APPLICATION}"


def _grants_of(table: str, line: Line, columns: list[str], typed: list[str]) -> Iterator[str]:
    """Revoking what a table gave takes what its columns gave as well.

    A key that a counter gives is never typed: one taken ahead would stop whoever comes to it.
    """
    yield f'REVOKE ALL ON "{table}" FROM PUBLIC, {APPLICATION}'
    rights = ["SELECT"]
    given = ", ".join(f'"{name}"' for name in typed)
    rights += [f"INSERT ({given})"] if line.adds else []
    rights += ["DELETE"] if line.goes else []
    rights += ["UPDATE"] if line.whole else []
    rights += [f'UPDATE ("{name}")' for name in _named(line, columns)]
    yield f'GRANT {", ".join(rights)} ON "{table}" TO {APPLICATION}'


def _named(line: Line, columns: list[str]) -> list[str]:
    """PostgreSQL wants one column at least that may change, of a row that is to be locked."""
    named = ("id",) if line.locks else line.changes
    return [name for name in named if name in columns]


def _trigger_of(table: str, line: Line, columns: list[str], is_kept: bool) -> Iterator[str]:  # noqa: FBT001
    """What rights alone cannot say, asked of everybody but the owner (his acts are found later)."""
    function = f'public."{KEEPS}_{table}"()'
    if line.needs_trigger:
        yield (
            f"CREATE OR REPLACE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql "
            f"SET search_path = {PATH} AS $keeps$\n{_body(table, line, columns)}$keeps$"
        )
    if line.needs_trigger and not is_kept:
        yield (
            f'CREATE TRIGGER {KEEPS} BEFORE INSERT OR UPDATE OR DELETE ON "{table}" '
            f"FOR EACH ROW EXECUTE FUNCTION {function}"
        )
    elif is_kept and not line.needs_trigger:
        yield f'DROP TRIGGER {KEEPS} ON "{table}"'


def _body(table: str, line: Line, columns: list[str]) -> str:
    owner = "(SELECT c.relowner FROM pg_class c WHERE c.oid = TG_RELID)"
    told = [
        "BEGIN",
        f"IF pg_has_role({owner}, 'MEMBER') OR TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD",
        "THEN RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END; END IF;",
        "IF TG_OP <> 'DELETE' THEN",
        *(_dated(table, name, line.copied) for name in line.times if name in columns),
        "END IF;",
        "IF TG_OP = 'UPDATE' THEN",
        *_compared(table, line, columns),
        "END IF;",
    ]
    if line.rests:
        told.append(_refuse(f"TG_OP <> 'INSERT' AND ({line.rests})", f"this row of {table} rests"))
    if line.stays:
        told.append(_refuse(f"TG_OP = 'DELETE' AND ({line.stays})", f"this row of {table} stays"))
    return "\n".join([*told, "RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;", "END;\n"])


def _compared(table: str, line: Line, columns: list[str]) -> Iterator[str]:
    if line.locks:
        yield _refuse("true", f"{table} is only added to")
    for name, wrong, why in _rules(line):
        if name in columns:
            yield _refuse(wrong, f"{table}.{name} {why}")


def _rules(line: Line) -> Iterator[tuple[str, str, str]]:
    """A column, when its change is wrong, and why."""
    for name in line.fixed:
        yield name, _differs(name), "is fixed"
    for name in line.once:
        filled = f"COALESCE(OLD.\"{name}\"::text, '') <> ''"
        yield name, f"{filled} AND {_differs(name)}", "is filled once"
    for name in line.passes:
        yield name, f"{_differs(name)} AND NOT {_passed(name)}", "is fixed"
    for name in line.grows:
        yield name, f'NEW."{name}" < OLD."{name}"', "only grows"


def _passed(name: str) -> str:
    """机构改革: while it is carried out, and from the one unit to the other alone."""
    return (
        "EXISTS (SELECT FROM departments_reform r WHERE r.state = 'registered' "
        f'AND r.source_id = OLD."{name}" AND r.target_id = NEW."{name}")'
    )


def _dated(table: str, name: str, copied: str) -> str:
    changed = f"(CASE WHEN TG_OP = 'INSERT' THEN true ELSE {_differs(name)} END)"
    wrong = f'NEW."{name}" IS NOT NULL AND {changed} AND NOT portal_is_now(NEW."{name}")'
    if copied:
        wrong += f" AND NOT {copied}"
    return _refuse(wrong, f"{table}.{name} is not the time of the server")


def _differs(name: str) -> str:
    return f'NEW."{name}" IS DISTINCT FROM OLD."{name}"'


def _refuse(when: str, why: str) -> str:
    return (
        f"IF {when} THEN RAISE EXCEPTION '{why}' "
        "USING ERRCODE = 'check_violation', CONSTRAINT = 'portal_keeps'; END IF;"
    )
