"""Every story has the whole cast in their posts and the departments ready to archive."""

from __future__ import annotations

import pytest
from django.db import connection


@pytest.fixture
def stage(db: None) -> None:
    """The cast, and a fonds number for each unit that will archive."""
    from tests.stories.cast import assemble  # models cannot be imported before the settings stand

    assemble()


@pytest.fixture
def committed(transactional_db: None) -> None:
    """Real commits for several connections; what migrations wrote is there for each test.

    Not `serialized_rollback`: that writes over the rows of the first test, which triggers refuse.
    """
    from departments.models import Department

    if not Department.objects.exists():
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
