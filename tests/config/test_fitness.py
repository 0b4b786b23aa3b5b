"""Wrong keys and a database of another version are refused at the start, in words."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client
from pytest_django import Settings

from confidentiality.key_check import wrong_keys
from confidentiality.models import KeyCheck
from config import fitness
from config.rights import giving
from config.servers import APPLICATION
from tests.config.the_portal import the_portal
from workflow.clock import beat

pytestmark = pytest.mark.django_db

OTHER = b"\x07" * 32


def applied(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_database_meets_its_keys_once_and_knows_them_again() -> None:
    assert fitness.faults() == []
    assert KeyCheck.objects.filter(key="index").exists()
    seen = KeyCheck.objects.count()
    assert fitness.faults() == []
    assert KeyCheck.objects.count() == seen >= 2


def test_another_key_of_the_same_name_is_refused(settings: Settings) -> None:
    wrong_keys()
    settings.SEALING_KEYS = dict.fromkeys(settings.SEALING_KEYS, OTHER)
    [sentence] = fitness.faults()
    assert "不是同一把" in sentence
    with pytest.raises(SystemExit, match="不是同一把"):
        fitness.insist()


def test_another_index_key_is_refused(settings: Settings) -> None:
    wrong_keys()
    settings.BLIND_INDEX_KEY = OTHER
    assert wrong_keys() == ["index"]


def test_a_ring_without_any_of_the_keys_it_was_sealed_with_is_refused(settings: Settings) -> None:
    wrong_keys()
    settings.SEALING_KEYS, settings.SEALING_KEY_CURRENT = {"k9": OTHER}, "k9"
    [sentence] = fitness.faults()
    assert "密钥" in sentence
    assert not KeyCheck.objects.filter(key__endswith="k9").exists()


def test_a_new_key_beside_the_old_one_is_taken(settings: Settings) -> None:
    wrong_keys()
    settings.SEALING_KEYS = settings.SEALING_KEYS | {"k9": OTHER}
    assert wrong_keys() == []
    assert KeyCheck.objects.filter(key__endswith=".k9").exists()


def test_rights_of_another_version_are_refused_until_it_is_migrated() -> None:
    """No migration of ours may be left, and the portal's role could still rewrite history."""
    wrong_keys()
    applied(f"GRANT UPDATE ON workflow_timelineentry TO {APPLICATION}")
    with the_portal():
        [sentence] = fitness.faults()
    assert "manage.py migrate" in sentence
    giving.give()
    with the_portal():
        assert fitness.faults() == []
    applied("DROP FUNCTION portal_is_now(timestamptz)")
    assert fitness.faults() == [sentence]


def test_a_server_never_serves_as_the_owner_of_its_tables(settings: Settings) -> None:
    wrong_keys()
    settings.DEMO = False
    [sentence] = fitness.faults()
    assert "portal_app" in sentence
    with the_portal():
        assert fitness.faults() == []


def test_a_database_with_another_hour_is_told_by_healthz() -> None:
    beat()
    giving.give(keeps_time=True)
    applied("CREATE OR REPLACE FUNCTION portal_is_now(moment timestamptz) RETURNS boolean "
            "LANGUAGE sql AS $$ SELECT false $$")  # fmt: skip
    answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert "校时" in answer.json()["wrong"][0]


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("DELETE FROM django_migrations WHERE app = 'workflow'", "manage.py migrate"),
        ("UPDATE django_migrations SET name = '0077_folded' WHERE app = 'disputes'", "另一个版本"),
    ],
)
def test_a_database_of_another_version_is_refused_and_told_by_healthz(sql: str, told: str) -> None:
    beat()
    assert Client().get("/healthz").json()["wrong"] == []
    applied(sql)
    [sentence] = fitness.faults()
    assert told in sentence
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()["wrong"]) == (503, [sentence])


def test_a_database_that_is_away_does_not_end_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> set[tuple[str, str]]:
        raise OperationalError

    monkeypatch.setattr(fitness, "_applied", away)
    fitness.insist()
