"""Pictures: their frames are read, no pixel is decoded."""

import struct
from typing import Final

from django.core.exceptions import ValidationError

from confidentiality.contents.refusing import (
    Content,
    damaged,
    mismatch,
    refuse_hidden_archive,
    tail,
)

MOST_PIXELS: Final = 100_000_000
MOST_PAGES: Final = 2_000


def png(file: Content) -> int:
    head = file.read(26)
    if not head.startswith(b"\x89PNG\r\n\x1a\n"):
        raise mismatch("PNG 图片")
    if len(head) < 26 or head[12:16] != b"IHDR":
        raise damaged("PNG")
    _refuse_flood(*struct.unpack(">II", head[16:24]))
    refuse_hidden_archive(file)
    if b"IEND" not in tail(file, 64) or not _png_has_picture(file):
        raise damaged("PNG")
    return 1


def _png_has_picture(file: Content) -> bool:
    """Its parts lie end to end, each as long as it says, up to the last; one holds the picture."""
    names, place = set[bytes](), 8
    while b"IEND" not in names and place + 12 <= file.size:
        file.seek(place)
        size, name = struct.unpack(">I4s", file.read(8))
        names.add(name)
        place += 12 + size
    return names >= {b"IDAT", b"IEND"} and place <= file.size


def jpg(file: Content) -> int:
    if file.read(3) != b"\xff\xd8\xff":
        raise mismatch("JPG 图片")
    file.seek(2)
    height, width = _jpg_size(file)
    _refuse_flood(width, height)
    refuse_hidden_archive(file)
    return 1


def _jpg_size(file: Content) -> tuple[int, int]:
    """Height and width from the frame header, stepping over the segments before it."""
    for _ in range(1_000):
        marker = file.read(4)
        if len(marker) < 4 or marker[0] != 0xFF:
            break
        length = int.from_bytes(marker[2:4], "big")
        if 0xC0 <= marker[1] <= 0xCF and marker[1] not in (0xC4, 0xC8, 0xCC):
            frame = file.read(5)
            if len(frame) == 5:
                return struct.unpack(">HH", frame[1:5])
            break
        file.seek(max(length - 2, 0), 1)
    raise damaged("JPG")


def _refuse_flood(width: int, height: int) -> None:
    if not width or not height:
        raise damaged("图片")
    if width * height > MOST_PIXELS:
        raise ValidationError(
            f"图片有 {width}×{height} 像素，太大了，请缩小到 {MOST_PIXELS // 10_000} 万像素以内。"
        )


def tif(file: Content) -> int:
    """A scan or a fax: how many pages it has, which are chained one after another."""
    head = file.read(8)
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(head[:4])
    if order is None:
        raise mismatch("TIFF 图片")
    if len(head) < 8:
        raise damaged("TIFF")
    refuse_hidden_archive(file)
    return _tif_pages(file, order, struct.unpack(f"{order}I", head[4:])[0])


def _tif_pages(file: Content, order: str, place: int) -> int:
    seen: set[int] = set()
    while place:
        if place in seen or len(seen) >= MOST_PAGES or place + 2 > file.size:
            raise damaged("TIFF")
        seen.add(place)
        file.seek(place)
        (entries,) = struct.unpack(f"{order}H", file.read(2))
        file.seek(place + 2 + 12 * entries)
        (place,) = struct.unpack(f"{order}I", file.read(4))
    if not seen:
        raise damaged("TIFF")
    return len(seen)
