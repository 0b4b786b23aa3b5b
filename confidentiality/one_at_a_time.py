"""Waiting for one's turn in PostgreSQL, where there is no row to lock."""

from __future__ import annotations

from enum import IntEnum

from django.db import connection


class Turn(IntEnum):
    """What is waited for; the numbers stand together, so that no two are one lock."""

    REVEALS = 0x6D57  # of one officer
    PACKAGE = 0x5EA1  # of one file
    GIVEN = 0x61BE  # what one unit is given, calls or asks to leave
    PERIOD = 0x4E07  # the report of one kind of period
    VIEWS = 0x3C19  # the saved views of one officer, whose names are sealed
    DRAWING = 0x2D4A  # the copies of one paper
    APPRAISAL = 0x7A3D  # what is reported of the files of one unit


def wait_for(turn: Turn, key: int) -> None:
    """Until commit it is this transaction's own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [turn, key % 2**31])
