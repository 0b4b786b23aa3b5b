"""Any storage of Django's, with everything sealed that lies in it (0052).

`class SealedS3(SealsFiles, S3Storage)` is all that an object storage needs.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, cast

from django.core.files.base import File

from confidentiality.key_check import all_are_sealed
from confidentiality.sealed_files import FileBroken, opening, sealing

if TYPE_CHECKING:
    from django.core.files.storage import Storage as _Storage
else:
    _Storage = object


class OpenedFile(File[bytes]):
    """What stands in a sealed file, which reads as the file that was stored."""

    def __init__(self, storage: SealsFiles, name: str) -> None:
        super().__init__(storage.stream(name), name)
        self._storage = storage

    def open(self, mode: str | None = None, *args: Any, **kw: Any) -> OpenedFile:  # Any: Django's
        if self.closed:
            assert self.name
            self.file = self._storage.stream(self.name)
        self.seek(0)
        return self


class SealsFiles(_Storage):
    """Before the storage that keeps the bytes."""

    def bound_to(self, name: str) -> str:
        """The name that a row knows it by, wherever it lies meanwhile."""
        return name

    def stream(self, name: str) -> IO[bytes]:
        """Opened from any place; one of an earlier release as it lies there."""
        stored = cast("IO[bytes]", super()._open(name, "rb"))  # type: ignore[misc]  # the storage's
        try:
            found = opening(stored, self.bound_to(name))
            if found is None and all_are_sealed():
                raise FileBroken
        except BaseException:
            stored.close()
            raise
        if found is None:
            stored.seek(0)
        return found or stored

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode != "rb":
            raise ValueError("a stored file is only read; another one has another name")
        return OpenedFile(self, name)

    def _save(self, name: str, content: IO[bytes]) -> str:
        kept: str = super()._save(name, sealing(content, self.bound_to(name)))  # type: ignore[misc]
        return kept

    def size(self, name: str) -> int:
        with self._open(name) as file:
            return int(file.size)
