"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from pathlib import Path

import django

from config.binaries import postgres_binaries


def described() -> str:
    """Cores, memory, processor, load, versions: one sentence."""
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    gib = int(memory[1]) / 1024**2 if memory else 0
    server = subprocess.run(
        [postgres_binaries() / "postgres", "-V"], capture_output=True, text=True, check=True
    ).stdout.split()[-1]
    return (
        f"{os.cpu_count()} 核 {model[1] if model else platform.machine()}，内存 {gib:.0f} GiB，"
        f"测量开始时 1 分钟平均负载 {os.getloadavg()[0]:.1f}；Python {platform.python_version()}，"
        f"Django {django.__version__}，PostgreSQL {server}（按内存设置，fsync 打开）"
    )
