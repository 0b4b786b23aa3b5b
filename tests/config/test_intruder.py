"""Somebody has the password of the portal's database role, and psql: history stays as it was."""

# ruff: noqa: S608 -- hand-written SQL is what is tried here

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import product

import psycopg2
import pytest
from django.db import connection

from config.rights import giving
from config.rights.tables import LINES
from config.servers import APPLICATION, OWNER
from disputes.choices import State
from disputes.models import Dispute, Material
from tests import factories as f
from tests.config.the_portal import asked, refusal, run, the_portal

pytestmark = pytest.mark.django_db

#: Rows are only ever added to them.
HISTORY = sorted(
    name
    for name, line in LINES.items()
    if line.adds and not (line.changes or line.whole or line.goes)
)
IGNORED = pytest.mark.parametrize("ignoring", [False, True], ids=["plainly", "ignoring triggers"])


@pytest.fixture
def intruder(db: None) -> Iterator[None]:
    """He comes when a case lies in the archive and others are open; the server is in use."""
    shut, open_ = f.archived("referral"), f.decided("single")
    f.do(open_, "recuse", f.an_officer("head"), officer=f.an_officer(nth=2), reason="亲属")
    f.hold_meeting(f.handled("joint"))
    Material.objects.create(
        dispute=open_, file="x", title="证据", media_type="x", size=1, added_by=f.an_officer()
    )
    for number, name in ((shut.pk, "shut"), (open_.pk, "open")):
        run(f"SET LOCAL tale.{name} = '{number}'")
    giving.give(keeps_time=True)
    with the_portal():
        yield


def insists(*statements: str, ignoring: bool = False) -> None:
    """Each is refused, and all that were not are told."""
    done = [each for each in statements if not refusal(each, ignoring=ignoring)]
    assert done == []


def rows(table: str, where: str = "true") -> int:
    return int(str(asked(f"SELECT count(*) FROM {table} WHERE {where}")))


SHUT, OPEN = (f"current_setting('tale.{name}')::bigint" for name in ("shut", "open"))


@IGNORED
def test_no_table_is_emptied_or_changed_in_its_shape(intruder: None, ignoring: bool) -> None:
    for table in LINES:
        insists(
            f"TRUNCATE {table} CASCADE",
            f"ALTER TABLE {table} DISABLE TRIGGER ALL",
            f"ALTER TABLE {table} DISABLE TRIGGER USER",
            f"ALTER TABLE {table} OWNER TO {APPLICATION}",
            f"DROP TABLE {table} CASCADE",
            f"CREATE TRIGGER mine BEFORE UPDATE ON {table} FOR EACH ROW "
            "EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            f"CREATE RULE mine AS ON DELETE TO {table} DO INSTEAD NOTHING",
            ignoring=ignoring,
        )


def test_no_right_is_given_on() -> None:
    """A grant that gives nothing is a warning to PostgreSQL and no error."""
    with the_portal():
        for table in LINES:
            refusal(f"GRANT ALL ON {table} TO PUBLIC")
            assert asked(f"SELECT has_table_privilege('{table}', 'TRUNCATE')") is False


@IGNORED
def test_history_is_neither_changed_nor_deleted(intruder: None, ignoring: bool) -> None:
    assert len(HISTORY) > 20
    for table in HISTORY:
        insists(
            f'UPDATE {table} SET "{_last_column(table)}" = NULL',
            f"DELETE FROM {table}",
            f"DELETE FROM {table} WHERE ctid = '(0,1)'",
            ignoring=ignoring,
        )


def _last_column(table: str) -> str:
    return str(
        asked(
            "SELECT attname FROM pg_attribute "
            f"WHERE attrelid = '{table}'::regclass AND attnum > 0 ORDER BY attnum DESC LIMIT 1"
        )
    )


@IGNORED
def test_what_a_line_fixes_is_fixed(intruder: None, ignoring: bool) -> None:
    """Of every table that has such rows here, each column that is filled."""
    tried = 0
    for table, line in LINES.items():
        for column in (*line.fixed, *line.once):
            if not rows(table, f"COALESCE({column}::text, '') <> ''"):
                continue
            insists(
                f"UPDATE {table} SET {column} = NULL WHERE COALESCE({column}::text, '') <> ''",
                ignoring=ignoring,
            )
            tried += 1
    assert tried > 45


@IGNORED
def test_every_row_of_an_archived_case_rests(intruder: None, ignoring: bool) -> None:
    tried = set()
    for table, line in LINES.items():
        if "disputes_dispute d WHERE d.id = OLD.dispute_id AND d.state" not in line.rests:
            continue
        mine = f"dispute_id = {SHUT}"
        if rows(table, mine):
            tried.add(table)
            insists(f"DELETE FROM {table} WHERE {mine}", ignoring=ignoring)
            for column in line.changes or ("dispute_id",):
                insists(_changing(table, column, mine), ignoring=ignoring)
    insists(
        f"UPDATE disputes_dispute SET facts = '别的' WHERE id = {SHUT}",
        f"UPDATE disputes_dispute SET state = 'concluded' WHERE id = {SHUT}",
        f"UPDATE disputes_party SET unit_name = '别的' WHERE dispute_id = {SHUT}",
        ignoring=ignoring,
    )
    assert {"workflow_service", "workflow_deadline", "workflow_decision"} <= tried


