"""`.venv` is made whole: what was half-made is made anew; certificates and mirrors are asked."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from config import embedded, registries
from config.install import COMPILE, WRITTEN
from config.interrupted import BY_CTRL_C

WHEEL = "small-1.0-py3-none-any.whl"
PYTHON = Path(sys.base_prefix) / "bin" / "python3"  # has nothing of what is to be installed
UV = Path(sys.executable).with_name("uv")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its own name
        """Nobody reads it."""


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[str]:
    """A registry of one package, and of `uv`, which stands there without its program's weight."""
    folder = tmp_path / "mirror" / "simple" / "small"
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / WHEEL, "w") as wheel:
        about = "small-1.0.dist-info"
        wheel.writestr("small.py", "WORD = 'from the mirror'\n")
        wheel.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: small\nVersion: 1.0\n")
        wheel.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{about}/RECORD", f"small.py,,\n{about}/METADATA,,\n{about}/WHEEL,,\n")
    digest = hashlib.sha256((folder / WHEEL).read_bytes()).hexdigest()
    page = f'<a href="{WHEEL}#sha256={digest}">{WHEEL}</a>'
    (folder / "index.html").write_text(page)
    serve = partial(Quiet, directory=str(tmp_path / "mirror"))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/simple"
        server.shutdown()


@pytest.fixture
def project(tmp_path: Path, mirror: str) -> Path:
    """Locks of one package, and an environment as an interrupted `make` left it."""
    place = tmp_path / "project"
    place.mkdir()
    shutil.copytree(embedded.ROOT / "config", place / "config")
    wheel = tmp_path / "mirror" / "simple" / "small" / WHEEL
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    for name in ("requirements.lock", "requirements-dev.lock"):
        (place / name).write_text(f"small==1.0 --hash=sha256:{digest}\n")
    (place / "requirements-local.lock").touch()
    return place


def a_venv(project: Path, *stamps: str) -> Path:
    """With the uv of this one, so that no test fetches it."""
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", ".venv"], cwd=project, check=True
    )
    (project / ".venv/bin/uv").symlink_to(UV.resolve())
    for stamp in stamps:
        (project / ".venv" / stamp).touch()
    return project / ".venv"


def begun(project: Path, what: str, **variables: str) -> subprocess.Popen[str]:
    bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.Popen(
        [PYTHON, "-m", "config.install", what], cwd=project, start_new_session=True,
        env=bare | {"UV_NO_CACHE": "1", "PIP_CONFIG_FILE": "/dev/null"} | variables,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def word(venv: Path) -> str:
    asked = [str(venv / "bin/python"), "-c", "import small; print(small.WORD)"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()


def test_what_is_installed_comes_from_the_mirror_that_pip_was_told(
    project: Path, mirror: str
) -> None:
    venv = a_venv(project, "local")
    install = begun(project, "dev", PIP_INDEX_URL=mirror)
    said, _ = install.communicate(timeout=60)
    assert (install.returncode, said) == (0, "")
    assert word(venv) == "from the mirror"
    assert (venv / "dev").exists()
    assert (venv / "local").exists()


def test_the_lock_is_resolved_by_the_mirror_and_does_not_name_it(
    project: Path, mirror: str
) -> None:
    a_venv(project, "local")
    about = '[project]\nname = "ours"\nversion = "1"\ndependencies = ["small"]\n'
    groups = '[dependency-groups]\nlocal = ["small"]\ndev = ["small"]\n'
    (project / "pyproject.toml").write_text(f'{about}requires-python = ">=3.11"\n{groups}')
    written = begun(project, "lock", PIP_INDEX_URL=mirror)
    said, _ = written.communicate(timeout=60)
    assert (written.returncode, said) == (0, "")
    lock = (project / "requirements.lock").read_text()
    assert lock.startswith("small==1.0")
    assert "127.0.0.1" not in lock


def test_one_that_was_not_finished_is_made_anew(project: Path) -> None:
    venv = a_venv(project)
    (venv / "half").touch()
    install = begun(project, "local", PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_RETRIES="0")
    said, _ = install.communicate(timeout=60)
    assert ".venv 不完整" in said
    assert not (venv / "half").exists()
    assert "PIP_INDEX_URL" in said.splitlines()[-1], "it says what to do"
    assert not (venv / "local").exists()


def test_one_whose_python_has_gone_is_made_anew(project: Path) -> None:
    venv = a_venv(project, "local", "dev")
    (venv / "bin/python").unlink()
    (venv / "bin/python").symlink_to("/no/such/python")
    said, _ = begun(
        project, "dev", PIP_INDEX_URL="http://127.0.0.1:9/", PIP_RETRIES="0"
    ).communicate()
    assert ".venv 不完整" in said
    assert (venv / "bin/python").exists()


def test_ctrl_c_leaves_it_marked_as_unfinished(project: Path) -> None:
    """A registry that accepts and never answers: what an interrupted download looks like."""
    venv = a_venv(project, "local")
    uv = venv / "bin/uv"
    uv.unlink()
    uv.write_text(f"#!/bin/sh\ntouch {project}/asked\nexec sleep 60\n")
    uv.chmod(0o755)
    install = begun(project, "dev")
    deadline = time.monotonic() + 60
    while not (project / "asked").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(install.pid, signal.SIGINT)
    said, _ = install.communicate(timeout=30)
    assert install.returncode == BY_CTRL_C
    assert "已停止" in said
    assert "Traceback" not in said
    assert not list(venv.glob("local")) + list(venv.glob("dev"))


def test_the_machines_certificates_are_said_to_each_tool(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "ca.crt"
    monkeypatch.setattr(registries, "STORES", (tmp_path / "absent", store))
    assert "UV_SYSTEM_CERTS" not in registries.environment({"PIP_INDEX_URL": "x"})
    store.touch()
    told = registries.environment({"PIP_INDEX_URL": "x"})
    assert told["UV_SYSTEM_CERTS"] == told["UV_NATIVE_TLS"] == "1"
    assert told["REQUESTS_CA_BUNDLE"] == told["NODE_EXTRA_CA_CERTS"] == str(store)
    own = {"REQUESTS_CA_BUNDLE": "/own", "PIP_INDEX_URL": "x"}
    assert "REQUESTS_CA_BUNDLE" not in registries.environment(own), "what is set stays"


def test_a_mirror_said_to_one_is_said_to_the_other() -> None:
    assert registries.environment({"PIP_INDEX_URL": "x"})["UV_DEFAULT_INDEX"] == "x"
    for name in ("UV_INDEX_URL", "UV_DEFAULT_INDEX"):
        told = registries.environment({name: "x"})
        assert told["PIP_INDEX_URL"] == "x"
        assert "UV_DEFAULT_INDEX" not in told


def test_a_mirror_in_pip_conf_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = http://mirror/simple\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    assert registries.environment({})["UV_DEFAULT_INDEX"] == "http://mirror/simple"


def test_the_locks_are_written_as_they_are_read() -> None:
    assert "--generate-hashes" in COMPILE
    assert [line.split()[-1] for line in WRITTEN] == [
        "requirements.lock", "requirements-local.lock", "requirements-dev.lock",
    ]  # fmt: skip
