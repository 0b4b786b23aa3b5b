"""The database of a released version, kept as it was: its dump, its keys, what it counted."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit
from uuid import uuid4

import psycopg2
from psycopg2 import sql

from config.binaries import postgres_binaries

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent.parent
#: They open nothing but the demonstration in these dumps.
KEYS: Final = {
    "SEALING_KEYS": f"upgrade:{'5a' * 32}",
    "SEALING_KEY_CURRENT": "upgrade",
    "BLIND_INDEX_KEY": "a5" * 32,
}


@dataclass(frozen=True)
class Released:
    """One version's files beside this module."""

    version: str

    @property
    def dump(self) -> Path:
        return HERE / f"{self.version}.sql.gz"

    @property
    def counts(self) -> dict[str, int]:
        """Rows by table when it was released."""
        told: dict[str, int] = json.loads((HERE / f"{self.version}.json").read_text())
        return told


def versions() -> list[Released]:
    return [Released(path.name.removesuffix(".sql.gz")) for path in sorted(HERE.glob("*.sql.gz"))]


def rows_by_table(address: str) -> dict[str, int]:
    """Of every table of ours and of the libraries that keep rows."""
    with psycopg2.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        counts = {}
        for (table,) in cursor.fetchall():
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
            counts[table] = cursor.fetchone()[0]
    connection.close()
    return counts


def manage(address: str, home: Path, *words: str) -> str:
    """A command of the portal on that database, in a process and with the keys of its own."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment |= KEYS | {
        "LC_ALL": "C.UTF-8",
        "DATABASE_URL": address,
        "REDIS_URL": os.environ["REDIS_URL"],
        "PORTAL_MODE": "demo",
        "PORTAL_VAR": str(home),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *words],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise AssertionError(f"{' '.join(words)}\n{done.stdout}\n{done.stderr}")
    return done.stdout


@contextmanager
def database(address: str) -> Iterator[str]:
    """A new, empty one on the same server, thrown away afterwards."""
    name = f"portal_upgrade_{uuid4().hex[:8]}"
    parts = urlsplit(address)
    _at(address, f'CREATE DATABASE "{name}"')
    try:
        yield parts._replace(path=f"/{quote(name)}").geturl()
    finally:
        _at(address, f'DROP DATABASE "{name}" WITH (FORCE)')


def _at(address: str, statement: str) -> None:
    connection = psycopg2.connect(urlsplit(address)._replace(path="/postgres").geturl())
    connection.autocommit = True
    connection.cursor().execute(statement)
    connection.close()


def restore(released: Released, address: str) -> None:
    """As an operator does it from his backup."""
    _program("psql", "--quiet", "-v", "ON_ERROR_STOP=1", address, given=gzip.decompress(
        released.dump.read_bytes()
    ))  # fmt: skip


def keep(version: str, address: str) -> None:
    """Write the files of a version; done once, when it is released."""
    told = _program("pg_dump", "--no-owner", "--no-privileges", address)
    Released(version).dump.write_bytes(gzip.compress(told, mtime=0))
    counts = json.dumps(rows_by_table(address), indent=1, sort_keys=True)
    (HERE / f"{version}.json").write_text(f"{counts}\n")


def _program(name: str, *words: str, given: bytes = b"") -> bytes:
    done = subprocess.run(
        [str(postgres_binaries() / name), *words], input=given, capture_output=True, check=False,
        env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}, cwd=Path("/"),
    )  # fmt: skip
    if done.returncode:
        raise AssertionError(f"{name}: {done.stderr.decode()}")
    return done.stdout
