"""Where a database lies when root keeps it for `nobody`: outside the project, tied to it by a link.

The folder is named after the place of the link, so a project that was cleared or cloned anew at
the same place finds what an earlier one left, whose keys and password went with its `var/`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

OUTSIDE = Path("/var/tmp")  # noqa: S108 -- outside root's home, and kept over a restart


@dataclass(frozen=True)
class Outside:
    """`link` stands in `var/`, `folder` where `nobody` may go."""

    link: Path

    @property
    def folder(self) -> Path:
        place = self.link.parent.resolve() / self.link.name
        return OUTSIDE / f"portal-{hashlib.sha256(str(place).encode()).hexdigest()[:12]}"

    def is_left_behind(self) -> bool:
        """A database that no link leads to, in a project that was never at work."""
        return self.folder.is_dir() and not self._is_ours()

    def _is_ours(self) -> bool:
        before_links = (self.link.parent / "at-work").exists()
        return self.link.is_symlink() or before_links

    def open(self, user: int, group: int) -> None:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        os.chown(self.folder, user, group, follow_symlinks=False)
        self.link.parent.mkdir(parents=True, exist_ok=True)
        if not self.link.is_symlink():
            self.link.symlink_to(self.folder)

    def remove(self) -> None:
        """The data first: a link without a folder is an empty place."""
        for folder in (self.folder, beside(self.folder)):
            if folder.is_symlink():
                folder.unlink()
            shutil.rmtree(folder, ignore_errors=True)
        self.link.unlink(missing_ok=True)


def beside(folder: Path) -> Path:
    """Where a cluster is made before it takes its place whole."""
    return folder.with_name(f"{folder.name}.new")
