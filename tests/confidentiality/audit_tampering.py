"""What an administrator of the database may try, by SQL, with every trigger switched off."""

# ruff: noqa: S608 -- hand-written SQL is what is tried here

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Final

from django.db import connection, transaction

from confidentiality.audit.sealing import seal

RECORD: Final = "confidentiality_auditrecord"
#: What may be changed in a row, and into what.
CHANGES: Final = (
    "kind = CASE kind WHEN 'look' THEN 'list' ELSE 'look' END",
    "officer_id = COALESCE(officer_id, 0) + 1",
    "at = at - interval '1 second'",
    "sealed_at = sealed_at + interval '1 microsecond'",
    "role = role || 'x'",
    "verb = verb || 'x'",
    "object_id = object_id || '1'",
    "status = COALESCE(status, 0) + 1",
    "amount = COALESCE(amount, 0) + 1",
    "address = '10.9.8.7'",
    "route = route || '/'",
    "post = CASE post WHEN 'SW' THEN 'YB' ELSE 'SW' END",
    "dispute_id = NULL, dispute_seq = NULL, dispute_digest = NULL",
    "digest = sha256('x')",
    "dispute_digest = sha256('x')",
    "source = source || 'x'",
)  # fmt: skip


class _Undone(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """As if it had never been."""
    try:
        with transaction.atomic():
            yield
            raise _Undone
    except _Undone:
        pass


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def change(random: Random, last: int) -> int:
    seq = random.randint(1, last)
    said = random.choice([each for each in CHANGES if "dispute_digest" not in each])
    run(f"UPDATE {RECORD} SET {said} WHERE seq = {seq}")
    return seq


def change_of_dispute(random: Random, last: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT seq FROM {RECORD} WHERE dispute_id IS NOT NULL ORDER BY seq")
        seq = int(random.choice(cursor.fetchall())[0])
    said = random.choice([each for each in CHANGES if "dispute_digest" in each])
    run(f"UPDATE {RECORD} SET {said} WHERE seq = {seq}")
    return seq


def delete(random: Random, last: int) -> int:
    """The one that follows says so, or the anchor does."""
    seq = random.randint(1, last - 1)
    run(f"DELETE FROM {RECORD} WHERE seq = {seq}")
    return seq + 1


def delete_and_close_up(random: Random, last: int) -> int:
    """With the numbers drawn together over the hole."""
    seq = delete(random, last) - 1
    run(f"UPDATE {RECORD} SET seq = -seq WHERE seq > {seq}")
    run(f"UPDATE {RECORD} SET seq = -seq - 1 WHERE seq < 0")
    return seq


def insert(random: Random, last: int) -> int:
    """A copy of some row put between, dated as its neighbour."""
    seq = random.randint(1, last)
    run(f"UPDATE {RECORD} SET seq = -seq WHERE seq >= {seq}")
    run(f"UPDATE {RECORD} SET seq = -seq + 1 WHERE seq < 0")
    run(
        f"INSERT INTO {RECORD} SELECT (jsonb_populate_record(r, jsonb_build_object("
        f"'seq', {seq}, 'dispute_id', NULL, 'dispute_seq', NULL, 'verb', 'forged'))).* "
        f"FROM {RECORD} r WHERE r.seq = {seq + 1}"
    )
    return seq


def swap(random: Random, last: int) -> int:
    one, other = sorted(random.sample(range(1, last + 1), 2))
    run(f"UPDATE {RECORD} SET seq = CASE seq WHEN {one} THEN -{other} ELSE -{one} END "
        f"WHERE seq IN ({one}, {other})")  # fmt: skip
    run(f"UPDATE {RECORD} SET seq = -seq WHERE seq < 0")
    return one


def truncate(random: Random, last: int) -> int:
    seq = random.randint(2, last)
    run(f"DELETE FROM {RECORD} WHERE seq >= {seq}")
    return seq


def back_date(random: Random, last: int) -> int:
    """Sealed by the portal's own function, so that its digests are right, under an older date."""
    days = random.randint(1, 400)
    run(
        "INSERT INTO confidentiality_auditarrival (at, role, kind, object_id) "
        f"VALUES (now() - interval '{days} days', 'portal_app', 'look', '7')"
    )
    seal()
    return last + 1


def rewrite(random: Random, last: int) -> int:
    """The tail is cut off and sealed anew without one of its rows: every digest is right."""
    seq = random.randint(2, last - 1)
    run("CREATE TEMPORARY TABLE tail ON COMMIT DROP AS "
        f"SELECT * FROM {RECORD} WHERE seq >= {seq}")  # fmt: skip
    run(f"DELETE FROM {RECORD} WHERE seq >= {seq}")
    run(
        "INSERT INTO confidentiality_auditarrival SELECT arrival_id AS id, at, role, kind, post, "
        "route, verb, object_kind, object_id, dispute_id, status, amount, address, source, "
        f"source_id, source_digest, officer_id FROM tail WHERE seq > {seq}"
    )
    seal()
    run("DROP TABLE tail")
    return 0  # the anchor names a stretch, not a row


MANIPULATIONS: Final[tuple[Callable[[Random, int], int], ...]] = (
    change, change_of_dispute, delete, delete_and_close_up, insert, swap, truncate, back_date,
    rewrite,
)  # fmt: skip
