"""What every test of the API stands on."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    """No test is throttled by another."""
    cache.clear()
