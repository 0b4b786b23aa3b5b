"""Where files are kept: written aside, moved to their place when what names them is committed.

A refused request leaves nothing behind. What a killed process leaves lies aside: with a row it is
read from there and moved by whoever comes first, without one the sweep takes it away (0035).
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import IO, Any, Final, NamedTuple, cast
from uuid import uuid4

from django.apps import apps
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connection, models, transaction
from django.http import HttpRequest, HttpResponse

from confidentiality.sealed_files import FileBroken, is_sealed, is_sealed_today, sealed_anew
from confidentiality.sealed_storage import SealsFiles
from web.receiving import ASIDE, NO_ROOM, SENTENCE
from web.refusals import Refusal

UNCLAIMED: Final = "unclaimed"
NEARLY_FULL: Final = 1024**3
FULL: Final = 50 * 1024**2  # one large scan

log = logging.getLogger(__name__)
_written: ContextVar[list[str] | None] = ContextVar("written", default=None)


class NotKept(Refusal):
    """The disk takes nothing more (507); what was to be written with the file was not."""


class AsideStorage(SealsFiles, FileSystemStorage):
    """Files of rows, sealed; each has a name of its own that is never given twice."""

    def path(self, name: str) -> str:
        """Where it lies now: in its place, or still aside."""
        places = [self.place(name), self.place(name, ASIDE), self.place(name, UNCLAIMED)]
        return str(next((place for place in places if place.exists()), places[0]))

    def place(self, name: str, folder: str = "") -> Path:
        """Where it belongs, or would lie in a folder of those that wait."""
        return Path(super().path(f"{folder}/{name}" if folder else name))

    def bound_to(self, name: str) -> str:
        return name.removeprefix(f"{ASIDE}/")

    def put(self, name: str) -> None:
        """Into its place; a second time there is nothing to do."""
        for folder in (ASIDE, UNCLAIMED):
            lying = self.place(name, folder)
            if lying.exists():
                self.place(name).parent.mkdir(parents=True, exist_ok=True)
                lying.replace(self.place(name))

    def set_unclaimed(self, name: str) -> None:
        """No row names it: out of the way, for as long as somebody may still ask for it."""
        lying = self.place(name, UNCLAIMED)
        lying.parent.mkdir(parents=True, exist_ok=True)
        self.place(name).replace(lying)
        os.utime(lying)

    def open(self, name: str, mode: str = "rb") -> File[Any]:  # Any: bytes or text
        """Once more when it was moved between the look and the opening."""
        try:
            return super().open(name, mode)
        except FileNotFoundError:
            return super().open(name, mode)

    def renew(self, name: str, *, admits_open: bool = True) -> bool:
        """Its key under the key of today, or the whole of an open one; False when it was so."""
        path = Path(self.path(name))
        with path.open("rb") as stored:
            if is_sealed_today(stored):
                return False
            if not admits_open and not is_sealed(stored):
                raise FileBroken
            owner, draft = path.stat(), self.place(uuid4().hex, ASIDE)  # swept, if this ends here
            if not draft.parent.exists():
                draft.parent.mkdir()
                os.chown(draft.parent, owner.st_uid, owner.st_gid)
            try:
                with draft.open("wb") as into:
                    draft.chmod(0o600)
                    os.chown(draft, owner.st_uid, owner.st_gid)  # whoever runs the command
                    into.writelines(sealed_anew(stored, name))
                _to_disk(draft)
                draft.replace(path)
            finally:
                _forget(draft)
        return True

    def save(
        self,
        name: str | None,
        content: IO[Any],  # Any: as above
        max_length: int | None = None,
    ) -> str:
        """Aside; `name` is its own, so that nothing else lies there."""
        assert name
        aside = self.place(name, ASIDE)
        try:
            super().save(f"{ASIDE}/{name}", content)
            _to_disk(aside)
        except OSError as error:
            _forget(aside)
            log.exception("a file could not be kept")
            raise NotKept(SENTENCE if error.errno in NO_ROOM else _UNWRITABLE) from error
        if (written := _written.get()) is not None:
            written.append(name)
        transaction.on_commit(partial(self.put, name), robust=True)
        return name


_UNWRITABLE: Final = "服务器存不了文件，这一步没有写入。请告知系统管理员检查文件目录后再传。"


def _forget(path: Path) -> None:
    """Half a file is no file; where even that fails, the sweep comes by."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    """Its row may be committed the next moment, and power be lost the one after."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


Answer = Callable[[HttpRequest], HttpResponse]


def nothing_left_aside(get_response: Answer) -> Answer:
    """Middleware: what a request wrote and its transaction took back goes with it."""

    def answer(request: HttpRequest) -> HttpResponse:
        written: list[str] = []
        token = _written.set(written)
        try:
            return get_response(request)
        finally:
            _written.reset(token)
            _settle(written)

    return answer


def _settle(written: list[str]) -> None:
    """Asks the database only about what is not in its place, which is the exception."""
    left = [name for name in written if storage().place(name, ASIDE).exists()]
    if not left:
        return
    try:
        named = in_use(left)
    except DatabaseError:
        log.warning("files left aside for the sweep: %d", len(left))
        return
    for name in left:
        if name not in named:
            storage().delete(name)
        elif not connection.in_atomic_block:
            storage().put(name)


def storage() -> AsideStorage:
    """The one that the settings name."""
    return cast("AsideStorage", default_storage)


def in_use(names: Iterable[str]) -> set[str]:
    """Those that a row names, in one statement for each kind of row."""
    wanted = list(names)
    found: set[str] = set()
    for model, column in file_columns():
        rows = model._base_manager.filter(**{f"{column}__in": wanted})  # noqa: SLF001
        found.update(rows.values_list(column, flat=True))
    return found


def names_kept() -> Iterator[str]:
    """Of all rows, a thousand at a time, and what lies apart for a month."""
    for model, column in file_columns():
        last = 0
        rows = model._base_manager.exclude(**{column: ""}).order_by("pk")  # noqa: SLF001
        while batch := list(rows.filter(pk__gt=last).values_list("pk", column)[:1000]):
            yield from (name for _, name in batch)
            last = batch[-1][0]
    apart = storage().place(UNCLAIMED)
    for path in apart.rglob("*") if apart.is_dir() else ():
        if path.is_file():
            yield path.relative_to(apart).as_posix()


def file_columns() -> list[tuple[type[models.Model], str]]:
    """Every column that names a file."""
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FileField)
    ]


class Room(NamedTuple):
    """What is left on the disk that keeps the files."""

    free: int
    total: int

    @property
    def state(self) -> str:
        if self.free < FULL:
            return "full"
        return "low" if self.free < max(NEARLY_FULL, self.total // 20) else "ok"


def room_left() -> Room:
    """Asked of the folder, or of the first one above it that is there yet."""
    place = Path(storage().location)
    while not place.exists():
        place = place.parent
    usage = shutil.disk_usage(place)
    return Room(usage.free, usage.total)
