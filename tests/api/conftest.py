"""What every test of the API stands on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from pytest_django import DjangoDbBlocker


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    """No test is throttled by another."""
    cache.clear()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Rows that other threads see; what the test added is taken out again, triggers or not.

    A flush would lose what the migrations founded.
    """
    with django_db_blocker.unblock():
        models = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed]
        before = {m: set(m._base_manager.values_list("pk", flat=True)) for m in models}
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            for model, kept in before.items():
                meta = model._meta
                cursor.execute(
                    f'DELETE FROM "{meta.db_table}" WHERE NOT "{meta.pk.column}" = ANY(%s)',  # noqa: S608
                    [list(kept)] if kept else [[]],
                )
            cursor.execute("SET session_replication_role = DEFAULT")
