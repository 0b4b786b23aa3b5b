"""`make release`: one file that a server needs besides its packages and Python dependencies.

Style, icons and fonts are in it, collected and hashed, so that a server runs no npm.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from config import assets, interrupted, typesetting

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = (":!tests", ":!.ci")


def main() -> None:
    assets.main()
    typesetting.fetch()
    target = Path(sys.argv[1]) if sys.argv[1:] else ROOT / "var" / "release" / "portal.tar.gz"
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        here = Path(folder)
        _collect(here)
        _code(here / "code.tar")
        draft = here / target.name
        with tarfile.open(draft, "w:gz") as release:
            _copy(here / "code.tar", release)
            release.add(here / "static", "var/static", filter=_of_root)
            release.add(assets.BUILD, "var/assets", filter=_of_root)
            if typesetting.FANDOL.is_dir():
                release.add(typesetting.FANDOL, "var/typesetting/fandol", filter=_of_root)
        draft.rename(target)
    sys.stdout.write(f"发布包：{target}\n")


def _collect(here: Path) -> None:
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"PORTAL_VAR": str(here)}, check=True)


def _code(target: Path) -> None:
    """What is committed, and nothing else that lies about."""
    command = ["git", "archive", "--format=tar", "-o", str(target), "HEAD", "--", ".", *LEFT_OUT]
    subprocess.run(command, cwd=ROOT, check=True)


def _copy(code: Path, release: tarfile.TarFile) -> None:
    with tarfile.open(code) as archive:
        for member in archive:
            release.addfile(member, archive.extractfile(member) if member.isfile() else None)


def _of_root(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mode = 0o755 if member.isdir() else 0o644
    return member


if __name__ == "__main__":
    interrupted.told(main)
