"""Makes `.venv` whole: `python -m config.install local` for `make run`, `dev` for the tests,
`server` for a server without Docker.

Needs only the standard library. A stamp of that name is taken away before anything changes
and put back at the end, so an environment without one was left half-made and is made anew.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from config import interrupted, registries

VENV = Path(".venv")
PYTHON, UV = VENV / "bin" / "python", VENV / "bin" / "uv"
STAMPS = ("server", "local", "dev")
LOCKS = {
    "server": ("requirements.lock",),
    "local": ("requirements.lock", "requirements-local.lock"),
    "dev": ("requirements-dev.lock",),
}
PROVIDES = {
    "server": ("server",),
    "local": ("local",),
    "dev": ("local", "dev"),
}  # `make run` is served by a dev one
COMPILE = "pip compile -q --universal --generate-hashes --no-header --no-annotate"
WRITTEN = (  # in this order: each next one is bound by the first
    "pyproject.toml -o requirements.lock",
    "--group local -c requirements.lock -o requirements-local.lock",
    "pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock",
)
NO_VENV = (
    "建立 .venv 没有成功，原因见上。Debian、Ubuntu 上请先执行 apt install python3-venv，再试一次。"
)
UNREACHED = (
    "依赖没有装完，原因见上。连不上软件源的，请设 PIP_INDEX_URL 为可用的镜像；"
    "证书不被信任的，请把本单位的 CA 证书装进系统（Debian：放进 /usr/local/share/ca-certificates，"
    "再执行 update-ca-certificates）。然后再执行一次。"
)


def main(what: str) -> None:
    if what == "lock":
        lock()
        return
    clear_what_is_half_made()
    held = {stamp: stamp.stat().st_mtime for stamp in _stamps(*STAMPS) if stamp.exists()}
    for stamp in held:
        stamp.unlink()
    furnish()
    _run(UV, "pip", "install", "-q", "--require-hashes", *_requirements(what))
    for stamp, at in held.items():
        stamp.touch()
        os.utime(stamp, (at, at))  # what it was installed from may be older than its lock
    for stamp in _stamps(*PROVIDES[what]):
        stamp.touch()


def clear_what_is_half_made() -> None:
    if not VENV.is_symlink() and not VENV.exists():
        return
    if _works() and any(stamp.exists() for stamp in _stamps(*STAMPS)):
        return
    _say(".venv 不完整（上次没有装完，或它的 Python 已不在），从头再装。")
    if VENV.is_symlink():
        VENV.unlink()
    else:
        shutil.rmtree(VENV)


def furnish() -> None:
    """The environment itself, and uv in it."""
    if not PYTHON.exists() and interrupted.run([sys.executable, "-m", "venv", VENV]).returncode:
        sys.exit(NO_VENV)
    if not UV.exists():
        _run(PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "uv")


def lock() -> None:
    """Resolved by what everybody can reach, whatever lies on this machine's disk."""
    if not UV.exists():
        main("local")
    for own in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "UV_FIND_LINKS", "UV_INDEX"):
        os.environ.pop(own, None)
    for written in WRITTEN:
        _run(UV, *COMPILE.split(), "--python-version", "3.11", *written.split())


def _stamps(*names: str) -> list[Path]:
    return [VENV / name for name in names]


def _works() -> bool:
    if not (UV.exists() and PYTHON.exists()):
        return False
    return interrupted.run([PYTHON, "-c", ""]).returncode == 0


def _requirements(what: str) -> list[str]:
    return [word for name in LOCKS[what] for word in ("-r", name)]


def _run(*command: str | Path) -> None:
    own = {"VIRTUAL_ENV": str(VENV), "UV_PYTHON_DOWNLOADS": "never"}
    env = os.environ | registries.environment() | own
    if interrupted.run(command, env=env).returncode:
        sys.exit(UNREACHED)


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


if __name__ == "__main__":
    interrupted.told(lambda: main(sys.argv[1]))
