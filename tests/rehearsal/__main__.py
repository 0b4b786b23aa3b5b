"""`make rehearse`: docs/operations/start.md without Docker, walked in a new Debian, to a paper.

A folder that debootstrap fills stands for the server; processes, mounts and network are its own.
What is fetched comes from this machine's apt sources and Python index.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import django.conf

from config import interrupted
from tests.bench import document, machine
from tests.rehearsal.root import (
    HOME,
    NEEDED,
    ROOT,
    TOLD,
    Debian,
    enter,
    fresh,
    of_this_machine,
)

INDEX = ("PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL")
CLEAN = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root"]


def main() -> None:
    if os.geteuid() != 0:
        sys.exit("演练要建立一个新的 Debian，请以 root 执行。")
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        sys.exit(
            f"缺少 {'、'.join(missing)}：请先执行 apt install debootstrap iproute2 util-linux。"
        )
    begun = time.monotonic()
    django.conf.settings.configure(USE_TZ=True, TIME_ZONE="Asia/Shanghai")
    told = machine.described()
    debian = of_this_machine()
    step(f"新的 Debian {debian.codename}")
    root = fresh(debian)
    step("发布包")
    unpack(root)
    step("软件包和 Python 依赖（要连软件源）")
    fetch(root)
    step("断开网络，安装、启动、走一遍")
    TOLD.unlink(missing_ok=True)
    inside = [sys.executable, "-m", "tests.rehearsal.inside", str(root)]
    if interrupted.run(enter(root, *inside, alone=True), cwd=ROOT).returncode:
        sys.exit(f"演练没有走完，原因见上；现场在 {root}。")
    subprocess.run(["rm", "-rf", "--one-file-system", root], check=True)
    seconds = time.monotonic() - begun
    step(f"走完，共 {seconds:.0f} 秒")
    document.put("rehearsal", section(debian, seconds, told))


def section(debian: Debian, seconds: float, told: str) -> str:
    from django.utils import timezone

    return f"""## 照书装一台服务器（D2）
由 `make rehearse` 写成（{timezone.localdate()}）。机器：{told}。
debootstrap 的新 {debian.codename}，软件取全即断网；走不通就没有这一节。共 {seconds:.0f} 秒。

{TOLD.read_text(encoding="utf-8")}"""


def unpack(root: Path) -> None:
    package = HOME / "portal.tar.gz"
    make = [sys.executable, "-m", "config.release", str(package)]
    subprocess.run(make, cwd=ROOT, check=True)
    with tarfile.open(package) as release:
        release.extractall(root / "srv/portal", filter="tar")


def fetch(root: Path) -> None:
    mirror = [f"{name}={os.environ[name]}" for name in INDEX if os.environ.get(name)]
    script = "cd /srv/portal && sh docs/operations/install.sh --programs"
    command = enter(root, "chroot", root, *CLEAN, *mirror, "sh", "-c", script)
    if interrupted.run(command).returncode:
        sys.exit(f"软件没有取全，原因见上；现场在 {root}。")


def step(sentence: str) -> None:
    sys.stdout.write(f"== {sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    interrupted.told(main)
