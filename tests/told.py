"""What messages, timelines and other sealed texts say: opened row by row, as nobody asks SQL."""

from __future__ import annotations

from typing import Any


def texts(rows: Any, name: str = "text") -> list[str]:  # Any: a queryset or a manager
    """Of each row what it says, in its order."""
    return [getattr(row, name) for row in rows.all()]


def telling(rows: Any, words: str, name: str = "text") -> Any:  # Any: as above
    """The rows that say so, as a queryset."""
    found = [row.pk for row in rows.all() if words in getattr(row, name)]
    return rows.filter(pk__in=found)
