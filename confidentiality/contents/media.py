"""Recordings, films and telephone pictures: known by how they begin and by their boxes."""

from collections.abc import Iterator
from typing import Final

from confidentiality.contents.refusing import Content, damaged, mismatch, refuse_hidden_archive

MOST_BOXES: Final = 100_000
SMALLEST_FRAME: Final = 24  # the lowest rate of ISO 13818-3
UNTOLD: Final = (0, 0xFFFFFFFF)
_EMPTY: Final = 8  # its length and its name
_FIRST_BOXES: Final = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"}
_HEIC_BRANDS: Final = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def mp3(file: Content) -> None:
    head = file.read(10)
    if head[:3] == b"ID3" and len(head) == 10:
        sizes = [byte & 0x7F for byte in head[6:10]]
        start = 10 + (sizes[0] << 21 | sizes[1] << 14 | sizes[2] << 7 | sizes[3])
        file.seek(start)
        if not any(_is_frame(each) for each in _windows(file.read(8192))):
            raise damaged("MP3")
    elif not _is_frame(head[:3]):
        raise mismatch("MP3 录音")
    if file.size < SMALLEST_FRAME:
        raise damaged("MP3 录音")
    refuse_hidden_archive(file)


def _windows(content: bytes) -> Iterator[bytes]:
    return (content[n : n + 3] for n in range(len(content) - 2))


def _is_frame(head: bytes) -> bool:
    """The twelve bits, a layer, a rate and a frequency that exist (ISO 11172-3, 2.4.2.3)."""
    if len(head) < 3 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    return bool(head[1] & 0x06) and head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3


def wav(file: Content) -> None:
    _riff(file, b"WAVE", "WAV 录音", {b"fmt ", b"data"})


def avi(file: Content) -> None:
    _riff(file, b"AVI ", "AVI 视频", {b"hdrl", b"movi"})


def _riff(file: Content, form: bytes, kind: str, needed: set[bytes]) -> None:
    """How it is to be played, and something to play, both whole."""
    head = file.read(12)
    if head[:4] != b"RIFF" or head[8:] != form:
        raise mismatch(kind)
    if not needed <= _chunks(file, kind):
        raise damaged(kind)
    refuse_hidden_archive(file)


def _chunks(file: Content, kind: str) -> set[bytes]:
    """The names of those that hold something; of a list, what it lists.

    A recorder that was switched off left the length of the sound at nothing or at everything.
    """
    names: set[bytes] = set()
    place = 12
    for _ in range(MOST_BOXES):
        if place + 8 >= file.size:
            break
        file.seek(place)
        head = file.read(12)
        name, size = head[:4], int.from_bytes(head[4:8], "little")
        if name == b"data" and size in UNTOLD:
            return names | {name}
        if place + 8 + size > file.size:
            raise damaged(kind)
        if size:
            names.add(head[8:12] if name == b"LIST" else name)
        place += 8 + size + size % 2
    return names


def amr(file: Content) -> None:
    head = file.read(10)
    begins = next((each for each in (b"#!AMR\n", b"#!AMR-WB\n") if head.startswith(each)), None)
    if begins is None:
        raise mismatch("AMR 录音")
    if file.size == len(begins):
        raise damaged("AMR 录音")
    refuse_hidden_archive(file)


def m4a(file: Content) -> None:
    _film(file, "M4A 录音")


def mp4(file: Content) -> None:
    _film(file, "MP4 视频")


def mov(file: Content) -> None:
    _film(file, "MOV 视频")


def _film(file: Content, kind: str) -> None:
    """Its table of contents (moov) may stand at the end: without it, it was cut off."""
    if _brands(file) & _HEIC_BRANDS:
        raise mismatch(kind)
    boxes = _boxes(file, kind)
    refuse_hidden_archive(file)
    if not boxes >= {b"moov", b"mdat"}:
        raise damaged(kind)


def heic(file: Content) -> int:
    """A telephone's picture, kept as it is: no free library that reads it is light and alive."""
    kind = "HEIC 图片"
    if not _brands(file) & _HEIC_BRANDS:
        raise mismatch(kind)
    if b"meta" not in _boxes(file, kind):
        raise damaged(kind)
    refuse_hidden_archive(file)
    return 1


def _brands(file: Content) -> set[bytes]:
    """The major brand; others that it is compatible with do not say what it is."""
    file.seek(0)
    head = file.read(12)
    return {head[8:12]} if head[4:8] == b"ftyp" else set()


def _boxes(file: Content, kind: str) -> set[bytes]:
    """The names of its boxes that hold something; they lie end to end (ISO 14496-12, 4.2)."""
    file.seek(4)
    if file.read(4) not in _FIRST_BOXES:
        raise mismatch(kind)
    names: set[bytes] = set()
    place = 0
    for _ in range(MOST_BOXES):
        if place == file.size:
            return names
        name, size = _box(file, place)
        if size < 8 or place + size > file.size:
            break
        if size > _EMPTY:
            names.add(name)
        place += size
    raise damaged(kind)


def _box(file: Content, place: int) -> tuple[bytes, int]:
    file.seek(place)
    head = file.read(16)
    size = int.from_bytes(head[:4], "big")
    if size == 1:
        size = int.from_bytes(head[8:16], "big")
    elif size == 0:
        size = file.size - place
    return head[4:8], size