def _changing(table: str, column: str, where: str) -> str:
    """Another value of the same type; of a date tomorrow's, of a word another word."""
    kind = asked(
        f"SELECT format_type(atttypid, NULL) FROM pg_attribute "
        f"WHERE attrelid = '{table}'::regclass AND attname = '{column}'"
    )
    other = {"date": "current_date - 1000", "boolean": f"NOT {column}",
             "timestamp with time zone": "now() - interval '3 days'",
             "bigint": f"COALESCE({column}, 0) + 1"}.get(str(kind), "'别的'")  # fmt: skip
    return f"UPDATE {table} SET {column} = {other} WHERE {where}"


NAMED = {
    "access records deleted": "DELETE FROM confidentiality_accessrecord",
    "access records of another": "UPDATE confidentiality_accessrecord SET officer_id = 1",
    "a timeline deleted": f"DELETE FROM workflow_timelineentry WHERE dispute_id = {OPEN}",
    "a timeline rewritten": "UPDATE workflow_timelineentry SET text = '没有这回事'",
    "an archived dispute changed": f"UPDATE disputes_dispute SET claim = '' WHERE id = {SHUT}",
    "an issued paper changed": "UPDATE workflow_paper SET number = '1'",
    "an issued paper deleted": "DELETE FROM workflow_paper",
    "a copy replaced": "UPDATE workflow_renderedpaper SET sha256 = repeat('0', 64)",
    "a state off the table": f"UPDATE disputes_dispute SET state = 'concluded' WHERE id = {OPEN}",
    "a recusal deleted": "DELETE FROM disputes_recusal",
    "a recusal changed": "UPDATE disputes_recusal SET officer_id = recorded_by_id",
    "sign-ins deleted": "DELETE FROM axes_accesslog",
    "a sign-in changed": "UPDATE axes_accesslog SET username = 'x'",
    "permissions deleted": f"DELETE FROM disputes_disputegrouppermission "
                           f"WHERE content_object_id = {OPEN}",
    "permissions of a library": "DELETE FROM auth_permission",
    "himself made to take part": "INSERT INTO disputes_disputeuserpermission "
                                 "(content_object_id, permission_id, user_id) "
                                 f"SELECT {OPEN}, p.id, o.id FROM auth_permission p, "
                                 "departments_officer o LIMIT 1",
    "a signed decision changed": f"UPDATE workflow_decision SET decision = '不予支持' "
                                 f"WHERE dispute_id = {OPEN}",
    "a signed decision unsigned": "UPDATE workflow_decision SET state = 'drafted'",
    "the day of service": "UPDATE workflow_service SET served_on = served_on - 30",
    "the way of service": "UPDATE workflow_service SET method = 'mail'",
    "a service deleted": "DELETE FROM workflow_service",
    "the day of registration": "UPDATE disputes_dispute SET registered_at = registered_at - "
                               f"interval '1 year' WHERE id = {OPEN}",
    "no day of registration": f"UPDATE disputes_dispute SET registered_at = NULL WHERE id = {OPEN}",
    "a day of archiving": f"UPDATE disputes_dispute SET archived_at = '2020-01-01' "
                          f"WHERE id = {OPEN}",
    "where a deadline began": "UPDATE workflow_deadline SET starts_on = starts_on + 30",
    "whose deadline it is": "UPDATE workflow_deadline SET owner_id = owner_id + 1",
    "a deadline of the archive": f"UPDATE workflow_deadline SET due_on = due_on + 300 "
                                 f"WHERE dispute_id = {SHUT}",
    "a deadline deleted": "DELETE FROM workflow_deadline",
    "a stage deleted": "DELETE FROM workflow_deadlinestage",
    "who came to the meeting": "UPDATE workflow_attendance SET attended = NOT attended",
    "who was invited": "DELETE FROM workflow_attendance",
    "issued minutes": "UPDATE workflow_meeting SET title = '另一次' WHERE state = 'issued'",
    "what was settled": "UPDATE workflow_agendaitem SET decision = '另议'",
    "an approved opinion": "UPDATE workflow_opinion SET opinion = '另议'",
    "a number given again": "UPDATE disputes_numberseries SET last = 0",
    "a change of the administrators": "DELETE FROM departments_changerecord",
    "an edition of the duties": "DELETE FROM departments_dutyrule",
    "a limit": "UPDATE deadlines_deadlinepolicy SET \"limit\" = 60",
    "who held a post": "UPDATE departments_term SET starts_on = '2000-01-01'",
    "a message withdrawn": "DELETE FROM workflow_notice",
    "evidence taken out": f"DELETE FROM disputes_material WHERE dispute_id = {OPEN}",
    "a party taken out": f"DELETE FROM disputes_party WHERE dispute_id = {OPEN}",
    "a registered case deleted": f"DELETE FROM disputes_dispute WHERE id = {OPEN}",
    "what was migrated": "DELETE FROM django_migrations",
}  # fmt: skip


