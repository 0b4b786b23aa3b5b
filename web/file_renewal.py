"""All files under the key of today: those of an older release, and those of an older key (0053).

Safe to stop anywhere and beside whoever works: each file is written anew beside itself and takes
its place at once; which ones are done stands in the files themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, field
from typing import Final

from confidentiality.key_check import all_are_sealed, remember_all_are_sealed
from confidentiality.sealed_files import FileBroken
from web.file_storage import names_kept, storage

_TOLD_EVERY: Final = 500


@dataclass
class Renewed:
    """What a pass did."""

    seen: int = 0
    done: int = 0
    missing: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        said = f"文件：共 {self.seen} 个，本次处理 {self.done} 个"
        for what, names in (("缺", self.missing), ("打不开", self.broken)):
            said += f"；{what} {len(names)} 个：{'、'.join(names[:5])}" if names else ""
        return f"{said}。"


def renew_files(say: Callable[[str], object], restored: Container[str] = ()) -> Renewed:
    """One pass over all of them; when none is left open, an open one is refused from then on.

    Unless it is named as restored from a backup that is older than that.
    """
    told, admits_open = Renewed(), not all_are_sealed()
    for name in names_kept():
        _renew(name, told, admits_open=admits_open or name in restored)
        told.seen += 1
        if told.seen % _TOLD_EVERY == 0:
            say(told.words)
    if not told.broken:
        remember_all_are_sealed()
    say(told.words)
    return told


def _renew(name: str, told: Renewed, *, admits_open: bool) -> None:
    try:
        told.done += _moved_or_not(name, admits_open=admits_open)
    except FileNotFoundError:
        told.missing.append(name)
    except FileBroken:
        told.broken.append(name)


def _moved_or_not(name: str, *, admits_open: bool) -> bool:
    """Once more when it was moved to its place between the look and the opening."""
    try:
        return storage().renew(name, admits_open=admits_open)
    except FileNotFoundError:
        return storage().renew(name, admits_open=admits_open)
