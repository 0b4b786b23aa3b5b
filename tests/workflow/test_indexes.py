"""What belongs to a case is found by its key, however many cases there are (R14)."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

#: Columns that name a case and have no index that begins with them and holds all rows, or all that
#: name one: a unique one that leaves out what was struck does not serve who reads all.
UNFOUND = """
SELECT c.conrelid::regclass || '.' || a.attname
FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.confrelid = 'disputes_dispute'::regclass AND NOT EXISTS (
    SELECT 1 FROM pg_index i
    WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1] AND (
        i.indpred IS NULL
        OR pg_get_expr(i.indpred, i.indrelid) = format('(%I IS NOT NULL)', a.attname)
    )
)
"""


def test_whatever_names_a_case_is_found_by_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute(UNFOUND)
        assert [column for (column,) in cursor.fetchall()] == []
