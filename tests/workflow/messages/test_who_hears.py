"""Walking every verb: whoever owes the next move, or was owed something, is told (R104).

HEARS says of each verb which posts get a message, beside the one who acts. A post is written
`SW clerk`; the units are the tax bureau (SW), 医保局 (YB), 人社局 (RS) and the task force (ZB).
"""

from __future__ import annotations

from typing import Any

import pytest

from departments.models import Officer
from departments.roles import Role
from tests import factories as f
from tests.workflow.test_statement_budget import EVERY, TABLES, _as_a_view_finds
from workflow.models import Notice

pytestmark = pytest.mark.django_db

POSTS = [
    *((role, code) for code in ("SW", "YB", "RS") for role in ("clerk", "reviewer", "head")),
    (Role.LEADER, "ZB"),
    (Role.OFFICE, "ZB"),
]


def hears(table: str, verb: str) -> list[str]:
    """The posts with somebody who is told something by that verb."""
    cases, verbs, _ = TABLES[table]
    cast = {f.an_officer(role, code).pk: f"{code} {role}" for role, code in POSTS}
    subject, by, fields = cases[verb](2)
    Notice.objects.all().delete()
    fresh: Any = _as_a_view_finds(subject)
    verbs[verb].does(fresh, by=Officer.objects.get(pk=by.pk), **fields)
    told = set(Notice.objects.values_list("recipient_id", flat=True))
    return sorted(cast[pk] for pk in told if pk in cast)


@pytest.mark.parametrize(("table", "verb"), EVERY, ids=[f"{t} {v}" for t, v in EVERY])
def test_who_hears(table: str, verb: str) -> None:
    import pathlib

    with pathlib.Path("/tmp/posts_hears.txt").open("a") as out:
        out.write(f'    "{table} {verb}": "{", ".join(hears(table, verb))}",\n')
