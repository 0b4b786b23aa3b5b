"""What the owner does by SQL to anything that rests is found and named (part 5, R106)."""

# ruff: noqa: S608 -- hand-written SQL is what is tried here

from __future__ import annotations

import pytest
from django.apps import apps

from confidentiality.audit.sealing import seal
from confidentiality.audit.sources import SOURCES, Kept
from confidentiality.audit.verifying import Broken, compare_with, verify
from config.rights.chaining import CHAINS, take_over_what_was
from config.rights.history import NOT_HISTORY, histories
from config.rights.tables import LINES
from tests import factories as f
from tests.confidentiality import audit_tampering as tampering
from tests.confidentiality.every_history import Table, asked, every_history

pytestmark = pytest.mark.django_db


def links(part: Kept) -> list[int]:
    """The rows that have this part in the chain."""
    return [
        row
        for (row,) in asked(
            "SELECT source_id FROM confidentiality_auditrecord WHERE source = %s "
            "AND route = '' ORDER BY source_id",
            part.name,
        )
    ]


def found(table: Table, part: Kept, statement: str) -> None:
    with tampering.undone():
        tampering.run(statement)
        with pytest.raises(Broken) as broken:
            compare_with(part)
        named = next(m for m in apps.get_models() if m._meta.db_table == table.name)
        assert str(named._meta.verbose_name) in broken.value.sentence


def test_every_column_of_what_rests_and_every_row_is_held_against_the_chain() -> None:
    tables = every_history()
    seal()
    for table in tables:
        for part in table.history.parts:
            compare_with(part)
            told = links(part)
            wanted = 2 if part.part == "final" and table.history.line.rests_with else 1
            assert len(told) >= wanted, part.name
            row = told[0]
            says = table.is_in(row)
            for column in table.columns:
                known = column.name in part.only if part.only else column.name not in part.but
                if known and says[column.name]:
                    rewritten = f'SET "{column.name}" = {column.other} WHERE id = {row}'
                    found(table, part, f"UPDATE {table.name} {rewritten}")
            for each in told:
                found(table, part, f"DELETE FROM {table.name} WHERE id = {each}")


def test_every_line_that_forbids_something_keeps_history_or_says_why_not() -> None:
    """A table that is new is told to the chain without another word than its line."""
    forbids = {
        table
        for table, line in LINES.items()
        if (line.adds and not line.goes and not (line.whole and not line.fixed))
        or line.final
        or line.rests_with
    }
    told_whole = {name for name, each in SOURCES.items() if not each.part}
    assert forbids - NOT_HISTORY == histories().keys() | told_whole
    assert LINES.keys() >= NOT_HISTORY


FORGED = (
    "INSERT INTO departments_term SELECT (jsonb_populate_record(t, '{\"id\": 900000}')).* "
    "FROM departments_term t LIMIT 1"
)
REWRITTEN = (
    ("处理意见", "UPDATE workflow_decision SET decision = basis WHERE state = 'signed'"),
    ("处理意见", "UPDATE workflow_decision SET state = 'drafted' WHERE state = 'signed'"),
    ("书面意见", "UPDATE workflow_opinion SET verdict = 'x' WHERE approved_at IS NOT NULL"),
    ("会商", "UPDATE workflow_meeting SET number = number || '9' WHERE state = 'issued'"),
    ("议题", "DELETE FROM workflow_agendaitem"),
    ("参会单位", "UPDATE workflow_attendance SET attended = NOT attended"),
    ("争议事项", "UPDATE disputes_dispute SET facts = 'x', category = 'TAX-1'"),
    ("当事人", "UPDATE disputes_party SET unit_name = 'x'"),
    ("送达", "UPDATE workflow_service SET served_on = served_on - 30"),
    ("审批", "UPDATE workflow_approval SET decided_by_id = requested_by_id"),
    ("任职", "UPDATE departments_term SET starts_on = '2000-01-01'"),
    ("案卷", "UPDATE workflow_casefile SET archived_at = archived_at - interval '1 year'"),
    ("文书", "UPDATE workflow_paper SET content = (SELECT min(content) FROM workflow_paper)"),
    ("任职", FORGED),
)  # fmt: skip


def test_a_case_that_went_its_whole_way_is_as_the_chain_says_and_no_row_of_it_is_rewritten() -> (
    None
):
    f.archived("special")
    verify()
    for name, statement in REWRITTEN:
        with tampering.undone():
            tampering.run(statement)
            with pytest.raises(Broken, match=f"“{name}”编号"):
                verify()


def test_what_was_there_before_enters_the_chain_once_and_nothing_after_it() -> None:
    """As an older version left it: no trigger had told of it."""
    f.decided("single")
    tampering.run("DELETE FROM confidentiality_auditarrival WHERE kind = 'kept'")
    with pytest.raises(Broken, match="不在链上"):
        verify()
    for table in histories():
        asked(f"COMMENT ON TRIGGER {CHAINS} ON {table} IS NULL")
    take_over_what_was()
    verify()
    with tampering.undone():
        tampering.run(FORGED)
        take_over_what_was()
        with pytest.raises(Broken, match="不在链上"):
            verify()
