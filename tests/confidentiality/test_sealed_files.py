"""Files at rest: sealed chunk by chunk, read from anywhere, and refused when anything was done."""

from __future__ import annotations

import io
import tracemalloc

import hypothesis
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from confidentiality.key_check import remember_all_are_sealed
from confidentiality.sealed_files import (
    MARK,
    SIZE,
    FileBroken,
    SealedTemp,
    is_sealed_today,
    opening,
    sealed_anew,
    sealing,
)
from confidentiality.sealed_storage import SealsFiles

NAME = "materials/2026/abc"
EDGES = (0, 1, SIZE - 1, SIZE, SIZE + 1, 2 * SIZE, 3 * SIZE + 7)


def forget_that_all_are_sealed() -> None:
    """As a database is that an older release filled."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE confidentiality_keycheck DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM confidentiality_keycheck WHERE key = 'files'")
        cursor.execute("ALTER TABLE confidentiality_keycheck ENABLE TRIGGER USER")


class InTheCloud(SealsFiles, InMemoryStorage):
    """A storage without paths, as an object storage is."""


def content(size: int) -> bytes:
    return bytes(place * 7 % 251 for place in range(size))


def closed(plain: bytes, name: str = NAME) -> bytes:
    return sealing(io.BytesIO(plain), name).read()


CLOSED = closed(content(2 * SIZE + 99))


def opened(stored: bytes, name: str = NAME) -> bytes:
    reader = opening(io.BytesIO(stored), name)
    assert reader is not None
    return reader.read()


@pytest.mark.parametrize("size", EDGES)
def test_a_file_is_read_as_it_was_stored_and_lies_there_closed(size: int) -> None:
    plain = content(size)
    stored = closed(plain)
    assert stored.startswith(MARK)
    assert plain[:64] not in stored or size < 4
    assert opened(stored) == plain


@hypothesis.settings(max_examples=60)
@given(st.integers(0, 3 * SIZE), st.integers(0, 2 * SIZE))
def test_any_part_is_read_by_itself(first: int, length: int) -> None:
    plain = content(2 * SIZE + 99)
    reader = opening(io.BytesIO(CLOSED), NAME)
    assert reader is not None
    reader.seek(first)
    assert reader.read(length) == plain[first : first + length]
    assert reader.seek(0, io.SEEK_END) == len(plain)


def test_each_file_has_a_key_of_its_own() -> None:
    assert closed(b"the same") != closed(b"the same")


def pieces() -> tuple[bytes, list[bytes]]:
    """Header, and the chunks of a file of three."""
    stored = closed(content(3 * SIZE))
    step = SIZE + 28
    start = len(stored) - 3 * step
    return stored[:start], [
        stored[place : place + step] for place in range(start, len(stored), step)
    ]


def test_what_was_done_to_a_file_is_refused() -> None:
    head, (one, two, three) = pieces()
    other_head, (other, *_) = pieces()
    assert opened(head + one + two + three) == content(3 * SIZE)
    flipped = bytes([two[50] ^ 1])
    for done in (
        head + one + two,  # cut off between chunks
        head + one + two + three[:-1],
        head + one,
        head,
        head[:-9],
        MARK,
        head + two + one + three,  # put in another order
        head + one + one + three,
        head + other + two + three,  # another file's
        other_head + one + two + three,
        head + one + two[:50] + flipped + two[51:] + three,
        head + one + two + three + three,  # added to
        head + one + two + three + b"x",
    ):
        with pytest.raises(FileBroken, match="截断、调换"):
            opened(done)
    with pytest.raises(FileBroken):  # a whole file under the name of another
        opened(head + one + two + three, "materials/2026/other")


def test_a_cut_file_is_refused_before_any_of_it_is_read() -> None:
    head, (one, two, _) = pieces()
    with pytest.raises(FileBroken):
        opening(io.BytesIO(head + one + two), NAME)


def test_memory_stays_flat_both_ways() -> None:
    plain = io.BytesIO(bytes(20 * 1024 * 1024))
    stored = io.BytesIO()
    tracemalloc.start()
    for piece in sealing(plain, NAME).chunks():
        if stored.tell() < SIZE:  # what is written is not what is measured
            stored.write(piece)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2 * 1024 * 1024


@pytest.mark.django_db
def test_any_storage_of_djangos_is_sealed_by_one_class() -> None:
    storage = InTheCloud()
    plain = content(SIZE + 5)
    name = storage.save("papers/2026/x", ContentFile(plain))
    raw = InMemoryStorage.open(storage, name)
    with storage.open(name) as file:
        assert file.read(10) == plain[:10]
        assert (file.size, storage.size(name)) == (len(plain), len(plain))
        file.seek(SIZE - 3)
        assert file.read() == plain[SIZE - 3 :]
    with file.open() as again:  # as the package of an archived case does
        assert again.read() == plain
    assert raw is not None
    with pytest.raises(ValueError, match="only read"):
        storage.open(name, "rb+")


@pytest.mark.django_db
def test_an_open_file_of_an_older_release_opens_until_all_are_sealed() -> None:
    storage = InTheCloud()
    InMemoryStorage._save(storage, "materials/2025/old", ContentFile(b"plain"))  # type: ignore[attr-defined]
    forget_that_all_are_sealed()
    with storage.open("materials/2025/old") as file:
        assert (file.read(), file.size) == (b"plain", 5)
    remember_all_are_sealed()
    with pytest.raises(FileBroken):
        storage.open("materials/2025/old")


def test_a_new_key_leaves_the_content_as_it_lies(settings) -> None:  # type: ignore[no-untyped-def]
    plain = content(SIZE + 1)
    stored = closed(plain)
    settings.SEALING_KEYS = settings.SEALING_KEYS | {"k9": b"\x09" * 32}
    settings.SEALING_KEY_CURRENT = "k9"
    assert not is_sealed_today(io.BytesIO(stored))
    anew = b"".join(sealed_anew(io.BytesIO(stored), NAME))
    assert is_sealed_today(io.BytesIO(anew))
    assert anew.endswith(stored[-SIZE:])
    settings.SEALING_KEYS = {"k9": b"\x09" * 32}
    assert opened(anew) == plain
    with pytest.raises(FileBroken):
        opened(stored)
    assert opened(b"".join(sealed_anew(io.BytesIO(b"never sealed"), NAME))) == b"never sealed"


def test_what_waits_on_the_disk_is_closed_under_a_key_in_memory(tmp_path) -> None:  # type: ignore[no-untyped-def]
    waiting = SealedTemp(tmp_path)
    for _ in range(3):
        waiting.write(content(SIZE - 5))
    assert waiting.tell() == 3 * (SIZE - 5)
    with waiting.finished() as file:
        assert file.read() == content(SIZE - 5) * 3
    assert list(tmp_path.iterdir()) == []  # it has no name on the disk
