"""A picture without what the telephone wrote beside it: where it was taken, when, with what.

The picture itself is copied as it is; nothing is drawn anew, so that no detail is lost.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Final

#: JFIF, the colours (ICC), Adobe's: what the picture needs; all other APPn and comments go.
_JFIF, _ICC, _ADOBE, _EXIF = 0xE0, 0xE2, 0xEE, 0xE1
_BESIDE: Final = frozenset({*range(0xE0, 0xF0), 0xFE}) - {_JFIF, _ADOBE}
_SCAN, _END = 0xDA, 0xD9
#: Inside a scan: a marker that is neither stuffing nor a restart.
_MARKER: Final = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
#: Chunks of a PNG that are words, a date or Exif.
_CHUNKS: Final = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_PNG_HEAD: Final = 8
UPRIGHT: Final = 1


def stripped(content: bytes, suffix: str, side_up: int = UPRIGHT) -> bytes | None:
    """The same picture with less; None where there is nothing to leave out.

    A photograph too large to be turned keeps the one word that says which side is up.
    """
    parts = _of_jpg(content, side_up) if suffix == ".jpg" else _of_png(content)
    kept = b"".join(parts)
    return kept if len(kept) < len(content) else None


def _of_jpg(content: bytes, side_up: int) -> Iterator[bytes]:
    """Segment by segment; what follows its end, a second picture or a film, is left out."""
    place, told = 2, side_up == UPRIGHT
    yield content[:place]
    while place + 4 <= len(content):
        filler, marker, length = struct.unpack_from(">BBH", content, place)
        if marker == _END or filler != 0xFF or length < 2:
            break
        if not told and marker != _JFIF:
            yield _which_side_is_up(side_up)
            told = True
        end = place + 2 + length
        if not _is_beside(marker, content[place + 4 : place + 16]):
            yield content[place:end]
        place = end
        if marker == _SCAN:
            found = _MARKER.search(content, place)
            place, begun = (found.end() - 2 if found else len(content)), place
            yield content[begun:place]
    yield content[place : place + 2]


def _is_beside(marker: int, head: bytes) -> bool:
    return marker in _BESIDE and not (marker == _ICC and head.startswith(b"ICC_PROFILE"))


def _which_side_is_up(side_up: int) -> bytes:
    """Exif with nothing else in it."""
    told = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, side_up, 0, 0)
    return struct.pack(">BBH", 0xFF, _EXIF, len(told) + 2) + told


def _of_png(content: bytes) -> Iterator[bytes]:
    """Chunk by chunk, up to the last."""
    place = _PNG_HEAD
    yield content[:place]
    while place + 12 <= len(content):
        size, name = struct.unpack_from(">I4s", content, place)
        end = place + 12 + size
        if name not in _CHUNKS:
            yield content[place:end]
        place = end
        if name == b"IEND":
            break
