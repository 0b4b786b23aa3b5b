"""What PostgreSQL is told about the machine it runs on: `python -m config.tuning env|conf`.

Its own defaults suit a machine of 2005 with one slow disk. Needs only the standard library: the
embedded cluster asks at every start, a server when it is set up (docs/operations/start.md).
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import Final

MIB: Final = 2**20
#: Where a container is told that it may use less than the machine has.
_LIMITS: Final = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def memory() -> int:
    """MiB of the machine, or of the container."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    found = [pages * size]
    for path in _LIMITS:
        with contextlib.suppress(OSError, ValueError):  # `max` is no limit
            found.append(int(Path(path).read_text()))
    return min(found) // MIB


def settings(mib: int) -> dict[str, str]:
    """For a machine of so much memory, on which the portal's own processes run as well."""
    return {
        "shared_buffers": _between(128, mib // 8, 4096),  # the rest is the system's cache, and ours
        "effective_cache_size": _between(256, mib // 2, 65536),
        "work_mem": _between(4, mib // 512, 32),  # of every sort of every session
        "maintenance_work_mem": _between(64, mib // 32, 512),
        "random_page_cost": "1.1",  # no disk with a moving head
    }


def options() -> list[str]:
    """For the command line of the embedded cluster."""
    told = settings(memory()).items()
    return [word for name, value in told for word in ("-c", f"{name}={value}")]


def _between(least: int, wanted: int, most: int) -> str:
    return f"{max(least, min(wanted, most))}MB"


def main(form: str) -> None:
    """Lines of `.env` for docker-compose.yml, or of a file in conf.d."""
    for name, value in settings(memory()).items():
        print(f"POSTGRES_{name.upper()}={value}" if form == "env" else f"{name} = {value}")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
