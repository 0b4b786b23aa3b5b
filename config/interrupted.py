"""Ctrl-C while something is prepared: one sentence, no trace, and nothing goes on behind it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

STOPPED = "已停止，没有留下做了一半的东西；同样的命令再执行一次，就从这里接着做。"
BY_CTRL_C = 130  # what a shell calls it


def told(work: Callable[[], object]) -> None:
    """Runs a command of the project."""
    try:
        work()
    except KeyboardInterrupt:
        sys.stderr.write(f"\n{STOPPED}\n")
        sys.exit(BY_CTRL_C)


def run(
    command: Sequence[str | Path],
    **options: Any,  # Any: Popen's own
) -> subprocess.CompletedProcess[bytes]:
    """A child that Ctrl-C does not reach: it would tell of it in its own way. We end it."""
    with subprocess.Popen(command, start_new_session=True, **options) as child:
        try:
            out, err = child.communicate()
        except BaseException:
            end(child)
            raise
    return subprocess.CompletedProcess(command, child.returncode, out, err)


def together(commands: Sequence[Sequence[str]], **options: Any) -> bool:
    """Several at a time; whether all went well. Interrupted, each is ended."""
    children = list[subprocess.Popen[bytes]]()
    try:
        for command in commands:
            children.append(subprocess.Popen(command, start_new_session=True, **options))
        return not any([child.wait() for child in children])  # noqa: C419 -- all, before judging
    except BaseException:
        end(*children)
        raise


def end(*children: subprocess.Popen[bytes]) -> None:
    """Each with all that it started."""
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGTERM)
    for child in children:
        child.wait()
