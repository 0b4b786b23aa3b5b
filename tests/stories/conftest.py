"""Every story has the whole cast in their posts and happens with the rights that a server has."""

from __future__ import annotations

import pytest


@pytest.fixture
def stage(as_the_portal: None) -> None:
    """The cast, and a fonds number for each unit that will archive."""
    from tests.stories.cast import assemble  # models cannot be imported before the settings stand

    assemble()
