"""Processes of the portal born where everything has been imported once: four starts cost one.

A worker, a clock, a beat and a web process import the same thousand modules; on a small machine
that was most of a start. The standard library's fork server imports them and forks; it ends
with the portal and they end with it, so that no orphan is left.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import runpy
import signal
import socket
import sys
from multiprocessing import forkserver
from multiprocessing.context import ForkServerProcess
from pathlib import Path

_FORKING = multiprocessing.get_context("forkserver")
_DIE_WITH_PARENT, _BE_NAMED = 1, 15  # of prctl(2)


def warm() -> None:
    """Begins to import and returns at once; the environment is the one it finds now."""
    _FORKING.set_forkserver_preload(["config.preloaded"])
    forkserver.ensure_running()


def bear(
    name: str, command: tuple[str, ...], *, log: Path | None, door: socket.socket | None = None
) -> ForkServerProcess:
    """`python -m` with this command; it writes to the log, or where the portal writes."""
    process = _FORKING.Process(target=_live, args=(name, command, log, door), name=name)
    process.start()
    return process


def _live(
    name: str, command: tuple[str, ...], log: Path | None, door: socket.socket | None
) -> None:
    os.setsid()  # a Ctrl-C is for the portal, which ends its children in order
    tie(name)
    if log is not None:
        _write_to(log)
    if door is not None:
        command = (*command, "--bind", f"fd://{door.detach()}")
    sys.argv = list(command)
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)


def tie(name: str) -> None:
    """It ends with whoever started it; `ps -o comm` says which of them it is."""
    with contextlib.suppress(AttributeError, OSError):  # not Linux
        of_system = ctypes.CDLL(None)
        of_system.prctl(_DIE_WITH_PARENT, signal.SIGTERM)
        of_system.prctl(_BE_NAMED, name.encode())


def _write_to(log: Path) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as opened:
        for stream in (1, 2):
            os.dup2(opened.fileno(), stream)
