"""Sealed files: chunk by chunk under a key of their own, so that any part is read by itself (0052).

A file begins with its mark and its key, which is sealed for this name as a value of a row is. Each
chunk is bound to its place and to whether it is the last: cut off, swapped or put under another
name, it does not open.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, cast

from django.core.files.base import File

from confidentiality.ciphers import NONCE, SUITE_OF_CODE, TAG, Aes256Gcm, Box, CipherFailed
from confidentiality.keys import key_ring
from confidentiality.sealing import SealBroken, Sealed, open_sealed, seal

#: No kind of file that is let in begins so.
MARK: Final = b"\0SEALED1"
SIZE: Final = 64 * 1024
_MORE: Final = NONCE + TAG
_LENGTH: Final = 2


class FileBroken(SealBroken):
    """A stored file is not what was stored under this name."""

    def __init__(self) -> None:
        super().__init__("密钥不对，或文件被改动、截断、调换过")


def sealing(source: IO[bytes], name: str) -> File[bytes]:
    """What is to be stored under this name, closed as it is read."""
    return File(io.BufferedReader(_Sealing(source, name), SIZE), name)


def opening(stored: IO[bytes], name: str) -> IO[bytes] | None:
    """What stands in a file, to be read from anywhere; None where it is not sealed."""
    stored.seek(0)
    header = _header(stored)
    if header is None:
        return None
    return _reader(stored, _box(header, name), stored.tell())


def is_sealed(stored: IO[bytes]) -> bool:
    stored.seek(0)
    return stored.read(len(MARK)) == MARK


def is_sealed_today(stored: IO[bytes]) -> bool:
    """Whether its key lies under the key that seals today."""
    stored.seek(0)
    header = _header(stored)
    return header is not None and header.startswith(f"{key_ring().prefix}.")


def sealed_anew(stored: IO[bytes], name: str) -> Iterator[bytes]:
    """The same file, its key under the key of today; one that was never sealed is closed."""
    stored.seek(0)
    header = _header(stored)
    if header is None:
        stored.seek(0)
        yield from sealing(stored, name).chunks(SIZE)
        return
    place = stored.tell()
    reader = _reader(stored, _box(header, name), place)
    while reader.read(SIZE):  # what is damaged is told now, and not given a new key
        pass
    yield _written(_opened(header, name), name)
    stored.seek(place)
    while piece := stored.read(SIZE):
        yield piece


class SealedTemp(io.RawIOBase):
    """What waits on the disk for an answer or an upload to end, under a key in memory alone.

    Written from its beginning to its end and then read; of a process that was killed nothing can
    be read. AES whatever the suite is: nothing of it is ever kept, and it is several times faster.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 -- its reader closes it
        self._box = Aes256Gcm(os.urandom(Aes256Gcm.key_length))
        self._pending, self._place, self._size = bytearray(), 0, 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._size

    def write(self, piece: bytes) -> int:  # type: ignore[override]  # bytes of any kind
        self._pending += piece
        self._size += len(piece)
        while len(self._pending) > SIZE:
            self._put(bytes(self._pending[:SIZE]), last=False)
            del self._pending[:SIZE]
        return len(piece)

    def finished(self) -> IO[bytes]:
        """All that was written, to be read; it closes the file."""
        self._put(bytes(self._pending), last=True)
        self._file.flush()
        return _reader(self._file, self._box, 0)

    def give_up(self) -> None:
        self._file.close()

    def _put(self, plain: bytes, *, last: bool) -> None:
        self._file.write(self._box.close(plain, _bound(self._place, last=last)))
        self._place += 1


def _bound(place: int, *, last: bool) -> bytes:
    return f"{place}{'.' if last else ','}".encode()


def _header(stored: IO[bytes]) -> str | None:
    """The sealed key, or None; the file stands behind it."""
    if stored.read(len(MARK)) != MARK:
        return None
    length = int.from_bytes(stored.read(_LENGTH), "big")
    return stored.read(length).decode("ascii", "replace")


def _written(key: str, name: str) -> bytes:
    header = seal(key, _place_of(name)).cipher_text.encode()
    return MARK + len(header).to_bytes(_LENGTH, "big") + header


def _place_of(name: str) -> str:
    return f"files.key.{name}"


def _opened(header: str, name: str) -> str:
    try:
        if not header:
            raise SealBroken
        return open_sealed(Sealed(header, "hidden", _place_of(name)))
    except SealBroken:
        raise FileBroken from None


def _box(header: str, name: str) -> Box:
    code, _, key = _opened(header, name).partition(".")
    return SUITE_OF_CODE[code](bytes.fromhex(key))


def _reader(stored: IO[bytes], box: Box, start: int) -> IO[bytes]:
    return cast("IO[bytes]", io.BufferedReader(_Opening(stored, box, start), SIZE))


class _Sealing(io.RawIOBase):
    """Reads what is open, gives what is closed."""

    def __init__(self, source: IO[bytes], name: str) -> None:
        source.seek(0)
        self._pieces = _closed(source, name)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]  # of bytes
        self._left = self._left or next(self._pieces, b"")
        taken = self._left[: len(into)]
        into[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)


def _closed(source: IO[bytes], name: str) -> Iterator[bytes]:
    suite = key_ring().suite
    key = os.urandom(suite.key_length)
    box, place = suite(key), 0
    yield _written(f"{suite.code}.{key.hex()}", name)
    piece = source.read(SIZE)
    while True:
        following = source.read(SIZE)
        yield box.close(piece, _bound(place, last=not following))
        if not following:
            return
        piece, place = following, place + 1


class _Opening(io.RawIOBase):
    """Reads what is closed from anywhere, and keeps the one chunk it opened last."""

    def __init__(self, stored: IO[bytes], box: Box, start: int) -> None:
        self._stored, self._box, self._start = stored, box, start
        closed = stored.seek(0, os.SEEK_END) - start
        self._last = max(0, -(-closed // (SIZE + _MORE)) - 1)
        self._size = closed - (self._last + 1) * _MORE
        self._at, self._kept = 0, (-1, b"")
        self._chunk(self._last)  # a file that was cut off is told before any of it is read

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]  # of bytes
        if self._at >= self._size:
            return 0
        place, offset = divmod(self._at, SIZE)
        taken = self._chunk(place)[offset : offset + len(into)]
        into[: len(taken)] = taken
        self._at += len(taken)
        return len(taken)

    def close(self) -> None:
        self._stored.close()
        super().close()

    def _chunk(self, place: int) -> bytes:
        if self._kept[0] != place:
            self._stored.seek(self._start + place * (SIZE + _MORE))
            closed = self._stored.read(SIZE + _MORE)
            try:
                bound = _bound(place, last=place == self._last)
                self._kept = place, self._box.open(closed, bound)
            except CipherFailed:
                raise FileBroken from None
        return self._kept[1]
