"""THE TABLE is whole: every verb stands in it once, and every case can come to the archive."""

from __future__ import annotations

import re

from disputes.choices import ENDED, State
from workflow.cases.verbs import DISPUTES
from workflow.procedure import needs
from workflow.procedure.rows.finding import RECORD
from workflow.procedure.rows.keeping import KEEPING_ROWS
from workflow.procedure.transitions import DISPUTE_ROWS, DISPUTE_TABLE

CHINESE = re.compile(r"[一-鿿]")
STEPS: set[tuple[str, str]] = {
    (source, target) for row in DISPUTE_ROWS for source in row.sources for target in row.targets
}


#: A wrong click is taken back the same day, before anybody was served.
UNDONE: set[tuple[str, str]] = {
    (state, State.TRIAGE) for state in (State.NOTIFIED, State.DECLINED, State.CONCLUDED)
}


def reached_from(state: str, steps: set[tuple[str, str]] = STEPS) -> set[str]:
    """Every state that some road leads to from there."""
    found, left = {state}, [state]
    while left:
        here = left.pop()
        fresh = {target for source, target in steps if source == here} - found
        found |= fresh
        left += fresh
    return found


def test_every_verb_stands_in_the_table_once_and_has_its_action() -> None:
    assert len(DISPUTE_TABLE) == len(DISPUTE_ROWS)
    assert set(DISPUTE_TABLE) == set(DISPUTES.verbs)
    assert len({row.label for row in DISPUTE_ROWS}) == len(DISPUTE_ROWS)


def test_a_draft_can_come_to_every_state_and_every_state_to_the_archive() -> None:
    assert reached_from(State.DRAFT) == set(State)
    assert all(State.ARCHIVED in reached_from(state) for state in State)


def test_nothing_leaves_the_archive_and_only_the_archive_follows_an_end() -> None:
    assert reached_from(State.ARCHIVED) == {State.ARCHIVED}
    for state in ENDED:
        assert reached_from(state, STEPS - UNDONE) == {state, State.ARCHIVED}


def test_a_draft_without_a_number_is_only_registered() -> None:
    rows = [row for row in DISPUTE_ROWS if State.DRAFT in row.sources]
    assert [row.verb for row in rows if needs.HAS_NUMBER not in row.needs] == ["register"]


def test_an_archived_file_is_reported_up_shown_by_approval_or_goes_on_as_another() -> None:
    rows = [row for row in DISPUTE_ROWS if State.ARCHIVED in row.sources]
    kept = [row.verb for row in KEEPING_ROWS]
    beside = [*kept, RECORD.verb]
    assert [row.verb for row in rows] == ["report_up", "supplement", *beside, "reopen", "disclose"]
    assert not any(row.targets for row in rows)


def test_special_handling_begins_only_with_the_leader_s_word() -> None:
    """The payer may take his matter back meanwhile."""
    out = {row.verb: row.who.name for row in DISPUTE_ROWS if State.AWAITING_APPROVAL in row.sources
           and row.targets and row.verb != "withdraw"}  # fmt: skip
    assert out.pop("return_major") == "reviewer_of_major"  # which only sends it back (R061)
    assert out.pop("withdraw_report") == "receiving"  # its own report, as if never made
    assert set(out) == {"approve_major", "ask_more", "reject_major"}
    assert len(set(out.values())) == 1


def test_every_row_names_its_clause_and_what_cannot_be_undone_warns() -> None:
    for row in DISPUTE_ROWS:
        assert CHINESE.search(row.clause), row.verb
        if row.targets and row.targets <= ENDED - {State.CONCLUDED} | {State.ARCHIVED}:
            assert row.warning, row.verb
