"""What the database itself says to hand-written statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction


@contextmanager
def refused(by: type[DatabaseError] = IntegrityError, saying: str = "violates") -> Iterator[None]:
    with pytest.raises(by, match=saying), transaction.atomic():
        yield


def sql(statement: str, *values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
