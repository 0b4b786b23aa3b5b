"""How much lies under each tab of a page: counted to a hundred, beyond that `100+`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import CharField, QuerySet, Value

#: Counts of tabs stop here; 101 says that there are more.
COUNTED: Final = 100


def tab_keys(tabs: Iterable[tuple[str, QuerySet[Any]]]) -> QuerySet[Any]:  # Any: of any kind
    """The key of its tab for each row that is counted, in one statement; none further than to a
    hundred and one, newest first: whatever is open lies there, and the old ones need not be looked
    through."""
    first, *others = (
        rows.order_by("-pk").values_list(Value(key, output_field=CharField()), flat=True)[
            : COUNTED + 1
        ]
        for key, rows in tabs
    )
    return first.union(*others, all=True)


def tab_words(count: int) -> int | str:
    """What the tab shows."""
    return count if count <= COUNTED else f"{COUNTED}+"
