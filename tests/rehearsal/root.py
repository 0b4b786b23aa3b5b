"""A new Debian in a folder, as debootstrap lays it down from this machine's own mirror."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "var" / "rehearsal"
TOLD = HOME / "told.txt"  # what the walk said, a line each
STORE = Path("etc/ssl/certs/ca-certificates.crt")
NEEDED = ("debootstrap", "apt-get", "unshare", "chroot", "ip")
#: A new one has no init: packages start nothing, as on a machine that is only being installed.
POLICY = "#!/bin/sh\nexit 101\n"
UNREACHED = "没有取到 Debian：请检查这台机器 /etc/apt 里的软件源。"


@dataclass(frozen=True)
class Debian:
    """Which one, and where it is fetched: as apt is told here."""

    codename: str
    site: str
    others: tuple[str, ...]  # lines for sources.list: updates and security of the same release


def of_this_machine() -> Debian:
    told = dict(
        line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if line
    )
    codename = told["VERSION_CODENAME"]
    asked = ["apt-get", "indextargets", "Created-By: Packages", "--format"]
    form = "$(ORIGIN)|$(CODENAME)|$(REPO_URI)|$(COMPONENT)"
    said = subprocess.run([*asked, form], capture_output=True, text=True, check=True).stdout
    rows = [line.split("|") for line in said.splitlines()]
    debian = [row for row in rows if row[0] == "Debian" and row[1].startswith(codename)]
    site = next((uri for _, name, uri, _ in debian if name == codename), None)
    if site is None:
        sys.exit(UNREACHED)
    others = dict.fromkeys(f"deb {uri} {name} {part}" for _, name, uri, part in debian)
    return Debian(codename, site, tuple(others))


def fresh(debian: Debian) -> Path:
    """The base is kept for the next time; what is installed into it is not."""
    base, root = HOME / debian.codename, HOME / "root"
    if not base.exists():
        draft = HOME / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        laid = ["debootstrap", "--variant=minbase", "--include=ca-certificates"]
        if subprocess.run([*laid, debian.codename, draft, debian.site], check=False).returncode:
            sys.exit(UNREACHED)
        draft.rename(base)
    subprocess.run(["rm", "-rf", "--one-file-system", root], check=True)
    subprocess.run(["cp", "-a", base, root], check=True)
    (root / "etc/apt/sources.list").write_text("\n".join(debian.others) + "\n")
    policy = root / "usr/sbin/policy-rc.d"
    policy.write_text(POLICY)
    policy.chmod(0o755)
    for path in (Path("etc/resolv.conf"), STORE):  # a proxy may inspect what is fetched
        shutil.copy("/" / path, root / path)
    return root


def enter(root: Path, *command: str | Path, alone: bool = False) -> list[str]:
    """Processes, mounts and, `alone`, a network of its own: nothing of it outlives the command."""
    network = ["--net"] if alone else []
    prepare = (
        'mount --bind /dev "$1/dev" && mount -t tmpfs -o mode=1777 tmpfs "$1/dev/shm" && '
        'mount -t proc proc "$1/proc" && mount -t proc proc /proc && '
        '{ test "$2" != alone || ip link set lo up; } && shift 2 && exec "$@"'
    )
    kind = "alone" if alone else "together"
    apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child", *network]
    return [*apart, "sh", "-c", prepare, "sh", str(root), kind, *map(str, command)]
