"""The rooms of the procedure are tried with the rights that a server has."""

from __future__ import annotations

from collections.abc import Generator
from typing import Final

import pytest

#: Whose tests do what the portal does; what they prepare by hand beside it, they mark `by_owner`.
ROOMS: Final = {
    "approvals", "archiving", "assignments", "clocks", "decisions", "extensions", "handling",
    "intake", "meetings", "membership", "operations", "supervision",
}  # fmt: skip


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """The test alone: what it stands on is made by the owner. It ends with its transaction."""
    from django.db import connection

    is_own = pyfuncitem.get_closest_marker("by_owner") is not None
    if pyfuncitem.path.parent.name in ROOMS and not is_own and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE portal_app")
    return (yield)
