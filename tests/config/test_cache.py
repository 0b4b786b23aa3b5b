"""Without Redis the portal is slower, not broken."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from config.cache import ForgivingRedisCache
from departments.models import Officer


@pytest.fixture
def absent(tmp_path: Path) -> ForgivingRedisCache:
    return ForgivingRedisCache(f"unix://{tmp_path}/nobody", {"OPTIONS": {"socket_timeout": 1}})


def test_it_keeps_what_it_is_given() -> None:
    cache.set("word", "价值", 30)
    assert cache.get("word") == "价值"
    assert cache.delete("word") is True
    assert cache.get("word", "none") == "none"


def test_an_absent_cache_misses_instead_of_failing(absent: ForgivingRedisCache) -> None:
    absent.set("word", "value")
    assert absent.get("word", "none") == "none"
    assert absent.add("word", "value") is True
    assert absent.delete("word") is False


@pytest.mark.django_db
def test_a_session_outlives_the_cache(
    client: Client, absent: ForgivingRedisCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = Officer.objects.create_user("sw_example", "示例-password-1", name="周示例")
    client.force_login(officer, backend="departments.backends.OfficerBackend")
    cache.clear()
    assert client.session["_auth_user_id"] == str(officer.pk)
