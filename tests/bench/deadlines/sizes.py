"""What this process holds, in MiB."""

from __future__ import annotations

from pathlib import Path


def held() -> float:
    return _line("VmRSS")


def peak() -> float:
    """The most it ever held."""
    return _line("VmHWM")


def _line(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024