@IGNORED
def test_none_of_these_is_done(intruder: None, ignoring: bool) -> None:
    done = [what for what, statement in NAMED.items() if not refusal(statement, ignoring=ignoring)]
    assert done == []


@pytest.mark.parametrize(
    "statement",
    [
        f"SET ROLE {OWNER}",
        f"SET SESSION AUTHORIZATION {OWNER}",
        f"GRANT {OWNER} TO {APPLICATION}",
        f"ALTER ROLE {APPLICATION} SUPERUSER",
        "CREATE ROLE another SUPERUSER",
        "SET session_replication_role = replica",
        "SELECT set_config('session_replication_role', 'replica', true)",
        f"ALTER ROLE {APPLICATION} SET session_replication_role = replica",
        "CREATE TEMPORARY TABLE disputes_dispute (id bigint, state text)",
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(name) RETURNS bool RETURN true",
        "CREATE OR REPLACE FUNCTION portal_is_now(timestamptz) RETURNS bool RETURN true",
        "ALTER FUNCTION public.portal_is_now(timestamptz) SET search_path = mine",
        "DROP FUNCTION public.portal_is_now(timestamptz) CASCADE",
        "ALTER DEFAULT PRIVILEGES FOR ROLE portal GRANT ALL ON TABLES TO PUBLIC",
        "SELECT setval('workflow_timelineentry_id_seq', 1)",
        "COPY workflow_timelineentry TO PROGRAM 'cat'",
    ],
)
def test_the_role_never_becomes_more_than_it_is(statement: str) -> None:
    """Signed in as itself."""
    told = connection.get_connection_params() | {"user": APPLICATION}
    with closing(psycopg2.connect(**told)) as own, pytest.raises(psycopg2.Error):
        own.cursor().execute(statement)


DATED = sorted((name, each) for name, line in LINES.items() if line.adds for each in line.times)


def test_nothing_is_written_down_as_of_another_day(intruder: None) -> None:
    """Rows of every dated table written once more, with another hour in one of their columns."""
    tried = set()
    for table, column in DATED:
        if not rows(table, f"{column} IS NOT NULL"):
            continue
        hours = ("now() - interval '1 day'", "now() + interval '1 day'")
        for hour, order in product(hours, ("ASC", "DESC")):
            said = refusal(_again(table, {column: hour}, order))
            assert said, (table, column, hour)
            if "is not the time of the server" in said:
                tried.add(table)
    assert len(tried) >= 10


def _again(table: str, other: dict[str, str], order: str) -> str:
    """A copy of the oldest or the youngest row under a new key; one is of a case that is open."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")
        names = [told.name for told in cursor.description]
    wanted = {name: f'"{name}"' for name in names if name != "id"} | other
    columns = ", ".join(f'"{name}"' for name in wanted)
    full = " AND ".join(f"{name} IS NOT NULL" for name in other)
    values = ", ".join(wanted.values())
    youngest = f"FROM {table} WHERE {full} ORDER BY ctid {order} LIMIT 1"
    return f"INSERT INTO {table} ({columns}) SELECT {values} {youngest}"


def test_a_look_is_never_dated_back(intruder: None) -> None:
    """Whose look it was is the portal's word, which this role has: a cost that 0048 names."""
    words = """
        INSERT INTO confidentiality_accessrecord (officer_id, at, action, result, object_type,
            object_id, dispute_number, fields, purpose, seal_id)
        SELECT id, {at}, 'reveal', 'done', 'x', '1', '', '{{}}', '核对', gen_random_uuid()
        FROM departments_officer LIMIT 1"""
    assert "time of the server" in refusal(words.format(at="now() - interval '1 hour'"))
    assert refusal(words.format(at="now()")) == ""


def test_his_own_table_stands_in_for_none_of_ours() -> None:
    """Even where an operator lets him make one: triggers read the owner's."""
    shut = f.archived("single")
    run(f'GRANT TEMPORARY ON DATABASE "{connection.settings_dict["NAME"]}" TO {APPLICATION}')
    with the_portal():
        run("CREATE TEMPORARY TABLE disputes_dispute (id bigint, state text)")
        assert "archived" in refusal(
            f"UPDATE disputes_party SET unit_name = '别的' WHERE dispute_id = {shut.pk}"
        )


def test_the_owner_may_still_set_a_promise_aside_in_a_migration() -> None:
    shut = f.archived("single")
    statement = f"UPDATE disputes_party SET unit_name = '别的' WHERE dispute_id = {shut.pk}"
    assert "archived" in refusal(statement)
    assert refusal(statement, ignoring=True) == ""
    assert Dispute.objects.get(pk=shut.pk).state == State.ARCHIVED
