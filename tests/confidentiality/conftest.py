"""The table of the sample model, and two officers: one who may see, one who may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection

if TYPE_CHECKING:  # models exist only after the services have started
    from departments.models import Officer
    from tests.confidentiality.witness import Witness


@pytest.fixture
def witnesses(db: None) -> type[Witness]:
    from tests.confidentiality.witness import Witness

    with connection.schema_editor() as editor:
        editor.create_model(Witness)
    return Witness


def _officer(username: str, name: str) -> Officer:
    from departments.models import Officer

    return Officer.objects.create_user(username, name=name)


@pytest.fixture
def handler(db: None) -> Officer:
    return _officer("handler", "张经办")


@pytest.fixture
def stranger(db: None) -> Officer:
    return _officer("stranger", "赵旁人")
